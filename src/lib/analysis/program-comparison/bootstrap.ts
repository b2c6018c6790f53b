/**
 * How far the whole procedure, from the chance of taking part to the difference of rates, would wander on other people
 * of the same kind.
 *
 * Everybody is drawn a Poisson(1) number of times, so the people of a cell of n a Poisson(n) number of times: the
 * bootstrap of counted patterns (Hanley & MacGibbon 2006, Computer Methods and Programs in Biomedicine 83, 57–62). Of a
 * person with several releases all are drawn as often (Field & Welsh 2007, JRSS B 69, 369–390, for clusters).
 * The chance of taking part is fitted anew each time, by Newton's method from the one fitted to all.
 */
import { cholesky, solveCholesky } from '../matrix.ts';
import { poissonList } from './poisson-list.ts';
import { uniform } from '../random.ts';
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
/** Steps with the curvature of the whole sample, then with the draw's own. */
const WHOLE_STEPS = 4;
const MOST_STEPS = 12;
/** From this many patterns on a single step is within a few hundredths of a standard error of the end. */
const MANY_PATTERNS = 20_000;
/** Odds beyond this are as good as certain; without a bound they could run away in a draw. */
const MOST_ODDS = 1e6;

/** The people as numbers in rows, for speed. A cell holds the people of a pattern who share part and outcome. */
interface Packed {
  readonly pattern: Int32Array;
  readonly count: Int32Array;
  /** Of them, people with a single release. */
  readonly single: Int32Array;
  /** The cells of each person with several, and how many releases in each. */
  readonly clusters: readonly { readonly cells: readonly number[]; readonly counts: readonly number[] }[];
  /** 1 for those who took part. */
  readonly part: Uint8Array;
  /** 1 for those with the event. */
  readonly event: Uint8Array;
  /** Where each pattern's columns begin. */
  readonly offsets: Int32Array;
  /** Columns, the constant being 0. */
  readonly columns: Int32Array;
  readonly odds: Float64Array;
  readonly combined: Combined;
  readonly size: number;
}

/** Covariates taken three by three, as the combinations of their columns that occur: nine columns come to three. */
interface Combined {
  /** Combinations of a pattern. */
  readonly bundles: number;
  /** The combinations of each pattern, side by side. */
  readonly codes: Int32Array;
  /** Columns of each combination. */
  readonly columns: readonly (readonly number[])[];
}

const BUNDLED = 3;

/** What each draw is worked out in. */
interface Room {
  readonly counts: Int32Array;
  readonly odds: Float64Array;
  /** By pattern: people drawn, those of them who took part, and those who did not and had the event. */
  readonly drawn: Float64Array;
  readonly treated: Float64Array;
  readonly events: Float64Array;
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
  const whole = curvature(packed, packed.count, packed.odds);
  if (!whole) return;
  const random = uniform(seed);
  const drawSingle = poissonList(packed.single, random);
  const several = packed.clusters.length;
  const times = new Int32Array(several);
  const drawClusters = poissonList(new Int32Array(several).fill(1), random);
  const draw = (counts: Int32Array): void => {
    drawSingle(counts);
    if (several === 0) return;
    drawClusters(times);
    packed.clusters.forEach(({ cells, counts: own }, at) => {
      const again = times[at]!;
      if (again > 0) cells.forEach((cell, i) => (counts[cell]! += again * own[i]!));
    });
  };
  const patterns = packed.odds.length;
  const room: Room = {
    counts: new Int32Array(packed.count.length),
    odds: new Float64Array(patterns),
    drawn: new Float64Array(patterns),
    treated: new Float64Array(patterns),
    events: new Float64Array(patterns),
  };
  const errors = weighting.fit.standardErrors;
  for (let done = 0, tries = 0; done < draws && tries < 2 * draws + 20; tries += 1) {
    draw(room.counts);
    const difference = differenceOf(packed, room, whole, errors);
    if (difference === null) continue;
    done += 1;
    yield difference;
  }
}

function pack({ patterns, columns, clusters }: ComparedPeople, weighting: Weighting): Packed {
  const offsets = new Int32Array(patterns.length + 1);
  const cells = patterns.flatMap((pattern, at) => {
    const { treated, treatedEvents, comparison, comparisonEvents } = pattern;
    offsets[at + 1] = offsets[at]! + pattern.columns.length;
    return [
      { at, count: treatedEvents, part: 1, event: 1 },
      { at, count: treated - treatedEvents, part: 1, event: 0 },
      { at, count: comparisonEvents, part: 0, event: 1 },
      { at, count: comparison - comparisonEvents, part: 0, event: 0 },
    ].filter(({ count }) => count > 0);
  });
  const cellAt = new Map(cells.map(({ at, part, event }, cell) => [4 * at + 2 * part + event, cell]));
  const single = Int32Array.from(cells, (cell) => cell.count);
  const together = clusters.map((parts) => {
    const own = parts.map(({ pattern, treated, event }) =>
      cellAt.get(4 * pattern + 2 * Number(treated) + Number(event))!,
    );
    own.forEach((cell, i) => (single[cell]! -= parts[i]!.count));
    return { cells: own, counts: parts.map(({ count }) => count) };
  });
  return {
    single,
    clusters: together,
    pattern: Int32Array.from(cells, (cell) => cell.at),
    count: Int32Array.from(cells, (cell) => cell.count),
    part: Uint8Array.from(cells, (cell) => cell.part),
    event: Uint8Array.from(cells, (cell) => cell.event),
    offsets,
    columns: Int32Array.from(patterns.flatMap((pattern) => pattern.columns.map((column) => column + 1))),
    odds: Float64Array.from(weighting.weights),
    combined: combine(patterns, columns),
    size: columns.length + 1,
  };
}

