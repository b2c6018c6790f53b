import { describe, expect, it } from 'vitest';
import { addMonths } from '$lib/calendar/date.ts';
import { exampleDataset } from '$lib/export/fixture.ts';
import { defaultView } from '$lib/pages/view.ts';
import { limitBand, onTimeTile, smallFacts, timelyLimits, variationWords, type FactRows } from './casework.ts';

const months = (shares: readonly number[], due = 200) =>
  shares.map((share, index) => ({ month: addMonths('2024-07-01', index), due, on_time: Math.round(share * due) }));
const steady = Array.from({ length: 24 }, (_, index) => 0.9 + (index % 3 === 0 ? 0.01 : index % 3 === 1 ? -0.01 : 0));
const quarter = { from: '2026-04-01', to: '2026-07-01' };

describe('onTimeTile', () => {
  it('has a rate and its counts, counts only, or none', () => {
    expect(onTimeTile({ due: 4745, on_time: 4318 }, 10)).toEqual({
      value: '91.0\u202f%',
      note: '4,318 of 4,745',
      interval: '95\u202f% interval 90.2 to 91.8\u202f%',
    });
    expect(onTimeTile({ due: 3, on_time: 3 }, 10)).toEqual({ value: '3 of 3', note: 'too few for a rate' });
    expect(onTimeTile({ due: 0, on_time: 0 }, 10)).toEqual({ value: null, note: 'none were due' });
    expect(onTimeTile(undefined, 10).value).toBeNull();
  });
});

describe('variationWords', () => {
  it('says that a quarter is within usual variation', () => {
    expect(variationWords(timelyLimits(months(steady), '2026-06-30'), quarter)).toBe(
      'within usual variation of 24 months',
    );
  });

  it('names a month beyond the limits, when it lies in the period', () => {
    const low = steady.with(22, 0.7);
    expect(variationWords(timelyLimits(months(low), '2026-06-30'), quarter)).toBe('below the limits in May 2026');
    const before = steady.with(10, 0.7);
    expect(variationWords(timelyLimits(months(before), '2026-06-30'), quarter)).toBe(
      'within usual variation of 24 months',
    );
  });

  it('does not judge a month that is not over, and needs twelve', () => {
    const low = steady.with(23, 0.4);
    expect(variationWords(timelyLimits(months(low), '2026-06-12'), quarter)).toContain('within usual variation');
    expect(variationWords(timelyLimits(months(steady.slice(0, 8)), '2026-06-30'), quarter)).toBe(
      '8 months with data; 12 are needed for limits',
    );
  });

  it('has limits for every month it draws', () => {
    const band = limitBand(timelyLimits(months(steady), '2026-06-30'));
    expect(band).toHaveLength(24);
    expect(band.every((limit) => limit !== null && limit.lower < 0.9 && limit.upper > 0.9)).toBe(true);
  });
});

describe('smallFacts', () => {
  const view = defaultView(exampleDataset());
  const panels = (rows: Record<string, object[]>, status: Record<string, string> = {}): FactRows => ({
    rows: (key) => (rows[key] ?? []) as never[],
    state: (key) => ({ status: status[key] ?? 'ready' }),
    absence: () => 'loading…',
    freshness: () => ({ stale: false, busy: false }),
  });
  const work = { overdue: 1412, due_14: 60, unassigned: 14, unassigned_14: 6 };
  const moves = [
    { direction: 'out', kind: 'projected_release', past: 0, within_30: 40, within_60: 70, within_90: 99 },
    { direction: 'in', kind: 'designation', past: 0, within_30: 12, within_60: 20, within_90: 30 },
    { direction: 'in', kind: 'transfer', past: 0, within_30: 3, within_60: 4, within_90: 5 },
  ];

  it('have their figures and where each leads', () => {
    const facts = smallFacts(panels({ casework: [work], expected: moves }), view, '/base');
    expect(facts.map(({ value, note }) => [value, note])).toEqual([
      ['1,412', undefined],
      ['60', undefined],
      ['14', '6 for more than 14 days'],
      ['40', '99 in 90 days'],
      ['15', undefined],
    ]);
    expect(facts[2]?.href).toBe('/base/worklist/?list=unassigned');
  });

  it('are left out where the agency has no such table, and wait where they are on their way', () => {
    expect(smallFacts(panels({ expected: moves }, { casework: 'missing' }), view, '')).toHaveLength(2);
    expect(smallFacts(panels({}, { casework: 'loading', expected: 'loading' }), view, '').map((f) => f.value)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});
