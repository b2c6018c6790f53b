import { addDays, formatDate, type IsoDate } from './date.ts';
import { effectiveEnd, isToDate, type Period, type PeriodKind } from './period.ts';

const spanNames: Record<PeriodKind, string> = {
  month: 'month',
  quarter: 'quarter',
  'fiscal-year': 'year',
  'last-12-months': 'period',
  range: 'period',
};

/**
 * 'quarter to date, to Aug 15, 2026, against a whole quarter': said wherever a period that is not over is compared with
 * one that is. Empty where both are over or neither is, and where the period has no days yet.
 */
export function unevenSpans(period: Period, compared: Period | null, asOf: IsoDate): string {
  if (compared === null || !isToDate(period, asOf) || isToDate(compared, asOf)) return '';
  const so = spanToDate(period, asOf);
  return so === '' ? '' : `${so}, against a whole ${spanNames[compared.kind]}`;
}

/** 'quarter to date, to Aug 15, 2026'; empty where the period is over, or has no days yet. */
export function spanToDate(period: Period, asOf: IsoDate): string {
  const end = effectiveEnd(period, asOf);
  if (end === period.to || end === period.from) return '';
  return `${spanNames[period.kind]} to date, to ${formatDate(addDays(end, -1))}`;
}
