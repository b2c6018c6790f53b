import { isIsoDate } from '../calendar/date.ts';
import { sha256 } from './sha256.ts';
import { schemaVersion, type Manifest } from './manifest.ts';

/**
 * The manifest as it lies on a disk or a host: one line of JSON whose first member is the SHA-256 of the rest, so that
 * one cut short, mixed from two exports or changed by hand is not believed. It is no signature: who can write to the
 * host can write both.
 */
export async function manifestText(manifest: Manifest): Promise<string> {
  const body = JSON.stringify(manifest);
  return `{"sha256":"${await hashOf(body)}",${body.slice(1)}\n`;
}

/** A manifest that may be believed, or why not: the end of a sentence that begins with the name of the file. */
export type ReadManifest = { manifest: Manifest } | { problem: string };

/** Reads what `manifestText` wrote. The format is looked at first: another one has its own rules. */
export async function readManifestText(text: string): Promise<ReadManifest> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'is not JSON: it was cut short, or is another page' };
  }
  if (!isObject(value) || typeof value['schema_version'] !== 'number')
    return { problem: 'is no manifest of an export' };
  if (value['schema_version'] !== schemaVersion) {
    return { problem: `is in format ${value['schema_version']}, and this Caseboard reads format ${schemaVersion}` };
  }
  const [head = '', hash] = /^\{"sha256":"([0-9a-f]{64})",/.exec(text) ?? [];
  if (hash !== (await hashOf(`{${text.slice(head.length).trimEnd()}`))) {
    return { problem: 'is not as it was written: its hash does not match' };
  }
  const wrong = mismatch(value, manifestShape, '');
  if (wrong !== null) return { problem: `is not right: ${wrong}` };
  delete value['sha256'];
  return { manifest: value as unknown as Manifest };
}

function hashOf(text: string): Promise<string> {
  return sha256(new TextEncoder().encode(text));
}

/** Whether a value is what a member should be, or the shape of the object it should be. */
type Shape = ((value: unknown) => boolean) | { readonly [name: string]: Shape };

const text: Shape = (value) => typeof value === 'string';
const count: Shape = (value) => Number.isInteger(value) && Number(value) >= 0;
const flag: Shape = (value) => typeof value === 'boolean';
const date: Shape = (value) => typeof value === 'string' && isIsoDate(value);
const like =
  (pattern: RegExp): Shape =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const oneOf =
  (...values: unknown[]): Shape =>
  (value) =>
    values.includes(value);
const orNull =
  (shape: Shape): Shape =>
  (value) =>
    value === null || mismatch(value, shape, '') === null;
const optional =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined || mismatch(value, shape, '') === null;
const list =
  (shape: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every((item) => mismatch(item, shape, '') === null);
const record =
  (shape: Shape): Shape =>
  (value) =>
    isObject(value) && Object.values(value).every((item) => mismatch(item, shape, '') === null);

/** A version names a folder: nothing else may stand there. */
export const versionPattern = /^\d{4}-\d{2}-\d{2}\.[0-9a-f]{8}$/;
const rules = list({ rule: text, column: orNull(text), rows: count, meaning: text });

const manifestShape: Shape = {
  version: like(versionPattern),
  previous: optional(orNull(like(versionPattern))),
  exported_at: text,
  made_by: optional(text),
  definitions: optional(text),
  as_of: date,
  history_from: orNull(date),
  source: { name: text, agency_name: text, abbreviation: orNull(text), marking: text, demonstration: flag },
  profile: oneOf('internal', 'regional', 'public'),
  population_basis: oneOf('stays', 'counts', null),
  settings: record((value) => value === null || typeof value === 'number'),
  custody_levels: list(text),
  default_period: text,
  scopes: {
    regions: list({ id: text, name: text }),
    facilities: list({ id: text, name: text, region_id: orNull(text), type: orNull(text) }),
    units: list({ id: text, name: text, facility_id: text }),
    staff: list({
      id: text,
      name: text,
      facility_id: orNull(text),
      unit_id: orNull(text),
      facilities: optional(list(text)),
    }),
  },
  dimensions: record(list(orNull(text))),
  tables: list({
    name: text,
    supplied: flag,
    read: count,
    loaded: count,
    rejected: count,
    rules,
    cleared: rules,
    latest: orNull(date),
    warnings: list(text),
  }),
  annotations: optional(list({ date, text, facility_id: orNull(text) })),
  files: { file: oneOf('files.json'), bytes: count, sha256: like(/^[0-9a-f]{64}$/) },
  answers: { file: oneOf('answers.json'), bytes: count, sha256: like(/^[0-9a-f]{64}$/) },
};

/** Where a value is not of a shape, in words; null when it is. Members nobody asked for are left alone. */
function mismatch(value: unknown, shape: Shape, path: string): string | null {
  if (typeof shape === 'function') return shape(value) ? null : `"${path}" is missing or not what it should be`;
  if (!isObject(value)) return `"${path}" is missing or not what it should be`;
  for (const [name, member] of Object.entries(shape)) {
    const own = Object.hasOwn(value, name) ? value[name] : undefined;
    const wrong = mismatch(own, member, path === '' ? name : `${path}.${name}`);
    if (wrong !== null) return wrong;
  }
  return null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
