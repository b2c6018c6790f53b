import { admissionErrors } from './errors.ts';
import { countAt, countLines } from './counts.ts';
import { minMonths, firstOrigin, type MethodProjection, type PastPlace } from './backtest.ts';
import type { PlaceHistory } from './history.ts';
import { furthest, usualSpread } from './predictive.ts';
import { deviations, simulate } from './simulate.ts';
import { fitStockFlow, totals, type Snapshot } from './snapshot.ts';
import { projectStockFlow } from './stock-flow.ts';

/** Paths of a past projection: enough for the width of its spread. */
const pastPaths = 150;
/** Months between simulations of the past: within a quarter the spread, as a share, stays what it was. */
const simulatedEvery = 3;
/** Counts before the first projection of counts that teaches how wrong they are. */
const firstCounted = 12;
/**
 * Part of the usual variance of populations that stands beside what the paths of the stock–flow model vary by: they know
 * nothing of laws and policies that change. Chosen on the demonstration agency of twenty seeds, the only stays at hand;
 * the place's own record outweighs it within two or three years.
 */
const usualPart = 0.02;

/** The size of error expected of a simulated projection, people: its paths' own, and a part of what is usual. */
export function simulatedSpread(deviation: number, months: number, people: number): number {
  return Math.sqrt(deviation ** 2 + usualPart * usualSpread(months, people) ** 2);
}

/**
 * A place with stays. Past projections are made without release dates: the source holds them as they stand today, and a
 * past projection may not know them.
 * @param today the last month's snapshot, release dates in it
 */
export function stockFlowPlace(
  { kind, region }: Pick<PastPlace, 'kind' | 'region'>,
  history: PlaceHistory,
  today: Snapshot,
  seed: number,
): PastPlace {
  const { first, last, population } = history;
  const end = last - first + 1;
  const whole = history.snapshotAt(end);
  const errors = admissionErrors(totals(whole.strata), whole.firstMonth);
  /** Deviations of the paths as shares of the projected number, of the last month that was simulated. */
  let shares: { at: number; of: Float64Array } | null = null;
  return {
    kind,
    region,
    start: first - 1,
    values: population,
    learnedFrom: firstOrigin,
    recordedFrom: firstOrigin,
    project(at, months): MethodProjection | null {
      const model = fitStockFlow(at === end ? today : history.snapshotAt(at));
      if (!model || model.population === 0) return null;
      if (!shares || at === end || at - shares.at >= simulatedEvery) {
        const simulation = simulate(model, { months, paths: pastPaths, seed: seed + at, errors, known: at });
        const expected = simulation.expected.population;
        shares = { at, of: deviations(simulation).map((people, h) => (expected[h]! > 0 ? people / expected[h]! : 0)) };
        if (at === end) return { expected, spread: spreadAt(expected) };
      }
      const { population: expected } = projectStockFlow(model, months);
      return { expected, spread: spreadAt(expected) };
    },
  };

  function spreadAt(expected: Float64Array): Float64Array {
    return expected.map((people, h) => (h === 0 ? 0 : simulatedSpread(people * shares!.of[h]!, h, expected[0]!)));
  }
}

/**
 * A place with counts only.
 * @param counts people on the same day of each month, oldest first; null where nobody was counted
 * @param start month of the first
 */
export function countedPlace(
  { kind, region }: Pick<PastPlace, 'kind' | 'region'>,
  counts: readonly (number | null)[],
  start: number,
): PastPlace {
  const lines = countLines(counts, ((start % 12) + 12) % 12);
  return {
    kind,
    region,
    start,
    values: counts,
    learnedFrom: firstCounted,
    recordedFrom: firstOrigin - 1,
    weighed: true,
    project(at, months) {
      const line = lines[at];
      if (!line) return null;
      const expected = Float64Array.from({ length: months + 1 }, (_, h) => (h === 0 ? line.last : countAt(line, h)));
      return {
        expected,
        spread: expected.map((_, h) => (h === 0 ? 0 : usualSpread(h + line.behind, line.last))),
      };
    },
  };
}

/**
 * The place with everything it says worked out, so that what it says it by can be let go.
 * @param from first month anything is asked of it
 * @param ahead months ahead of the last value
 * @param pause called now and then; what it throws ends the work
 */
export function remembered(place: PastPlace, from: number, ahead: number, pause: () => void = () => {}): PastPlace {
  const last = place.values.length - 1;
  const first = Math.max(minMonths, from - place.start);
  const said = Array.from(place.values, (_, at) => {
    if (at < first && at < last) return null;
    if (at % 12 === 0) pause();
    return place.project(at, at === last ? ahead : Math.min(furthest, last - at));
  });
  return { ...place, project: (at) => said[at] ?? null };
}
