import { formatDate } from '../../calendar/date.ts';
import type { MemoBlock, MemoDocument } from '../document.ts';
import { linesOf, type Dispute, type MemoDraft } from './draft.ts';

/** What the memorandum of the quarter before leaves to this one: what was to be looked at, and its disputes. */
export function carriedOver(before: Pick<MemoDraft, 'followUps' | 'disputes'> | null): string[] {
  if (before === null) return [];
  return [...linesOf(before.followUps), ...before.disputes.map(disputeSentence)];
}

/** One dispute in a sentence or two. */
export function disputeSentence({ by, label, figure, raised, said, decision, decided }: Dispute): string {
  const point = `${label}, ${figure}: disputed by ${by} on ${formatDate(raised)}`;
  const words = said.trim() === '' ? '' : ` (“${linesOf(said).join(' ')}”)`;
  const end =
    decided === null
      ? 'not decided yet by the Reviewing Official'
      : `decided by the Reviewing Official on ${formatDate(decided)}`;
  const what = decision.trim() === '' ? '' : `: ${linesOf(decision).join(' ').replace(/\.$/, '')}`;
  return `${point}${words}; ${end}${what}.`;
}

/**
 * The dispute log of a memorandum, a document of its own: it goes on after the memorandum was signed. Every figure
 * stands as it was when it was disputed, beside its list. Null where nothing is disputed.
 */
export function disputeLog(
  draft: Pick<MemoDraft, 'disputes'>,
  about: { name: string; quarter: string; marking: string },
): MemoDocument | null {
  if (draft.disputes.length === 0) return null;
  const title = `Dispute log: ${about.name}, ${about.quarter}`;
  return {
    title,
    footer: `${title} · not part of the signed memorandum`,
    marking: about.marking,
    blocks: [
      { kind: 'heading', text: title },
      {
        kind: 'note',
        text: 'Not part of the signed memorandum. Every figure stands as it was when it was disputed, with the rows it was made from.',
      },
      ...draft.disputes.flatMap(disputeBlocks),
    ],
  };
}

function disputeBlocks(dispute: Dispute): MemoBlock[] {
  const { label, figure, asOf, version, rows } = dispute;
  const head: MemoBlock[] = [
    { kind: 'subheading', text: `${label}: ${figure}` },
    { kind: 'paragraph', text: disputeSentence(dispute) },
    { kind: 'note', text: `The figure and its rows as of ${formatDate(asOf)}, version ${version}.` },
  ];
  if (rows === null) return [...head, { kind: 'paragraph', text: 'No rows of this figure are told one by one.' }];
  return [
    ...head,
    {
      kind: 'table',
      caption: `Rows behind ${label}, ${figure}`,
      columns: [
        { label: 'Case number', width: 28 },
        { label: 'Day', width: 20 },
        { label: 'Done', width: 20 },
        { label: 'Counted as', width: 32 },
      ],
      rows: rows.map(({ case: about, date, done, counted }) => [
        { text: about ?? 'about no case' },
        { text: date === null ? '–' : formatDate(date) },
        { text: done === null ? '–' : formatDate(done) },
        { text: counted },
      ]),
    },
  ];
}
