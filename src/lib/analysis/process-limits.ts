/**
 * Limits on a monthly series: which changes lie outside its usual variation.
 *
 * Shares ("p-chart") and rates of events in time ("u-chart"): each month has its own limits, from the exact binomial or
 * Poisson, so that little to count widens them and none lies below 0 or above 100 %; where months differ by more than
 * that explains (always, with thousands due) the limits widen by that much (Laney's p′ and u′ charts). Other figures
 * ("XmR"): the mean ± a multiple of the mean moving range.
 *
 * All lie about three standard errors out, by so much that a month of an unchanged series lies beyond them in 2 % of
 * such series: how far that is depends on the number of months, and for XmR also on how well so many ranges tell the
 * spread, for which the usual ± 2.66 allows nothing.
 *
 * Sources: Wheeler, D. J. (2000), Understanding Variation; Montgomery, Introduction to Statistical Quality Control,
 * 7th ed., 7.2–7.3; Laney, D. B. (2002), Quality Engineering 14, 531–537; Cryer & Ryan (1990), Journal of Quality
 * Technology 22, 187–192 for the variance of a mean moving range.
 */
import { addMonths, formatMonth, type IsoDate } from '../calendar/date.ts';
import { betaQuantile, binomialAtMost, binomialQuantile } from './beta.ts';
import { upperGamma } from './gamma.ts';
import { seriesSignals, type SeriesPoint, type SeriesSignal } from './series-signals.ts';

/** Months with data from which limits are drawn, and months that are looked at. */
export const MINIMUM_MONTHS = 12;
export const PREFERRED_MONTHS = 24;

/** How long a point of the series is: the limits are those of so long ones. */
export interface Stretch {
  /** Months from the first day of a point to that of the next. */
  readonly months: 1 | 3 | 12;
  readonly one: string;
  readonly many: string;
  /** Points with data from which limits are drawn. */
  readonly minimum: number;
  /** Name of a point by its first day. */
  readonly name: (from: IsoDate) => string;
}

export const monthly: Stretch = {
  months: 1,
  one: 'month',
  many: 'months',
  minimum: MINIMUM_MONTHS,
  name: formatMonth,
};
/** Probability beyond three standard errors of a normal variable, on either side. */
const TAIL = 0.0013498980316300933;
/** Mean range of two normal variables, in standard deviations. */
const MEAN_RANGE = 1.128;
/** A range so many times the mean of all is that of a single odd month (Nelson 1982, J Quality Technology 14, 172–173). */
const WIDEST_RANGE = 4;

export interface MonthlyShare {
  /** First day of the month. */
  readonly month: IsoDate;
  /** Whole counts; 0 of 0 is a gap. Null: no data. */
  readonly counts: { readonly onTime: number; readonly due: number } | null;
  /** A month that is not over: drawn, but neither in the limits nor in the signals. */
  readonly partial?: boolean;
}

export interface MonthlyRate {
  readonly month: IsoDate;
  /** A whole count of events, and the time or people among which they happened; none is a gap. Null: no data. */
  readonly counts: { readonly events: number; readonly exposure: number } | null;
  readonly partial?: boolean;
}

export interface MonthlyValue {
  readonly month: IsoDate;
  /** Null: no data, a gap. */
  readonly value: number | null;
  readonly partial?: boolean;
}

export interface LimitedMonth {
  readonly month: IsoDate;
  readonly value: number | null;
  /** Null in a gap, and for all months when there are too few. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly partial: boolean;
}

export interface ProcessLimits {
  /** Every month from the first to the last looked at, gaps included, oldest first. */
  readonly months: readonly LimitedMonth[];
  /** The mean, or on time of due in all months; null with fewer than 12 months of data. */
  readonly centre: number | null;
  /** Months with data that the limits rest on. */
  readonly used: number;
  /** How many times as far as chance has it months lie apart; 1 for what is no count. */
  readonly widening: number;
  /** In order of their last month. */
  readonly signals: readonly SeriesSignal[];
  /** "within usual variation of 24 months", or what was seen, or why nothing can be said. */
  readonly reasons: readonly string[];
}

