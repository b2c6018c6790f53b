import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths } from '../calendar/date.ts';
import { expectClose } from '../../../tests/reference/reference.ts';
import { binomialAtLeast } from './beta.ts';
import { shareLimits, valueLimits } from './process-limits.ts';

const month = (index: number) => addMonths('2024-07-01', index);
const values = (list: readonly (number | null)[]) => list.map((value, index) => ({ month: month(index), value }));
const shares = (list: readonly (readonly [onTime: number, due: number] | null)[]) =>
  list.map((pair, index) => ({ month: month(index), counts: pair && { onTime: pair[0], due: pair[1] } }));
const repeat = <T>(times: number, ...list: T[]) => Array.from({ length: times }, () => list).flat();

describe('valueLimits', () => {
  it('can be worked out by hand', () => {
    // Mean 11, every moving range 2: 11 ± 2.66 · 2.
    const result = valueLimits(values(repeat(6, 10, 12)));
    expect(result).toMatchObject({
      centre: 11,
      used: 12,
      signals: [],
      reasons: ['within usual variation of 12 months'],
    });
    expectClose(result.months[3]?.lower, 5.68, 1e-12);
    expectClose(result.months[3]?.upper, 16.32, 1e-12);
  });

  it('needs twelve months with data', () => {
    const result = valueLimits(values([...repeat(5, 10, 12), null, 11]));
    expect(result).toMatchObject({ centre: null, used: 11, signals: [] });
    expect(result.reasons).toEqual(['11 months with data; 12 are needed for limits']);
    expect(result.months).toHaveLength(12);
    expect(result.months.every(({ lower, upper }) => lower === null && upper === null)).toBe(true);
    expect(valueLimits([])).toMatchObject({ months: [], centre: null, used: 0 });
  });

  it('keeps gaps, those left out included, and takes no range across them', () => {
    const list = values([...repeat(3, 10, 12), null, ...repeat(3, 110, 112)]).filter((_point, index) => index !== 6);
    const { months, used } = valueLimits(list);
    expect(months).toHaveLength(13);
    expect(months[6]).toEqual({ month: month(6), value: null, lower: null, upper: null, partial: false });
    expect(used).toBe(12);
    // Ranges of 2 only, none of 100.
    expectClose((months[0]?.upper ?? 0) - 61, 2.66 * 2, 1e-12);
  });

  it('looks at the last 24 complete months, and draws a partial one without judging it', () => {
    const list = [...values([...repeat(5, 500), ...repeat(12, 10, 12)]), { month: month(29), value: 1, partial: true }];
    const { months, centre, signals } = valueLimits([...list].reverse());
    expect(centre).toBe(11);
    expect(months).toHaveLength(25);
    expect(months.at(-1)).toMatchObject({ value: 1, partial: true });
    expect(signals).toEqual([]);
  });

  it('names a point beyond the limits, a run and a trend', () => {
    const point = valueLimits(values([...repeat(10, 10, 16), 40]));
    expect(point.reasons).toEqual(['above the limits in Mar 2026']);
    const run = valueLimits(values([...repeat(4, 9, 12), ...repeat(4, 12, 13)]));
    expect(run.signals).toEqual([
      expect.objectContaining({ kind: 'run', side: 'up', from: month(7), to: month(15), length: 9 }),
    ]);
    expect(run.reasons).toEqual(['9 months in a row above the average, Feb 2025 – Oct 2025']);
    const trend = valueLimits(values([...repeat(4, 8, 16), 14, 13, 12, 11, 10, 9]));
    expect(trend.reasons).toEqual(['7 months in a row falling, Feb 2025 – Aug 2025']);
  });

  it('has no signal in a constant series, however it rounds', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: 12, max: 24 }), (value, n) => {
        expect(valueLimits(values(repeat(n, value))).signals).toEqual([]);
      }),
    );
  });

  it('moves with the figures and keeps the signals', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 12, maxLength: 24 }), (list) => {
        const there = valueLimits(values(list));
        const moved = valueLimits(values(list.map((value) => value + 1000)));
        expect(moved.centre).toBeCloseTo((there.centre ?? NaN) + 1000, 8);
        expect(moved.months[0]?.upper).toBeCloseTo((there.months[0]?.upper ?? NaN) + 1000, 8);
        const flipped = valueLimits(values(list.map((value) => -value)));
        expect(flipped.signals.filter(({ side }) => side === 'up')).toHaveLength(
          there.signals.filter(({ side }) => side === 'down').length,
        );
      }),
    );
  });

  it('refuses months that are none or twice, and figures that are none', () => {
    expect(() => valueLimits([{ month: '2026-01-15', value: 1 }])).toThrow(RangeError);
    expect(() => valueLimits([...values([1]), ...values([2])])).toThrow(RangeError);
    expect(() => valueLimits(values([NaN]))).toThrow(RangeError);
  });
});

describe('shareLimits', () => {
  const steady = repeat<readonly [number, number]>(10, [18, 20], [19, 20]);

  it('rests on all that was due, with limits of its own for each month', () => {
    const { centre, months } = shareLimits(shares([...steady, [45, 50], [0, 0]]));
    expectClose(centre, 415 / 450, 1e-12);
    expect(months[21]).toMatchObject({ value: null, lower: null, upper: null });
    expect(months[20]?.lower).toBeGreaterThan(months[0]?.lower ?? NaN);
    expect(months.every(({ upper }) => upper === null || upper <= 1)).toBe(true);
  });

  it('leaves the probability of three standard errors outside', () => {
    // 20 due at 37/40: 14 or fewer are as unlikely as three standard errors, 15 are not.
    const rate = 37 / 40;
    const below = (x: number) => shareLimits(shares([...steady, [x, 20]])).reasons[0] ?? '';
    expect(1 - binomialAtLeast(14, 20, rate)).toBeLessThan(0.00135);
    expect(below(13)).toBe('below the limits in Mar 2026');
    expect(below(15)).toBe('within usual variation of 21 months');
  });

  it('widens for thousands due, where no two months are binomially alike', () => {
    const list = repeat<readonly [number, number]>(12, [8800, 10000], [9200, 10000]);
    const { months, signals } = shareLimits(shares(list));
    expect(signals).toEqual([]);
    expect(months[0]?.lower).toBeLessThan(0.86);
  });

  it('widens nothing by chance of one month', () => {
    const { months } = shareLimits(shares(steady));
    const wider = shareLimits(shares([...steady, [8, 20]])).months;
    expect((wider[0]?.lower ?? NaN) - (months[0]?.lower ?? NaN)).toBeLessThan(0);
    expect(shareLimits(shares([...steady, [8, 20]])).reasons).toEqual(['below the limits in Mar 2026']);
  });

  it('holds when all was on time in every month', () => {
    const { centre, signals } = shareLimits(shares(repeat<readonly [number, number]>(14, [20, 20])));
    expect(centre).toBe(1);
    expect(signals).toEqual([]);
  });

  it('needs twelve months with something due, and refuses counts that cannot be', () => {
    expect(shareLimits(shares([...steady.slice(0, 11), [0, 0], null])).reasons).toEqual([
      '11 months with data; 12 are needed for limits',
    ]);
    expect(() => shareLimits(shares([[3, 2]]))).toThrow(RangeError);
    expect(() => shareLimits(shares([[3, 3.5]]))).toThrow(RangeError);
  });
});
