/**
 * The difference of rates worked out a second way: the chance of the event is fitted too, among those who did not take
 * part, and what the weights leave unlike is made up by it. It holds if either of the two models does.
 *
 * Sources: Robins, Rotnitzky & Zhao (1994), JASA 89, 846–866; Mercatanti & Li (2014), Annals of Applied Statistics 8,
 * 2485–2508 for the effect on those who took part. Its standard error is that of its influence function, added up by
 * person where people stand in several rows.
 */
import { logisticRegression, predictorOf, type LogisticFit } from '../logistic.ts';
import { confidenceMultiple } from '../normal.ts';
import { distinctColumns } from '../covariate-patterns.ts';
import type { ComparedPeople, Pattern } from './population.ts';

export interface DoublyRobust {
  readonly difference: number;
  readonly standardError: number;
  /** 95 % limits. */
  readonly lower: number;
  readonly upper: number;
}

/**
 * Null when the chance of the event cannot be fitted among those who did not take part: nobody had it, or everybody.
 * `weights` are the odds of taking part, by pattern.
 */
export function doublyRobust(people: ComparedPeople, weights: readonly number[]): DoublyRobust | null {
  const { patterns, treated, comparison } = people;
  const expected = expectedRates(people);
  if (!expected) return null;
  const total = patterns.reduce((sum, pattern, at) => sum + pattern.comparison * weights[at]!, 0);
  const treatedRest = patterns.reduce((sum, p, at) => sum + p.treatedEvents - p.treated * expected[at]!, 0) / treated;
  const otherRest =
    patterns.reduce((sum, p, at) => sum + weights[at]! * (p.comparisonEvents - p.comparison * expected[at]!), 0) /
    total;
  const difference = treatedRest - otherRest;
  const size = treated + comparison;
  const influence = (pattern: number, tookPart: boolean, event: boolean): number => {
    const rest = Number(event) - expected[pattern]!;
    return tookPart
      ? (size / treated) * (rest - treatedRest)
      : -(size / total) * weights[pattern]! * (rest - otherRest);
  };
  const variance = sumOfSquares(people, influence) / (size * size);
  const standardError = Math.sqrt(variance);
  const reach = confidenceMultiple(0.95) * standardError;
  return { difference, standardError, lower: difference - reach, upper: difference + reach };
}

/** Chance of the event of each pattern's people had they not taken part. */
function expectedRates({ patterns, columns }: ComparedPeople): number[] | null {
  const others = patterns.filter((pattern) => pattern.comparison > 0);
  const events = others.reduce((sum, pattern) => sum + pattern.comparisonEvents, 0);
  const all = others.reduce((sum, pattern) => sum + pattern.comparison, 0);
  if (events === 0 || events === all) return null;
  // Some columns mark only people who took part.
  const columnAt = distinctColumns(others, columns.length);
  const told = ({ columns: own }: Pattern) => own.flatMap((column) => columnAt.get(column) ?? []);
  const fit: LogisticFit | null = logisticRegression(
    others.map((pattern) => ({
      columns: told(pattern),
      count: pattern.comparison,
      successes: pattern.comparisonEvents,
    })),
    columnAt.size,
  );
  if (!fit) return null;
  return patterns.map((pattern) => {
    const odds = Math.exp(predictorOf(told(pattern), fit.coefficients));
    return odds === Infinity ? 1 : odds / (1 + odds);
  });
}

/** Σ over people of the square of their influence; of a person with several releases, of its sum. */
function sumOfSquares(
  { patterns, clusters }: ComparedPeople,
  influence: (pattern: number, treated: boolean, event: boolean) => number,
): number {
  let sum = 0;
  const add = (count: number, pattern: number, treated: boolean, event: boolean) => {
    if (count !== 0) sum += count * influence(pattern, treated, event) ** 2;
  };
  patterns.forEach(({ treated, treatedEvents, comparison, comparisonEvents }, at) => {
    add(treatedEvents, at, true, true);
    add(treated - treatedEvents, at, true, false);
    add(comparisonEvents, at, false, true);
    add(comparison - comparisonEvents, at, false, false);
  });
  for (const parts of clusters) {
    let together = 0;
    for (const { pattern, treated, event, count } of parts) {
      together += count * influence(pattern, treated, event);
      // Taken back as single people, to be added as one.
      add(-count, pattern, treated, event);
    }
    sum += together * together;
  }
  return sum;
}
