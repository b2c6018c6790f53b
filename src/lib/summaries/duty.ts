import { formatShareRange, shareInterval } from '../format/interval.ts';
import { formatNumber } from '../format/number.ts';
import { enoughForRate, formatCounts } from '../format/rate.ts';
import { formatPercent } from '../format/share.ts';
import { addDays, formatMonth, formatRange, type IsoDate } from '../calendar/date.ts';
import { effectiveEnd, type Period } from '../calendar/period.ts';
import type { DutyKey } from '../pages/coordinator.ts';
import { readRate, shareLimits } from '../measures/measure-figure.ts';
import { shareDifference } from '../measures/share-difference.ts';

/** Something done of something due, in one stretch of time; `of` is null for a plain count or amount. */
export interface Tally {
  count: number | null;
  of: number | null;
}

/** The same for one month of a run; a month that was not recorded is a gap, not a zero. */
export interface MonthTally extends Tally {
  month: IsoDate;
}

/** One stretch of time of a duty, as its CSV carries it. */
export interface DutyPoint extends Tally {
  period: string;
  rate: number | null;
  lower: number | null;
  upper: number | null;
}

/** A duty of the coordinator as one line of the page: in words first, the drawings only repeat them. */
export interface Duty {
  /** Panel that answers it; the panel's measure says how it is calculated. */
  panel: DutyKey;
  /** Another panel its words are made of. */
  also?: 'guideline';
  label: string;
  /** It shows a part of the measure of its panel, such as one type of meeting, not the figure of the whole. */
  part?: true;
  /** Which part, as a link to its rows names it: `meeting_type=unit_support`. */
  only?: string;
  /** '92 %', '6 of 7', '$12,340'; what there is to say instead of a number where there is none. */
  value: string;
  /** '11 of 12', beside the value. */
  beside: string;
  /** Interval, or why there is no rate. */
  detail: string;
  compared: string;
  /** Rate with its interval and the rate it is compared with; null where no rate may be shown. */
  drawn: { value: number; lower: number; upper: number; compare: number | null } | null;
  trend: readonly (number | null)[];
  /** A value of the line, with so many decimals. */
  trendFormat: (value: number, decimals: number) => string;
  /** What the line shows, in the few words under it. */
  trendLabel: string;
  /** The trend in one sentence. */
  trendText: string;
  points: readonly DutyPoint[];
}

/**
 * A month for each of `months`, from rows that leave out months with nothing to count. Between the first and the last
 * month recorded nothing is none; outside them it is not known.
 */
export function monthTallies<Row extends { month: IsoDate | null }>(
  rows: readonly Row[],
  months: readonly IsoDate[],
  read: (row: Row) => Tally,
): MonthTally[] {
  const byMonth = new Map(rows.flatMap((row) => (row.month === null ? [] : [[row.month, row] as const])));
  const known = [...byMonth.keys()].sort();
  const [first, last] = [known[0] ?? '', known.at(-1) ?? ''];
  return months.map((month) => {
    const row = byMonth.get(month);
    if (row) return { month, ...read(row) };
    return month > first && month < last ? { month, count: 0, of: 0 } : { month, count: null, of: null };
  });
}

/** What every duty of a page shares. */
export interface DutyContext {
  period: { label: string };
  comparison: Period | null;
  /** That the period is not over and the one compared with is, in words; empty otherwise. */
  uneven: string;
  asOf: IsoDate;
  /** Fewest due items for which a rate is shown. */
  minimum: number;
}

/** What is known of one duty. */
export interface DutyFigures {
  panel: DutyKey;
  label: string;
  now: Tally | undefined;
  before?: Tally | undefined;
  months?: readonly MonthTally[];
  /** Said when nothing was due. */
  none?: string;
  /** Further words under the value. */
  note?: string;
}

/** The days a comparison is made with, in words. */
export function comparedDates({ comparison, asOf }: Pick<DutyContext, 'comparison' | 'asOf'>): string {
  return comparison === null ? '' : formatRange(comparison.from, addDays(effectiveEnd(comparison, asOf), -1));
}

/** A comparison with the words that the two are not of the same length, where they are not. */
export function spanned(words: string, { uneven }: Pick<DutyContext, 'uneven'>): string {
  return joined(words, uneven);
}

/** A duty that is a share: meetings held of due, minutes sent of meetings held. */
export function rateDuty(figures: DutyFigures, context: DutyContext): Duty {
  const { panel, label, now, before, months = [], none = 'none were due', note } = figures;
  const { trend, trendLabel } = trendOf(months, context.minimum);
  const trendFormat = trendLabel === byShare ? formatPercent : formatNumber;
  const words = trendText(months, trend, (value) => trendFormat(value, 0));
  const common = { panel, label, trend, trendFormat, trendLabel, trendText: words, points: pointsOf(figures, context) };
  if (!now || now.count === null || now.of === null) {
    return { ...common, value: 'no data', beside: '', detail: note ?? '', compared: '', drawn: null };
  }
  const figure = readRate(now.count, now.of, { minimum: context.minimum, none });
  const { headline: value, basis, value: rate, lower, upper } = figure;
  if (figure.missing) return { ...common, value, beside: '', detail: note ?? '', compared: '', drawn: null };
  const compared = comparedRate(now, before, context);
  if (rate === null || lower === null || upper === null) {
    return { ...common, value, beside: '', detail: joined(basis, note), compared, drawn: null };
  }
  return {
    ...common,
    value,
    beside: basis,
    detail: joined(shareInterval({ lower, upper }, now.of), note),
    compared,
    drawn: {
      value: rate,
      lower,
      upper,
      compare: isRate(before, context.minimum) ? before.count / before.of : null,
    },
  };
}

const byShare = 'share by month';
const byNumber = 'number by month';

