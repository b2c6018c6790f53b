import * as v from 'valibot';
import { contents } from '../../pages/contents.ts';
import { maxNameLength, type SavedView } from './saved-view.ts';

/** Raised when the shape of a saved view changes; a file of a newer one is refused, not guessed at. */
export const viewSchemaVersion = 1;
const format = 'caseboard-views';
const routes: ReadonlySet<string> = new Set(contents.map(({ route }) => route));

const savedView = v.strictObject({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(maxNameLength)),
  // Only pages of this site: an address from a file may lead nowhere else.
  route: v.pipe(v.string(), v.maxLength(200), v.regex(/^\/([a-z0-9-]+\/)*$/, 'is not the address of a page')),
  search: v.pipe(v.string(), v.maxLength(8000), v.regex(/^(\?[^#\s]*)?$/, 'is not a query string')),
  saved: v.pipe(v.string(), v.isoTimestamp()),
});

const file = v.strictObject({
  format: v.literal(format),
  schema_version: v.literal(viewSchemaVersion),
  source: v.string(),
  views: v.pipe(v.array(v.unknown()), v.maxLength(5000)),
});

export interface ViewFile {
  /** Name of the source the views belong to: ids of places mean nothing elsewhere. */
  source: string;
  views: SavedView[];
  /** Views that were left out, each with the reason, as sentences. */
  left: string[];
}

export function encodeViews(source: string, views: readonly SavedView[]): string {
  return `${JSON.stringify({ format, schema_version: viewSchemaVersion, source, views }, null, 2)}\n`;
}

/** Reads a file of views. A view that is damaged is left out and named; the rest is kept. */
export function decodeViews(content: string): ViewFile | { error: string } {
  let raw: unknown;
  try {
    raw = JSON.parse(content);
  } catch {
    return { error: 'The file is not a file of saved views: it is not JSON.' };
  }
  const about = raw as { format?: unknown; schema_version?: unknown } | null;
  if (typeof about !== 'object' || about?.format !== format) {
    return { error: 'The file is not a file of saved views made by Caseboard.' };
  }
  if (about.schema_version !== viewSchemaVersion) {
    return {
      error: `The views were saved in format ${String(about.schema_version)}; this Caseboard reads format ${viewSchemaVersion}.`,
    };
  }
  const read = v.safeParse(file, raw);
  if (!read.success) return { error: `The file of views is damaged: ${place(read.issues[0])}.` };
  const views: SavedView[] = [];
  const left: string[] = [];
  for (const [index, entry] of read.output.views.entries()) {
    const one = v.safeParse(savedView, entry);
    const name = nameOf(entry) ?? `number ${index + 1}`;
    if (!one.success) left.push(`The view “${name}” was left out: it is damaged at ${place(one.issues[0])}.`);
    else if (!routes.has(one.output.route))
      left.push(`The view “${name}” was left out: this site has no page ${one.output.route}.`);
    else if (views.some(({ id }) => id === one.output.id))
      left.push(`The view “${name}” was left out: the file holds it twice.`);
    else views.push(one.output);
  }
  return { source: read.output.source, views, left };
}

function nameOf(entry: unknown): string | null {
  const name = (entry as { name?: unknown } | null)?.name;
  return typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, maxNameLength) : null;
}

function place(issue: { path?: readonly { key: unknown }[]; message: string } | undefined): string {
  const where = issue?.path?.map(({ key }) => String(key)).join('.') ?? 'the file';
  return `${where} (${issue?.message ?? 'unknown'})`;
}
