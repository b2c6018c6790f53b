import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, formatDate } from './date.ts';
import { anyDate, anySettings, anyText, calendarYear, federal, period } from './fixture.ts';
import {
  daysIn,
  effectiveEnd,
  fiscalYearOf,
  formatPeriod,
  isToDate,
  monthOf,
  monthsOf,
  parsePeriod,
  periodLabel,
  quarterOf,
  rangePeriod,
} from './period.ts';
import { previousPeriod, samePeriodLastYear } from './period-steps.ts';

describe('parsePeriod', () => {
  it('reads fiscal quarters and years of a federal agency', () => {
    expect(period('2026Q3')).toEqual({ kind: 'quarter', from: '2026-04-01', to: '2026-07-01', id: '2026Q3' });
    expect(period('2026Q1')).toMatchObject({ from: '2025-10-01', to: '2026-01-01' });
    expect(period('FY2026')).toEqual({ kind: 'fiscal-year', from: '2025-10-01', to: '2026-10-01', id: 'FY2026' });
  });

  it('reads them for calendar-year and July agencies', () => {
    expect(period('2026Q3', calendarYear)).toMatchObject({ from: '2026-07-01', to: '2026-10-01' });
    expect(period('FY2026', calendarYear)).toMatchObject({ from: '2026-01-01', to: '2027-01-01' });
    const july = { ...federal, fiscalYearStartMonth: 7 };
    expect(period('FY2026', july)).toMatchObject({ from: '2025-07-01', to: '2026-07-01' });
    expect(period('2026Q3', july)).toMatchObject({ from: '2026-01-01', to: '2026-04-01' });
  });

  it('reads months, ranges and either case', () => {
    expect(period('2026-04')).toEqual({ kind: 'month', from: '2026-04-01', to: '2026-05-01', id: '2026-04' });
    expect(period(rangePeriod('2026-01-01', '2026-07-01').id)).toEqual(rangePeriod('2026-01-01', '2026-07-01'));
    expect(period('2024-02-29..2024-02-29')).toMatchObject({ kind: 'range', from: '2024-02-29', to: '2024-03-01' });
    expect(period(' fy2026 ').id).toBe('FY2026');
    expect(period('2026q3').id).toBe('2026Q3');
    expect(period('l12m').id).toBe('L12M');
  });

  it('reads the last 12 complete months', () => {
    expect(period('L12M')).toMatchObject({ kind: 'last-12-months', from: '2025-07-01', to: '2026-07-01' });
    expect(period('L12M', { ...federal, asOf: '2026-06-29' })).toMatchObject({ from: '2025-06-01', to: '2026-06-01' });
    expect(period('L12M', { ...federal, asOf: '2024-02-28' })).toMatchObject({ from: '2023-02-01', to: '2024-02-01' });
    expect(period('L12M', { ...federal, asOf: '2024-02-29' })).toMatchObject({ from: '2023-03-01', to: '2024-03-01' });
  });

  it('answers anything else with a sentence', () => {
    const texts = ['', '  ', 'latest', '2026', '2026Q5', '2026Q0', '2026-13', '2026-4', 'FY26', 'FY1492', '9999Q1'];
    const ranges = ['2026-06-30..2026-04-01', '2026-02-30..2026-03-01', '2026-04-01..', '..', '0999-01-01..2026-01-01'];
    for (const text of [...texts, ...ranges, '2026-01-01..2026-02-01..2026-03-01', `x${'y'.repeat(500)}`]) {
      const parsed = parsePeriod(text, federal);
      if (!('error' in parsed)) throw new Error(`"${text}" was taken for a period`);
      expect(parsed.error).toMatch(/^["A-Z].*\.$/);
      expect(parsed.error.length).toBeLessThan(300);
    }
    expect(parsePeriod('2026-06-30..2026-04-01', federal)).toEqual({
      error: 'The range 2026-06-30..2026-04-01 ends before it starts.',
    });
    expect(parsePeriod('2026-02-30..2026-03-01', federal)).toMatchObject({
      error: expect.stringContaining('"2026-02-30" is not a date') as string,
    });
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-0-9.QFYLM]{0,24}$/)), anySettings, (text, settings) => {
        const parsed = parsePeriod(text, settings);
        if ('error' in parsed) expect(parsed.error).toMatch(/\.$/);
        else expect(daysIn(parsed)).toBeGreaterThan(0);
      }),
    );
  });

  it('refuses wrong settings', () => {
    expect(() => parsePeriod('L12M', { ...federal, fiscalYearStartMonth: 0 })).toThrow(RangeError);
    expect(() => parsePeriod('L12M', { ...federal, asOf: 'today' })).toThrow('as-of date');
  });

  it('is undone by formatPeriod', () => {
    fc.assert(
      fc.property(anyText, anySettings, (text, settings) => {
        const parsed = period(text, settings);
        expect(formatPeriod(parsed)).toBe(text);
        expect(period(formatPeriod(parsed), settings)).toEqual(parsed);
        // And so are the periods made from it.
        for (const other of [previousPeriod(parsed), samePeriodLastYear(parsed), monthOf(parsed.from)]) {
          expect(period(formatPeriod(other), settings)).toEqual(other);
        }
      }),
    );
  });
});

