import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandWidths, chanceAbove, empiricalShares, floorShare, type Widths } from './bands.ts';
import { admissionErrors } from './errors.ts';
import { binomialAt, poissonAt, uniformStream } from './random.ts';
import { baseline } from './scenario.ts';
import { halfWidths, quantile, simulate } from './simulate.ts';
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
      const draw = uniformStream(1);
      const counts = Array.from({ length: 40_000 }, () => binomialAt(draw(), n, p));
      expectMoments(counts, n * p, n * p * (1 - p));
    }
    for (const mean of [0.4, 9, 60]) {
      const draw = uniformStream(2);
      expectMoments(
        Array.from({ length: 40_000 }, () => poissonAt(draw(), mean)),
        mean,
        mean,
      );
    }
  });

  it('are the same from the same seed, and others from another', () => {
    const take = (seed: number) => Array.from({ length: 5 }, uniformStream(seed));
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
    expect(interval).toBeLessThan(halfWidths(plain, [0.8])[0]![24]! / 2);
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

describe('bands', () => {
  it('have the floors of the design at 90 % for an agency, and wider ones for a small institution', () => {
    const shares = [12, 24, 36, 60].map((months) => floorShare(months, 1e9));
    [0.06, 0.09, 0.13, 0.21].forEach((share, i) => expect(shares[i]).toBeCloseTo(share, 6));
    expect(floorShare(12, 500)).toBeGreaterThan(1.5 * 0.06);
    expect(bandWidths(20_000, 12, [0, 0, 0, 0], [0.001, 0.002, 0.003, 0.004])[2]).toBeCloseTo(
      1200 * Math.sqrt(1.05),
      6,
    );
  });

  it('inside 90 % are those of the record as far as it reaches, and go over to the floor beyond it', () => {
    const at = (months: number) => bandWidths(1e9, months, [1, 2, 3, 4], [0, 0, 0, 0]);
    expect(at(24).slice(0, 2)).toEqual([1, 2]);
    expect(at(36)[2]).toBeCloseTo(0.13e9, -4);
    // 80 and 90 % of a normal distribution lie within 1.2816 and 1.6449 standard deviations.
    expect(at(60)[1] / at(60)[2]).toBeCloseTo(1.2816 / 1.6449, 4);
    expect(at(42)[1] / at(42)[2]).toBeCloseTo(1.2816 / 1.6449 / 2, 4);
  });

  it('take the larger of simulation and record, inside as well as outside', () => {
    expect(bandWidths(1e6, 1, [10, 900, 1e6, 2e6], [0.001, 0.0005, 0, 0])).toEqual([1000, 1000, 1e6, 2e6]);
  });

  it('hold as many past errors as their level says', () => {
    const draw = uniformStream(9);
    const errors = [[], Array.from({ length: 5000 }, () => draw() - 0.5)];
    expect(empiricalShares(errors, 0.8, 1, true)[1]).toBeCloseTo(0.4, 1);
    // Beyond what is known, with the root of time; without a record, nothing.
    expect(empiricalShares(errors, 0.8, 4, true)[4]).toBeCloseTo(0.8, 1);
    expect(empiricalShares([[], [0.1]], 0.8, 1)[1]).toBe(0);
  });

  it('chance and bands say the same, and chance falls with the limit', () => {
    const widths: Widths = [20, 50, 90, 120];
    expect(chanceAbove(1000, 1000, widths)).toBeCloseTo(0.5, 6);
    expect(chanceAbove(1050, 1000, widths)).toBeCloseTo(0.1, 6);
    expect(chanceAbove(950, 1000, widths)).toBeCloseTo(0.9, 6);
    expect(chanceAbove(1120, 1000, widths)).toBeCloseTo(0.025, 6);
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 4, maxLength: 4 }),
        fc.double({ min: -300, max: 300, noNaN: true }),
        fc.double({ min: 0, max: 50, noNaN: true }),
        (sizes, limit, more) => {
          const sorted = [...sizes].sort((a, b) => a - b) as unknown as Widths;
          const [near, far] = [chanceAbove(limit, 0, sorted), chanceAbove(limit + more, 0, sorted)];
          expect(far).toBeLessThanOrEqual(near + 1e-12);
          expect(near).toBeGreaterThanOrEqual(0);
          expect(near).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});
