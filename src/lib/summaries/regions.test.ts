import { describe, expect, it } from 'vitest';
import { parsePeriod, rangePeriod, type Period } from '../calendar/period.ts';
import { calendarOf } from '../export/calendar.ts';
import { exampleDataset } from '../export/fixture.ts';
import type { FacilityScope, Manifest } from '../export/manifest.ts';
import { figureDifference } from '../measures/difference.ts';
import { readFigure, type FigureRow } from '../measures/measure-figure.ts';
import { figureOf } from '../measures/figures.ts';

import type { Scope } from '../questions/scope.ts';
import { closerLook, regionMatrix, type RegionRows } from './regions.ts';
import { medianOf, trendsOf } from './trends.ts';

const calendar = { fiscalYearStartMonth: 10, asOf: '2026-06-30' };
function periodOf(id: string): Period {
  const period = parsePeriod(id, calendar);
  if ('error' in period) throw new Error(period.error);
  return period;
}

/** Five institutions in the east, one alone in the west; one opened and one closed on the way. */
function agency(): Manifest {
  const example = exampleDataset();
  const [facility] = example.scopes.facilities;
  if (!facility) throw new Error('no institution');
  const made = (id: string, region_id: string, changes: Partial<FacilityScope> = {}): FacilityScope => ({
    ...facility,
    id,
    name: id,
    region_id,
    ...changes,
  });
  return {
    ...example,
    scopes: {
      ...example.scopes,
      facilities: [
        made('North', 'R1'),
        made('South', 'R1'),
        made('Hill', 'R1'),
        made('New', 'R1', { opened_date: '2026-05-10' }),
        made('Old', 'R1', { closed_date: '2025-11-01' }),
        made('Alone', 'R2'),
      ],
      units: [
        { id: 'U1', name: 'Ash', facility_id: 'North' },
        { id: 'U2', name: 'Elm', facility_id: 'South' },
      ],
    },
  };
}

const dataset = agency();
const quarter = periodOf('2026Q3');

/** What the pages see: rows of `casework/timeliness`, nothing recorded of the rest. */
function panelsOf(timeliness: FigureRow[]): RegionRows {
  return {
    figureRows: (key) => (key === 'timeliness' ? timeliness : []),
    state: (key) =>
      key === 'goals-met' ? { status: 'missing', message: 'It needs plan_goal.' } : { status: 'ready', message: null },
  };
}

const due = (group: string | null, on_time: number, of: number): FigureRow => ({
  group,
  on_time,
  due: of,
  expected: of * 0.9,
  variance: of * 0.09,
  own_share: 0,
  agency_rate: 0.9,
});

describe('institutions side by side', () => {
  it('shows who opened and closed, by name, and leaves out who has nothing to show', () => {
    const found = regionMatrix(panelsOf([due('North', 90, 100), due('New', 18, 20), due('Old', 0, 0)]), {
      scope: { kind: 'region', id: 'R1' },
      period: quarter,
      dataset,
    });
    expect(found.places.map(({ name, note }) => [name, note])).toEqual([
      ['New', 'opened May 10, 2026'],
      ['North', null],
      ['Old', 'closed Nov 1, 2025'],
    ]);
    const cell = (id: string) => found.matrix.cells.get('timeliness')?.get(id);
    expect(cell('North')?.figure.text).toBe('90\u202f% (90 of 100)');
    // Twenty due are too few to compare, though enough for a rate.
    expect(cell('New')).toMatchObject({ position: null, signal: false });
    expect(cell('Old')?.figure.text).toBe('none were due');
    expect(found.matrix.cells.get('contacts')?.get('North')?.figure.missing).toBe(true);
    expect(found.notes.join(' ')).toContain('It needs plan_goal.');
    expect(found.columns.map(({ measure }) => measure)).not.toContain('goals-met');
  });

  it('does not take rows that are not there yet, or could not be had, for none', () => {
    const read = (status: string) =>
      regionMatrix(
        {
          figureRows: () => [],
          state: () => ({ status, message: status === 'failed' ? 'The engine stopped.' : null }),
        },
        { scope: { kind: 'facility', id: 'North' }, period: quarter, dataset },
      );
    // A unit without a row of caseload has none; one whose rows are missing has no figure.
    const caseload = (found: ReturnType<typeof read>) => found.matrix.cells.get('caseload')?.get('U1')?.figure;
    expect(caseload(read('ready'))).toMatchObject({ value: 0, missing: false });
    expect(caseload(read('loading'))).toMatchObject({ value: null, missing: true, text: 'loading…' });
    expect(caseload(read('failed'))).toMatchObject({ value: null, missing: true, text: 'could not be loaded' });
    expect(read('failed').empty).toBe('Could not be loaded');
    expect(read('failed').notes.join(' ')).toContain('The engine stopped.');
  });

  it('compares nobody with himself alone', () => {
    const scope: Scope = { kind: 'region', id: 'R2' };
    const found = regionMatrix(panelsOf([due('Alone', 50, 100)]), { scope, period: quarter, dataset });
    expect(found.places.map(({ id }) => id)).toEqual(['Alone']);
    expect(found.matrix.cells.get('timeliness')?.get('Alone')).toMatchObject({ position: null });
    expect(found.matrix.comparisons).toBe(0);
    expect(
      closerLook(panelsOf([due('Alone', 50, 100)]), 'timeliness', 'timeliness', { scope, period: quarter, dataset })
        .words,
    ).toMatch(/^No comparison/);
  });

  it('keeps a unit that has moved to another institution, and says where it is now', () => {
    const found = regionMatrix(panelsOf([due('U1', 90, 100), due('U2', 10, 12), due(null, 1, 2)]), {
      scope: { kind: 'facility', id: 'North' },
      period: quarter,
      dataset,
    });
    expect(found.places.map(({ name, note }) => [name, note])).toEqual([
      ['Ash', null],
      ['Elm', 'now at South'],
    ]);
    expect(found.notes.join(' ')).toMatch(/no unit recorded/);
  });

  it('says signal only with all comparisons taken into account', () => {
    const rows = [due('North', 900, 1000), due('South', 905, 1000), due('Hill', 780, 1000)];
    const found = regionMatrix(panelsOf(rows), { scope: { kind: 'region', id: 'R1' }, period: quarter, dataset });
    expect(found.matrix.comparisons).toBe(3);
    for (const [, cell] of found.matrix.cells.get('timeliness') ?? []) {
      if (cell.signal) expect(['above', 'below', 'far-above', 'far-below']).toContain(cell.position);
    }
    expect(found.matrix.signals).toBeLessThanOrEqual(found.matrix.beyond);
  });
});