/**
 * The line of a rate. Where what is due is not known by month, or a usual month has too few due for a rate, it shows
 * the number done: a line that leaps between 0 and 100 % would say nothing.
 */
function trendOf(months: readonly MonthTally[], minimum: number): { trend: (number | null)[]; trendLabel: string } {
  const due = months.flatMap(({ of }) => (of === null || of === 0 ? [] : [of])).sort((a, b) => a - b);
  // Nothing was ever due: a line along the floor would look like nothing done.
  if (due.length === 0 && months.some(({ of }) => of === 0)) return { trend: [], trendLabel: '' };
  const usual = due[Math.floor(due.length / 2)] ?? 0;
  if (!enoughForRate(usual, minimum)) return { trend: months.map(({ count }) => count), trendLabel: byNumber };
  const share = ({ count, of }: MonthTally) => (of !== null && of > 0 && count !== null ? count / of : null);
  return { trend: months.map(share), trendLabel: byShare };
}

/** A duty that is a plain count: repeat findings, closures overdue. */
export function countDuty(figures: DutyFigures & { noun: string }, context: DutyContext): Duty {
  const { panel, label, now, before, months = [], noun, note } = figures;
  const trend = months.map(({ count }) => count);
  const known = now !== undefined && now.count !== null;
  return {
    panel,
    label,
    value: known ? formatNumber(now.count) : 'no data',
    beside: known ? (now.of === null ? noun : `of ${formatNumber(now.of)} ${noun}`) : '',
    detail: note ?? '',
    compared: known ? comparedCount(now, before, context) : '',
    drawn: null,
    trend,
    trendFormat: formatNumber,
    trendLabel: byNumber,
    trendText: trendText(months, trend, (value) => formatNumber(value)),
    points: pointsOf(figures, context),
  };
}

/** A duty that is an amount, such as money or hours: words for the amount, and nothing that looks like a rate. */
export function amountDuty(
  figures: DutyFigures & { beside: string; format: (amount: number) => string },
  context: DutyContext,
): Duty {
  const { panel, label, now, before, months = [], beside, format, note } = figures;
  const dates = comparedDates(context);
  const trend = months.map(({ count }) => count);
  const known = now !== undefined && now.count !== null;
  const then = before && before.count !== null ? format(before.count) : null;
  return {
    panel,
    label,
    value: known ? format(now.count ?? 0) : 'no data',
    beside: known ? beside : '',
    detail: known ? (note ?? '') : '',
    compared:
      !known || dates === '' ? '' : then === null ? `no figure for ${dates}` : spanned(`${then} in ${dates}`, context),
    drawn: null,
    trend,
    trendFormat: format,
    trendLabel: 'by month',
    trendText: trendText(months, trend, format),
    points: pointsOf(figures, context),
  };
}

/** '+4 points (95 % interval −3 to +11), within usual variation; 40 of 48 in …', or only counts where there are too few. */
function comparedRate(now: Tally, before: Tally | undefined, context: DutyContext): string {
  const dates = comparedDates(context);
  if (dates === '') return '';
  if (!before || before.count === null || before.of === null) return `no figure for ${dates}`;
  if (before.of === 0) return `none were due ${dates}`;
  const counts = formatCounts(before.count, before.of);
  if (!isRate(now, context.minimum) || !isRate(before, context.minimum))
    return spanned(`${counts} in ${dates}`, context);
  const change = shareDifference({ n: now.count, d: now.of }, { n: before.count, d: before.of });
  return spanned(`${change?.text ?? 'no comparison'}; ${counts} in ${dates}`, context);
}

function comparedCount(now: Tally, before: Tally | undefined, context: DutyContext): string {
  const dates = comparedDates(context);
  if (dates === '') return '';
  if (!before || before.count === null || now.count === null) return `no figure for ${dates}`;
  const of = before.of === null ? '' : ` of ${formatNumber(before.of)}`;
  return spanned(`${formatNumber(before.count)}${of} in ${dates}`, context);
}

function pointsOf({ now, before, months = [] }: DutyFigures, context: DutyContext): DutyPoint[] {
  const dates = comparedDates(context);
  return [
    ...(now ? [point(context.period.label, now)] : []),
    ...(before && dates !== '' ? [point(dates, before)] : []),
    ...months.map((row) => point(formatMonth(row.month), row)),
  ];
}

function point(period: string, { count, of }: Tally): DutyPoint {
  // An amount can be more than what was planned; only a part of a whole has an interval.
  const isPart = count !== null && of !== null && Number.isInteger(count) && count <= of;
  return {
    period,
    count,
    of,
    rate: count !== null && of !== null && of > 0 ? count / of : null,
    ...(isPart ? shareLimits(count, of) : { lower: null, upper: null }),
  };
}

function isRate(tally: Tally | undefined, minimum: number): tally is { count: number; of: number } {
  return tally !== undefined && tally.count !== null && tally.of !== null && enoughForRate(tally.of, minimum);
}

/** '80 to 96 %'. */
export function interval(limits: { lower: number; upper: number }): string {
  return formatShareRange(limits);
}

function trendText(
  months: readonly MonthTally[],
  values: readonly (number | null)[],
  format: (value: number) => string,
): string {
  const known = months.flatMap(({ month }, index) => {
    const value = values[index];
    return value === null || value === undefined ? [] : [{ month, value }];
  });
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last || first === last) return '';
  const [least, most] = [Math.min(...known.map(({ value }) => value)), Math.max(...known.map(({ value }) => value))];
  return `By month from ${formatMonth(first.month)} to ${formatMonth(last.month)}: between ${format(least)} and ${format(most)}, last ${format(last.value)}.`;
}

function joined(...words: (string | undefined)[]): string {
  return words.filter((word) => word !== undefined && word !== '').join('; ');
}
