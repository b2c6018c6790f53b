/** Days are whole numbers counted from 1970-01-01; months are year × 12 + month − 1. */
export type Day = number;
export type Month = number;

/** Stands for a null in whole-number columns. */
export const NONE = -2147483648;

export { daysPerMonth } from '../../src/lib/calendar/date.ts';

const FIRST_YEAR = 1900;
const LAST_YEAR = 2120;
const FIRST_DAY = Date.UTC(FIRST_YEAR, 0, 1) / 86_400_000;
// Simulation asks for the month of a day tens of millions of times; a table is far cheaper than Date.
const MONTH_OF_DAY = new Int32Array(Date.UTC(LAST_YEAR, 0, 1) / 86_400_000 - FIRST_DAY);
const START_OF_MONTH = new Int32Array((LAST_YEAR - FIRST_YEAR) * 12 + 1);
for (let i = 0; i < START_OF_MONTH.length; i++) START_OF_MONTH[i] = Date.UTC(FIRST_YEAR, i, 1) / 86_400_000;
for (let i = 0; i + 1 < START_OF_MONTH.length; i++) {
  MONTH_OF_DAY.fill(FIRST_YEAR * 12 + i, START_OF_MONTH[i]! - FIRST_DAY, START_OF_MONTH[i + 1]! - FIRST_DAY);
}

/** The day of an ISO date. */
export function dayOf(iso: string): Day {
  return Date.parse(`${iso}T00:00:00Z`) / 86_400_000;
}

/** The ISO date of a day. */
export function isoDate(day: Day): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

export function monthOf(day: Day): Month {
  return MONTH_OF_DAY[day - FIRST_DAY]!;
}

/** First day of a month. */
export function monthStart(month: Month): Day {
  return START_OF_MONTH[month - FIRST_YEAR * 12]!;
}

/** "2026-06" */
export function isoMonth(month: Month): string {
  return isoDate(monthStart(month)).slice(0, 7);
}

/** The same day of the month n months later, or that month's last day when it is shorter (as SQL intervals do). */
export function addMonths(day: Day, n: number): Day {
  const month = monthOf(day);
  const target = month + n;
  return Math.min(monthStart(target) + day - monthStart(month), monthStart(target + 1) - 1);
}

/** 0 is Sunday. */
export function weekday(day: Day): number {
  return (((day + 4) % 7) + 7) % 7;
}

export function isWeekend(day: Day): boolean {
  const d = weekday(day);
  return d === 0 || d === 6;
}

/** The n-th working day (Monday to Friday) after a day. */
export function addWorkingDays(day: Day, n: number): Day {
  let result = day;
  for (let left = n; left > 0;) if (!isWeekend(++result)) left--;
  return result;
}

/** Whole years of age. */
export function ageOn(birth: Day, day: Day): number {
  return Math.floor((day - birth) / 365.2425);
}
