import { describe, expect, it } from 'vitest';
import { parsePeriod } from '$lib/calendar/period.ts';
import { calendarOf } from '$lib/export/calendar.ts';
import { exampleDataset } from '$lib/export/fixture.ts';
import type { FigureRow } from '$lib/measures/measure-figure.ts';
import type { Side } from '$lib/pages/compare.ts';
import { agencyScope } from '$lib/questions/scope.ts';
import { comparedRows, missingWords, type CompareRows } from './compare.ts';

const dataset = exampleDataset();

function side(id: string): Side {
  const period = parsePeriod(id, calendarOf(dataset));
  if ('error' in period) throw new Error(period.error);
  return { scope: agencyScope, period };
}

function panelsOf(rows: Record<string, FigureRow[]>, states: Record<string, string> = {}): CompareRows {
  return {
    figureRows: (key) => rows[key] ?? [],
    state: (key) => ({ status: states[key] ?? 'ready', message: null }),
  };
}

function rowOf(measure: string, panels: CompareRows, first: Side, second: Side) {
  const row = comparedRows(panels, first, second, dataset).find((each) => each.measure === measure);
  if (!row) throw new Error(`no row for ${measure}`);
  return row;
}

describe('two sides', () => {
  const [quarter, before] = [side('2026Q2'), side('2026Q1')];

  it('says that a figure is on its way or could not be had, never that there was none', () => {
    const rows = { 'a:training-hours': [{ group: null, hours: 40 }] };
    for (const [status, text] of [
      ['loading', 'loading…'],
      ['failed', 'could not be loaded'],
    ] as const) {
      const row = rowOf('training-hours', panelsOf(rows, { 'b:training-hours': status }), quarter, before);
      expect(row.first.value).toBe(40);
      expect(row.second).toMatchObject({ value: null, n: null, missing: true, text });
      expect(row.difference.difference).toBeNull();
    }
    // An answer without a row is one: nobody was trained.
    expect(rowOf('training-hours', panelsOf(rows), quarter, before)).toMatchObject({
      second: { value: 0 },
      difference: { difference: 40 },
    });
  });

  it('knows nothing of days before the data begin', () => {
    const row = rowOf('training-hours', panelsOf({}), quarter, side('1990Q1'));
    expect(row.second).toMatchObject({ value: null, text: 'no data of these days' });
  });

  it('shows no figure of the as-of date, or of all years of release, under the dates of a period', () => {
    const rows = {
      'a:unassigned': [{ group: null, unassigned: 4, unassigned_14: 1 }],
      'b:unassigned': [{ group: null, unassigned: 9, unassigned_14: 2 }],
    };
    const panels = panelsOf(rows);
    const shown = (first: Side, second: Side) => comparedRows(panels, first, second, dataset).map(({ label }) => label);
    const timeless = /unassigned|without a case manager|returned|out of level/i;
    // One place in two periods: the same number would stand under both.
    expect(shown(quarter, before).filter((label) => timeless.test(label))).toEqual([]);
    expect(missingWords(panels, quarter, before, dataset).join(' ')).toMatch(/known as of Jun 30, 2026 only/);
    expect(missingWords(panels, quarter, before, dataset).join(' ')).toMatch(/all years of release/);
    // Two places: both are of the day the label names.
    const there = { scope: { kind: 'facility' as const, id: 'F1' }, period: quarter.period };
    const labels = shown(quarter, there).filter((label) => timeless.test(label));
    expect(labels.length).toBeGreaterThan(1);
    for (const label of labels) expect(label).toMatch(/, (as of Jun 30, 2026|all years of release)/);
    expect(missingWords(panels, quarter, there, dataset)).toEqual([]);
  });

  it('takes no total of few days from one of many, but averages and totals of like length', () => {
    const rows = {
      'a:training-hours': [{ group: null, hours: 40 }],
      'b:training-hours': [{ group: null, hours: 130 }],
      'a:average-daily-population': [{ group: null, average: 900 }],
      'b:average-daily-population': [{ group: null, average: 1000 }],
    };
    const [month, year] = [side('2026-02'), side('FY2025')];
    const totals = rowOf('training-hours', panelsOf(rows), month, year).difference;
    expect(totals).toMatchObject({ difference: null, text: 'no comparison: totals of 28 and 365 days' });
    expect(rowOf('average-daily-population', panelsOf(rows), month, year).difference.difference).toBe(-100);
    expect(rowOf('training-hours', panelsOf(rows), month, side('2026-01')).difference.difference).toBe(-90);
  });
});