describe('fiscal calendar', () => {
  it('tiles the year: months make quarters, quarters make years', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1950, max: 2150 }), anySettings, (year, settings) => {
        const whole = period(`FY${year}`, settings);
        const quarters = [1, 2, 3, 4].map((quarter) => period(`${year}Q${quarter}`, settings));
        expect(quarters[0]?.from).toBe(whole.from);
        expect(quarters[3]?.to).toBe(whole.to);
        quarters.slice(1).forEach((quarter, index) => expect(quarter.from).toBe(quarters[index]?.to));
        expect(quarters.flatMap(monthsOf)).toEqual(monthsOf(whole));
        expect(monthsOf(whole)).toHaveLength(12);
        const days = monthsOf(whole).map((month) => daysIn(monthOf(month)));
        expect(days.reduce((sum, count) => sum + count, 0)).toBe(daysIn(whole));
        expect([365, 366]).toContain(daysIn(whole));
        expect(period(`FY${year + 1}`, settings).from).toBe(whole.to);
      }),
    );
  });

  it('puts every day in one quarter and one year', () => {
    fc.assert(
      fc.property(anyDate, anySettings, (date, settings) => {
        for (const holder of [quarterOf(date, settings), fiscalYearOf(date, settings), monthOf(date)]) {
          expect(holder.from <= date && date < holder.to).toBe(true);
          expect(period(holder.id, settings)).toEqual(holder);
        }
      }),
    );
  });
});

describe('periodLabel', () => {
  it('names every kind with its dates', () => {
    expect(periodLabel(period('2026Q3'), federal)).toEqual({
      short: 'FY 2026 Q3',
      dates: 'Apr 1 – Jun 30, 2026',
      toDate: false,
      full: 'FY 2026 Q3 (Apr 1 – Jun 30, 2026)',
    });
    expect(periodLabel(period('FY2025'), federal).full).toBe('FY 2025 (Oct 1, 2024 – Sep 30, 2025)');
    expect(periodLabel(period('FY2025', calendarYear), calendarYear).short).toBe('FY 2025');
    expect(periodLabel(period('2026-04'), federal).full).toBe('Apr 2026 (Apr 1 – 30, 2026)');
    expect(periodLabel(period('L12M'), federal).full).toBe('Last 12 months (Jul 1, 2025 – Jun 30, 2026)');
    expect(periodLabel(period('2026-04-02..2026-06-29'), federal)).toMatchObject({
      short: 'Apr 2 – Jun 29, 2026',
      full: 'Apr 2 – Jun 29, 2026',
    });
  });

  it('says "to date" and the days so far when the period is not over', () => {
    const early = { ...federal, asOf: '2026-05-15' };
    expect(periodLabel(period('2026Q3', early), early)).toEqual({
      short: 'FY 2026 Q3',
      dates: 'Apr 1 – May 15, 2026',
      toDate: true,
      full: 'FY 2026 Q3 to date (Apr 1 – May 15, 2026)',
    });
    expect(periodLabel(period('2026Q3', early), { ...early, asOf: '2026-06-29' }).toDate).toBe(true);
  });

  it('shows the planned days of a period that has not begun', () => {
    expect(periodLabel(period('FY2030'), federal)).toMatchObject({ toDate: true, dates: 'Oct 1, 2029 – Sep 30, 2030' });
  });
});

describe('days', () => {
  it('count leap years', () => {
    expect(daysIn(period('FY2024'))).toBe(366);
    expect(daysIn(period('FY2025'))).toBe(365);
    expect(daysIn(period('2024-02'))).toBe(29);
    expect(daysIn(period('2024-02-29..2024-02-29'))).toBe(1);
  });

  it('end at the as-of date', () => {
    const quarter = period('2026Q3');
    expect(effectiveEnd(quarter, '2026-06-30')).toBe('2026-07-01');
    expect(effectiveEnd(quarter, '2026-12-31')).toBe('2026-07-01');
    expect(effectiveEnd(quarter, '2026-04-01')).toBe('2026-04-02');
    expect(effectiveEnd(quarter, '2026-03-31')).toBe('2026-04-01');
    expect(effectiveEnd(quarter, '2020-01-01')).toBe('2026-04-01');
  });

  it('are whole exactly when the period is not to date', () => {
    fc.assert(
      fc.property(anyText, anySettings, (text, settings) => {
        const parsed = period(text, settings);
        const end = effectiveEnd(parsed, settings.asOf);
        expect(end === parsed.to).toBe(!isToDate(parsed, settings.asOf));
        expect(end >= parsed.from && end <= parsed.to).toBe(true);
        const label = periodLabel(parsed, settings);
        expect(label.toDate).toBe(isToDate(parsed, settings.asOf));
        const last = end > parsed.from ? end : parsed.to;
        expect(label.dates.endsWith(formatDate(addDays(last, -1)).replace(/^.*?(?=\d+,)/, ''))).toBe(true);
      }),
    );
  });
});
