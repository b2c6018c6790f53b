/**
 * Reporting periods: month, fiscal quarter, fiscal year, last 12 months, any range of days.
 *
 * A period runs from `from` up to, not including, `to`, so that its days are a plain difference and neighbours tile
 * without gaps. Its `id` is the text in links and on the command line; reading that text gives the period back.
 */
import {
  addDays,
  addMonths,
  daysBetween,
  firstOfMonth,
  formatMonth,
  formatRange,
  isIsoDate,
  monthOfYear,
  monthsBetween,
  yearOf,
} from './date.ts';
import type { IsoDate } from './date.ts';

export type PeriodKind = 'month' | 'quarter' | 'fiscal-year' | 'last-12-months' | 'range';

export interface Period {
  readonly kind: PeriodKind;
  /** First day. */
  readonly from: IsoDate;
  /** The day after the last one (exclusive). */
  readonly to: IsoDate;
  /** '2026-04', '2026Q3', 'FY2026', 'L12M' or '2026-04-01..2026-06-30'. */
  readonly id: string;
}

/** Why a text is not a period, as a sentence for the person who typed it. */
export interface PeriodError {
  readonly error: string;
}

export interface CalendarSettings {
  /** Month the fiscal year begins in, 1 to 12. When it is not January the year is named for the one it ends in. */
  readonly fiscalYearStartMonth: number;
  /** Last day the data cover. */
  readonly asOf: IsoDate;
}

export interface PeriodLabel {
  /** 'FY 2026 Q3', 'FY 2026', 'Apr 2026', 'Last 12 months'; for a range, its dates. */
  readonly short: string;
  /** 'Apr 1 – Jun 30, 2026'. A period to date shows the days it covers so far. */
  readonly dates: string;
  /** Whether the period's last day is after the as-of date. */
  readonly toDate: boolean;
  /** Short and dates together: 'FY 2026 Q3 (Apr 1 – Jun 30, 2026)', 'FY 2026 Q4 to date (Jul 1 – Aug 15, 2026)'. */
  readonly full: string;
}

const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;
const FORMS =
  'Write a fiscal quarter (2026Q3), a fiscal year (FY2026), a month (2026-04), L12M for the last 12 months, ' +
  'or a range of days (2026-04-01..2026-06-30).';

