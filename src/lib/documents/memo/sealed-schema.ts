import * as v from 'valibot';
import { isIsoDate } from '../../calendar/date.ts';
import type { MemoBlock, MemoDocument } from '../document.ts';
import { sealFormat, sealVersion, type Seal, type SealedFigure, type SealedMemo } from './sealed.ts';

/** What a file may hold as a sealed memorandum. A drawing is not among its blocks: it would be taken as it is. */

const text = v.string();
const hash = v.pipe(text, v.regex(/^[0-9a-f]{64}$/, 'is not a SHA-256'));
const day = v.pipe(text, v.check(isIsoDate, 'is not a date (YYYY-MM-DD)'));
const number = v.nullable(v.number());
const cell = v.strictObject({ text, note: v.exactOptional(text) });
const column = v.strictObject({ label: text, width: v.number(), end: v.exactOptional(v.boolean()) });
const titled = <Kind extends string>(kind: Kind) => v.strictObject({ kind: v.literal(kind), text });

const block: v.GenericSchema<unknown, Exclude<MemoBlock, { kind: 'chart' }>> = v.variant('kind', [
  v.strictObject({ kind: v.literal('letterhead'), agency: text, place: text, title: text }),
  v.strictObject({ kind: v.literal('fields'), fields: v.array(v.strictObject({ label: text, value: text })) }),
  titled('heading'),
  titled('subheading'),
  titled('paragraph'),
  titled('note'),
  titled('box'),
  v.strictObject({ kind: v.literal('words'), lines: v.array(text), list: v.boolean() }),
  v.strictObject({ kind: v.literal('list'), items: v.array(text) }),
  v.strictObject({
    kind: v.literal('table'),
    caption: text,
    columns: v.array(column),
    rows: v.array(v.array(cell)),
  }),
  v.strictObject({ kind: v.literal('signatures'), lines: v.array(v.strictObject({ label: text, name: text })) }),
  v.strictObject({ kind: v.literal('comment'), label: text, lines: v.number() }),
  v.strictObject({ kind: v.literal('attachment'), title: text }),
]);

const document: v.GenericSchema<unknown, MemoDocument> = v.strictObject({
  title: text,
  footer: text,
  marking: text,
  blocks: v.array(block),
});

const figure: v.GenericSchema<unknown, SealedFigure> = v.strictObject({
  measure: text,
  label: text,
  text,
  n: number,
  d: number,
  value: number,
  lower: number,
  upper: number,
  date: v.nullable(day),
  position: v.nullable(v.picklist(['within', 'above', 'below', 'far-above', 'far-below', 'too-few'])),
  definition: text,
  rows: v.nullable(v.array(v.tuple([text, text, v.number(), v.number()]))),
});

const seal: v.GenericSchema<unknown, Seal> = v.strictObject({
  format: v.literal(sealFormat),
  seal_version: v.literal(sealVersion),
  source: text,
  staff: text,
  name: text,
  facility: text,
  period: v.pipe(text, v.regex(/^\d{4}Q[1-4]$/, 'is not a quarter such as 2026Q3')),
  quarter: text,
  as_of: day,
  version: text,
  definitions: text,
  sealed_at: text,
  amends: v.nullable(hash),
  figures: v.array(figure),
  document,
});

export const sealedMemo: v.GenericSchema<unknown, SealedMemo> = v.strictObject({ sha256: hash, seal });
