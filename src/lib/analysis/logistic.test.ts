import { describe, expect, it } from 'vitest';
import { expectClose, readNumbers, readReference } from '../../../tests/reference/reference.ts';
import { logisticRegression } from './logistic.ts';

const { logistic } = readReference();

describe('logistic regression', () => {
  it('on counted patterns, as R, also where an estimate has no end', () => {
    const rows = readNumbers<'sex' | 'ph.ecog' | 'event' | 'n'>('lung_patterns.csv').map((row) => {
      const ecog = row['ph.ecog'] ?? NaN;
      const count = row.n ?? NaN;
      return {
        columns: [...(row.sex === 2 ? [0] : []), ...(ecog > 0 ? [ecog] : [])],
        count,
        successes: row.event === 1 ? count : 0,
      };
    });
    const fit = logisticRegression(rows, 4);
    logistic.coef.forEach((value, i) => expectClose(fit?.coefficients[i], value));
    logistic.se.forEach((value, i) => expectClose(fit?.standardErrors[i], value));
    expectClose(fit?.deviance, logistic.deviance);
  });

  it('of one column is the log odds, and their difference', () => {
    const fit = logisticRegression(
      [
        { columns: [], count: 40, successes: 10 },
        { columns: [0], count: 30, successes: 20 },
      ],
      1,
    );
    expectClose(fit?.coefficients[0], Math.log(1 / 3), 1e-8);
    expectClose(fit?.coefficients[1], Math.log(2) - Math.log(1 / 3), 1e-8);
    expectClose(fit?.standardErrors[1], Math.sqrt(1 / 10 + 1 / 30 + 1 / 20 + 1 / 10), 1e-6);
  });

  it('has no solution of nobody, and of a column that says what another says', () => {
    expect(logisticRegression([], 1)).toBeNull();
    expect(
      logisticRegression(
        [
          { columns: [], count: 4, successes: 1 },
          { columns: [0, 1], count: 4, successes: 3 },
        ],
        2,
      ),
    ).toBeNull();
    expect(() => logisticRegression([{ columns: [], count: 1, successes: 2 }], 0)).toThrow(/part of a whole/);
  });
});
