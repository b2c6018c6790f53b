import { measures } from './measures.ts';

/** Measures that a choice leaves out, by name, and why, in a sentence. */
export interface LeftOut {
  readonly names: readonly string[];
  readonly reason: string;
}

/** What no matrix offers; a trend needs months besides. */
export function leftOut(what: 'figures' | 'months'): LeftOut[] {
  const reasons = new Map<string, string[]>();
  for (const { label, figure, noFigure } of measures) {
    const reason = figure ? (what === 'months' ? figure.noMonths : undefined) : noFigure;
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
