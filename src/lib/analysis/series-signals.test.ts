import { describe, expect, it } from 'vitest';
import { seriesSignals } from './series-signals.ts';

const signals = (values: readonly (number | null)[], centre = 0) =>
  seriesSignals(
    values.map((value, index) => ({ month: String(index).padStart(2, '0'), value, lower: -100, upper: 100 })),
    centre,
    (month) => `m${month}`,
  ).map(({ reason }) => reason);

describe('seriesSignals', () => {
  it('takes eight on one side for a run, not seven', () => {
    expect(signals([1, 2, 1, 2, 1, 2, 1, -1])).toEqual([]);
    expect(signals([1, 2, 1, 2, 1, 2, 1, 2])).toEqual(['8 months in a row above the average, m00 – m07']);
    expect(signals([-1, -2, -1, -2, -1, -2, -1, -2, -1])).toEqual(['9 months in a row below the average, m00 – m08']);
  });

  it('takes six for a trend, not five', () => {
    expect(signals([-5, -3, -1, 2, 4, 3])).toEqual([]);
    expect(signals([9, -5, -3, -1, 2, 4, 6, 1])).toEqual(['6 months in a row rising, m01 – m06']);
    expect(signals([-1, 6, 4, 2, -1, -3, -5])).toEqual(['6 months in a row falling, m01 – m06']);
  });

  it('ends both at a gap, at the centre and at no change', () => {
    expect(signals([1, 2, 1, 2, null, 1, 2, 1, 2, 1])).toEqual([]);
    expect(signals([1, 2, 1, 2, 0, 1, 2, 1, 2, 1])).toEqual([]);
    expect(signals([-3, -2, -1, null, 1, 2, 3])).toEqual([]);
    expect(signals([-3, -2, -1, -1, 1, 2, 3])).toEqual([]);
  });

  it('names points beyond, in order of time with the rest', () => {
    expect(signals([101, 1, 2, 1, 2, 1, 2, 1, -101])).toEqual([
      'above the limits in m00',
      '8 months in a row above the average, m00 – m07',
      'below the limits in m08',
    ]);
  });

  it('finds nothing in nothing', () => {
    expect(signals([])).toEqual([]);
    expect(signals(Array.from({ length: 12 }, () => null))).toEqual([]);
  });
});
