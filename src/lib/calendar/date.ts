/**
 * Calendar dates as ISO text.
 *
 * A date is always the text 'YYYY-MM-DD' (years 0001 to 9999, proleptic Gregorian calendar) and never a `Date`:
 * a `Date` carries a time zone, and a person released on June 30 would be released on June 29 in Honolulu.
 * Month names are English and fixed, so a page, a memo and a test never depend on the machine's locale.
 */

/** A calendar date, 'YYYY-MM-DD'. */
export type IsoDate = string;

/** Days of a month in lengths of time: of 365.25 / 12. Dates have months of the calendar. */
export const daysPerMonth = 30.4375;

const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTH_NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const;

/** Day number of 0001-01-01, the first date this module knows. */
const FIRST_DAY_NUMBER = -719162;
/** Day number of 9999-12-31, the last. */
const LAST_DAY_NUMBER = 2932896;

interface CivilDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function civilOrNull(text: string): CivilDate | null {
  const match = ISO_DATE.exec(text);
  if (!match) return null;
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return { year, month, day };
}

function civil(iso: IsoDate): CivilDate {
  const parts = civilOrNull(iso);
  if (!parts) throw new RangeError(`not a date: "${iso}" (expected YYYY-MM-DD)`);
  return parts;
}

function isoOf(year: number, month: number, day: number): IsoDate {
  if (year < 1 || year > 9999) throw new RangeError(`year ${year} is outside 0001 to 9999`);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Days from 0001-01-01 to January 1 of `year`. */
function daysBeforeYear(year: number): number {
  const past = year - 1;
  return past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
}

/** Whether `text` is a date that exists: '2024-02-29' is, '2023-02-29' and '2023-2-9' are not. */
export function isIsoDate(text: string): boolean {
  return civilOrNull(text) !== null;
}

/** Days since 1970-01-01, negative before it. Throws a RangeError when `iso` is not a date. */
export function toDayNumber(iso: IsoDate): number {
  const { year, month, day } = civil(iso);
  const leapDay = month > 2 && isLeapYear(year) ? 1 : 0;
  return FIRST_DAY_NUMBER + daysBeforeYear(year) + (DAYS_BEFORE_MONTH[month - 1] ?? 0) + leapDay + day - 1;
}

/** The date `dayNumber` days after 1970-01-01. Throws a RangeError for a fraction or a year outside 0001 to 9999. */
export function fromDayNumber(dayNumber: number): IsoDate {
  if (!Number.isInteger(dayNumber) || dayNumber < FIRST_DAY_NUMBER || dayNumber > LAST_DAY_NUMBER) {
    throw new RangeError(`not a day number: ${dayNumber}`);
  }
  const days = dayNumber - FIRST_DAY_NUMBER;
  // The mean year is 365.2425 days; the estimate is at most one year off, in either direction.
  let year = Math.floor(days / 365.2425) + 1;
  if (daysBeforeYear(year) > days) year -= 1;
  else if (daysBeforeYear(year + 1) <= days) year += 1;
  let rest = days - daysBeforeYear(year);
  let month = 1;
  while (rest >= daysInMonth(year, month)) {
    rest -= daysInMonth(year, month);
    month += 1;
  }
  return isoOf(year, month, rest + 1);
}

/** The date `days` days later (earlier when negative). */
export function addDays(iso: IsoDate, days: number): IsoDate {
  return fromDayNumber(toDayNumber(iso) + days);
}

/** Days from `from` to `to`: 1 from a day to the next, negative when `to` is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return toDayNumber(to) - toDayNumber(from);
}

/** The first day of the month `iso` lies in. */
export function firstOfMonth(iso: IsoDate): IsoDate {
  const { year, month } = civil(iso);
  return isoOf(year, month, 1);
}

/** The last day of the month `iso` lies in. */
export function lastDayOfMonth(iso: IsoDate): IsoDate {
  const { year, month } = civil(iso);
  return isoOf(year, month, daysInMonth(year, month));
}

/** The same day `months` months later (earlier when negative), or the month's last day: Jan 31 + 1 month is Feb 28. */
export function addMonths(iso: IsoDate, months: number): IsoDate {
  if (!Number.isInteger(months)) throw new RangeError(`not a whole number of months: ${months}`);
  const { year, month, day } = civil(iso);
  const index = year * 12 + (month - 1) + months;
  const toYear = Math.floor(index / 12);
  const toMonth = index - toYear * 12 + 1;
  return isoOf(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth)));
}

/**
 * The first days of all months that overlap the days from `from` up to, not including, `to`, oldest first.
 * Empty when `to` is not after `from`.
 */
export function monthsBetween(from: IsoDate, to: IsoDate): IsoDate[] {
  const start = toDayNumber(from);
  const end = toDayNumber(to);
  if (end <= start) return [];
  // Counted rather than walked past the end, so that the last month of 9999 needs no year 10000.
  const first = civil(from);
  const last = civil(fromDayNumber(end - 1));
  const count = (last.year - first.year) * 12 + last.month - first.month + 1;
  const anchor = isoOf(first.year, first.month, 1);
  return Array.from({ length: count }, (_unused, index) => addMonths(anchor, index));
}

/** The month of the year, 1 to 12. */
export function monthOfYear(iso: IsoDate): number {
  return civil(iso).month;
}

/** The calendar year. */
export function yearOf(iso: IsoDate): number {
  return civil(iso).year;
}

function monthAndDay({ month, day }: CivilDate): string {
  return `${MONTH_NAMES[month - 1]} ${day}`;
}

/** 'Jun 30, 2026'. */
export function formatDate(iso: IsoDate): string {
  const date = civil(iso);
  return `${monthAndDay(date)}, ${date.year}`;
}

/** 'Jun 2026'. */
export function formatMonth(iso: IsoDate): string {
  const { year, month } = civil(iso);
  return `${MONTH_NAMES[month - 1]} ${year}`;
}

/**
 * The days from `from` to `to`, both included, with nothing said twice: 'Jun 30, 2026', 'Apr 1 – 30, 2026',
 * 'Apr 1 – Jun 30, 2026', 'Oct 1, 2025 – Jun 30, 2026'. Throws a RangeError when `to` is before `from`.
 */
export function formatRange(from: IsoDate, to: IsoDate): string {
  if (daysBetween(from, to) < 0) throw new RangeError(`range ends before it starts: ${from} to ${to}`);
  if (from === to) return formatDate(from);
  const start = civil(from);
  const end = civil(to);
  if (start.year !== end.year) return `${formatDate(from)} – ${formatDate(to)}`;
  if (start.month !== end.month) return `${monthAndDay(start)} – ${formatDate(to)}`;
  return `${monthAndDay(start)} – ${end.day}, ${end.year}`;
}
