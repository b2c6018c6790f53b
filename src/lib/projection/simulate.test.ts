import { describe, expect, it } from 'vitest';
import { admissionErrors } from './errors.ts';
import { binomialAt, poissonAt } from './draws.ts';
import { openUniform } from '../analysis/random.ts';
import { baseline } from './scenario.ts';
import { deviations, quantile, simulate } from './simulate.ts';
import { fitStockFlow, type Snapshot } from './snapshot.ts';
import { projectStockFlow } from './stock-flow.ts';

/** A hundred admissions a month, a tenth leaving every month, at rest for years. */
function atRest(perMonth: number): Snapshot {
  const risk = Float64Array.from({ length: 100 }, (_, age) => perMonth * 24 * 0.9 ** age);
  return {
    firstMonth: 0,
    strata: [
      {
        label: 'all',
        type: 'new_commitment',
        mix: [{ type: 'new_commitment', offense: 'drug', share: 1 }],
        undated: Array.from({ length: 100 }, (_, age) => Math.round(perMonth * 0.9 ** (age + 1))),
        dated: [],
        due: [],
        risk,
        exits: risk.map((people) => people / 10),
        admissions: new Array<number>(60).fill(perMonth),
      },
    ],
    exits: new Array<number>(60).fill(perMonth),
    due: null,
    withoutDate: null,
    returnsSince: null,
    designated: [],
  };
}

const options = { months: 24, paths: 1000, seed: 5, errors: new Array<null>(60).fill(null), known: 60 };

describe('draws', () => {
  it('have the mean and variance of their distributions, exact or approximate', () => {
    for (const [n, p] of [
      [8, 0.3],
      [400, 0.2],
      [50, 0.95],
    ] as const) {
      const draw = openUniform(1);
      const counts = Array.from({ length: 40_000 }, () => binomialAt(draw(), n, p));
      expectMoments(counts, n * p, n * p * (1 - p));
    }
    for (const mean of [0.4, 9, 60]) {
      const draw = openUniform(2);
      expectMoments(
        Array.from({ length: 40_000 }, () => poissonAt(draw(), mean)),
        mean,
        mean,
      );
    }
  });

  it('are the same from the same seed, and others from another', () => {
    const take = (seed: number) => Array.from({ length: 5 }, openUniform(seed));
    expect(take(3)).toEqual(take(3));
    expect(take(3)).not.toEqual(take(4));
  });
});

function expectMoments(values: readonly number[], mean: number, variance: number): void {
  const average = values.reduce((all, value) => all + value, 0) / values.length;
  const spread = values.reduce((all, value) => all + (value - average) ** 2, 0) / values.length;
  expect(Math.abs(average - mean)).toBeLessThan(4 * Math.sqrt(variance / values.length) + 0.002);
  expect(spread / variance).toBeGreaterThan(0.95);
  expect(spread / variance).toBeLessThan(1.06);
}

