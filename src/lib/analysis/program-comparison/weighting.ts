/**
 * Those who did not take part, weighted to look like those who did: the average effect on people who took part.
 *
 * Sources: Rosenbaum (1987), JASA 82, 387–394 (weighting by the odds); Hájek (1971) for rates divided by the weights'
 * own sum; Kish (1965) for the effective sample; Austin (2009), Statistics in Medicine 28, 3083–3107 for balance.
 */
import { logisticRegression, predictorOf, type LogisticFit } from '../logistic.ts';
import type { ComparedPeople } from './population.ts';

export interface Weighting {
  readonly fit: LogisticFit;
  /** Chance of taking part of each pattern's people. */
  readonly propensity: readonly number[];
  /** Odds of taking part: the weight of each of a pattern's people who did not. Those who did weigh 1. */
  readonly weights: readonly number[];
}

/** Null when the chance of taking part cannot be fitted: nobody on one side, or a constant among the columns. */
export function weightByOdds({ patterns, columns, treated, comparison }: ComparedPeople): Weighting | null {
  if (treated === 0 || comparison === 0) return null;
  const fit = logisticRegression(
    patterns.map((pattern) => ({
      columns: pattern.columns,
      count: pattern.treated + pattern.comparison,
      successes: pattern.treated,
    })),
    columns.length,
  );
  if (!fit) return null;
  const weights = patterns.map((pattern) => Math.exp(predictorOf(pattern.columns, fit.coefficients)));
  return { fit, weights, propensity: weights.map((odds) => odds / (1 + odds)) };
}

export interface Rates {
  readonly treated: number;
  /** Of people like those who took part. */
  readonly comparison: number;
  readonly difference: number;
}

/** Shares with the event: as they are among those who took part, weighted among those who did not. */
export function weightedRates({ patterns, treated }: ComparedPeople, weights: readonly number[]): Rates {
  let [events, weighted, total] = [0, 0, 0];
  patterns.forEach((pattern, at) => {
    events += pattern.treatedEvents;
    weighted += weights[at]! * pattern.comparisonEvents;
    total += weights[at]! * pattern.comparison;
  });
  const [first, second] = [events / treated, weighted / total];
  return { treated: first, comparison: second, difference: first - second };
}

/** (Σw)² / Σw² of those who did not take part: as many people with equal weights would say as much. */
export function effectiveSample({ patterns }: ComparedPeople, weights: readonly number[]): number {
  let [sum, squares] = [0, 0];
  patterns.forEach(({ comparison }, at) => {
    sum += comparison * weights[at]!;
    squares += comparison * weights[at]! ** 2;
  });
  return squares === 0 ? 0 : (sum * sum) / squares;
}

/** Share of the people compared whose chance of taking part lies within the bounds. */
export function shareWithin(
  { patterns }: ComparedPeople,
  propensity: readonly number[],
  [low, high]: readonly [number, number],
): number {
  let [within, all] = [0, 0];
  patterns.forEach(({ treated, comparison }, at) => {
    all += treated + comparison;
    if (propensity[at]! >= low && propensity[at]! <= high) within += treated + comparison;
  });
  return all === 0 ? 0 : within / all;
}

/** How far apart the two groups are in one value of a covariate, in standard deviations. */
export interface Balance {
  readonly covariate: string;
  readonly level: string | null;
  /** Share with the value among those who took part. */
  readonly treated: number;
  readonly comparison: number;
  readonly weighted: number;
  readonly before: number;
  readonly after: number;
}

/** The standardised mean difference of every value of every covariate, before and after weighting. */
export function balanceOf(people: ComparedPeople, weights: readonly number[]): Balance[] {
  const { patterns, covariates } = people;
  const total = patterns.reduce((sum, { comparison }, at) => sum + comparison * weights[at]!, 0);
  return covariates.flatMap((covariate, at) => {
    const shares = new Map<string | null, [number, number, number]>();
    patterns.forEach(({ levels, treated, comparison }, index) => {
      const level = levels[at] ?? null;
      const share = shares.get(level) ?? [0, 0, 0];
      shares.set(level, share);
      share[0] += treated / people.treated;
      share[1] += comparison / people.comparison;
      share[2] += (comparison * weights[index]!) / total;
    });
    return [...shares]
      .sort(([a], [b]) => (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1))
      .map(([level, [treated, comparison, weighted]]): Balance => {
        const spread = Math.sqrt((treated * (1 - treated) + comparison * (1 - comparison)) / 2);
        const apart = (other: number): number => (spread > 0 ? (treated - other) / spread : 0);
        return { covariate, level, treated, comparison, weighted, before: apart(comparison), after: apart(weighted) };
      });
  });
}
