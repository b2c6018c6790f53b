import { ascending } from 'd3-array';
import * as v from 'valibot';
import { isIsoDate } from '../../calendar/date.ts';
import { textKeys, type MemoDraft } from './draft.ts';
import { sealedMemo } from './sealed-schema.ts';

/** Raised when the shape of a draft changes; a file of a newer one is refused, not guessed at. */
export const draftSchemaVersion = 2;
const format = 'caseboard-memo-drafts';

const longest = 20_000;
const line = v.pipe(v.string(), v.maxLength(500));
const words = v.pipe(v.string(), v.maxLength(longest));
const day = v.pipe(v.string(), v.check(isIsoDate, 'is not a date (YYYY-MM-DD)'));
const date = v.nullable(day);

const texts = v.strictObject(
  Object.fromEntries(textKeys.map((key) => [key, v.optional(words)])) as Record<
    (typeof textKeys)[number],
    v.OptionalSchema<typeof words, undefined>
  >,
);

const dispute = v.strictObject({
  measure: line,
  label: line,
  figure: line,
  asOf: day,
  version: line,
  rows: v.nullable(v.array(v.strictObject({ case: v.nullable(line), date, done: date, counted: line }))),
  by: line,
  raised: day,
  said: words,
  decision: words,
  decided: date,
});

/** What drafts of every format hold. */
const shared = {
  staff: v.pipe(line, v.minLength(1)),
  period: v.pipe(v.string(), v.regex(/^\d{4}Q[1-4]$/, 'is not a quarter such as 2026Q3')),
  texts,
  addressees: v.strictObject({ for: line, from: line, through: line }),
  date,
  discussed: date,
  status: v.picklist(['draft', 'finished']),
  dataVersion: line,
  updated: line,
};

const draft = v.strictObject({
  ...shared,
  leftOut: v.array(v.picklist(textKeys)),
  followUps: words,
  disputes: v.array(dispute),
  sealed: v.array(sealedMemo),
});

/** In the first format a text took the place of the sentences of the figures, and nothing was sealed. */
const firstDraft = v.pipe(
  v.strictObject(shared),
  v.transform((found) => ({
    ...found,
    leftOut: textKeys.filter((key) => found.texts[key] !== undefined),
    followUps: '',
    disputes: [],
    sealed: [],
  })),
);

const fileOf = <Schema extends typeof draft | typeof firstDraft>(version: number, of: Schema) =>
  v.strictObject({
    format: v.literal(format),
    schema_version: v.literal(version),
    source: v.string(),
    drafts: v.array(of),
  });

const files = { 1: fileOf(1, firstDraft), [draftSchemaVersion]: fileOf(draftSchemaVersion, draft) };

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
  const version = about.schema_version;
  if (version !== 1 && version !== draftSchemaVersion) {
    return {
      error: `The drafts were saved in format ${String(version)}; this Caseboard reads format ${draftSchemaVersion}.`,
    };
  }
  const result = v.safeParse(files[version], raw);
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
