import fc from 'fast-check';
import { addDays, fromDayNumber, toDayNumber } from './date.ts';
import { parsePeriod, type CalendarSettings, type Period } from './period.ts';

export const federal: CalendarSettings = { fiscalYearStartMonth: 10, asOf: '2026-06-30' };
export const calendarYear: CalendarSettings = { fiscalYearStartMonth: 1, asOf: '2026-06-30' };

/** A period by its text. Throws where it is none. */
export function period(text: string, settings = federal): Period {
  const parsed = parsePeriod(text, settings);
  if ('error' in parsed) throw new Error(parsed.error);
  return parsed;
}

export const anyDate = fc
  .integer({ min: toDayNumber('1950-01-01'), max: toDayNumber('2150-12-31') })
  .map(fromDayNumber);
export const anySettings = fc.record({ fiscalYearStartMonth: fc.integer({ min: 1, max: 12 }), asOf: anyDate });
export const anyText = fc.oneof(
  fc.tuple(fc.integer({ min: 1950, max: 2150 }), fc.integer({ min: 1, max: 4 })).map(([y, q]) => `${y}Q${q}`),
  fc.integer({ min: 1950, max: 2150 }).map((y) => `FY${y}`),
  anyDate.map((date) => date.slice(0, 7)),
  fc.constant('L12M'),
  fc.tuple(anyDate, fc.nat(4000)).map(([from, days]) => `${from}..${addDays(from, days)}`),
);
