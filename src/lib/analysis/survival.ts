/**
 * Kaplan–Meier: the share still without the event by time, with people seen for different lengths of time.
 *
 * Sources: Kaplan & Meier (1958), JASA 53, 457–481; Greenwood (1926) for the variance; log–log limits as in Kalbfleisch
 * & Prentice, The Statistical Analysis of Failure Time Data, 2nd ed., 1.4. Figures agree with R's survival package,
 * `survfit(conf.type = "log-log")`, except where R has none (survival of exactly 1 or 0, see `limits`).
 */
import { confidenceMultiple } from './normal.ts';
import { countEntries, exitTimes, riskSets } from './survival-row.ts';
import type { Entry, RiskSet, SurvivalRow } from './survival-row.ts';

/** Survival at a time, with its limits. Never NaN. */
export interface SurvivalEstimate {
  readonly time: number;
  /** People still seen just before this time. */
  readonly atRisk: number;
  readonly survival: number;
  /** Greenwood's; null once survival is 0, where it does not exist. */
  readonly standardError: number | null;
  readonly lower: number;
  readonly upper: number;
}

/** The curve at a time people left the risk set; it is flat until the next one. */
export interface SurvivalStep extends SurvivalEstimate {
  readonly events: number;
  readonly censored: number;
}

export interface SurvivalCurve {
  /** Confidence level of the limits. */
  readonly level: number;
  /** People in the curve. */
  readonly people: number;
  /** Those among them whose observation begins late, by the time it does. */
  readonly entries: readonly Entry[];
  /** Earliest first; empty when nobody was followed. */
  readonly steps: readonly SurvivalStep[];
}

/** The same estimate seen as the share who had the event: 1 − survival, limits swapped. */
export interface CumulativeEstimate {
  readonly cumulative: number;
  readonly lower: number;
  readonly upper: number;
}

/** A time survival has reached a half counts as reached within this, as in R. */
const HALF_TOLERANCE = Math.sqrt(Number.EPSILON);

/**
 * The curve of `rows`. No people give a curve without steps. Throws a RangeError for a row that cannot be and for a
 * level outside 0 to 1. With delayed entry the curve falls to 0 for good when an early risk set is used up.
 */
export function kaplanMeier(rows: readonly SurvivalRow[], level = 0.95): SurvivalCurve {
  const multiple = confidenceMultiple(level);
  const { fromStart, entries } = countEntries(rows);
  const people = fromStart + entries.reduce((sum, entry) => sum + entry.count, 0);
  const steps: SurvivalStep[] = [];
  let survival = 1;
  let greenwood = 0;
  let minAtRisk = Infinity;
  let upper = 1;
  for (const set of riskSets(rows, exitTimes(rows))) {
    survival *= (set.atRisk - set.events) / set.atRisk;
    greenwood += greenwoodTerm(set);
    minAtRisk = Math.min(minAtRisk, set.atRisk);
    const interval = limits(survival, greenwood, multiple, { level, minAtRisk, upperBefore: upper });
    upper = interval.upper;
    const standardError = survival > 0 ? survival * Math.sqrt(greenwood) : null;
    steps.push({ ...set, survival, standardError, ...interval });
  }
  return { level, people, entries, steps };
}

/** d / (n (n − d)); 0 where everyone at risk had the event, since no variance is defined from there on. */
function greenwoodTerm({ atRisk, events }: RiskSet): number {
  return events < atRisk ? events / (atRisk * (atRisk - events)) : 0;
}

/**
 * Limits of survival: Ŝ^exp(±zθ), θ = √G / |ln Ŝ|. The formula has none where survival is 1 or 0, yet "nobody of 12
 * returned" is not certainty, so there:
 * - before the first event the lower limit is the exact binomial one for none of the smallest risk set so far,
 *   (α/2)^(1/n), on the safe side since people seen for less are left out; the upper limit is 1;
 * - once everyone has had the event the lower limit is 0 and the upper stays where it was just before, which holds
 *   because survival never rises, or is the exact binomial one for all of n when that is lower.
 */
function limits(
  survival: number,
  greenwood: number,
  multiple: number,
  edge: { readonly level: number; readonly minAtRisk: number; readonly upperBefore: number },
): { lower: number; upper: number } {
  const exact = Math.pow((1 - edge.level) / 2, 1 / edge.minAtRisk);
  if (survival === 1) return { lower: exact, upper: 1 };
  if (survival === 0) return { lower: 0, upper: Math.min(edge.upperBefore, 1 - exact) };
  const reach = (multiple * Math.sqrt(greenwood)) / -Math.log(survival);
  return { lower: Math.pow(survival, Math.exp(reach)), upper: Math.pow(survival, Math.exp(-reach)) };
}

