import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, daysBetween } from './date.ts';
import { anySettings, anyText, calendarYear, federal, period } from './fixture.ts';
import { daysIn, formatPeriod, isToDate } from './period.ts';
import {
  comparisonPeriod,
  defaultPeriod,
  periodsNear,
  previousPeriod,
  recentPeriods,
  samePeriodLastYear,
} from './period-steps.ts';

describe('defaultPeriod', () => {
  it('is the last complete fiscal quarter', () => {
    expect(defaultPeriod(federal).id).toBe('2026Q3');
    expect(defaultPeriod({ ...federal, asOf: '2026-06-29' }).id).toBe('2026Q2');
    expect(defaultPeriod({ ...federal, asOf: '2025-10-01' }).id).toBe('2025Q4');
    expect(defaultPeriod(calendarYear).id).toBe('2026Q2');
  });

  it('ended by the as-of date, and less than a quarter ago', () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        const quarter = defaultPeriod(settings);
        expect(isToDate(quarter, settings.asOf)).toBe(false);
        expect(addMonths(quarter.to, 3) > addDays(settings.asOf, 1)).toBe(true);
      }),
    );
  });
});

describe('comparison', () => {
  it('steps back one period', () => {
    expect(previousPeriod(period('2026Q1'))).toEqual(period('2025Q4'));
    expect(previousPeriod(period('2026Q3'))).toEqual(period('2026Q2'));
    expect(previousPeriod(period('FY2026'))).toEqual(period('FY2025'));
    expect(previousPeriod(period('2026-01'))).toEqual(period('2025-12'));
    expect(previousPeriod(period('L12M'))).toEqual(period('2024-07-01..2025-06-30'));
    expect(previousPeriod(period('2026-04-01..2026-06-30')).id).toBe('2026-01-01..2026-03-31');
    expect(previousPeriod(period('2026-04-11..2026-04-20')).id).toBe('2026-04-01..2026-04-10');
  });

  it('steps back one year', () => {
    expect(samePeriodLastYear(period('2026Q3'))).toEqual(period('2025Q3'));
    expect(samePeriodLastYear(period('FY2026'))).toEqual(period('FY2025'));
    expect(samePeriodLastYear(period('2024-02'))).toEqual(period('2023-02'));
    expect(samePeriodLastYear(period('L12M')).id).toBe('2024-07-01..2025-06-30');
    expect(samePeriodLastYear(period('2025-02-01..2025-02-28')).id).toBe('2024-02-01..2024-02-29');
    expect(samePeriodLastYear(period('2024-02-28..2024-02-28')).id).toBe('2023-02-28..2023-02-28');
    expect(samePeriodLastYear(period('2024-02-29..2024-02-29')).id).toBe('2023-02-28..2023-02-28');
  });

  it('is chosen by name', () => {
    expect(comparisonPeriod(period('2026Q3'), 'previous')?.id).toBe('2026Q2');
    expect(comparisonPeriod(period('2026Q3'), 'last-year')?.id).toBe('2025Q3');
    expect(comparisonPeriod(period('2026Q3'), 'none')).toBeNull();
  });

  it('never overlaps the period before, and leaves no gap', () => {
    fc.assert(
      fc.property(anyText, anySettings, (text, settings) => {
        const parsed = period(text, settings);
        expect(previousPeriod(parsed).to).toBe(parsed.from);
        const yearBefore = samePeriodLastYear(parsed);
        expect(yearBefore.from).toBe(addMonths(parsed.from, -12));
        expect(Math.abs(daysIn(yearBefore) - daysIn(parsed))).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('recentPeriods', () => {
  it('lists what a picker offers, newest first', () => {
    const { quarters, fiscalYears, months } = recentPeriods({ ...federal, asOf: '2026-07-15' }, { from: '2025-01-01' });
    expect(quarters.map(formatPeriod)).toEqual(['2026Q4', '2026Q3', '2026Q2', '2026Q1', '2025Q4', '2025Q3', '2025Q2']);
    expect(fiscalYears.map(formatPeriod)).toEqual(['FY2026']);
    expect(months).toHaveLength(19);
    expect(months[0]?.id).toBe('2026-07');
    expect(months.at(-1)?.id).toBe('2025-01');
  });

  it('leaves out periods that begin before the data do', () => {
    const { quarters } = recentPeriods(federal, { from: '2026-01-02' });
    expect(quarters.map(formatPeriod)).toEqual(['2026Q3']);
    expect(recentPeriods(federal, { from: '2027-01-01' })).toEqual({ quarters: [], fiscalYears: [], months: [] });
  });

  it('tiles the time it covers', () => {
    fc.assert(
      fc.property(anySettings, fc.nat(5000), (settings, days) => {
        const lists = recentPeriods(settings, { from: addDays(settings.asOf, -days) });
        for (const list of [lists.quarters, lists.fiscalYears, lists.months]) {
          list.slice(1).forEach((older, index) => expect(daysBetween(older.to, list[index]?.from ?? '')).toBe(0));
          list
            .slice(0, 1)
            .forEach((newest) => expect(newest.from <= settings.asOf && settings.asOf < newest.to).toBe(true));
        }
      }),
    );
  });
});

describe('periodsNear', () => {
  const near = (text: string, from = '2024-10-01') => {
    const settings = { ...federal, asOf: '2026-07-15' };
    return periodsNear(period(text, settings), settings, { from }).map(formatPeriod);
  };

  it('are those a reader steps to, the likeliest first', () => {
    expect(near('2026Q3')).toEqual(['2026Q2', '2026Q4', '2026Q1', '2025Q3']);
    // The newest has none after it; the year before is the year before.
    expect(near('2026Q4')).toEqual(['2026Q3', '2026Q2', '2025Q4']);
    expect(near('FY2026')).toEqual(['FY2025']);
    expect(near('2026-03')).toEqual(['2026-02', '2026-04', '2026-01', '2025-03']);
  });

  it('are none the data do not cover, and none of a range', () => {
    expect(near('2025Q1')).toEqual(['2025Q2']);
    expect(near('2026-04-01..2026-05-01')).toEqual([]);
  });
});
