import { addDays, addMonths, toDayNumber, yearOf, type IsoDate } from '../../src/lib/calendar/date.ts';

/** What `source.json` says of holidays: its own dates, or those of the federal government; null without any. */
export type Holidays = 'us-federal' | readonly IsoDate[] | null;

/** From Monday (1) to Sunday (7). */
function weekdayOf(day: IsoDate): number {
  // Day 0, January 1, 1970, was a Thursday.
  return ((((toDayNumber(day) + 3) % 7) + 7) % 7) + 1;
}

const dayOf = (year: number, month: number, day: number): IsoDate =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

/** The nth such weekday of a month; the last one where `n` is -1. */
function nthWeekday(year: number, month: number, weekday: number, n: number): IsoDate {
  const first = dayOf(year, month, 1);
  const day = addDays(first, ((weekday - weekdayOf(first) + 7) % 7) + 7 * (n > 0 ? n - 1 : 0));
  if (n > 0) return day;
  const end = addMonths(first, 1);
  return addDays(end, -1 - ((weekdayOf(addDays(end, -1)) - weekday + 7) % 7));
}

/** On a Saturday a holiday is observed the Friday before, on a Sunday the Monday after (5 U.S.C. 6103; E.O. 11582). */
function observed(day: IsoDate): IsoDate {
  const weekday = weekdayOf(day);
  return weekday === 6 ? addDays(day, -1) : weekday === 7 ? addDays(day, 1) : day;
}

/**
 * The federal holidays of a year (5 U.S.C. 6103), on the days they are observed; that of New Year's Day can lie in the
 * year before. Martin Luther King's birthday counts since 1986, Juneteenth since 2021. Inauguration Day, a holiday of
 * Washington only, is none.
 */
export function federalHolidays(year: number): IsoDate[] {
  return [
    observed(dayOf(year, 1, 1)),
    ...(year >= 1986 ? [nthWeekday(year, 1, 1, 3)] : []),
    nthWeekday(year, 2, 1, 3),
    nthWeekday(year, 5, 1, -1),
    ...(year >= 2021 ? [observed(dayOf(year, 6, 19))] : []),
    observed(dayOf(year, 7, 4)),
    nthWeekday(year, 9, 1, 1),
    nthWeekday(year, 10, 1, 2),
    observed(dayOf(year, 11, 11)),
    nthWeekday(year, 11, 4, 4),
    observed(dayOf(year, 12, 25)),
  ];
}

/** Years of federal holidays: of any case still open, and of whatever is due in the next years. */
const [yearsBack, yearsAhead] = [60, 6];

/** The days of a source's holidays. */
export function holidayDates(holidays: Holidays, asOf: IsoDate): readonly IsoDate[] {
  if (holidays === null) return [];
  if (holidays !== 'us-federal') return holidays;
  const year = yearOf(asOf);
  return Array.from({ length: yearsBack + yearsAhead + 1 }, (_, index) =>
    federalHolidays(year - yearsBack + index),
  ).flat();
}