/** The last `PREFERRED_MONTHS` complete months, a partial one after them, and a gap for each month left out. */
function continuous<Point extends MonthlyValue | MonthlyShare | MonthlyRate>(
  points: readonly Point[],
  gap: (m: IsoDate) => Point,
  stretch: Stretch,
) {
  const byMonth = new Map<IsoDate, Point>();
  for (const point of points) {
    if (!point.month.endsWith('-01')) throw new RangeError(`not the first day of a month: ${point.month}`);
    if (byMonth.has(point.month)) throw new RangeError(`month given twice: ${point.month}`);
    byMonth.set(point.month, point);
  }
  const given = [...byMonth.keys()].sort();
  const first = given[0];
  const last = given.at(-1);
  if (first === undefined || last === undefined) return [];
  const all: Point[] = [];
  for (let month = first; month <= last; month = addMonths(month, stretch.months))
    all.push(byMonth.get(month) ?? gap(month));
  const partial = all.at(-1)?.partial ? 1 : 0;
  return all.slice(-PREFERRED_MONTHS - partial);
}

/**
 * Mean distance of neighbouring months that both have data, and how many such; null when there are none. Of them, those
 * more than `widest` times the mean of all are left out.
 */
function meanRange(values: readonly (number | null)[], widest = Infinity): { mean: number; ranges: number } | null {
  const all = values.flatMap((value, index) => {
    const before = values[index - 1] ?? null;
    return value === null || before === null ? [] : [Math.abs(value - before)];
  });
  if (all.length === 0) return null;
  const mean = (ranges: readonly number[]) => ranges.reduce((sum, range) => sum + range, 0) / ranges.length;
  const ranges = widest === Infinity ? all : all.filter((range) => range <= widest * mean(all));
  return { mean: mean(ranges), ranges: ranges.length };
}

/** Standard deviations, told from so many moving ranges, that lie as far out as three known ones. */
function rangeMultiple(ranges: number): number {
  // As many degrees of freedom as give Student's t the variance a mean of moving ranges has.
  const freedom = (ranges * ranges) / (2 * Math.max(0.8264 * ranges - 0.2556, 0.5));
  const share = betaQuantile(2 * TAIL, freedom / 2, 0.5);
  return Math.sqrt(freedom * (1 / share - 1));
}

type Weighed = LimitedMonth & Pick<SeriesPoint, 'weight'>;

function described(
  weighed: readonly Weighed[],
  centre: number | null,
  used: number,
  { one, many, minimum, name }: Stretch,
  widening = 1,
): ProcessLimits {
  const months = weighed.map(({ month, value, lower, upper, partial }) => ({ month, value, lower, upper, partial }));
  if (centre === null) {
    const figures = `${used} ${used === 1 ? one : many} with data`;
    return { months, centre, used, widening, signals: [], reasons: [`${figures}; ${minimum} are needed for limits`] };
  }
  const signals = seriesSignals(
    weighed.map((month) => (month.partial ? { ...month, value: null } : month)),
    centre,
    name,
  );
  const usual = `within usual variation of ${used} ${many}`;
  return {
    months,
    centre,
    used,
    widening,
    signals,
    reasons: signals.length === 0 ? [usual] : signals.map((s) => s.reason),
  };
}

/**
 * Limits of a monthly figure that is no share and no rate of events (a caseload, an average): XmR, but for whole counts
 * of less than one a month on average, which are judged as counts ("c-chart"). Months may come in any order; only the
 * last 24 complete ones are looked at. A gap has no moving range on either side. Throws a RangeError for a month that
 * is not a first of month or given twice, and for a value that is no number.
 */
