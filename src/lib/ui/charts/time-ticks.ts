import {
  addDays,
  addMonths,
  daysBetween,
  firstOfMonth,
  formatMonth,
  monthOfYear,
  yearOf,
} from '../../calendar/date.ts';
import type { IsoDate } from '../../calendar/date.ts';

export interface TimeTick {
  readonly date: IsoDate;
  readonly label: string;
  /** Second line: the year, where it first counts. */
  readonly sub?: string;
}

const DAY_STEPS = [1, 2, 7, 14] as const;
const MONTH_STEPS = [1, 2, 3, 6] as const;
const YEAR_STEPS = [1, 2, 5, 10, 20, 50, 100] as const;

/** Ticks from `from` to `to` on calendar boundaries, at most `most` of them: days, months or years, whichever fits. */
export function timeTicks(from: IsoDate, to: IsoDate, most: number): TimeTick[] {
  const days = daysBetween(from, to);
  for (const step of DAY_STEPS) if (days / step + 1 <= most) return dayTicks(from, to, step);
  const months = days / 30.4;
  for (const step of MONTH_STEPS) if (months / step + 1 <= most) return monthTicks(from, to, step);
  for (const step of YEAR_STEPS) if (months / 12 / step <= most) return yearTicks(from, to, step);
  return yearTicks(from, to, 200);
}

function dayTicks(from: IsoDate, to: IsoDate, step: number): TimeTick[] {
  const ticks: TimeTick[] = [];
  for (let date = from; date <= to; date = addDays(date, step)) {
    const label = `${formatMonth(date).slice(0, 3)} ${Number(date.slice(8))}`;
    ticks.push(withYear(date, label, ticks.at(-1)));
  }
  return ticks;
}

function monthTicks(from: IsoDate, to: IsoDate, step: number): TimeTick[] {
  const ticks: TimeTick[] = [];
  let date = firstOfMonth(from);
  while (date < from || (monthOfYear(date) - 1) % step !== 0) date = addMonths(date, 1);
  for (; date <= to; date = addMonths(date, step)) {
    ticks.push(withYear(date, formatMonth(date).slice(0, 3), ticks.at(-1)));
  }
  return ticks;
}

function yearTicks(from: IsoDate, to: IsoDate, step: number): TimeTick[] {
  const ticks: TimeTick[] = [];
  const first = yearOf(from) + (from.endsWith('-01-01') ? 0 : 1);
  for (let year = Math.ceil(first / step) * step; year <= yearOf(to); year += step) {
    ticks.push({ date: `${String(year).padStart(4, '0')}-01-01`, label: String(year) });
  }
  return ticks;
}

function withYear(date: IsoDate, label: string, before: TimeTick | undefined): TimeTick {
  return before && yearOf(before.date) === yearOf(date) ? { date, label } : { date, label, sub: String(yearOf(date)) };
}
