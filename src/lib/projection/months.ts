import { addDays, type IsoDate } from '../calendar/date.ts';

/**
 * Months of the projection are counted from the year 0 and end on the as-of date's day of the month (on the last day
 * where the as-of date is one), so that the last month known is whole.
 */

/** Day of the month on which months end; 31 stands for the last. */
export function monthDay(asOf: IsoDate): number {
  const [year = 0, month = 0, day = 0] = asOf.split('-').map(Number);
  return day === lastDay(year * 12 + month - 1) ? 31 : day;
}

/** Number of the month a date lies in. */
export function monthNumber(date: IsoDate, endDay: number): number {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return year * 12 + month - 1 + (day > endDay ? 1 : 0);
}

/** The last day of a month. */
export function monthEnd(month: number, endDay: number): IsoDate {
  return isoDay(month, Math.min(endDay, lastDay(month)));
}

/** First day of the calendar month a month ends in. */
export function monthStart(month: number): IsoDate {
  return isoDay(month, 1);
}

/** The first whole month of a history that begins on a day. */
export function firstWholeMonth(from: IsoDate, endDay: number): number {
  const month = monthNumber(from, endDay);
  return monthNumber(addDays(from, -1), endDay) < month ? month : month + 1;
}

function lastDay(month: number): number {
  return new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate();
}

function isoDay(month: number, day: number): IsoDate {
  return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
