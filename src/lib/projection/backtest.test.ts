import { describe, expect, it } from 'vitest';
import { backtest, backtestCounts, pastErrors, scores } from './backtest.ts';
import { countLevel, expectedAt } from './level.ts';
import { noSeason, seasonalIndex } from './season.ts';
import { uniformStream } from './random.ts';

describe('the record of error', () => {
  it('is counted as by hand', () => {
    // Ten people more every month, projected without any change.
    const values = Array.from({ length: 7 }, (_, m) => 100 + 10 * m);
    const points = backtest(
      values,
      (known, months) => ({ projected: new Array<number>(months + 1).fill(values[known]!), simulated: [] }),
      { since: 3 },
    );
    expect(points.map(({ origin, months, projected, actual }) => [origin, months, projected, actual])).toEqual([
      [3, 1, 130, 140],
      [3, 2, 130, 150],
      [3, 3, 130, 160],
      [4, 1, 140, 150],
      [4, 2, 140, 160],
      [5, 1, 150, 160],
    ]);
    const [one, two] = scores(points, [1, 2, 12]);
    const errors = [10 / 140, 10 / 150, 10 / 160];
    expect(one).toMatchObject({ horizon_months: 1, origins: 3, skill: 0 });
    expect(one?.mape).toBeCloseTo((100 * (errors[0]! + errors[1]! + errors[2]!)) / 3, 10);
    expect(one?.bias).toBeCloseTo(-(one?.mape ?? 0), 10);
    expect(one?.worst).toBeCloseTo(-100 / 14, 10);
    expect(one?.last_value_mape).toBeCloseTo(one?.mape ?? 0, 10);
    expect(two?.origins).toBe(2);
  });

  it('knows nothing of what came later', () => {
    const draw = uniformStream(3);
    const values = Array.from({ length: 80 }, () => 1000 + 100 * draw());
    const changed = values.map((value, m) => (m > 60 ? 2 * value : value));
    const [before, after] = [values, changed].map((series) =>
      backtestCounts(series, 0).filter(({ origin, months }) => origin + months <= 60),
    );
    expect(after).toEqual(before);
  });

  it('leaves out months without a count', () => {
    const values = Array.from({ length: 60 }, (_, m) => (m === 50 ? null : 500));
    const points = backtestCounts(values, 0);
    expect(points.some(({ origin, months }) => origin === 50 || origin + months === 50)).toBe(false);
    expect(pastErrors(points)[1]?.every((error) => error === 0)).toBe(true);
  });
});

describe('counts only', () => {
  it('needs a season that comes back to use one', () => {
    const wave = Array.from({ length: 72 }, (_, m) => 1000 * (1 + 0.1 * Math.sin((m * Math.PI) / 6)));
    const index = seasonalIndex(wave, 0);
    expect(index[3]).toBeCloseTo(1.1, 2);
    expect(index[9]).toBeCloseTo(0.9, 2);
    const draw = uniformStream(8);
    const noise = Array.from({ length: 72 }, () => 1000 + 50 * draw());
    expect(seasonalIndex(noise, 0)).toEqual(noSeason);
    expect(seasonalIndex(wave.slice(0, 30), 0)).toEqual(noSeason);
  });

  it('goes on from the last count with two fifths of the change of two years, dying out', () => {
    const level = countLevel(
      Array.from({ length: 40 }, (_, m) => 1000 + 10 * m),
      0,
    )!;
    expect(expectedAt(level, 1)).toBeCloseTo(1390 + 4 * 0.995, 6);
    expect(expectedAt(level, 2)).toBeCloseTo(1390 + 4 * (0.995 + 0.995 ** 2), 6);
    expect(countLevel([null, null], 0)).toBeNull();
  });
});