function checkSettings(settings: CalendarSettings): void {
  const { fiscalYearStartMonth: month, asOf } = settings;
  if (!Number.isInteger(month) || month < 1 || month > 12) {
    throw new RangeError(`fiscal year start month must be 1 to 12, not ${month}`);
  }
  if (!isIsoDate(asOf)) throw new RangeError(`as-of date is not a date: "${asOf}"`);
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function monthPeriod(firstDay: IsoDate): Period {
  return { kind: 'month', from: firstDay, to: addMonths(firstDay, 1), id: firstDay.slice(0, 7) };
}

function startOfFiscalYear(fiscalYear: number, startMonth: number): IsoDate {
  return `${pad(startMonth === 1 ? fiscalYear : fiscalYear - 1, 4)}-${pad(startMonth, 2)}-01`;
}

/** The id of a fiscal year: 'FY2026'. */
export function fiscalYearId(fiscalYear: number): string {
  return `FY${pad(fiscalYear, 4)}`;
}

/** The id of a fiscal quarter: '2026Q3'. */
export function quarterId(fiscalYear: number, quarter: number): string {
  return `${pad(fiscalYear, 4)}Q${quarter}`;
}

function fiscalYearPeriod(fiscalYear: number, startMonth: number): Period {
  const from = startOfFiscalYear(fiscalYear, startMonth);
  return { kind: 'fiscal-year', from, to: addMonths(from, 12), id: fiscalYearId(fiscalYear) };
}

function quarterPeriod(fiscalYear: number, quarter: number, startMonth: number): Period {
  const from = addMonths(startOfFiscalYear(fiscalYear, startMonth), (quarter - 1) * 3);
  return { kind: 'quarter', from, to: addMonths(from, 3), id: quarterId(fiscalYear, quarter) };
}

/** Days from `from` up to, not including, `to`. Its text names the last day, as every range does. */
export function rangePeriod(from: IsoDate, to: IsoDate): Period {
  return { kind: 'range', from, to, id: `${from}..${addDays(to, -1)}` };
}

function lastTwelveMonths(asOf: IsoDate): Period {
  // The month of the day after the as-of date has not ended; the one before it has.
  const to = firstOfMonth(addDays(asOf, 1));
  return { kind: 'last-12-months', from: addMonths(to, -12), to, id: 'L12M' };
}

/** The calendar month `iso` lies in. */
export function monthOf(iso: IsoDate): Period {
  return monthPeriod(firstOfMonth(iso));
}

/** The fiscal year `iso` lies in. */
export function fiscalYearOf(iso: IsoDate, settings: CalendarSettings): Period {
  checkSettings(settings);
  const start = settings.fiscalYearStartMonth;
  const endsNextYear = start > 1 && monthOfYear(iso) >= start;
  return fiscalYearPeriod(yearOf(iso) + (endsNextYear ? 1 : 0), start);
}

/** The fiscal quarter `iso` lies in. */
export function quarterOf(iso: IsoDate, settings: CalendarSettings): Period {
  const year = fiscalYearOf(iso, settings);
  const monthsIn = monthsBetween(year.from, addDays(iso, 1)).length - 1;
  return quarterPeriod(Number(year.id.slice(2)), Math.floor(monthsIn / 3) + 1, settings.fiscalYearStartMonth);
}

/**
 * Reads a period as written in a link or on the command line (see FORMS; letters in either case, spaces around it
 * ignored, the end of a range included). Text that is no period gives `{ error }`, one or two sentences to show as
 * they are. Throws a RangeError only when the settings are wrong.
 */
export function parsePeriod(text: string, settings: CalendarSettings): Period | PeriodError {
  checkSettings(settings);
  const start = settings.fiscalYearStartMonth;
  const id = text.trim().toUpperCase();
  if (id === '') return { error: `No period was given. ${FORMS}` };
  if (id === 'L12M') return lastTwelveMonths(settings.asOf);
  if (id.includes('..')) return parseRange(id);

  const match = /^(?:FY(\d{4})|(\d{4})Q([1-4])|(\d{4})-(0[1-9]|1[0-2]))$/.exec(id);
  if (!match) return { error: `"${excerpt(text)}" is not a period. ${FORMS}` };
  const year = Number(match[1] ?? match[2] ?? match[4]);
  if (year < FIRST_YEAR || year > LAST_YEAR) return yearError(pad(year, 4));
  if (match[1] !== undefined) return fiscalYearPeriod(year, start);
  if (match[3] !== undefined) return quarterPeriod(year, Number(match[3]), start);
  return monthPeriod(`${id}-01`);
}

function parseRange(id: string): Period | PeriodError {
  const [from = '', last = '', ...rest] = id.split('..');
  if (rest.length > 0) return { error: `"${excerpt(id)}" is not a range of days. ${FORMS}` };
  for (const day of [from, last]) {
    if (!isIsoDate(day)) return { error: `"${excerpt(day)}" is not a date (YYYY-MM-DD). ${FORMS}` };
    if (yearOf(day) < FIRST_YEAR || yearOf(day) > LAST_YEAR) return yearError(day.slice(0, 4));
  }
  if (daysBetween(from, last) < 0) return { error: `The range ${from}..${last} ends before it starts.` };
  return rangePeriod(from, addDays(last, 1));
}

function yearError(year: string): PeriodError {
  return { error: `The year ${year} is not between ${FIRST_YEAR} and ${LAST_YEAR}.` };
}

function excerpt(text: string): string {
  const clean = text.trim();
  return clean.length > 40 ? `${clean.slice(0, 40)}…` : clean;
}

/** The text that `parsePeriod` reads back as the same period (L12M: under the same as-of date). */
export function formatPeriod(period: Period): string {
  return period.id;
}

/** What to call a period on a page; a label always carries its dates. */
export function periodLabel(period: Period, settings: CalendarSettings): PeriodLabel {
  const toDate = isToDate(period, settings.asOf);
  const end = effectiveEnd(period, settings.asOf);
  // A period wholly in the future has no days so far: name the days it will have.
  const covered = daysBetween(period.from, end) > 0 ? end : period.to;
  const dates = formatRange(period.from, addDays(covered, -1));
  const name = shortName(period);
  const short = name ?? dates;
  const suffix = toDate ? ' to date' : '';
  return { short, dates, toDate, full: name === null ? `${dates}${suffix}` : `${name}${suffix} (${dates})` };
}

function shortName(period: Period): string | null {
  switch (period.kind) {
    case 'month':
      return formatMonth(period.from);
    case 'quarter':
      return `FY ${period.id.slice(0, 4)} ${period.id.slice(4)}`;
    case 'fiscal-year':
      return `FY ${period.id.slice(2)}`;
    case 'last-12-months':
      return 'Last 12 months';
    case 'range':
      return null;
  }
}

/** Whether the period is not over by the as-of date, so that its figures are "to date". */
export function isToDate(period: Period, asOf: IsoDate): boolean {
  return daysBetween(asOf, period.to) > 1;
}

/** Days in the whole period. */
export function daysIn(period: Period): number {
  return daysBetween(period.from, period.to);
}

/**
 * The exclusive end of the days the data cover: the period's end, or the day after the as-of date when that is
 * earlier. Never before the period's start, so a period wholly in the future covers no days rather than negative ones.
 */
export function effectiveEnd(period: Period, asOf: IsoDate): IsoDate {
  if (!isToDate(period, asOf)) return period.to;
  return daysBetween(asOf, period.from) > 0 ? period.from : addDays(asOf, 1);
}

/** First days of the months that overlap the period, oldest first. */
export function monthsOf(period: Period): IsoDate[] {
  return monthsBetween(period.from, period.to);
}
