import type { CalendarSettings } from '../calendar/period.ts';
import type { Manifest } from './manifest.ts';

/** What periods of a dataset are read with. */
export function calendarOf(dataset: Pick<Manifest, 'as_of' | 'settings'>): CalendarSettings {
  return { fiscalYearStartMonth: dataset.settings.fiscal_year_start_month, asOf: dataset.as_of };
}
