import { formatDate } from '../../calendar/date.ts';
import { formatNumber } from '../../format/number.ts';
import type { MemoBlock, MemoDocument } from '../document.ts';
import { shortHash, type Seal, type SealedMemo } from './sealed.ts';
import { positionWords } from './words.ts';

/** The memorandum as it was signed, with its hash at the foot of every page and its figures on a page of their own. */
export function sealedDocument({ sha256: hash, seal }: SealedMemo): MemoDocument {
  const { document } = seal;
  return {
    ...document,
    footer: `${document.footer} · sealed ${shortHash(hash)}`,
    blocks: [...document.blocks, ...figuresPage(hash, seal)],
  };
}

function figuresPage(hash: string, seal: Seal): MemoBlock[] {
  const before = seal.amends === null ? '' : ` It takes the place of the memorandum sealed as ${seal.amends}.`;
  return [
    { kind: 'attachment', title: 'Figures as sealed' },
    {
      kind: 'paragraph',
      text: `When this memorandum was marked final, its words, its figures, the keys of the rows they count and the version of the data were sealed. SHA-256: ${hash}.${before}`,
    },
    {
      kind: 'paragraph',
      text: `Data as of ${formatDate(seal.as_of)}, version ${seal.version}, definitions ${seal.definitions}. The keys of the rows are in the draft file, inside the Word file and attached to the PDF that the command line writes; paper carries their number only. “caseboard memo verify” compares these files with the data in place.`,
    },
    {
      kind: 'table',
      caption: 'Figures as sealed',
      columns: [
        { label: 'Measure', width: 34 },
        { label: 'Figure', width: 26 },
        { label: 'Compared with limits', width: 18 },
        { label: 'Rows sealed', width: 9, end: true },
        { label: 'Definition', width: 13 },
      ],
      rows: seal.figures.map(({ label, text, position, rows, definition }) => [
        { text: label },
        { text },
        { text: position === null ? 'not compared' : positionWords[position] },
        { text: rows === null ? '–' : formatNumber(rows.length) },
        { text: definition },
      ]),
    },
  ];
}
