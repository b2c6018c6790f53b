import { measures } from './measures.ts';

/** Measures that a choice leaves out, by name, and why, in a sentence. */
export interface LeftOut {
  readonly names: readonly string[];
  readonly reason: string;
}

/** What no matrix offers; a trend needs months besides; and counts of a matrix no rows are shown behind. */
export function leftOut(what: 'figures' | 'months' | 'rows'): LeftOut[] {
  const reasons = new Map<string, string[]>();
  for (const { label, figure, noFigure, shown, noRows } of measures) {
    const reasonOf = {
      figures: noFigure,
      months: figure ? figure.noMonths : noFigure,
      rows: shown?.matrix ? noRows : undefined,
    };
    const reason = reasonOf[what];
    if (reason === undefined) continue;
    const names = reasons.get(reason) ?? [];
    names.push(figure?.label ?? label);
    reasons.set(reason, names);
  }
  return [...reasons].map(([reason, names]) => ({ names, reason }));
}

/** Why a measure has no single figure, or no months; null where it has both. */
export function whyLeftOut(id: string): string | null {
  const found = measures.find((measure) => measure.id === id);
  return found?.noFigure ?? found?.figure?.noMonths ?? null;
}
