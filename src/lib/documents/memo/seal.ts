import { buildMemo } from './build.ts';
import type { MemoDraft } from './draft.ts';
import { definitionId, hashOf } from './hash.ts';
import type { MemoInput, MemoMeasure } from './input.ts';
import { numbersOf } from './restated.ts';
import { sealFormat, sealVersion, type Seal, type SealedFigure, type SealedMemo } from './sealed.ts';
import { countsText } from './words.ts';

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
    document: buildMemo(input, draft, { before }),
  };
  return { sha256: await hashOf(seal), seal };
}

/** Whether what was sealed is what its hash was made of. */
export async function isUnaltered({ sha256: stated, seal }: SealedMemo): Promise<boolean> {
  return (await hashOf(seal)) === stated;
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
