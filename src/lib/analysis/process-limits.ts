/**
 * Limits on a monthly series: which changes lie outside its usual variation.
 *
 * Shares ("p-chart"): each month has its own limits, from the exact binomial at the probability of three standard
 * errors, so that few due widen them and none lies below 0 % or above 100 %; where months differ by more than the
 * binomial explains (always, with thousands due) the limits widen by that much (Laney's p′ chart). Other figures
 * ("XmR"): the mean ± 2.66 mean moving ranges.
 *
 * Sources: Wheeler, D. J. (2000), Understanding Variation; Montgomery, Introduction to Statistical Quality Control,
 * 7th ed., 7.2; Laney, D. B. (2002), Quality Engineering 14, 531–537.
 */
import { addMonths, formatMonth, type IsoDate } from '../calendar/date.ts';
import { binomialLimits } from './funnel.ts';
import { seriesSignals, type SeriesSignal } from './series-signals.ts';

/** Months with data from which limits are drawn, and months that are looked at. */
export const MINIMUM_MONTHS = 12;
export const PREFERRED_MONTHS = 24;
/** 3 / 1.128: three standard errors by the mean moving range of two. */
const RANGES_TO_LIMIT = 2.66;
const MEAN_RANGE = 1.128;
/** Probability within three standard errors of a normal variable. */
const THREE_ERRORS = 0.9973002039367398;

export interface MonthlyShare {
  /** First day of the month. */
  readonly month: IsoDate;
  /** Whole counts; 0 of 0 is a gap. Null: no data. */
  readonly counts: { readonly onTime: number; readonly due: number } | null;
  /** A month that is not over: drawn, but neither in the limits nor in the signals. */
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
  /** In order of their last month. */
  readonly signals: readonly SeriesSignal[];
  /** "within usual variation of 24 months", or what was seen, or why nothing can be said. */
  readonly reasons: readonly string[];
}

/** The last `PREFERRED_MONTHS` complete months, a partial one after them, and a gap for each month left out. */
function continuous<Point extends MonthlyValue | MonthlyShare>(points: readonly Point[], gap: (m: IsoDate) => Point) {
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
  for (let month = first; month <= last; month = addMonths(month, 1)) all.push(byMonth.get(month) ?? gap(month));
  const partial = all.at(-1)?.partial ? 1 : 0;
  return all.slice(-PREFERRED_MONTHS - partial);
}

/** Mean distance of neighbouring months that both have data; null when there are no such neighbours. */
function meanRange(values: readonly (number | null)[]): number | null {
  const ranges = values.flatMap((value, index) => {
    const before = values[index - 1] ?? null;
    return value === null || before === null ? [] : [Math.abs(value - before)];
  });
  return ranges.length === 0 ? null : ranges.reduce((sum, range) => sum + range, 0) / ranges.length;
}

function described(months: readonly LimitedMonth[], centre: number | null, used: number): ProcessLimits {
  if (centre === null) {
    const figures = `${used} ${used === 1 ? 'month' : 'months'} with data`;
    return { months, centre, used, signals: [], reasons: [`${figures}; ${MINIMUM_MONTHS} are needed for limits`] };
  }
  const signals = seriesSignals(
    months.map((month) => (month.partial ? { ...month, value: null } : month)),
    centre,
    formatMonth,
  );
  const usual = `within usual variation of ${used} months`;
  return { months, centre, used, signals, reasons: signals.length === 0 ? [usual] : signals.map((s) => s.reason) };
}

/**
 * Limits of a monthly figure that is no share (a caseload, an average): XmR. Months may come in any order; only the
 * last 24 complete ones are looked at. A gap ends a run and has no moving range on either side. Throws a RangeError for
 * a month that is not a first of month or given twice, and for a value that is no number.
 */
export function valueLimits(points: readonly MonthlyValue[]): ProcessLimits {
  const months = continuous<MonthlyValue>(points, (month) => ({ month, value: null }));
  const broken = months.find(({ value }) => value !== null && !Number.isFinite(value));
  if (broken) throw new RangeError(`not a figure: ${broken.value} in ${broken.month}`);
  const complete = months.map(({ value, partial }) => (partial ? null : value));
  const known = complete.filter((value) => value !== null);
  const range = meanRange(complete);
  const enough = known.length >= MINIMUM_MONTHS && range !== null;
  const centre = enough ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
  const reach = RANGES_TO_LIMIT * (range ?? 0);
  const limited = months.map(({ month, value, partial = false }) => ({
    month,
    value,
    lower: centre === null || value === null ? null : centre - reach,
    upper: centre === null || value === null ? null : centre + reach,
    partial,
  }));
  return described(limited, centre, known.length);
}

/**
 * Limits of a monthly share: p-chart. As `valueLimits`; a month with nothing due is a gap. Throws a RangeError also
 * for counts that cannot be.
 */
export function shareLimits(points: readonly MonthlyShare[]): ProcessLimits {
  const months = continuous<MonthlyShare>(points, (month) => ({ month, counts: null }));
  for (const { counts } of months) {
    if (counts && !(Number.isInteger(counts.due) && counts.onTime >= 0 && counts.onTime <= counts.due)) {
      throw new RangeError(`not a part of a whole: ${counts.onTime} of ${counts.due}`);
    }
  }
  const known = months.flatMap(({ counts, partial }) => (counts && counts.due > 0 && !partial ? [counts] : []));
  const due = known.reduce((sum, counts) => sum + counts.due, 0);
  const enough = known.length >= MINIMUM_MONTHS;
  const centre = enough ? known.reduce((sum, counts) => sum + counts.onTime, 0) / due : null;
  const factor = centre === null ? 1 : excessVariation(months, centre);
  const limited = months.map(({ month, counts, partial = false }) => {
    const some = counts && counts.due > 0 ? counts : null;
    const limits = some && centre !== null ? binomialLimits(centre, some.due, THREE_ERRORS, factor) : null;
    return {
      month,
      value: some && some.onTime / some.due,
      lower: limits && limits.lower,
      upper: limits && limits.upper,
      partial,
    };
  });
  return described(limited, centre, known.length);
}

/** Laney's σ_z: how many times as far as the binomial has it months lie apart; at least 1. */
function excessVariation(months: readonly MonthlyShare[], centre: number): number {
  const z = months.map(({ counts, partial }) => {
    if (!counts || counts.due === 0 || partial) return null;
    const error = Math.sqrt((centre * (1 - centre)) / counts.due);
    return error === 0 ? 0 : (counts.onTime / counts.due - centre) / error;
  });
  return Math.max(1, (meanRange(z) ?? 0) / MEAN_RANGE);
}