/** People at risk just before `time`: entered earlier and not yet gone. */
export function atRiskAt({ steps, entries }: SurvivalCurve, time: number): number {
  const next = steps[firstFrom(steps, time)];
  if (!next) return 0;
  // Nobody leaves between `time` and the next step, but some of those at risk then may enter in between.
  let atRisk = next.atRisk;
  for (let at = firstFrom(entries, time); (entries[at]?.time ?? Infinity) < next.time; at += 1) {
    atRisk -= entries[at]?.count ?? 0;
  }
  return Math.max(atRisk, 0);
}

/** Where in a list in order of time the first item at or after `time` stands; its length when there is none. */
function firstFrom(items: readonly { readonly time: number }[], time: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.time ?? Infinity) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The curve at `time`. Null when nobody was followed that long, unless survival had reached 0 by then: a curve says
 * nothing past its last follow-up. Throws a RangeError when `time` is negative or not a number.
 */
export function survivalAt(curve: SurvivalCurve, time: number): SurvivalEstimate | null {
  if (!(time >= 0)) throw new RangeError(`time must be 0 or more, not ${time}`);
  const last = curve.steps.at(-1);
  if (!last || (time > last.time && last.survival > 0)) return null;
  const atRisk = atRiskAt(curve, time);
  const at = firstFrom(curve.steps, time);
  const step = curve.steps[curve.steps[at]?.time === time ? at : at - 1];
  if (step && step.survival < 1) {
    const { survival, standardError, lower, upper } = step;
    return { time, atRisk, survival, standardError, lower, upper };
  }
  return {
    time,
    atRisk,
    survival: 1,
    standardError: 0,
    lower: lowerWithoutEvents(curve, time, step, atRisk),
    upper: 1,
  };
}

function lowerWithoutEvents(
  curve: SurvivalCurve,
  time: number,
  step: SurvivalStep | undefined,
  atRisk: number,
): number {
  // Nobody has had the event before the clock starts: that much is certain.
  if (time === 0 && !step) return 1;
  const here = atRisk > 0 ? Math.pow((1 - curve.level) / 2, 1 / atRisk) : 0;
  return Math.min(step?.lower ?? 1, here);
}

/** 1 − survival with its limits swapped: recidivism, completion, release. */
export function cumulative({ survival, lower, upper }: SurvivalEstimate): CumulativeEstimate {
  return { cumulative: 1 - survival, lower: 1 - upper, upper: 1 - lower };
}

/**
 * The time by which half have had the event, or null when the curve does not come down to a half. Where the curve is
 * flat at exactly a half, the middle of that stretch, as in R.
 */
export function medianSurvival(curve: SurvivalCurve): number | null {
  const reached = curve.steps.find((step) => step.survival < 0.5 + HALF_TOLERANCE);
  if (!reached) return null;
  if (Math.abs(reached.survival - 0.5) >= HALF_TOLERANCE) return reached.time;
  const after = curve.steps.find((step) => step.survival < reached.survival);
  return after ? (reached.time + after.time) / 2 : reached.time;
}

/**
 * The mean time without the event out of the first `horizon` days: the area under the curve up to there, with its
 * standard error. Null when nobody was followed to the horizon and survival is not 0 by then. Throws a RangeError
 * unless the horizon is positive. Source: Klein & Moeschberger, Survival Analysis, 2nd ed., 4.5; R: summary(rmean =).
 */
export function restrictedMean(curve: SurvivalCurve, horizon: number): { mean: number; standardError: number } | null {
  if (!(horizon > 0)) throw new RangeError(`horizon must be positive, not ${horizon}`);
  if (!survivalAt(curve, horizon)) return null;
  const steps = curve.steps.filter((step) => step.time < horizon);
  let area = 0;
  let variance = 0;
  let end = horizon;
  // From the horizon back: the variance needs at every event the area that lies after it.
  for (const step of steps.reverse()) {
    area += step.survival * (end - step.time);
    variance += area * area * greenwoodTerm(step);
    end = step.time;
  }
  return { mean: area + end, standardError: Math.sqrt(variance) };
}
