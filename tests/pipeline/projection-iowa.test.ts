import { beforeAll, describe, expect, it } from 'vitest';
import type { Score } from '../../src/lib/projection/backtest.ts';
import type { Assumption } from '../../src/lib/projection/assumptions.ts';
import type { ProjectedMonth } from '../../src/lib/questions/population/projection.ts';
import { publicFiles } from '../public-files.ts';
import { printedRows, publicExport } from './public-export.ts';

/** The real series of a state, counts only: the bars of the design. */
describe.skipIf(publicFiles === null)('the Iowa prison population', () => {
  let out: string;

  beforeAll(async () => {
    out = await publicExport('iowa');
  });

  const rows = <Row extends object>(...words: string[]) => printedRows<Row>(out, ...words);

  it('is projected within the bars before the epidemic', async () => {
    const scores = await rows<Score>('backtest', '--until', '2020-03-01');
    const at = (months: number) => scores.find(({ horizon_months }) => horizon_months === months)!;
    // Counted by hand from the file: the last value's errors, 62 origins one month ahead.
    expect(at(1).origins).toBe(62);
    expect(at(1).last_value_mape).toBeCloseTo(0.618, 3);
    expect(at(12).last_value_mape).toBeCloseTo(1.487, 3);
    // A rule tuned to these counts alone would do better here and worse elsewhere: the bar is that of all series.
    for (const months of [1, 3, 6, 12, 24]) {
      const { mape, last_value_mape } = at(months);
      expect(mape).toBeLessThanOrEqual(1.02 * last_value_mape);
    }
    for (const months of [1, 3]) {
      expect(at(months).coverage80).toBeGreaterThanOrEqual(0.74);
      expect(at(months).coverage95).toBeGreaterThanOrEqual(0.88);
    }
  });

  it('has no window in which the last value is as far off as in the design', async () => {
    const people = await rows<{ people: number }>('answer', 'population/projection-history');
    const counts = people.map((row) => row.people);
    const design = { 1: 0.69, 3: 0.96, 6: 1.22, 12: 1.54, 24: 2.13, 36: 3.2 };
    const error = (first: number, end: number, h: number) => {
      let total = 0;
      for (let origin = first; origin + h < end; origin++)
        total += Math.abs(counts[origin]! / counts[origin + h]! - 1) * 100;
      return total / (end - h - first);
    };
    let nearest = Infinity;
    for (let first = 1; first < 72; first++) {
      for (let end = first + 40; end <= counts.length; end++) {
        const off = Object.entries(design).map(([h, mape]) => Math.abs(error(first, end, Number(h)) - mape));
        nearest = Math.min(nearest, Math.max(...off));
      }
    }
    expect(counts).toHaveLength(119);
    expect(error(35, 98, 1)).toBeCloseTo(0.618, 3);
    expect(nearest).toBeGreaterThan(0.1);
  });

  it('is projected from its last count, with the bands and sentences of counts', async () => {
    const months = await rows<ProjectedMonth>('answer', 'population/projection', '--months', '24');
    expect(months).toHaveLength(24);
    expect(months[0]).toMatchObject({ month: '2021-12-01', date: '2021-12-01', admissions: null, capacity: null });
    for (const month of months) {
      expect(month.lower95).toBeLessThanOrEqual(month.lower80);
      expect(month.lower80).toBeLessThan(month.projected);
    }
    const sentences = await rows<Assumption>('answer', 'population/projection-assumptions');
    expect(sentences.map(({ topic }) => topic)).toEqual(['Laws and policy', 'Method', 'Next month', 'Uncertainty']);
  });
});