export function valueLimits(points: readonly MonthlyValue[], stretch = monthly): ProcessLimits {
  const months = continuous<MonthlyValue>(points, (month) => ({ month, value: null }), stretch);
  const broken = months.find(({ value }) => value !== null && !Number.isFinite(value));
  if (broken) throw new RangeError(`not a figure: ${broken.value} in ${broken.month}`);
  const complete = months.map(({ value, partial }) => (partial ? null : value));
  const known = complete.filter((value) => value !== null);
  const total = known.reduce((sum, value) => sum + value, 0);
  if (total < known.length && known.every((value) => Number.isInteger(value) && value >= 0)) {
    return countLimits(
      months.map(({ month, value, partial = false }) => ({
        month,
        partial,
        counts: value === null ? null : { part: value, whole: 1 },
      })),
      poisson,
      1,
      stretch,
    );
  }
  const range = meanRange(complete);
  const enough = known.length >= stretch.minimum && range !== null;
  const centre = enough ? total / known.length : null;
  const limits = enough ? rangeLimits(complete) : null;
  const limited = months.map(({ month, value, partial = false }) => ({
    month,
    value,
    lower: limits && value !== null ? limits.lower : null,
    upper: limits && value !== null ? limits.upper : null,
    partial,
    weight: 1,
  }));
  return described(limited, centre, known.length, stretch);
}

/**
 * Mean ± so many mean moving ranges. A figure that cannot be negative and scatters more than halfway to zero is lopsided
 * (a short wait, a count of few): its upper limit is that of its square roots, which are less so.
 */
function rangeLimits(values: readonly (number | null)[]): { lower: number; upper: number } {
  const { mean, reach } = meanAndReach(values);
  if (reach <= mean / 2 || values.some((value) => value !== null && value < 0)) {
    return { lower: mean - reach, upper: mean + reach };
  }
  const roots = meanAndReach(values.map((value) => value && Math.sqrt(value)));
  return { lower: Math.max(0, mean - reach), upper: (roots.mean + roots.reach) ** 2 };
}

function meanAndReach(values: readonly (number | null)[]): { mean: number; reach: number } {
  const known = values.filter((value) => value !== null);
  const range = meanRange(values) ?? { mean: 0, ranges: 1 };
  return {
    mean: known.reduce((sum, value) => sum + value, 0) / known.length,
    reach: (rangeMultiple(range.ranges) * range.mean) / MEAN_RANGE,
  };
}

/** Counted months as both kinds of counts have them. */
interface Counted {
  readonly month: IsoDate;
  readonly partial: boolean;
  readonly counts: { readonly part: number; readonly whole: number } | null;
}

/** How counts scatter under no change, and the count beyond which lies no more than `tail`, one side and the other. */
interface Scatter {
  variance(whole: number, centre: number): number;
  limits(whole: number, centre: number): { lower: number; upper: number };
}

/**
 * Limits of a monthly share: p-chart. As `valueLimits`; a month with nothing due is a gap. Throws a RangeError also
 * for counts that cannot be.
 */
export function shareLimits(points: readonly MonthlyShare[], stretch = monthly): ProcessLimits {
  const months = continuous<MonthlyShare>(points, (month) => ({ month, counts: null }), stretch);
  for (const { counts } of months) {
    if (counts && !(Number.isInteger(counts.due) && counts.onTime >= 0 && counts.onTime <= counts.due)) {
      throw new RangeError(`not a part of a whole: ${counts.onTime} of ${counts.due}`);
    }
  }
  return countLimits(
    months.map(({ month, counts, partial = false }) => ({
      month,
      partial,
      counts: counts && { part: counts.onTime, whole: counts.due },
    })),
    binomial,
    1,
    stretch,
  );
}

/**
 * Limits of a monthly rate of events in time, `per` so much of the exposure: u-chart. As `valueLimits`; a month
 * without exposure is a gap. Throws a RangeError also for counts that cannot be.
 */
export function rateLimits(points: readonly MonthlyRate[], per = 1, stretch = monthly): ProcessLimits {
  const months = continuous<MonthlyRate>(points, (month) => ({ month, counts: null }), stretch);
  for (const { counts } of months) {
    if (!counts) continue;
    const { events, exposure } = counts;
    if (!(Number.isInteger(events) && events >= 0 && exposure >= 0 && exposure < Infinity)) {
      throw new RangeError(`not a count of events in a time: ${events} in ${exposure}`);
    }
  }
  return countLimits(
    months.map(({ month, counts, partial = false }) => ({
      month,
      partial,
      counts: counts && { part: counts.events, whole: counts.exposure },
    })),
    poisson,
    per,
    stretch,
  );
}

