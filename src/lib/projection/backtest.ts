/**
 * The record of error: what would have been projected at every past month, knowing only what was known then, held
 * against what came.
 */
import { admissionErrors } from './errors.ts';
import { bandWidths, empiricalShares, furthest, levels, type PastErrors, type Widths } from './bands.ts';
import { countLevel, dampedTrend, expectedAt } from './level.ts';
import type { PlaceHistory } from './history.ts';
import { halfWidths, simulate } from './simulate.ts';
import { fitStockFlow, totals } from './snapshot.ts';
import { projectStockFlow } from './stock-flow.ts';

/** Months of history before the first projection that is held against what came. */
export const firstOrigin = 36;
/** Months ahead that are scored. */
export const horizons = [1, 3, 6, 12, 24, 36] as const;
/** Paths of a past projection: enough for the width of its bands. */
const pastPaths = 150;
/** Months between simulations of the past: within a quarter the width of the bands, as a share, stays what it was. */
const simulatedEvery = 3;

/** What a method says at one origin: index h = 0 … months ahead. */
export interface PastProjection {
  projected: ArrayLike<number>;
  /** Simulated half-widths at `levels`, in people, by months ahead; none where there is no simulation. */
  simulated: readonly ArrayLike<number>[];
}

/** One projection of the past and what came of it. */
export interface BacktestPoint {
  /** Months of history known at the origin. */
  origin: number;
  months: number;
  projected: number;
  actual: number;
  widths: Widths;
  /** People at the origin: what the last value says. */
  last: number;
  damped: number;
}

export interface Score {
  horizon_months: number;
  origins: number;
  /** Mean absolute error, percent of what came. */
  mape: number;
  /** Mean error, percent: above zero, too many were projected. */
  bias: number;
  /** Largest error, percent, with its sign. */
  worst: number;
  /** Share of what came inside the bands. */
  coverage80: number;
  coverage95: number;
  /** Mean width of the 80 % band, percent of the projected number. */
  width80: number;
  last_value_mape: number;
  damped_mape: number;
  /** 1 − MAPE ÷ that of the last value: above zero is better. */
  skill: number | null;
}

export interface BacktestOptions {
  /** First origin, as an index of the values, and the first whose points are returned: earlier ones only teach the bands. */
  since?: number;
  recorded?: number;
  /** Whether the bands rest on past errors alone; see `empiricalShares`. */
  alone?: boolean;
}

/**
 * Projects at every origin and takes the bands from what was known there: the errors of earlier origins whose time had
 * come.
 * @param values people at month ends, index 0 the one before the first month; null where nothing was counted
 * @param project the method, told how many months are known
 */
export function backtest(
  values: ArrayLike<number | null>,
  project: (known: number, months: number) => PastProjection | null,
  { since = firstOrigin, recorded = since, alone }: BacktestOptions = {},
): BacktestPoint[] {
  const last = values.length - 1;
  const errors: number[][] = Array.from({ length: furthest + 1 }, () => []);
  /** Errors whose month is still to come, by that month. */
  const coming = new Map<number, { h: number; error: number }[]>();
  const points: BacktestPoint[] = [];
  for (let origin = since; origin < last; origin++) {
    for (const { h, error } of coming.get(origin) ?? []) errors[h]!.push(error);
    const here = values[origin];
    const months = Math.min(furthest, last - origin);
    const past = here === null || here === undefined ? null : project(origin, months);
    if (!past) continue;
    const damped = dampedTrend(Array.from(values).slice(0, origin + 1));
    const shares = levels.map((level) => empiricalShares(errors, level, months, alone));
    for (let h = 1; h <= months; h++) {
      const actual = values[origin + h];
      const projected = past.projected[h] ?? 0;
      if (actual === null || actual === undefined || actual <= 0) continue;
      const widths = bandWidths(
        projected,
        h,
        past.simulated.map((width) => width[h] ?? 0),
        shares.map((share) => share[h] ?? 0),
      );
      const flat = here ?? 0;
      if (origin >= recorded)
        points.push({
          origin,
          months: h,
          projected,
          actual,
          widths,
          last: flat,
          damped: damped ? expectedAt(damped, h) : flat,
        });
      const list = coming.get(origin + h) ?? [];
      list.push({ h, error: projected / actual - 1 });
      coming.set(origin + h, list);
    }
  }
  return points;
}

