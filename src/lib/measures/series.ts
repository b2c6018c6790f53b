import { addMonths, daysBetween, type IsoDate } from '../calendar/date.ts';
import { fiscalYearOf, monthOf, quarterOf, type CalendarSettings, type Period } from '../calendar/period.ts';
import type { FigureSpec, MonthsSpec } from './figure.ts';
import type { Grain } from './grain.ts';
import {
  madeOf,
  picked,
  summed,
  type FigureContext,
  type FigureRow,
  type FigureTally,
  type MeasureFigure,
} from './measure-figure.ts';

export interface SeriesPoint {
  readonly period: Period;
  readonly figure: MeasureFigure;
  /** The period is not over, or the data cover only part of it. */
  readonly partial: boolean;
}

/** What the months of an answer are read with. */
export interface SeriesContext extends FigureContext {
  readonly calendar: CalendarSettings;
  /** First day the data cover. */
  readonly historyFrom: IsoDate | null;
}

interface MonthRow extends FigureTally {
  month: IsoDate;
  /** Days the data cover, by which an average is weighted. */
  days: number;
  /** No row stands behind it: nothing was counted, which adds nothing. */
  empty?: true;
}

/**
 * One group's points over the months given (first days, without gaps, oldest first), months put together where longer
 * ones are asked for. A month without a row between the first and the last of the group is one in which nothing was
 * counted; before and after, nothing is known, unless to have none is what no row means.
 */
export function readSeries(
  spec: FigureSpec,
  rows: readonly FigureRow[],
  group: string | null,
  { months, grain = 'month' }: { readonly months: readonly IsoDate[]; readonly grain?: Grain },
  context: SeriesContext,
): SeriesPoint[] {
  const from = spec.months;
  if (!from) return [];
  const monthly = monthsOf(spec, from, rows, group, months);
  const periodOf = { month: monthOf, quarter: quarterOf, year: fiscalYearOf }[grain];
  const groups = new Map<string, { period: Period; of: (MonthRow | null)[] }>();
  months.forEach((month, index) => {
    const period = periodOf(month, context.calendar);
    const known = groups.get(period.id) ?? { period, of: [] };
    known.of.push(monthly[index] ?? null);
    groups.set(period.id, known);
  });
  return [...groups.values()].map(({ period, of }) => ({
    period,
    figure: madeOf(spec, together(from, of), context),
    partial: isPartial(period, of.length, context),
  }));
}

function isPartial(period: Period, given: number, { calendar, historyFrom }: SeriesContext): boolean {
  const begun = historyFrom === null || historyFrom <= period.from;
  const whole = addMonths(period.from, given) >= period.to;
  return !begun || !whole || daysBetween(calendar.asOf, period.to) > 1;
}

function monthsOf(
  spec: FigureSpec,
  from: MonthsSpec,
  rows: readonly FigureRow[],
  group: string | null,
  months: readonly IsoDate[],
): (MonthRow | null)[] {
  const own = new Map<string, FigureRow[]>();
  for (const row of rows) {
    if ((row['group'] ?? null) !== group || !picked(spec, row) || typeof row['month'] !== 'string') continue;
    own.set(row['month'], [...(own.get(row['month']) ?? []), row]);
  }
  const known = [...own.keys()].sort();
  const [first, last] = [known[0] ?? '', known.at(-1) ?? ''];
  const [part, whole, value] = [from.part ?? spec.part, from.whole ?? spec.whole, from.value ?? spec.value];
  return months.map((month) => {
    const found = own.get(month);
    if (found) {
      const sum = (columns: typeof part) => (columns === undefined ? null : summed(columns, found));
      return { month, n: sum(part), d: sum(whole), value: sum(value), days: Number(found[0]?.['days'] ?? 0) };
    }
    // Only what is added up can be none for want of a row: an average or a count of people is not known.
    if (from.into !== 'sum' || !(spec.zero || (month > first && month < last))) return null;
    return {
      month,
      n: 0,
      d: whole === undefined ? null : 0,
      value: value === undefined ? null : 0,
      days: 0,
      empty: true,
    };
  });
}

/** Months made into one stretch. */
function together(from: MonthsSpec, months: readonly (MonthRow | null)[]): FigureTally {
  const known = months.filter((month) => month !== null);
  const nothing: FigureTally = { n: null, d: null, value: null };
  const last = known.at(-1);
  if (!last) return nothing;
  if (known.length === 1 && months.length === 1) return last;
  switch (from.into) {
    case 'none':
      return nothing;
    case 'last':
      return last;
    case 'sum':
      return added(known);
    case 'days': {
      const days = known.reduce((sum, month) => sum + month.days, 0);
      const average = (name: 'n' | 'value') =>
        known.some((month) => month[name] === null) || days === 0
          ? null
          : known.reduce((sum, month) => sum + (month[name] ?? 0) * month.days, 0) / days;
      return { n: average('n'), d: last.d, value: average('value') };
    }
  }
}

const parts = ['n', 'd', 'value'] as const;

/**
 * Months added up, as a question adds up the whole period: one of which nothing was recorded counts for nothing, and so
 * does one of which only a part was, lest a part be of another whole.
 */
function added(months: readonly MonthRow[]): FigureTally {
  const counted = months.filter(({ empty }) => !empty);
  const [first] = months;
  if (counted.length === 0 && first) return first;
  const recorded = parts.filter((name) => counted.some((month) => month[name] !== null));
  const whole = counted.filter((month) => recorded.every((name) => month[name] !== null));
  const sum = (name: (typeof parts)[number]) =>
    whole.length === 0 || !recorded.includes(name) ? null : whole.reduce((all, month) => all + (month[name] ?? 0), 0);
  return { n: sum('n'), d: sum('d'), value: sum('value') };
}
