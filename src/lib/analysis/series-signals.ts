/**
 * What in a series is more than its usual variation: a month beyond its limits, a stretch of months that together lies
 * apart from the others, months in a row rising or falling. Each rule is held to a chance of its own, so that over all
 * of them an unchanged series carries a signal in at most 5 % of cases. Counting months on one side of the average is
 * no rule here: near 100 % nearly every month is above it (Anhøj & Wentzel-Larsen 2020, BMC Medical Research
 * Methodology 20, 134, on runs and centres). Sources: Nelson, L. S. (1984), Journal of Quality Technology 16, 237–239
 * for the kinds of signal; shifted-stretch.ts for the chance of a stretch.
 */
import { ascending } from 'd3-array';
import { shiftedStretch, type WeighedMonth } from './shifted-stretch.ts';

/**
 * How often a rule may call chance a signal in an unchanged series. Limits lie three standard errors out, beyond which
 * a month of 24 lies in about 1.5 % of such series (signal-simulation.ts counts it).
 */
export const signalChances = { run: 0.0125, trend: 0.01 } as const;

/** Figures that agree to this share of their size differ by rounding only. */
const ROUNDING = 1e-12;

export interface SeriesPoint {
  readonly month: string;
  /** Null: a gap. */
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** What the value rests on: number due, exposure; 1 for months that weigh the same. Above 0 where there is a value. */
  readonly weight: number;
}

export interface SeriesSignal {
  readonly kind: 'point' | 'run' | 'trend';
  /** 'up': above the limit, above the other months, rising. */
  readonly side: 'up' | 'down';
  /** First and last month of it, the same for a point. */
  readonly from: string;
  readonly to: string;
  /** Points in it. */
  readonly length: number;
  /** "below the limits in Mar 2026", "9 months together below the others, Oct 2025 – Jun 2026". */
  readonly reason: string;
}

/** 1 when `a` is above `b`, −1 below, 0 when they differ by rounding only. */
function compare(a: number, b: number): -1 | 0 | 1 {
  if (Math.abs(a - b) <= ROUNDING * Math.max(Math.abs(a), Math.abs(b))) return 0;
  return a > b ? 1 : -1;
}

/**
 * The signals of a series in the order of their last month: every point beyond, the stretch furthest from the others,
 * each trend once at its full length. `centre` is the mean of the values by weight; `label` words a month.
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
  const known = points.filter(({ value }) => value !== null);
  const trends = stretches(points)
    .filter(({ length }) => trendChance(length, known.length) <= signalChances.trend)
    .map(({ side, from, to, length }): SeriesSignal => {
      const reason = `${length} months in a row ${side === 'up' ? 'rising' : 'falling'}, ${range(from, to)}`;
      return { kind: 'trend', side, from, to, length, reason };
    });
  return [...beyond, ...run(known, centre, range), ...trends].sort((a, b) => ascending(a.to, b.to));
}

function run(
  known: readonly SeriesPoint[],
  centre: number,
  range: (from: string, to: string) => string,
): SeriesSignal[] {
  const months = known.map(({ value, weight }): WeighedMonth => {
    const level = value ?? centre;
    return { excess: compare(level, centre) === 0 ? 0 : (level - centre) * weight, weight };
  });
  const found = shiftedStretch(months, signalChances.run);
  const [from, to] = [found && known[found.first], found && known[found.last]];
  if (!found || !from || !to) return [];
  const { side, first, last } = found;
  const length = last - first + 1;
  const reason = `${length} months together ${side === 'up' ? 'above' : 'below'} the others, ${range(from.month, to.month)}`;
  return [{ kind: 'run', side, from: from.month, to: to.month, length, reason }];
}

/**
 * How many stretches of at least `length` months in a row rising or falling an unchanged series of `months` holds on
 * average, which is no less than the chance of one: 1/L! in the first months, L/(L + 1)! from each later start, twice.
 */
export function trendChance(length: number, months: number): number {
  let factorial = 1;
  for (let factor = 2; factor <= length; factor += 1) factorial *= factor;
  return 2 * (1 / factorial + (Math.max(0, months - length) * length) / (factorial * (length + 1)));
}

/** The longest stretches that rise or fall; a gap ends one, and so does a point equal to the one before. */
function stretches(points: readonly SeriesPoint[]): Pick<SeriesSignal, 'side' | 'from' | 'to' | 'length'>[] {
  const signs = points.map(({ value }, index) => {
    const before = points[index - 1]?.value ?? null;
    return value === null || before === null ? 0 : compare(value, before);
  });
  const found: Pick<SeriesSignal, 'side' | 'from' | 'to' | 'length'>[] = [];
  for (let start = 0; start < signs.length;) {
    let end = start + 1;
    while (end < signs.length && signs[end] === signs[start]) end += 1;
    const first = points[start - 1];
    const last = points[end - 1];
    if (signs[start] !== 0 && first && last) {
      found.push({
        side: signs[start] === 1 ? 'up' : 'down',
        from: first.month,
        to: last.month,
        length: end - start + 1,
      });
    }
    start = end;
  }
  return found;
}