describe('small multiples', () => {
  const spec = figureOf('timeliness');
  if (!spec) throw new Error('no figure');
  const months = ['2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01', '2026-05-01', '2026-06-01'];
  const rows = ['North', 'South', 'Hill', 'Alone', 'New'].flatMap((group, place) =>
    months.map((month, index) => ({
      group,
      month,
      on_time: group === 'New' && index < 4 ? 0 : 20 + place,
      due: group === 'New' && index < 4 ? 0 : 40,
    })),
  );
  const asked = {
    spec,
    by: 'facility_id' as const,
    grain: 'month' as const,
    scope: { kind: 'agency' as const },
    span: rangePeriod('2026-01-01', '2026-07-01'),
    dataset: {
      ...dataset,
      annotations: [
        { date: '2026-02-14', text: 'A rule changed.', facility_id: null },
        { date: '2026-03-01', text: 'A roof was mended.', facility_id: 'Hill' },
        { date: '2025-01-01', text: 'Long ago.', facility_id: null },
      ],
    },
  };
  const found = trendsOf(rows, asked);
  const of = (id: string) => found.multiples.find((multiple) => multiple.id === id);

  it('have the median of their region, and none where it has one institution', () => {
    // North 50 %, South 52.5 %, Hill 55 %: three until the fourth opens in May.
    expect(of('North')?.median.slice(0, 4)).toEqual([0.525, 0.525, 0.525, 0.525]);
    expect(of('North')?.median[5]).toBeCloseTo((0.525 + 0.55) / 2, 12);
    expect(of('Alone')?.median.every((value) => value === null)).toBe(true);
    expect(found.medianWords).toContain('West');
    expect(medianOf([1, null, 2])).toBeNull();
  });

  it('are empty before an institution opened, and mark what happened where it did', () => {
    expect(of('New')?.values).toEqual([null, null, null, null, 0.6, 0.6]);
    expect(of('New')?.note).toBe('opened May 10, 2026');
    expect(found.happenings.map(({ text }) => text)).toEqual(['A rule changed.', 'A roof was mended.', 'New opened.']);
    expect(of('Hill')?.marks.map(({ number, at }) => [number, at])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(of('North')?.marks.map(({ number }) => number)).toEqual([1]);
    expect(found.notes.join(' ')).toMatch(/1 place has nothing recorded/);
  });

  it('are none of a measure nobody recorded', () => {
    expect(trendsOf([], asked).multiples).toEqual([]);
  });
});

describe('a difference', () => {
  const minimum = { minimum: 10 };
  const spec = figureOf('timeliness');
  const flow = figureOf('training-hours');
  if (!spec || !flow) throw new Error('no figure');
  const share = (on_time: number, of: number) => readFigure(spec, [{ group: null, on_time, due: of }], null, minimum);

  it('of shares is worded with its interval, and as usual variation where it holds no change', () => {
    // Newcombe (1998), table II, (a): 56/70 against 48/80, method 10: 0.0524 to 0.3339.
    const change = figureDifference(spec, share(56, 70), share(48, 80));
    expect(change.lower).toBeCloseTo(0.0524, 4);
    expect(change.upper).toBeCloseTo(0.3339, 4);
    expect(change.text).toBe('+20 points (95\u202f% interval +5 to +33)');
    expect(figureDifference(spec, share(40, 50), share(41, 50)).text).toContain('within usual variation');
  });

  it('is not made up where one end is missing or too small', () => {
    expect(figureDifference(spec, share(40, 50), share(0, 0)).difference).toBeNull();
    expect(figureDifference(spec, share(40, 50), share(3, 5)).text).toContain('too few');
  });

  it('of amounts is plain', () => {
    const hours = (value: number) => readFigure(flow, [{ group: null, hours: value }], null, minimum);
    expect(figureDifference(flow, hours(12), hours(20))).toMatchObject({
      difference: -8,
      lower: null,
      text: '−8 hours',
    });
  });
});

it('the calendar of the example is that of the tests', () => {
  expect(calendarOf(dataset)).toEqual(calendar);
});
