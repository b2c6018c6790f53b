import { describe, expect, it } from 'vitest';
import { addMonths, addWorkingDays, ageOn, dayOf, isoDate, isoMonth, isWeekend, monthOf, monthStart } from './day.ts';

describe('days and months', () => {
  it('agree with the calendar in both directions', () => {
    for (const iso of ['1931-10-01', '1970-01-01', '2000-02-29', '2024-02-29', '2026-06-30']) {
      expect(isoDate(dayOf(iso))).toBe(iso);
      expect(isoMonth(monthOf(dayOf(iso)))).toBe(iso.slice(0, 7));
    }
    expect(isoDate(monthStart(monthOf(dayOf('2026-06-30'))))).toBe('2026-06-01');
  });

  it('add months as SQL intervals do, stopping at the end of a shorter month', () => {
    expect(isoDate(addMonths(dayOf('2026-03-31'), -1))).toBe('2026-02-28');
    expect(isoDate(addMonths(dayOf('2024-01-31'), 1))).toBe('2024-02-29');
    expect(isoDate(addMonths(dayOf('2026-05-15'), -17))).toBe('2024-12-15');
  });

  it('count working days past weekends', () => {
    // 26 June 2026 is a Friday.
    expect(isoDate(addWorkingDays(dayOf('2026-06-26'), 1))).toBe('2026-06-29');
    expect(isoDate(addWorkingDays(dayOf('2026-06-26'), 10))).toBe('2026-07-10');
    expect(isWeekend(dayOf('2026-06-27'))).toBe(true);
    expect(isWeekend(dayOf('1969-12-28'))).toBe(true);
  });

  it('give whole years of age', () => {
    expect(ageOn(dayOf('1990-05-01'), dayOf('2026-06-30'))).toBe(36);
  });
});
