/**
 * From one period to others: the one before, the one it is compared with, those a picker offers.
 */
import { addDays, addMonths, daysBetween, firstOfMonth } from './date.ts';
import type { IsoDate } from './date.ts';
import {
  daysIn,
  fiscalYearId,
  fiscalYearOf,
  monthOf,
  monthsOf,
  quarterId,
  quarterOf,
  rangePeriod,
  type CalendarSettings,
  type Period,
} from './period.ts';

export type Comparison = 'previous' | 'last-year' | 'none';

/** The last fiscal quarter that is complete by the as-of date. */
export function defaultPeriod(settings: CalendarSettings): Period {
  return previousPeriod(quarterOf(addDays(settings.asOf, 1), settings));
}

/**
 * The period just before, of the same kind; for the last 12 months, the 12 before them as a range. A range of whole
 * months steps back by whole months (Apr – Jun to Jan – Mar), any other by its number of days.
 */
export function previousPeriod(period: Period): Period {
  switch (period.kind) {
    case 'month':
      return monthOf(addMonths(period.from, -1));
    case 'quarter': {
      const year = Number(period.id.slice(0, 4));
      const quarter = Number(period.id.slice(5));
      const id = quarter > 1 ? quarterId(year, quarter - 1) : quarterId(year - 1, 4);
      return { kind: 'quarter', from: addMonths(period.from, -3), to: period.from, id };
    }
    case 'fiscal-year':
      return samePeriodLastYear(period);
    case 'last-12-months':
    case 'range': {
      const wholeMonths = period.from === firstOfMonth(period.from) && period.to === firstOfMonth(period.to);
      const from = wholeMonths
        ? addMonths(period.from, -monthsOf(period).length)
        : addDays(period.from, -daysIn(period));
      return rangePeriod(from, period.from);
    }
  }
}

/** The same period twelve months earlier; for the last 12 months, the 12 before them as a range. */
export function samePeriodLastYear(period: Period): Period {
  const from = addMonths(period.from, -12);
  const to = addMonths(period.to, -12);
  switch (period.kind) {
    case 'month':
      return monthOf(from);
    case 'quarter':
      return {
        kind: 'quarter',
        from,
        to,
        id: quarterId(Number(period.id.slice(0, 4)) - 1, Number(period.id.slice(5))),
      };
    case 'fiscal-year':
      return { kind: 'fiscal-year', from, to, id: fiscalYearId(Number(period.id.slice(2)) - 1) };
    case 'last-12-months':
    case 'range':
      // Feb 28 of a leap year alone: both its ends land on Feb 28 of the year before, which is one day, not none.
      return rangePeriod(from, from === to ? addDays(from, 1) : to);
  }
}

/** The period to compare with, or null for none. */
export function comparisonPeriod(period: Period, comparison: Comparison): Period | null {
  if (comparison === 'none') return null;
  return comparison === 'previous' ? previousPeriod(period) : samePeriodLastYear(period);
}

/**
 * Periods for a picker, newest first, from the one that holds the as-of date (it may be to date) back to the first
 * that begins on or after `from`, the first day the data cover: an earlier one would pass half a quarter off as whole.
 */
export function recentPeriods(
  settings: CalendarSettings,
  { from }: { readonly from: IsoDate },
): { quarters: Period[]; fiscalYears: Period[]; months: Period[] } {
  const backFrom = (newest: Period): Period[] => {
    const periods: Period[] = [];
    for (let period = newest; daysBetween(from, period.from) >= 0; period = previousPeriod(period))
      periods.push(period);
    return periods;
  };
  const { asOf } = settings;
  return {
    quarters: backFrom(quarterOf(asOf, settings)),
    fiscalYears: backFrom(fiscalYearOf(asOf, settings)),
    months: backFrom(monthOf(asOf)),
  };
}

/**
 * The periods a reader is likely to step to from one, likeliest first: the ones before and after it, two before, and
 * the same a year before; none for ranges, and none the data do not cover.
 */
export function periodsNear(period: Period, settings: CalendarSettings, covered: { readonly from: IsoDate }): Period[] {
  const { quarters, fiscalYears, months } = recentPeriods(settings, covered);
  const all = period.kind === 'quarter' ? quarters : period.kind === 'fiscal-year' ? fiscalYears : months;
  const at = all.findIndex(({ id }) => id === period.id);
  if (at < 0) return [];
  const yearBefore = samePeriodLastYear(period).id;
  const near = [all[at + 1], at > 0 ? all[at - 1] : undefined, all[at + 2], all.find(({ id }) => id === yearBefore)];
  return [...new Set(near.filter((each) => each !== undefined))];
}