describe('paths', () => {
  const model = fitStockFlow(atRest(100))!;

  it('lie around the expected number', () => {
    const { paths, expected } = simulate(model, options);
    for (const h of [1, 6, 24]) {
      let total = 0;
      for (let path = 0; path < 1000; path++) total += paths[path * 25 + h]!;
      expect(total / 1000 / expected.population[h]!).toBeCloseTo(1, 2);
    }
  });

  it('have the binomial and Poisson spread when admissions are known', () => {
    // Errors recorded as none: entries are as expected, and only exits are left to chance.
    const { paths, expected } = simulate(model, { ...options, errors: new Array<number>(60).fill(0) });
    const at = Array.from({ length: 1000 }, (_, path) => paths[path * 25 + 6]!);
    const stock = expected.stock[6]!;
    const today = expected.stock[0]!;
    const cohorts = Array.from({ length: 6 }, (_, j) => expected.arrived[(j + 1) * 25 + 6]!);
    // Of each cohort's 90 at its first month end, a binomial number is left.
    const variance = stock * (1 - stock / today) + cohorts.reduce((all, left) => all + left * (1 - left / 90), 0);
    const mean = at.reduce((all, people) => all + people, 0) / 1000;
    const spread = at.reduce((all, people) => all + (people - mean) ** 2, 0) / 999;
    expect(spread / variance).toBeGreaterThan(0.85);
    expect(spread / variance).toBeLessThan(1.15);
  });

  it('are the same from the same seed', () => {
    const [one, two, other] = [5, 5, 6].map((seed) => simulate(model, { ...options, seed }).paths);
    expect(one).toEqual(two);
    expect(one).not.toEqual(other);
  });

  it('of a scenario differ from the baseline by what was changed, far less than by chance', () => {
    const plain = simulate(model, options);
    const fewer = simulate(model, { ...options, scenario: { ...baseline, admissions: { all: -10 } } });
    const differences = Float64Array.from(
      { length: 1000 },
      (_, path) => fewer.paths[path * 25 + 24]! - plain.paths[path * 25 + 24]!,
    ).sort();
    const expected = fewer.expected.population[24]! - plain.expected.population[24]!;
    expect(quantile(differences, 0.5)).toBeCloseTo(expected, -1);
    const interval = (quantile(differences, 0.9) - quantile(differences, 0.1)) / 2;
    expect(interval).toBeLessThan((1.2816 * deviations(plain)[24]!) / 2);
  });

  it.each([false, true])('are the same with what the baseline drew and without, retroactive: %s', (retroactive) => {
    const scenario = { ...baseline, admissions: { all: 20 }, stays: { all: -30 }, start: 4, retroactive };
    const recorded = Array.from({ length: 60 }, (_, m) => 0.2 * Math.sin(m));
    for (const errors of [options.errors, recorded]) {
      const plain = simulate(model, { ...options, errors });
      const [anew, after] = [null, plain].map((before) =>
        simulate(model, { ...options, errors, scenario, plain: before }),
      );
      expect(after!.paths).toEqual(anew!.paths);
      expect(after!.came).toEqual(anew!.came);
      expect(after!.paths).not.toEqual(plain.paths);
      expect(after!.held === plain.held).toBe(!retroactive);
    }
  });

  it('keep who came in each month, and their deviation is that of the paths', () => {
    const { came, paths, expected } = simulate(model, options);
    let [total, squares] = [0, 0];
    for (let path = 0; path < 1000; path++) {
      total += came[path * 25 + 3]!;
      squares += (paths[path * 25 + 6]! - expected.population[6]!) ** 2;
    }
    expect(total / 1000 / expected.arrived[3 * 25 + 3]!).toBeCloseTo(1, 2);
    expect(deviations({ paths, expected, months: 24, count: 1000 })[6]).toBeCloseTo(Math.sqrt(squares / 1000), 9);
  });

  it('can be stopped', () => {
    const stop = () => {
      throw new Error('stopped');
    };
    expect(() => simulate(model, { ...options, progress: stop })).toThrow('stopped');
  });
});

describe('admission errors', () => {
  it('are what came over what was expected, and none before a year is known', () => {
    const steady = new Array<number>(20).fill(50);
    expect(admissionErrors([...steady, 60], 0)).toEqual([
      ...new Array<null>(12).fill(null),
      ...new Array<unknown>(8).fill(expect.closeTo(0)),
      expect.closeTo(0.2),
    ]);
  });

  it('an epidemic that stops admissions for three months does not stop them in the projection', () => {
    const counts = [...new Array<number>(36).fill(100), 20, 20, 20];
    const snapshot = atRest(100);
    const model = fitStockFlow({ ...snapshot, strata: [{ ...snapshot.strata[0]!, admissions: counts }] })!;
    const [, first] = projectStockFlow(model, 1).admissions;
    expect(first).toBeGreaterThan(80);
    expect(first).toBeLessThan(100);
  });
});
