import { describe, expect, it } from 'vitest';
import { parsePeriod } from '../../calendar/period.ts';
import { calendarOf } from '../../export/calendar.ts';
import { exampleDataset } from '../../export/fixture.ts';
import { directionOf } from './classification.ts';
import { caseMart, eventWindow, groupedOf, groupedRows, rated } from './case-counts.ts';
import type { Request } from '../question.ts';

const dataset = exampleDataset({ as_of: '2026-06-17' });

function request(period: string, changes: Partial<Request> = {}): Request {
  const parsed = parsePeriod(period, calendarOf(dataset));
  if ('error' in parsed) throw new Error(parsed.error);
  return { scope: { kind: 'agency' }, period: parsed, by: null, filters: {}, params: {}, dataset, ...changes };
}

describe('a rate', () => {
  it('is not made of fewer than ten, and has its limits from ten on', () => {
    const asked = request('2026Q2');
    expect(rated(3, 3, asked)).toEqual({ rate: null, lower: null, upper: null });
    expect(rated(0, 0, asked)).toEqual({ rate: null, lower: null, upper: null });
    expect(rated(9, 10, asked)).toMatchObject({ rate: 0.9 });
    expect(rated(9, 10, asked).lower).toBeCloseTo(0.5958, 4);
  });

  it('is never made of nothing, whatever the setting', () => {
    const lax = request('2026Q2', { dataset: { ...dataset, settings: { ...dataset.settings, minimum_for_rate: 0 } } });
    expect(rated(0, 0, lax).rate).toBeNull();
    expect(rated(1, 1, lax).rate).toBe(1);
  });
});

describe('the mart that answers', () => {
  const nameOf = (asked: Request) => caseMart('goal_due', eventWindow(asked), asked).name;

  it('is the one by month for whole months of whole institutions', () => {
    expect(nameOf(request('2026Q1'))).toBe('goal_due_month');
    expect(nameOf(request('2026Q3', { scope: { kind: 'facility', id: 'F1' }, by: 'facility_id' }))).toBe(
      'goal_due_month',
    );
  });

  it('has days, units and case managers for everything else', () => {
    expect(nameOf(request('2026-01-02..2026-03-31'))).toBe('goal_due');
    expect(nameOf(request('2026Q1', { by: 'staff_id' }))).toBe('goal_due');
    expect(nameOf(request('2026Q1', { scope: { kind: 'unit', id: 'U1' } }))).toBe('goal_due');
    expect(nameOf(request('2026Q1', { filters: { staff_id: ['A'] } }))).toBe('goal_due');
    expect(nameOf(request('2026Q1', { scope: { kind: 'facility', id: 'F1' }, each: 'unit_id' }))).toBe('goal_due');
  });
});

describe('rows', () => {
  const rows = (found: Parameters<typeof groupedRows>[0], asked: Request) =>
    groupedRows(found, eventWindow(asked), asked, groupedOf);

  it('are one of zeros when nothing was found and nothing is grouped', () => {
    expect(rows([], request('2026Q2'))).toEqual([{ month: null, group: null }]);
    expect(rows([], request('2026Q2', { by: 'region_id' }))).toEqual([]);
    expect(rows([], request('2026Q2', { params: { grain: 'month' } }))).toEqual([]);
  });

  it('are none for days that have not come', () => {
    expect(rows([{ group: null }], request('2027Q1'))).toEqual([]);
  });

  it('come by month, then group, nobody last', () => {
    const found = [
      { month: '2026-02-01', group: 'A' },
      { month: '2026-01-01', group: null },
      { month: '2026-01-01', group: 'B' },
    ];
    expect(rows(found, request('2026Q2', { by: 'staff_id' })).map(({ month, group }) => `${month} ${group}`)).toEqual([
      '2026-01-01 B',
      '2026-01-01 null',
      '2026-02-01 A',
    ]);
  });
});

describe('the direction of a recommendation', () => {
  it('follows the agency’s list of levels', () => {
    expect(directionOf('high', 'low', dataset)).toBe('lower');
    expect(directionOf('low', 'medium', dataset)).toBe('higher');
    expect(directionOf('medium', 'medium', dataset)).toBe('same');
    expect(directionOf('low', 'elsewhere', dataset)).toBeNull();
    expect(directionOf(null, 'low', dataset)).toBeNull();
  });
});
