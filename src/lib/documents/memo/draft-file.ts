import { ascending } from 'd3-array';
import * as v from 'valibot';
import { isIsoDate } from '../../calendar/date.ts';
import { textKeys, type MemoDraft } from './draft.ts';

/** Raised when the shape of a draft changes; a file of a newer one is refused, not guessed at. */
export const draftSchemaVersion = 1;
const format = 'caseboard-memo-drafts';

const longest = 20_000;
const line = v.pipe(v.string(), v.maxLength(500));
const date = v.nullable(v.pipe(v.string(), v.check(isIsoDate, 'is not a date (YYYY-MM-DD)')));

const texts = v.strictObject(
  Object.fromEntries(textKeys.map((key) => [key, v.optional(v.pipe(v.string(), v.maxLength(longest)))])) as Record<
    (typeof textKeys)[number],
    v.OptionalSchema<
      v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, number, undefined>]>,
      undefined
    >
  >,
);

const draft = v.strictObject({
  staff: v.pipe(line, v.minLength(1)),
  period: v.pipe(v.string(), v.regex(/^\d{4}Q[1-4]$/, 'is not a quarter such as 2026Q3')),
  texts,
  addressees: v.strictObject({ for: line, from: line, through: line }),
  date,
  discussed: date,
  status: v.picklist(['draft', 'finished']),
  dataVersion: line,
  updated: line,
});

const file = v.strictObject({
  format: v.literal(format),
  schema_version: v.literal(draftSchemaVersion),
  source: v.string(),
  drafts: v.array(draft),
});

export interface DraftFile {
  /** Name of the source the drafts belong to: staff ids mean nothing elsewhere. */
  source: string;
  drafts: MemoDraft[];
}

/** Drafts as a JSON file, in the order of person and quarter. */
export function encodeDrafts({ source, drafts }: DraftFile): string {
  const sorted = [...drafts].sort((a, b) => ascending(a.staff, b.staff) || ascending(a.period, b.period));
  return `${JSON.stringify({ format, schema_version: draftSchemaVersion, source, drafts: sorted }, null, 2)}\n`;
}

/** Reads a file of drafts. The error is a sentence for the person who chose the file. */
export function decodeDrafts(content: string): DraftFile | { error: string } {
  let raw: unknown;
  try {
    raw = JSON.parse(content);
  } catch {
    return { error: 'The file is not a file of memorandum drafts: it is not JSON.' };
  }
  const about = raw as { format?: unknown; schema_version?: unknown } | null;
  if (typeof about !== 'object' || about?.format !== format) {
    return { error: 'The file is not a file of memorandum drafts made by Caseboard.' };
  }
  if (about.schema_version !== draftSchemaVersion) {
    return {
      error: `The drafts were saved in format ${String(about.schema_version)}; this Caseboard reads format ${draftSchemaVersion}.`,
    };
  }
  const result = v.safeParse(file, raw);
  if (!result.success) {
    const [issue] = result.issues;
    const where = issue.path?.map(({ key }) => String(key)).join('.') ?? 'the file';
    return { error: `The file of drafts is damaged at ${where}: ${issue.message}.` };
  }
  const { source, drafts } = result.output;
  const seen = new Set<string>();
  for (const { staff, period } of drafts) {
    const key = JSON.stringify([staff, period]);
    if (seen.has(key)) return { error: `The file holds two drafts for ${staff} in ${period}.` };
    seen.add(key);
  }
  return { source, drafts: drafts as MemoDraft[] };
}
