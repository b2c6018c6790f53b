import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths } from '../calendar/date.ts';
import { expectClose } from '../../../tests/reference/reference.ts';
import { rateLimits, shareLimits, valueLimits } from './process-limits.ts';

const month = (index: number) => addMonths('2024-07-01', index);
const values = (list: readonly (number | null)[]) => list.map((value, index) => ({ month: month(index), value }));
const shares = (list: readonly (readonly [onTime: number, due: number] | null)[]) =>
  list.map((pair, index) => ({ month: month(index), counts: pair && { onTime: pair[0], due: pair[1] } }));
const repeat = <T>(times: number, ...list: T[]) => Array.from({ length: times }, () => list).flat();

/** R, as in the test: 8.11584943545954. */
const REACH = 8.11584943545954;

describe('valueLimits', () => {
  it('can be worked out by hand', () => {
    // Mean 101, every moving range 2: a standard deviation of 2/1.128, and eleven ranges are worth 6.85 degrees of
    // freedom. R: m <- 11; nu <- m^2 / (2 * (0.8264 * m - 0.2556)); qt(pnorm(3), nu) * 2 / 1.128
    const result = valueLimits(values(repeat(6, 100, 102)));
    expect(result).toMatchObject({
      centre: 101,
      used: 12,
      signals: [],
      reasons: ['within usual variation of 12 months'],
    });
    expectClose(result.months[3]?.lower, 101 - REACH, 1e-9);
    expectClose(result.months[3]?.upper, 101 + REACH, 1e-9);
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
    // Ten ranges of 2 only, none of 100. R: as above with m <- 10
    expectClose((months[0]?.upper ?? 0) - 61, 8.50636520054735, 1e-9);
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
    const point = valueLimits(values([...repeat(10, 110, 116), 140]));
    expect(point.reasons).toEqual(['above the limits in Mar 2026']);
    const run = valueLimits(values([...repeat(6, 109, 112), ...repeat(3, 118, 121)]));
    expect(run.signals).toEqual([
      expect.objectContaining({ kind: 'run', side: 'up', from: month(12), to: month(17), length: 6 }),
    ]);
    expect(run.reasons).toEqual(['6 months together above the others, Jul 2025 – Dec 2025']);
    const trend = valueLimits(values([...repeat(4, 108, 116), 114, 113, 112, 111, 110, 109]));
    expect(trend.reasons).toEqual(['7 months in a row falling, Feb 2025 – Aug 2025']);
  });

  it('draws the upper limit of what lies near zero further out than the lower one', () => {
    const waits = repeat(6, 1, 4);
    const { months, centre } = valueLimits(values(waits));
    expect(centre).toBe(2.5);
    expect(months[0]?.lower).toBe(0);
    // Square roots 1 and 2: 1.5 ± half of the reach of ranges of 2.
    expectClose(months[0]?.upper, (1.5 + REACH / 2) ** 2, 1e-9);
  });

  it('judges whole counts of less than one a month as counts', () => {
    // Six in twelve months. R: 1 - ppois(3, 0.5) is 0.00175, 1 - ppois(4, 0.5) 0.00017.
    const rare = (last: number) => valueLimits(values([...repeat(2, 0, 0, 1, 1), 0, 0, 1, last]));
    expect(rare(1).centre).toBe(0.5);
    expect(rare(1).months[0]).toMatchObject({ lower: 0 });
    expect(rare(1).months[0]?.upper).toBeGreaterThan(4);
    expect(rare(1).months[0]?.upper).toBeLessThan(5);
    expect(rare(6).reasons).toEqual(['above the limits in Jun 2025']);
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
      fc.property(fc.array(fc.integer({ min: 1000, max: 1100 }), { minLength: 12, maxLength: 24 }), (list) => {
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
    // 20 due at 37/40. R: pbinom(13, 20, 37/40) is 0.00043, pbinom(14, 20, 37/40) 0.0027.
    const below = (x: number) => shareLimits(shares([...steady, [x, 20]])).reasons[0] ?? '';
    expect(below(12)).toBe('below the limits in Mar 2026');
    expect(below(15)).toBe('within usual variation of 21 months');
    const { months } = shareLimits(shares(steady));
    expect(Math.floor(20 * (months[0]?.lower ?? NaN))).toBe(13);
  });

  it('is within usual variation when one of 240 was late, wherever it was', () => {
    for (const late of [0, 1, 11, 22, 23]) {
      for (const due of [5, 10, 20]) {
        const list = Array.from({ length: 24 }, (_, at): [number, number] => [at === late ? due - 1 : due, due]);
        expect(shareLimits(shares(list)).reasons).toEqual(['within usual variation of 24 months']);
        const mirrored = list.map(([onTime, all]): [number, number] => [all - onTime, all]);
        expect(shareLimits(shares(mirrored)).reasons).toEqual(['within usual variation of 24 months']);
      }
    }
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

describe('rateLimits', () => {
  const rates = (list: readonly (readonly [events: number, exposure: number])[]) =>
    list.map(([events, exposure], index) => ({ month: month(index), counts: { events, exposure } }));

  it('rests on all events in all of the time, by the exact Poisson', () => {
    const { centre, months, signals } = rateLimits(rates(repeat<readonly [number, number]>(6, [3, 50], [5, 50])), 100);
    expect(centre).toBe(8);
    expect(signals).toEqual([]);
    // Four expected. R: 1 - ppois(10, 4) is 0.00284, 1 - ppois(11, 4) 0.00092; ppois(0, 4) is 0.018.
    expect(months[0]).toMatchObject({ value: 6, lower: 0 });
    expect(months[0]?.upper).toBeGreaterThan(2 * 11);
    expect(months[0]?.upper).toBeLessThan(2 * 12);
  });

  it('draws nearer limits where there was more time', () => {
    const { months } = rateLimits(rates(repeat<readonly [number, number]>(6, [4, 50], [40, 500])));
    expect(months[1]?.upper).toBeLessThan(months[0]?.upper ?? NaN);
    expect(months[1]?.lower).toBeGreaterThan(months[0]?.lower ?? NaN);
  });

  it('names a month beyond, keeps gaps, and refuses counts that cannot be', () => {
    const list: [number, number][] = [...repeat<[number, number]>(6, [3, 50], [5, 50]), [0, 0], [30, 50]];
    expect(rateLimits(rates(list)).reasons).toEqual(['above the limits in Aug 2025']);
    expect(rateLimits(rates(list)).months[12]).toMatchObject({ value: null, lower: null, upper: null });
    expect(() => rateLimits(rates([[0.5, 3]]))).toThrow(RangeError);
    expect(() => rateLimits(rates([[1, -3]]))).toThrow(RangeError);
  });
});
