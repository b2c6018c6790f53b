import { daysBetween } from '../calendar/date.ts';
import { effectiveEnd, type CalendarSettings, type Period } from '../calendar/period.ts';
import type { Manifest } from './manifest.ts';

/** What periods of a dataset are read with. */
export function calendarOf(dataset: Pick<Manifest, 'as_of' | 'settings'>): CalendarSettings {
  return { fiscalYearStartMonth: dataset.settings.fiscal_year_start_month, asOf: dataset.as_of };
}

/** Days of the period the data cover. */
export function coveredDays(period: Period, { as_of, history_from }: Pick<Manifest, 'as_of' | 'history_from'>): number {
  const from = history_from !== null && history_from > period.from ? history_from : period.from;
  return Math.max(0, daysBetween(from, effectiveEnd(period, as_of)));
}