function combine(patterns: ComparedPeople['patterns'], columns: ComparedPeople['columns']): Combined {
  const bundleOf = columns.map(({ covariate }) => Math.floor(covariate / BUNDLED));
  const bundles = [...new Set(bundleOf)];
  const codes = new Int32Array(patterns.length * bundles.length);
  const found = new Map<string, number>();
  const combinations: number[][] = [];
  patterns.forEach((pattern, p) =>
    bundles.forEach((bundle, at) => {
      const own = pattern.columns.filter((column) => bundleOf[column] === bundle).map((column) => column + 1);
      const key = own.join();
      const code = found.get(key) ?? combinations.push(own) - 1;
      found.set(key, code);
      codes[p * bundles.length + at] = code;
    }),
  );
  return { bundles: bundles.length, codes, columns: combinations };
}

function differenceOf(packed: Packed, room: Room, whole: number[][], errors: readonly number[]): number | null {
  const { odds, drawn, treated, events } = room;
  const tookPart = gather(packed, room);
  odds.set(packed.odds);
  const steps = odds.length > MANY_PATTERNS ? 1 : MOST_STEPS;
  for (let step = 0; step < steps; step += 1) {
    const root = step < WHOLE_STEPS ? whole : (curvature(packed, room.counts, odds) ?? whole);
    const change = solveCholesky(root, scoreOf(packed, room));
    multiplyOdds(packed, odds, change);
    if (change.every((value, i) => Math.abs(value) < SMALL_STEP * errors[i]!)) break;
  }
  let [weighted, total] = [0, 0];
  for (let p = 0; p < odds.length; p += 1) {
    total += (drawn[p]! - treated[p]!) * odds[p]!;
    weighted += events[p]! * odds[p]!;
  }
  return tookPart.people > 0 && total > 0 ? tookPart.events / tookPart.people - weighted / total : null;
}

/** Adds the cells drawn up by pattern; gives those who took part in all. */
function gather({ pattern, part, event }: Packed, room: Room): { people: number; events: number } {
  const { counts, drawn, treated, events } = room;
  drawn.fill(0);
  treated.fill(0);
  events.fill(0);
  let [people, treatedEvents] = [0, 0];
  for (let cell = 0; cell < counts.length; cell += 1) {
    const here = counts[cell]!;
    const p = pattern[cell]!;
    drawn[p]! += here;
    if (part[cell] === 1) {
      treated[p]! += here;
      people += here;
      treatedEvents += here * event[cell]!;
    } else if (event[cell] === 1) {
      events[p]! += here;
    }
  }
  return { people, events: treatedEvents };
}

function multiplyOdds({ combined }: Packed, odds: Float64Array, change: readonly number[]): void {
  const { bundles, codes, columns } = combined;
  const factors = change.map((value) => Math.exp(Math.max(-2, Math.min(2, value))));
  const products = Float64Array.from(columns, (own) => own.reduce((product, column) => product * factors[column]!, 1));
  const constant = factors[0]!;
  for (let p = 0, at = 0; p < odds.length; p += 1) {
    let factor = constant;
    for (const end = at + bundles; at < end; at += 1) factor *= products[codes[at]!]!;
    odds[p] = Math.min(MOST_ODDS, odds[p]! * factor);
  }
}

/** Slope of the log likelihood: who took part less who was expected to, by column. */
function scoreOf({ combined, size }: Packed, { drawn, treated, odds }: Room): number[] {
  const { bundles, codes, columns } = combined;
  const sums = new Float64Array(columns.length);
  const score = new Array<number>(size).fill(0);
  let all = 0;
  for (let p = 0, at = 0; p < odds.length; p += 1) {
    const rest = treated[p]! - drawn[p]! * (odds[p]! / (1 + odds[p]!));
    all += rest;
    for (const end = at + bundles; at < end; at += 1) sums[codes[at]!]! += rest;
  }
  score[0] = all;
  columns.forEach((own, code) => {
    for (const column of own) score[column]! += sums[code]!;
  });
  return score;
}

/** Curvature of the log likelihood, as its triangular root; null where a column has nobody in the draw. */
function curvature(
  { pattern, offsets, columns, size }: Packed,
  counts: Int32Array,
  odds: Float64Array,
): number[][] | null {
  const squares = new Float64Array(size * size);
  for (let cell = 0; cell < counts.length; cell += 1) {
    const drawn = counts[cell]!;
    if (drawn === 0) continue;
    const p = pattern[cell]!;
    const share = 1 / (1 + odds[p]!);
    const weight = drawn * share * (1 - share);
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
