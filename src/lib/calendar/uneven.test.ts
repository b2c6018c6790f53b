import { expect, it } from 'vitest';
import { parsePeriod, type CalendarSettings } from './period.ts';
import { unevenSpans } from './uneven.ts';

const federal: CalendarSettings = { fiscalYearStartMonth: 10, asOf: '2026-06-30' };

function period(text: string, settings = federal) {
  const parsed = parsePeriod(text, settings);
  if ('error' in parsed) throw new Error(parsed.error);
  return parsed;
}

it('a period to date is said to be shorter where it is compared with a whole one', () => {
  const to = (asOf: string, text: string, other: string) => {
    const settings = { ...federal, asOf };
    return unevenSpans(period(text, settings), period(other, settings), asOf);
  };
  expect(to('2026-08-15', '2026Q4', '2025Q4')).toBe('quarter to date, to Aug 15, 2026, against a whole quarter');
  expect(to('2026-08-15', 'FY2026', 'FY2025')).toBe('year to date, to Aug 15, 2026, against a whole year');
  expect(to('2026-08-15', '2026-08', '2026-07')).toBe('month to date, to Aug 15, 2026, against a whole month');
  // The last day of the quarter is in: it is over.
  expect(to('2026-09-30', '2026Q4', '2025Q4')).toBe('');
  expect(to('2026-08-15', '2026Q3', '2025Q3')).toBe('');
  // Nothing of it has come yet, and nothing is compared.
  expect(to('2026-06-30', '2026Q4', '2025Q4')).toBe('');
  expect(unevenSpans(period('2026Q4'), null, '2026-08-15')).toBe('');
});
