/**
 * What in a series is more than its usual variation: a point beyond its limits, eight in a row on one side of the
 * centre, six in a row rising or falling. A gap ends a run, and so does a point on the centre or equal to the one before.
 * Source: Nelson, L. S. (1984), Journal of Quality Technology 16, 237–239 (tests 1 and 3; test 2 with eight).
 */

export const RUN_LENGTH = 8;
export const TREND_LENGTH = 6;

/** Figures that agree to this share of their size differ by rounding only. */
const ROUNDING = 1e-12;

export interface SeriesPoint {
  readonly month: string;
  /** Null: a gap. */
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface SeriesSignal {
  readonly kind: 'point' | 'run' | 'trend';
  /** 'up': above the limit, above the centre, rising. */
  readonly side: 'up' | 'down';
  /** First and last month of it, the same for a point. */
  readonly from: string;
  readonly to: string;
  /** Points in it. */
  readonly length: number;
  /** "below the limits in Mar 2026", "9 months in a row above the average, Oct 2025 – Jun 2026". */
  readonly reason: string;
}

/** 1 when `a` is above `b`, −1 below, 0 when they differ by rounding only. */
function compare(a: number, b: number): -1 | 0 | 1 {
  if (Math.abs(a - b) <= ROUNDING * Math.max(Math.abs(a), Math.abs(b))) return 0;
  return a > b ? 1 : -1;
}

/**
 * The signals of a series in the order of their last month, each run and trend once, at its full length. `label` words
 * a month.
 */
export function seriesSignals(
  points: readonly SeriesPoint[],
  centre: number,
  label: (month: string) => string,
): SeriesSignal[] {
  const range = (from: string, to: string): string => `${label(from)} – ${label(to)}`;
  const beyond = points.flatMap(({ month, value, lower, upper }): SeriesSignal[] => {
    if (value === null || lower === null || upper === null) return [];
    const side = compare(value, upper) > 0 ? 'up' : compare(value, lower) < 0 ? 'down' : null;
    if (!side) return [];
    const reason = `${side === 'up' ? 'above' : 'below'} the limits in ${label(month)}`;
    return [{ kind: 'point', side, from: month, to: month, length: 1, reason }];
  });
  const runs = stretches(points, ({ value }) => (value === null ? 0 : compare(value, centre)))
    .filter(({ length }) => length >= RUN_LENGTH)
    .map(({ side, from, to, length }): SeriesSignal => {
      const reason = `${length} months in a row ${side === 'up' ? 'above' : 'below'} the average, ${range(from, to)}`;
      return { kind: 'run', side, from, to, length, reason };
    });
  const steps = (point: SeriesPoint, before: SeriesPoint | undefined): number =>
    point.value === null || before?.value == null ? 0 : compare(point.value, before.value);
  const trends = stretches(points, steps, 1)
    .filter(({ length }) => length >= TREND_LENGTH)
    .map(({ side, from, to, length }): SeriesSignal => {
      const reason = `${length} months in a row ${side === 'up' ? 'rising' : 'falling'}, ${range(from, to)}`;
      return { kind: 'trend', side, from, to, length, reason };
    });
  return [...beyond, ...runs, ...trends].sort((a, b) => (a.to < b.to ? -1 : a.to > b.to ? 1 : 0));
}

/** The longest stretches of points of the same sign; `before` points more belong to each. */
function stretches(
  points: readonly SeriesPoint[],
  signOf: (point: SeriesPoint, before: SeriesPoint | undefined) => number,
  before = 0,
): Pick<SeriesSignal, 'side' | 'from' | 'to' | 'length'>[] {
  const signs = points.map((point, index) => signOf(point, points[index - 1]));
  const found: Pick<SeriesSignal, 'side' | 'from' | 'to' | 'length'>[] = [];
  for (let start = 0; start < signs.length;) {
    let end = start + 1;
    while (end < signs.length && signs[end] === signs[start]) end += 1;
    const first = points[start - before];
    const last = points[end - 1];
    if (signs[start] !== 0 && first && last) {
      const side = signs[start] === 1 ? 'up' : 'down';
      found.push({ side, from: first.month, to: last.month, length: end - start + before });
    }
    start = end;
  }
  return found;
}