function countLimits(months: readonly Counted[], scatter: Scatter, per: number, stretch: Stretch): ProcessLimits {
  const known = months.flatMap(({ counts, partial }) => (counts && counts.whole > 0 && !partial ? [counts] : []));
  const whole = known.reduce((sum, counts) => sum + counts.whole, 0);
  const enough = known.length >= stretch.minimum;
  const centre = enough ? known.reduce((sum, counts) => sum + counts.part, 0) / whole : null;
  const factor = centre === null ? 1 : excessVariation(months, centre, scatter);
  const limited = months.map(({ month, counts, partial }): Weighed => {
    const some = counts && counts.whole > 0 ? counts : null;
    const limits = some && centre !== null ? scatter.limits(some.whole, centre) : null;
    const widened = (limit: number) => per * (centre! + factor * (limit / some!.whole - centre!));
    return {
      month,
      value: some && (per * some.part) / some.whole,
      lower: limits && Math.max(0, widened(limits.lower)),
      upper: limits && Math.min(scatter === binomial ? per : Infinity, widened(limits.upper)),
      partial,
      weight: some?.whole ?? 1,
    };
  });
  return described(limited, centre && per * centre, known.length, stretch, factor);
}

/**
 * Laney's σ_z: how many times as far as chance has it months lie apart; at least 1. What is more than chance is told
 * from the ranges alone, and is widened as XmR limits are; a single odd month is left out, lest it hide itself.
 */
function excessVariation(months: readonly Counted[], centre: number, scatter: Scatter): number {
  const range = meanRange(
    months.map(({ counts, partial }) => {
      if (!counts || counts.whole === 0 || partial) return null;
      const error = Math.sqrt(scatter.variance(counts.whole, centre));
      return error === 0 ? 0 : (counts.part - counts.whole * centre) / error;
    }),
    WIDEST_RANGE,
  );
  if (!range) return 1;
  const excess = Math.max(0, (range.mean / MEAN_RANGE) ** 2 - 1);
  return Math.sqrt(1 + excess * (rangeMultiple(range.ranges) / 3) ** 2);
}

/**
 * The lower limit by a distribution function: between the last count less likely than `tail` to be undercut or met and
 * the next one, straight in the probability, so that limits do not saw as the whole grows.
 */
function between(r: number, atMost: (x: number) => number): number {
  const upTo = atMost(r);
  return r - (upTo - TAIL) / (upTo - atMost(r - 1));
}

const binomial: Scatter = {
  variance: (due, rate) => due * rate * (1 - rate),
  limits(due, rate) {
    const lower = (share: number) => between(binomialQuantile(TAIL, due, share), (x) => binomialAtMost(x, due, share));
    // The same for those not on time, mirrored.
    return { lower: lower(rate), upper: due - lower(1 - rate) };
  },
};

const poisson: Scatter = {
  variance: (exposure, rate) => exposure * rate,
  limits(exposure, rate) {
    const mean = exposure * rate;
    const atMost = (x: number) => (x < 0 ? 0 : upperGamma(x + 1, mean));
    const atLeast = (x: number) => (x <= 0 ? 1 : 1 - upperGamma(x, mean));
    let low = Math.max(0, Math.floor(mean - 12 * Math.sqrt(mean) - 12));
    while (atMost(low) < TAIL) low += 1;
    let high = Math.ceil(mean);
    while (atLeast(high) > TAIL) high += 1;
    // `high` is the first count no likelier than `tail`.
    const [reached, before] = [atLeast(high), atLeast(high - 1)];
    const upper = high - 1 + (before - TAIL) / (before - reached);
    return { lower: between(low, atMost), upper };
  },
};
