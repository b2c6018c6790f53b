import { addDays } from '../../calendar/date.ts';
import { effectiveEnd, quarterOf, type Period } from '../../calendar/period.ts';
import { calendarOf } from '../../export/calendar.ts';
import type { Manifest } from '../../export/manifest.ts';

/** The fiscal quarter a memorandum is of: the period itself, or the quarter in which the data of another one end. */
export function memoQuarter(period: Period, dataset: Manifest): Period {
  if (period.kind === 'quarter') return period;
  const end = effectiveEnd(period, dataset.as_of);
  return quarterOf(end > period.from ? addDays(end, -1) : period.from, calendarOf(dataset));
}
