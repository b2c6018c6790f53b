import { describe, expect, it } from 'vitest';
import { seriesSignals, signalChances, trendChance } from './series-signals.ts';

const signals = (values: readonly (number | null)[], centre = 0) =>
  seriesSignals(
    values.map((value, index) => ({
      month: String(index).padStart(2, '0'),
      value,
      lower: -100,
      upper: 100,
      weight: 1,
    })),
    centre,
    (month) => `m${month}`,
  ).map(({ reason }) => reason);

/** All orders of 1 to n. */
function orders(n: number): number[][] {
  if (n === 0) return [[]];
  return orders(n - 1).flatMap((order) =>
    Array.from({ length: n }, (_, at) => [...order.slice(0, at), n, ...order.slice(at)]),
  );
}

describe('seriesSignals', () => {
  it('takes months for a run that together lie apart from the others, whichever side each is on', () => {
    // Six months of about −6 beside eighteen of about +2.
    const level = [1, 3, 2, 1, 3, 2, 1, 3, 2, 1, 3, 2, 1, 3, 2, 1, 3, 2, -7, -5, -6, -6, -7, -5];
    expect(signals(level)).toEqual(['6 months together below the others, m18 – m23']);
    expect(signals(level.map((value) => -value))).toEqual(['6 months together above the others, m18 – m23']);
    expect(signals([...level].reverse())).toEqual(['18 months together above the others, m06 – m23']);
  });

  it('takes no number of months on one side of the average for a run', () => {
    const one = Array.from({ length: 24 }, (_, at) => (at === 23 ? -23 : 1));
    expect(signals(one)).toEqual([]);
    expect(signals([-11.5, -11.5, ...Array.from({ length: 22 }, () => 23 / 22)])).toEqual([]);
  });

  it('takes seven of 24 for a trend, not six', () => {
    expect(signals([9, -5, -3, -1, 2, 4, 6, 1, -9, 0, -7, 3])).toEqual([]);
    expect(signals([9, -5, -3, -1, 2, 4, 6, 7, -9, 0, -7, -6])).toEqual(['7 months in a row rising, m01 – m07']);
    expect(signals([-9, 5, 3, 1, -2, -4, -6, -7, 9, 0, 7, 6])).toEqual(['7 months in a row falling, m01 – m07']);
    expect(signals([9, -5, -3, -1, null, 2, 4, 6, 7, -9, 0, -7, -6])).toEqual([]);
    expect(signals([9, -5, -3, -1, -1, 2, 4, 6, 7, -9, 0, -7, -6])).toEqual([]);
  });

  it('names points beyond, in order of time with the rest', () => {
    expect(signals([101, 1, 2, 1, 2, 1, 2, 1, -101])).toEqual(['above the limits in m00', 'below the limits in m08']);
  });

  it('finds nothing in nothing', () => {
    expect(signals([])).toEqual([]);
    expect(signals(Array.from({ length: 12 }, () => null))).toEqual([]);
  });
});

describe('trendChance', () => {
  it('is the average number of such stretches over all orders of eight months', () => {
    for (const length of [3, 4, 5]) {
      let found = 0;
      for (const order of orders(8)) {
        let run = 1;
        let side = 0;
        order.forEach((value, at) => {
          const next = at === 0 ? 0 : Math.sign(value - order[at - 1]!);
          run = next === side ? run + 1 : 2;
          side = next;
          if (at > 0 && run === length) found += 1;
        });
      }
      expect(trendChance(length, 8)).toBeCloseTo(found / 40320, 12);
    }
  });

  it('keeps six of 24 from being a signal, and lets seven be one', () => {
    expect(trendChance(6, 24)).toBeGreaterThan(signalChances.trend);
    expect(trendChance(7, 24)).toBeLessThan(signalChances.trend);
  });
});