/** Scores by months ahead; a horizon nobody reached is left out. */
export function scores(points: readonly BacktestPoint[], at: readonly number[] = horizons): Score[] {
  return at.flatMap((horizon) => {
    const own = points.filter(({ months }) => months === horizon);
    if (own.length === 0) return [];
    const errors = own.map(({ projected, actual }) => (projected / actual - 1) * 100);
    const mean = (value: (point: BacktestPoint) => number) =>
      own.reduce((all, point) => all + value(point), 0) / own.length;
    const inside = (level: 1 | 3) =>
      mean(({ projected, actual, widths }) => (Math.abs(actual - projected) <= widths[level] ? 1 : 0));
    const mape = mean(({ projected, actual }) => Math.abs(projected / actual - 1) * 100);
    const lastMape = mean(({ last, actual }) => Math.abs(last / actual - 1) * 100);
    return {
      horizon_months: horizon,
      origins: own.length,
      mape,
      bias: errors.reduce((all, error) => all + error, 0) / own.length,
      worst: errors.reduce((most, error) => (Math.abs(error) > Math.abs(most) ? error : most), 0),
      coverage80: inside(1),
      coverage95: inside(3),
      width80: mean(({ projected, widths }) => (projected > 0 ? (200 * widths[1]) / projected : 0)),
      last_value_mape: lastMape,
      damped_mape: mean(({ damped, actual }) => Math.abs(damped / actual - 1) * 100),
      skill: lastMape > 0 ? 1 - mape / lastMape : null,
    };
  });
}

/** Relative errors of a backtest by months ahead, for the bands of today's projection. */
export function pastErrors(points: readonly BacktestPoint[]): PastErrors {
  const errors: number[][] = Array.from({ length: furthest + 1 }, () => []);
  for (const { months, projected, actual } of points) errors[months]!.push(projected / actual - 1);
  return errors;
}

/**
 * The stock–flow model at every past month. Release dates are left out: the source holds them as they stand today, and
 * a past projection may not know them.
 * @param since first origin, in months of history
 */
export function backtestStockFlow(history: PlaceHistory, seed: number, since?: number): BacktestPoint[] {
  const months = history.last - history.first + 1;
  const whole = history.snapshotAt(months);
  const errors = admissionErrors(totals(whole.strata), whole.firstMonth);
  /** Simulated half-widths as shares of the projected number, of the last origin that was simulated. */
  let shares: { known: number; widths: Float64Array[] } | null = null;
  return backtest(
    history.population,
    (known, ahead) => {
      const model = fitStockFlow(history.snapshotAt(known));
      if (!model || model.population === 0) return null;
      if (!shares || known - shares.known >= simulatedEvery) {
        const simulation = simulate(model, { months: ahead, paths: pastPaths, seed: seed + known, errors, known });
        const { population } = simulation.expected;
        const widths = halfWidths(simulation, levels).map((width) =>
          width.map((people, h) => (population[h]! > 0 ? people / population[h]! : 0)),
        );
        shares = { known, widths };
      }
      const { population } = projectStockFlow(model, ahead);
      return {
        projected: population,
        simulated: shares.widths.map((width) => population.map((people, h) => people * width[h]!)),
      };
    },
    since === undefined ? {} : { since },
  );
}

/**
 * The counts-only model at every past month.
 * @param counts people on the same day of each month, oldest first
 * @param firstMonth calendar month of the first, 0 to 11
 */
export function backtestCounts(counts: readonly (number | null)[], firstMonth: number): BacktestPoint[] {
  return backtest(
    counts,
    (known, months) => {
      const level = countLevel(counts.slice(0, known + 1), firstMonth);
      const projected =
        level && Array.from({ length: months + 1 }, (_, h) => (h === 0 ? level.level : expectedAt(level, h)));
      return projected && { projected, simulated: [] };
    },
    { since: 12, recorded: firstOrigin - 1, alone: true },
  );
}
