/** How far a survival curve may be read: whatever comes later is a figure of a few people (methods, section 4). */
import { enoughForRate } from '../format/rate.ts';
import { leastAtRisk } from './minimum-counts.ts';
import { atRiskAt, medianSurvival, survivalAt, type SurvivalCurve, type SurvivalEstimate } from './survival.ts';

/** Settings of the agency, as the dataset carries them. */
export interface ReadingMinimums {
  /** Fewest at risk for a curve to be read. */
  readonly minimum_at_risk: number;
  /** Fewest of whom a share is given. */
  readonly minimum_for_rate: number;
}

/** Half had the event, fewer than half did while enough were seen, or too few were seen to say. */
export type MedianStatus = 'reached' | 'not_reached' | 'too_few';

/**
 * Whether the curve may be read at a time: no fewer than 11 people, and no fewer than a tenth of the most there were,
 * are at risk there and were at every earlier step. Where nobody has left unseen by then, what it gives is a plain share
 * of everybody, and is told as one is.
 */
export function isReadable(curve: SurvivalCurve, time: number, minimums: ReadingMinimums): boolean {
  const { steps, entries, people } = curve;
  const before = steps.filter((step) => step.time < time);
  if (entries.length === 0 && before.every(({ censored }) => censored === 0)) {
    return enoughForRate(people, minimums.minimum_for_rate) && (before.length < steps.length || allHadIt(curve));
  }
  const most = steps.reduce((all, { atRisk }) => Math.max(all, atRisk), 0);
  const least = leastAtRisk(most, minimums.minimum_at_risk);
  return before.every(({ atRisk }) => atRisk >= least) && atRiskAt(curve, time) >= least;
}

function allHadIt({ steps }: SurvivalCurve): boolean {
  return steps.at(-1)?.survival === 0;
}

/** The curve at a time; null where it may not be read there. */
export function readAt(curve: SurvivalCurve, time: number, minimums: ReadingMinimums): SurvivalEstimate | null {
  return isReadable(curve, time, minimums) ? survivalAt(curve, time) : null;
}

/** The time by which half had the event, where it may be read, and else why there is none. */
export function readMedian(
  curve: SurvivalCurve,
  minimums: ReadingMinimums,
): { readonly median: number | null; readonly status: MedianStatus } {
  // A flat stretch at a half reaches to the next event, which may lie where nothing is read.
  const steps = curve.steps.filter(({ time }) => isReadable(curve, time, minimums));
  const median = medianSurvival({ ...curve, steps });
  if (median !== null) return { median, status: 'reached' };
  return { median, status: steps.length > 0 && medianSurvival(curve) === null ? 'not_reached' : 'too_few' };
}
