import { formatList } from '../../format/list.ts';
import { formatQuantity } from '../../format/quantity.ts';
import type { IsoDate } from '../../calendar/date.ts';
import { definitionsDocument } from './attachments.ts';
import { buildMemo } from './build.ts';
import { disputeLog } from './disputes.ts';
import { newDraft, sealedOf, statusOf, type MemoDraft } from './draft.ts';
import type { MemoInput } from './input.ts';
import type { MemoHead } from './prepared.ts';
import type { Comparison } from './restated.ts';
import { sealedDocument } from './sealed-document.ts';
import type { PaperMemo } from './sealed-file.ts';

/** One memorandum of an institution's quarter. */
export interface BatchRow {
  readonly staff: string;
  readonly name: string;
  /** Null where the data in place hold nothing of a person whose memorandum is final. */
  readonly input: MemoHead | null;
  readonly draft: MemoDraft | null;
}

/** Everybody with figures, and whoever has a memorandum of the institution that is final, by name. */
export function batchRows(
  inputs: readonly MemoHead[],
  drafts: ReadonlyMap<string, MemoDraft>,
  facility: string,
): BatchRow[] {
  const rows = inputs.map((input): BatchRow => {
    const { id: staff, name } = input.person;
    return { staff, name, input, draft: drafts.get(staff) ?? null };
  });
  const known = new Set(rows.map(({ staff }) => staff));
  for (const [staff, draft] of drafts) {
    const seal = sealedOf(draft)?.seal;
    if (seal?.facility === facility && !known.has(staff)) rows.push({ staff, name: seal.name, input: null, draft });
  }
  return rows;
}

/**
 * The documents of a batch: what is final as it was sealed, the rest as it stands, the definitions once, disputes after.
 * @param whole the facts of one person's memorandum, which are read where they are printed
 */
export async function batchPapers(
  rows: readonly BatchRow[],
  before: ReadonlyMap<string, MemoDraft>,
  whole: (staff: string) => Promise<MemoInput | null>,
): Promise<PaperMemo[]> {
  const papers: PaperMemo[] = [];
  const open: MemoInput[] = [];
  const inputs = await Promise.all(rows.map(({ staff, draft }) => (sealedOf(draft) ? null : whole(staff))));
  for (const [at, { staff, draft }] of rows.entries()) {
    const sealed = sealedOf(draft);
    const input = inputs[at];
    if (sealed) papers.push({ document: sealedDocument(sealed), sealed });
    else if (input) {
      open.push(input);
      const left = before.get(staff) ?? null;
      const document = buildMemo(input, draft ?? newDraft(input), { before: left, sharedDefinitions: true });
      papers.push({ document, sealed: null });
    }
  }
  const definitions = definitionsDocument(open);
  const logs = rows.map(({ name, input, draft }) => {
    const quarter = input?.period.short ?? sealedOf(draft)?.seal.quarter ?? '';
    return draft && disputeLog(draft, { name, quarter, marking: input?.marking ?? '' });
  });
  return [...papers, ...[definitions, ...logs].flatMap((document) => (document ? [{ document, sealed: null }] : []))];
}

/** '7 of 15 final. 2 signed, restated since: A. Adams and B. Burke.', with what was finished before figures were kept. */
export function batchSummary(rows: readonly BatchRow[], comparisons: ReadonlyMap<string, Comparison>): string {
  const final = rows.filter(({ draft }) => statusOf(draft) === 'final');
  const restated = rows.filter(({ staff }) => (comparisons.get(staff)?.restated.length ?? 0) > 0);
  const unkept = final.filter(({ draft }) => sealedOf(draft) === null);
  const names = (found: readonly BatchRow[]) => formatList(found.map(({ name }) => name));
  return [
    `${final.length} of ${rows.length} final.`,
    ...(restated.length === 0 ? [] : [`${restated.length} signed, restated since: ${names(restated)}.`]),
    ...(unkept.length === 0
      ? []
      : [
          `${unkept.length} finished before figures were kept; ${unkept.length === 1 ? 'its' : 'their'} figures were not kept: ${names(unkept)}.`,
        ]),
  ].join(' ');
}

/** The drafts of everybody whose memorandum is not final, with one date on them. */
export function datedDrafts(
  rows: readonly BatchRow[],
  date: IsoDate,
  { fresh, now }: { fresh: (input: MemoHead) => MemoDraft; now: Date },
): MemoDraft[] {
  return rows.flatMap(({ input, draft }) => {
    if (statusOf(draft) === 'final' || (!draft && !input)) return [];
    const open = draft ?? (input && fresh(input));
    return open ? [{ ...open, date, updated: now.toISOString() }] : [];
  });
}

/** What a file of drafts brings to those that are here. */
export interface Takeover {
  readonly taken: readonly MemoDraft[];
  readonly kept: number;
}

/** Takes what is newer. What was signed here is never lost: a draft from a file needs to hold it too. */
export function takeOver(
  file: readonly MemoDraft[],
  here: (staff: string, period: string) => MemoDraft | null,
): Takeover {
  const taken = file.filter((draft) => {
    const own = here(draft.staff, draft.period);
    if (own === null) return true;
    const signed = new Set(draft.sealed.map(({ sha256 }) => sha256));
    return own.sealed.every(({ sha256 }) => signed.has(sha256)) && draft.updated > own.updated;
  });
  return { taken, kept: file.length - taken.length };
}

/** What was done with a file of drafts, as a sentence. */
export function takeoverSentence({ taken, kept }: Takeover, file: string): string {
  const stay =
    kept === 0
      ? ''
      : ` ${formatQuantity(kept, 'draft')} here ${kept === 1 ? 'is' : 'are'} as new, or signed, and ${kept === 1 ? 'stays' : 'stay'}.`;
  return `${formatQuantity(taken.length, 'draft')} taken from ${file}.${stay}`;
}
