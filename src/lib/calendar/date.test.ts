import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  daysBetween,
  firstOfMonth,
  formatDate,
  formatMonth,
  formatRange,
  fromDayNumber,
  isIsoDate,
  lastDayOfMonth,
  monthOfYear,
  monthsBetween,
  toDayNumber,
  yearOf,
} from './date.ts';

const anyDate = fc.integer({ min: toDayNumber('1800-01-01'), max: toDayNumber('2300-12-31') }).map(fromDayNumber);

describe('day numbers', () => {
  it('count from 1970-01-01', () => {
    expect(toDayNumber('1970-01-01')).toBe(0);
    expect(toDayNumber('1969-12-31')).toBe(-1);
    expect(toDayNumber('2000-03-01')).toBe(11017);
    expect(toDayNumber('2026-06-30')).toBe(20634);
    expect(toDayNumber('0001-01-01')).toBe(-719162);
    expect(toDayNumber('9999-12-31')).toBe(2932896);
  });

  it('agree with the UTC clock on every day of 0001 to 9999', () => {
    const wrong: string[] = [];
    for (let day = -719162; day <= 2932896; day += 1) {
      const iso = fromDayNumber(day);
      // The check on the clock is the slow part, so it is made on a sample; the round trip on every day.
      if (toDayNumber(iso) !== day) wrong.push(iso);
      if (day % 97 === 0 && new Date(day * 86400000).toISOString().slice(0, 10) !== iso) wrong.push(iso);
    }
    expect(wrong).toEqual([]);
  });

  it('refuse fractions and days outside the calendar', () => {
    for (const day of [0.5, Number.NaN, Infinity, -719163, 2932897])
      expect(() => fromDayNumber(day)).toThrow(RangeError);
  });
});

describe('isIsoDate', () => {
  it('accepts dates that exist', () => {
    for (const text of ['2024-02-29', '2000-02-29', '1999-12-31', '0001-01-01']) expect(isIsoDate(text)).toBe(true);
  });

  it('refuses dates that do not, and every other spelling', () => {
    const texts = ['2023-02-29', '1900-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00', '0000-01-01'];
    const spellings = ['2026-4-1', '20260401', '2026-04-01T00:00', ' 2026-04-01', '2026-04-01\n', '', 'today'];
    for (const text of [...texts, ...spellings]) expect(isIsoDate(text)).toBe(false);
  });

  it('goes with the functions that throw', () => {
    expect(() => toDayNumber('2023-02-29')).toThrow('not a date: "2023-02-29"');
    expect(() => formatDate('soon')).toThrow(RangeError);
  });
});

describe('arithmetic', () => {
  it('adds days across leap days and years', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2023-02-28', 1)).toBe('2023-03-01');
    expect(addDays('2025-12-31', 1)).toBe('2026-01-01');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(daysBetween('2024-01-01', '2025-01-01')).toBe(366);
    expect(daysBetween('2025-01-01', '2024-01-01')).toBe(-366);
  });

  it('adds months, keeping to the end of a shorter one', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
    expect(addMonths('2024-02-29', 12)).toBe('2025-02-28');
    expect(addMonths('2026-01-15', -1)).toBe('2025-12-15');
    expect(addMonths('2026-12-01', 1)).toBe('2027-01-01');
    expect(addMonths('2026-03-31', -13)).toBe('2025-02-28');
    expect(() => addMonths('2026-01-01', 0.5)).toThrow(RangeError);
  });

  it('knows the ends of months', () => {
    expect(firstOfMonth('2026-06-30')).toBe('2026-06-01');
    expect(lastDayOfMonth('2024-02-01')).toBe('2024-02-29');
    expect(lastDayOfMonth('1900-02-01')).toBe('1900-02-28');
    expect(monthOfYear('2026-06-30')).toBe(6);
    expect(yearOf('2026-06-30')).toBe(2026);
  });

  it('undoes itself', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -100000, max: 100000 }), (date, days) => {
        const later = addDays(date, days);
        expect(daysBetween(date, later)).toBe(days);
        expect(addDays(later, -days)).toBe(date);
      }),
    );
  });

  it('steps months one at a time or all at once, from a first day', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -240, max: 240 }), fc.integer({ min: -240, max: 240 }), (date, a, b) => {
        const first = firstOfMonth(date);
        expect(addMonths(addMonths(first, a), b)).toBe(addMonths(first, a + b));
        expect(addDays(lastDayOfMonth(date), 1)).toBe(addMonths(first, 1));
      }),
    );
  });

  it('orders dates as text orders them', () => {
    fc.assert(
      fc.property(anyDate, anyDate, (a, b) => {
        expect(Math.sign(daysBetween(a, b))).toBe(a < b ? 1 : a > b ? -1 : 0);
      }),
    );
  });
});

describe('monthsBetween', () => {
  it('lists the months a span of days touches', () => {
    expect(monthsBetween('2025-11-15', '2026-02-01')).toEqual(['2025-11-01', '2025-12-01', '2026-01-01']);
    expect(monthsBetween('2026-01-31', '2026-02-02')).toEqual(['2026-01-01', '2026-02-01']);
    expect(monthsBetween('9999-12-01', '9999-12-31')).toEqual(['9999-12-01']);
  });

  it('is empty for no days', () => {
    expect(monthsBetween('2026-01-31', '2026-01-31')).toEqual([]);
    expect(monthsBetween('2026-03-01', '2026-01-31')).toEqual([]);
  });
});

describe('formats', () => {
  it('write dates and months in English', () => {
    expect(formatDate('2026-06-30')).toBe('Jun 30, 2026');
    expect(formatDate('2026-01-01')).toBe('Jan 1, 2026');
    expect(formatMonth('2026-06-30')).toBe('Jun 2026');
  });

  it('write ranges without saying anything twice', () => {
    expect(formatRange('2026-04-01', '2026-06-30')).toBe('Apr 1 – Jun 30, 2026');
    expect(formatRange('2025-10-01', '2026-06-30')).toBe('Oct 1, 2025 – Jun 30, 2026');
    expect(formatRange('2026-04-01', '2026-04-30')).toBe('Apr 1 – 30, 2026');
    expect(formatRange('2026-04-01', '2026-04-01')).toBe('Apr 1, 2026');
    expect(() => formatRange('2026-04-02', '2026-04-01')).toThrow(RangeError);
  });
});
