/**
 * How far the whole procedure, from the chance of taking part to the difference of rates, would wander on other people
 * of the same kind.
 *
 * Everybody is drawn a Poisson(1) number of times, so the people of a cell of n a Poisson(n) number of times: the
 * bootstrap of counted patterns (Hanley & MacGibbon 2006, Computer Methods and Programs in Biomedicine 83, 57–62).
 * The chance of taking part is fitted anew each time by Newton's method from the fitted one.
 */
import { cholesky, solveCholesky } from '../matrix.ts';
import { poissonDraws, uniform } from './random.ts';
import type { ComparedPeople } from './population.ts';
import type { Weighting } from './weighting.ts';

export interface BootstrapOptions {
  /** Times the people are drawn anew. */
  readonly draws: number;
  readonly seed: number;
}

export const usualBootstrap: BootstrapOptions = { draws: 500, seed: 20260701 };

/** A step smaller than this share of a standard error changes no digit of a limit. */
const SMALL_STEP = 0.01;
const MOST_STEPS = 8;
/** From this many patterns on the curvature of the whole sample serves every draw: theirs hardly differs. */
const MANY_PATTERNS = 20_000;
/** Odds beyond this are as good as certain; without a bound they could run away in a draw. */
const MOST_ODDS = 1e6;

/** The people as numbers in rows, for speed: cells in the order treated with and without, comparison with and without. */
interface Packed {
  readonly cells: Float64Array;
  readonly offsets: Int32Array;
  readonly columns: Int32Array;
  readonly odds: Float64Array;
  readonly size: number;
}

/**
 * The differences of rates of each draw, in the order drawn. Generator, so that a worker can report on it and stop it;
 * a draw with nobody on one side is drawn again.
 */
export function* bootstrapDifferences(
  people: ComparedPeople,
  weighting: Weighting,
  { draws, seed }: BootstrapOptions = usualBootstrap,
): Generator<number, void, void> {
  const packed = pack(people, weighting);
  const draw = poissonDraws(uniform(seed));
  const counts = new Float64Array(packed.cells.length);
  const whole = curvature(packed, packed.cells, packed.odds);
  const errors = weighting.fit.standardErrors;
  for (let done = 0, tries = 0; done < draws && tries < 2 * draws + 20; tries += 1) {
    for (let cell = 0; cell < counts.length; cell += 1) counts[cell] = draw(packed.cells[cell]!);
    const difference = differenceOf(packed, counts, whole, errors);
    if (difference === null) continue;
    done += 1;
    yield difference;
  }
}

function pack({ patterns, columns }: ComparedPeople, weighting: Weighting): Packed {
  const cells = new Float64Array(4 * patterns.length);
  const offsets = new Int32Array(patterns.length + 1);
  patterns.forEach((pattern, at) => {
    const { treated, treatedEvents, comparison, comparisonEvents } = pattern;
    cells.set([treatedEvents, treated - treatedEvents, comparisonEvents, comparison - comparisonEvents], 4 * at);
    offsets[at + 1] = offsets[at]! + pattern.columns.length;
  });
  return {
    cells,
    offsets,
    columns: Int32Array.from(patterns.flatMap((pattern) => pattern.columns.map((column) => column + 1))),
    odds: Float64Array.from(weighting.weights),
    size: columns.length + 1,
  };
}

function differenceOf(
  packed: Packed,
  counts: Float64Array,
  whole: number[][] | null,
  errors: readonly number[],
): number | null {
  const patterns = packed.odds.length;
  const odds = Float64Array.from(packed.odds);
  const own = patterns > MANY_PATTERNS ? whole : (curvature(packed, counts, odds) ?? whole);
  for (let step = 0; own && step < MOST_STEPS; step += 1) {
    const change = solveCholesky(own, scoreOf(packed, counts, odds));
    const factors = change.map((value) => Math.exp(Math.max(-2, Math.min(2, value))));
    for (let p = 0; p < patterns; p += 1) {
      let factor = factors[0]!;
      for (let k = packed.offsets[p]!; k < packed.offsets[p + 1]!; k += 1) factor *= factors[packed.columns[k]!]!;
      odds[p] = Math.min(MOST_ODDS, odds[p]! * factor);
    }
    if (change.every((value, i) => Math.abs(value) < SMALL_STEP * errors[i]!)) break;
  }
  let [treatedEvents, treated, weighted, total] = [0, 0, 0, 0];
  for (let p = 0; p < patterns; p += 1) {
    const at = 4 * p;
    treatedEvents += counts[at]!;
    treated += counts[at]! + counts[at + 1]!;
    weighted += odds[p]! * counts[at + 2]!;
    total += odds[p]! * (counts[at + 2]! + counts[at + 3]!);
  }
  return treated > 0 && total > 0 ? treatedEvents / treated - weighted / total : null;
}

/** Slope of the log likelihood: who took part less who was expected to, by column. */
function scoreOf({ offsets, columns, size }: Packed, counts: Float64Array, odds: Float64Array): number[] {
  const score = Array.from({ length: size }, () => 0);
  let constant = 0;
  for (let p = 0; p < odds.length; p += 1) {
    const at = 4 * p;
    const treated = counts[at]! + counts[at + 1]!;
    const all = treated + counts[at + 2]! + counts[at + 3]!;
    if (all === 0) continue;
    const rest = treated - all * (odds[p]! / (1 + odds[p]!));
    constant += rest;
    for (let k = offsets[p]!; k < offsets[p + 1]!; k += 1) score[columns[k]!]! += rest;
  }
  score[0] = constant;
  return score;
}

/** Curvature of the log likelihood, as its triangular root; null where a column has nobody in the draw. */
function curvature({ offsets, columns, size }: Packed, counts: Float64Array, odds: Float64Array): number[][] | null {
  const squares = new Float64Array(size * size);
  for (let p = 0; p < odds.length; p += 1) {
    const at = 4 * p;
    const all = counts[at]! + counts[at + 1]! + counts[at + 2]! + counts[at + 3]!;
    if (all === 0) continue;
    const share = 1 / (1 + odds[p]!);
    const weight = all * share * (1 - share);
    squares[0]! += weight;
    for (let k = offsets[p]!; k < offsets[p + 1]!; k += 1) {
      const i = columns[k]!;
      squares[i * size]! += weight;
      for (let l = offsets[p]!; l <= k; l += 1) {
        const j = columns[l]!;
        squares[i > j ? i * size + j : j * size + i]! += weight;
      }
    }
  }
  return cholesky(
    Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_column, j) => squares[i > j ? i * size + j : j * size + i]!),
    ),
  );
}
