import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths } from '../../calendar/date.ts';
import { axisDomain, linearScale } from './scale.ts';
import { timeTicks } from './time-ticks.ts';

describe('axisDomain', () => {
  it('ends on round numbers and says when it leaves zero out', () => {
    expect(axisDomain([5480, 6812])).toMatchObject({ domain: [5400, 7000], cut: true });
    expect(axisDomain([12, 480], { zero: true })).toMatchObject({ domain: [0, 500], cut: false });
    expect(axisDomain([-380, 460])).toMatchObject({ domain: [-400, 600], cut: false });
  });

  it('keeps shares between 0 and 1', () => {
    expect(axisDomain([0.02, 0.999], { bounds: [0, 1] }).domain).toEqual([0, 1]);
  });

  it('copes with no values, one value, and nothing but gaps', () => {
    expect(axisDomain([]).domain).toEqual([0, 1]);
    expect(axisDomain([null, null]).ticks.length).toBeGreaterThan(1);
    const one = axisDomain([120]).domain;
    expect(one[0]).toBeLessThan(120);
    expect(one[1]).toBeGreaterThan(120);
    expect(axisDomain([0, 0]).domain[0]).toBe(0);
  });

  it('always holds every value', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1 }), fc.boolean(), (values, zero) => {
        const { domain, ticks } = axisDomain(values, { zero });
        expect(Math.min(...values)).toBeGreaterThanOrEqual(domain[0]);
        expect(Math.max(...values)).toBeLessThanOrEqual(domain[1]);
        expect(ticks.length).toBeGreaterThan(1);
        expect(ticks.length).toBeLessThan(13);
      }),
    );
  });
});

describe('linearScale', () => {
  it('maps ends to ends, and a point domain to its start', () => {
    const scale = linearScale([0, 10], [100, 0]);
    expect([scale(0), scale(5), scale(10)]).toEqual([100, 50, 0]);
    expect(linearScale([3, 3], [0, 50])(3)).toBe(0);
  });
});

describe('timeTicks', () => {
  it('chooses years, quarters, months or days by the room there is', () => {
    expect(timeTicks('2021-07-01', '2026-06-01', 9).map((tick) => tick.label)).toEqual([
      '2022',
      '2023',
      '2024',
      '2025',
      '2026',
    ]);
    expect(timeTicks('2025-07-01', '2026-06-30', 6).map(({ label, sub }) => [label, sub])).toEqual([
      ['Jul', '2025'],
      ['Oct', undefined],
      ['Jan', '2026'],
      ['Apr', undefined],
    ]);
    expect(timeTicks('2026-06-28', '2026-07-02', 8).map((tick) => tick.label)).toEqual([
      'Jun 28',
      'Jun 29',
      'Jun 30',
      'Jul 1',
      'Jul 2',
    ]);
  });

  it('stays inside the span and within the number asked for', () => {
    const start = fc.integer({ min: 0, max: 2400 }).map((months) => addMonths('1900-01-01', months));
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 30000 }), fc.integer({ min: 2, max: 20 }), (from, days, most) => {
        const to = addDays(from, days);
        const ticks = timeTicks(from, to, most);
        expect(ticks.length).toBeLessThanOrEqual(most + 1);
        for (const tick of ticks) expect(tick.date >= from && tick.date <= to).toBe(true);
      }),
    );
  });
});
