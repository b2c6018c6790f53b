/** Proportions of counts, and differences between them, with their intervals. */
import { confidenceMultiple } from './normal.ts';

export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

export interface Difference extends Interval {
  /** First share minus second, −1 to 1. */
  readonly difference: number;
}

function checkCounts(x: number, n: number): void {
  if (!(x >= 0 && x <= n && n < Infinity)) throw new RangeError(`not a part of a whole: ${x} of ${n}`);
}

/**
 * The Wilson score interval of `x` of `n`, as shares from 0 to 1. Null when n is 0: 0 of 0 is not 0 %.
 * Throws a RangeError unless 0 ≤ x ≤ n. Source: Wilson, E. B. (1927), JASA 22, 209–212; R: prop.test(correct = FALSE).
 */
export function wilson(x: number, n: number, level = 0.95): Interval | null {
  checkCounts(x, n);
  if (n === 0) return null;
  const z = confidenceMultiple(level);
  const spread = z * Math.sqrt((x * (n - x)) / n + (z * z) / 4);
  const middle = x + (z * z) / 2;
  // At the ends the formula gives exactly 0 and 1 on paper; rounding must not make it −1e-17.
  return {
    lower: x === 0 ? 0 : (middle - spread) / (n + z * z),
    upper: x === n ? 1 : (middle + spread) / (n + z * z),
  };
}

/** The share `x` of `n` with its Wilson limits; all null of nothing. Throws as `wilson` does. */
export function wilsonRate(x: number, n: number): { rate: number | null; lower: number | null; upper: number | null } {
  const interval = wilson(x, n);
  return { rate: interval && x / n, lower: interval?.lower ?? null, upper: interval?.upper ?? null };
}

/** Releases of one person, or of as many people as there are releases where `person` is null. */
export interface PersonCount {
  readonly person: number | null;
  readonly of: number;
  /** Of them with the event: all or none where `person` is null. */
  readonly with: number;
}

/**
 * The Wilson interval of a share of releases where one person may have several: of as many releases as would say as
 * much if each were of somebody else. With one release a person it is Wilson's own; never narrower than that. Where
 * none or all had the event, as many as there are people.
 * Source: Korn & Graubard (1998), Survey Methodology 24, 193–201 (effective sample), with Wilson's interval; variance of
 * a ratio of totals by cluster, Cochran, Sampling Techniques, 3rd ed., 9.
 */
export function clusteredWilson(counts: readonly PersonCount[], level = 0.95): Interval | null {
  const n = counts.reduce((sum, row) => sum + row.of, 0);
  const x = counts.reduce((sum, row) => sum + row.with, 0);
  if (counts.every(({ person }) => person === null)) return wilson(x, n, level);
  const people = new Map<number, { of: number; with: number }>();
  let alone = 0;
  // Sums of whole numbers are the same in whatever order rows come, and no rounding makes what is nothing less than that.
  const sums = { withWith: 0, withOf: 0, ofOf: 0 };
  const add = (of: number, having: number, times: number): void => {
    sums.withWith += times * having * having;
    sums.withOf += times * having * of;
    sums.ofOf += times * of * of;
  };
  for (const { person, of, with: having } of counts) {
    if (person === null) {
      alone += of;
      add(1, 1, having);
      add(1, 0, of - having);
    } else {
      const earlier = people.get(person);
      people.set(person, { of: of + (earlier?.of ?? 0), with: having + (earlier?.with ?? 0) });
    }
  }
  for (const { of, with: having } of people.values()) add(of, having, 1);
  const share = x / n;
  const size = alone + people.size;
  const squares = squaredPulls(x, n, sums);
  if (x === 0 || x === n) return wilson(share * size, size, level);
  const variance = size > 1 ? (squares * size) / ((size - 1) * n * n) : Infinity;
  const effective = Math.min(n, (share * (1 - share)) / variance);
  return wilson(share * effective, effective, level);
}

/** Σ(with − x/n · of)² over people. The parts are far larger than what is left of them: exact but for the last division. */
function squaredPulls(x: number, n: number, sums: { withWith: number; withOf: number; ofOf: number }): number {
  const [events, releases] = [BigInt(x), BigInt(n)];
  const [withWith, withOf, ofOf] = [BigInt(sums.withWith), BigInt(sums.withOf), BigInt(sums.ofOf)];
  const times = releases * releases * withWith - 2n * events * releases * withOf + events * events * ofOf;
  return Number(times) / (n * n);
}

/**
 * The difference x1/n1 − x2/n2 of two independent shares, with Newcombe's hybrid score interval. Null when either
 * has nobody. Throws a RangeError unless 0 ≤ x ≤ n in both.
 * Source: Newcombe, R. G. (1998), Statistics in Medicine 17, 873–890, method 10.
 */
export function newcombe(x1: number, n1: number, x2: number, n2: number, level = 0.95): Difference | null {
  const first = wilson(x1, n1, level);
  const second = wilson(x2, n2, level);
  if (!first || !second) return null;
  const share1 = x1 / n1;
  const share2 = x2 / n2;
  const difference = share1 - share2;
  return {
    difference,
    lower: difference - Math.hypot(share1 - first.lower, second.upper - share2),
    upper: difference + Math.hypot(first.upper - share1, share2 - second.lower),
  };
}
