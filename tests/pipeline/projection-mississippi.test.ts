import { beforeAll, describe, expect, it } from 'vitest';
import type { Score } from '../../src/lib/projection/backtest.ts';
import type { ProjectedMonth } from '../../src/lib/questions/population/projection.ts';
import { askingOf, type Asking } from './asking.ts';
import { publicFiles } from '../public-files.ts';
import { readManifest } from './export-folder.ts';
import { publicExport } from './public-export.ts';

const horizons = [1, 3, 6, 12, 24, 36];

/**
 * Nineteen years of a state's counts, the whole and its parts: the bars of the design, for counts only. Its arithmetic
 * is tested on figures of the repository in src/lib/projection/backtest.test.ts.
 */
describe.skipIf(publicFiles === null)('the Mississippi prison population', () => {
  const scores = new Map<string, Score[]>();
  let asking: Asking;

  beforeAll(async () => {
    const out = await publicExport('mississippi');
    asking = await askingOf(out);
    const { scopes } = readManifest(out);
    const names = ['agency', 'region=private', ...scopes.facilities.map(({ id }) => `facility=${id}`)];
    for (const scope of names) scores.set(scope, await rows<Score>('population/backtest', scope));
    return () => asking.close();
  });

  const rows = <Row extends object>(question: string, scope: string, values: Record<string, string> = {}) =>
    asking.rows<Row>(question, { scope, values });
  const at = (months: number) =>
    [...scores.values()].map((own) => own.find(({ horizon_months }) => horizon_months === months)!);
  const mean = (months: number, value: (score: Score) => number) =>
    at(months).reduce((all, score) => all + value(score), 0) / at(months).length;

  it('is read as the file has it: the whole, and what is in none of the parts', async () => {
    const [first] = await rows<{ people: number }>('population/projection-history', 'agency');
    // The file's own total of May 2001, and its private prisons, the two counted apart among them.
    expect(first?.people).toBe(18233);
    const [region] = await rows<{ people: number }>('population/projection-history', 'region=private');
    expect(region?.people).toBe(3210);
  });

  it('is projected no worse than by the last value, on average of the whole, a region and nine parts', () => {
    expect(scores.size).toBe(11);
    for (const months of horizons) {
      const ratio = mean(months, ({ mape, last_value_mape }) => mape / last_value_mape);
      expect(ratio).toBeLessThanOrEqual(1);
      for (const { mape, last_value_mape } of at(12)) expect(mape / last_value_mape).toBeLessThanOrEqual(1.05);
    }
  });

  it('has bands that hold what they say within a year', () => {
    for (const months of [1, 3, 6, 12]) {
      const [eighty, wide] = [mean(months, (row) => row.coverage80), mean(months, (row) => row.coverage95)];
      expect(eighty).toBeGreaterThan(0.74);
      expect(eighty).toBeLessThan(0.86);
      expect(wide).toBeGreaterThan(0.87);
    }
  });

  it('has parts that add up to the whole, month by month', async () => {
    const whole = await rows<ProjectedMonth>('population/projection', 'agency', { months: '36' });
    const parts = new Array<number>(36).fill(0);
    let today = 0;
    for (const scope of scores.keys()) {
      if (!scope.startsWith('facility=')) continue;
      const months = await rows<ProjectedMonth>('population/projection', scope, { months: '36' });
      months.forEach(({ projected }, i) => (parts[i]! += projected));
      const history = await rows<{ people: number }>('population/projection-history', scope);
      today += history.at(-1)!.people;
    }
    const others = 17327 - today;
    whole.forEach(({ projected }, i) => expect(parts[i]! + others).toBeCloseTo(projected, 5));
  });
});
