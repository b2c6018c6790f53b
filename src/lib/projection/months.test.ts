import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../calendar/date.ts';
import { firstWholeMonth, monthDay, monthEnd, monthNumber, monthStart } from './months.ts';

describe('months that end on the as-of date', () => {
  it('are calendar months where the as-of date ends one', () => {
    expect([monthDay('2026-06-30'), monthDay('2024-02-29'), monthDay('2026-06-15')]).toEqual([31, 31, 15]);
    expect(monthEnd(monthNumber('2026-06-30', 31) + 8, 31)).toBe('2027-02-28');
    expect(monthStart(monthNumber('2026-06-30', 31) + 1)).toBe('2026-07-01');
    expect(firstWholeMonth('2018-07-01', 31)).toBe(2018 * 12 + 6);
    expect(firstWholeMonth('2018-07-02', 31)).toBe(2018 * 12 + 7);
  });

  it('hold every day exactly once, up to and including their last', () => {
    const days = fc.integer({ min: 0, max: 40_000 }).map((n) => addDays('1960-01-01', n));
    fc.assert(
      fc.property(days, days, (asOf, day) => {
        const end = monthDay(asOf);
        expect(monthEnd(monthNumber(asOf, end), end)).toBe(asOf);
        const month = monthNumber(day, end);
        expect(day <= monthEnd(month, end) && day > monthEnd(month - 1, end)).toBe(true);
        expect(firstWholeMonth(addDays(monthEnd(month - 1, end), 1), end)).toBe(month);
      }),
    );
  });
});
