import { formatDate } from '../../calendar/date.ts';
import { sha256 } from '../../export/sha256.ts';
import { formatNumber } from '../../format/number.ts';
import type { MemoBlock, MemoDocument } from '../document.ts';
import { buildMemo } from './build.ts';
import { canonicalJson } from './canonical-json.ts';
import type { MemoDraft } from './draft.ts';
import type { MemoInput, MemoMeasure } from './input.ts';
import { numbersOf } from './restated.ts';
import { sealFormat, sealVersion, shortHash, type Seal, type SealedFigure, type SealedMemo } from './sealed.ts';
import { countsText, positionWords } from './words.ts';

/** Seals a memorandum as it stands: its figures, the keys of their rows, the version of the data and every word. */
export async function sealMemo(
  input: MemoInput,
  draft: MemoDraft,
  { source, now, before = null }: { source: string; now: Date; before?: MemoDraft | null },
): Promise<SealedMemo> {
  const seal: Seal = {
    format: sealFormat,
    seal_version: sealVersion,
    source,
    staff: input.person.id,
    name: input.person.name,
    facility: input.institution.id,
    period: input.period.id,
    quarter: input.period.short,
    as_of: input.asOf,
    version: input.dataVersion,
    definitions: input.definitions,
    sealed_at: now.toISOString(),
    amends: draft.sealed.at(-1)?.sha256 ?? null,
    figures: await Promise.all(input.measures.map((measure) => sealedFigure(measure, input))),
    document: buildMemo(input, draft, before),
  };
  return { sha256: await hashOf(seal), seal };
}

/** Whether what was sealed is what its hash was made of. */
export async function isUnaltered({ sha256: stated, seal }: SealedMemo): Promise<boolean> {
  return (await hashOf(seal)) === stated;
}

export async function hashOf(content: unknown): Promise<string> {
  return sha256(new Uint8Array(new TextEncoder().encode(canonicalJson(content))));
}

/** First twelve digits of the hash of what a measure of the memorandum means. */
export async function definitionId({ definition }: Pick<MemoMeasure, 'definition'>): Promise<string> {
  return shortHash(await hashOf(definition));
}

async function sealedFigure(measure: MemoMeasure, { rows }: MemoInput): Promise<SealedFigure> {
  const none = measure.figure?.kind === 'share' && measure.figure.of === 0 ? [] : null;
  const behind = rows === null ? null : (rows.find(({ measure: id }) => id === measure.id)?.rows ?? none);
  return {
    measure: measure.id,
    label: measure.label,
    text: countsText(measure.figure, measure),
    ...numbersOf(measure.figure),
    position: measure.position,
    definition: await definitionId(measure),
    rows: behind?.map(({ key, state, n, d }) => [key, state, n, d] as const) ?? null,
  };
}

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
      text: `Data as of ${formatDate(seal.as_of)}, version ${seal.version}, definitions ${seal.definitions}. The keys of the rows are in the draft file and inside the Word file; paper carries their number only. “caseboard memo verify” compares any of these files with the data in place.`,
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
