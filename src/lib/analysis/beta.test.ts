import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readComparison } from '../../../tests/reference/comparison.ts';
import { expectClose, readReference } from '../../../tests/reference/reference.ts';
import {
  betaQuantile,
  binomialAtLeast,
  binomialAtMost,
  binomialQuantile,
  exactInterval,
  lowerBeta,
  upperBeta,
} from './beta.ts';

const R = readComparison();
/** R writes 15 digits. */
const DIGITS = 1e-12;

describe('lowerBeta and upperBeta', () => {
  it.each(R.beta)('agree with R at $x for shapes $a and $b', ({ x, a, b, lower, upper }) => {
    expectClose(lowerBeta(x, a, b), lower, DIGITS);
    expectClose(upperBeta(x, a, b), upper, DIGITS);
  });

  it('are powers when one shape is 1', () => {
    expectClose(lowerBeta(0.3, 7, 1), 0.3 ** 7, 1e-14);
    expectClose(upperBeta(0.3, 1, 7), 0.7 ** 7, 1e-14);
  });

  it('mirror, add up to one and rise', () => {
    const shape = fc.double({ min: 0.01, max: 3000, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1023 }), shape, shape, (part, a, b) => {
        const x = part / 1024;
        // Where the two fractions meet they differ by some units of the last digit.
        expectClose(upperBeta(1 - x, b, a), lowerBeta(x, a, b), 1e-14);
        expect(lowerBeta(x, a, b) + upperBeta(x, a, b)).toBeCloseTo(1, 12);
        expect(lowerBeta(x - 1 / 1024, a, b)).toBeLessThanOrEqual(lowerBeta(x, a, b) * (1 + 1e-12));
      }),
    );
  });

  it('are 0 and 1 at the ends, and refuse what is no share or no shape', () => {
    expect([lowerBeta(0, 2, 3), lowerBeta(1, 2, 3), upperBeta(0, 2, 3), upperBeta(1, 2, 3)]).toEqual([0, 1, 1, 0]);
    for (const [x, a, b] of [
      [-0.1, 1, 1],
      [1.1, 1, 1],
      [NaN, 1, 1],
      [0.5, 0, 1],
      [0.5, 1, Infinity],
    ] as const) {
      expect(() => lowerBeta(x, a, b)).toThrow(RangeError);
      expect(() => upperBeta(x, a, b)).toThrow(RangeError);
    }
  });
});

describe('betaQuantile', () => {
  it('is where the share lies below', () => {
    const shape = fc.double({ min: 0.3, max: 2000, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(0.001, 0.025, 0.3, 0.5, 0.975, 0.999), shape, shape, (p, a, b) => {
        const x = betaQuantile(p, a, b);
        // Next to 1 the numbers themselves are too coarse to hit a probability.
        if (x < 0.999) expect(lowerBeta(x, a, b)).toBeCloseTo(p, 9);
      }),
    );
    expect([betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([0, 1]);
  });
});

describe('binomial tails', () => {
  it.each(R.binomial)('agree with R at $x of $n with $p', ({ x, n, p, at_most, at_least }) => {
    expectClose(binomialAtMost(x, n, p), at_most, DIGITS);
    expectClose(binomialAtLeast(x, n, p), at_least, DIGITS);
  });

  it.each(R.quantile)('have R’s quantile at $q of $n', ({ q, n, p, x }) => {
    expect(binomialQuantile(q, n, p)).toBe(x);
  });

  it('are sums of the probabilities of each count', () => {
    // 3 dice, sixes: 125, 75, 15 and 1 of 216.
    expectClose(binomialAtMost(0, 3, 1 / 6), 125 / 216, 1e-14);
    expectClose(binomialAtMost(1, 3, 1 / 6), 200 / 216, 1e-14);
    expectClose(binomialAtLeast(2, 3, 1 / 6), 16 / 216, 1e-14);
    expectClose(binomialAtLeast(3, 3, 1 / 6), 1 / 216, 1e-14);
  });

  it('hold outside the counts, for sure things and for nobody', () => {
    expect([binomialAtMost(-1, 5, 0.5), binomialAtMost(5, 5, 0.5), binomialAtMost(7, 5, 0.5)]).toEqual([0, 1, 1]);
    expect([binomialAtLeast(0, 5, 0.5), binomialAtLeast(6, 5, 0.5)]).toEqual([1, 0]);
    expect([binomialAtMost(4, 5, 1), binomialAtMost(0, 5, 0), binomialAtLeast(5, 5, 1)]).toEqual([0, 1, 1]);
    expect(binomialAtMost(0, 0, 0.3)).toBe(1);
    expect(binomialQuantile(0.5, 9, 1)).toBe(9);
    expect(() => binomialAtMost(1, 2.5, 0.5)).toThrow(RangeError);
    expect(() => binomialAtLeast(1, 2, 1.5)).toThrow(RangeError);
    expect(() => binomialQuantile(2, 2, 0.5)).toThrow(RangeError);
  });

  it('leave no count out', () => {
    const rate = fc.integer({ min: 1, max: 99 }).map((percent) => percent / 100);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.double({ min: 0, max: 1, noNaN: true }), rate, (n, at, p) => {
        const x = Math.round(at * n);
        expect(binomialAtMost(x, n, p) + binomialAtLeast(x + 1, n, p)).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe('exactInterval', () => {
  it.each(readReference().proportions)('agrees with R on $x of $n', ({ x, n, exact: [lower, upper] }) => {
    expectClose(exactInterval(x, n)?.lower, lower);
    expectClose(exactInterval(x, n)?.upper, upper);
  });

  it.each(R.exact)('agrees with R on $x of $n at $level', ({ x, n, level, interval: [lower, upper] }) => {
    expectClose(exactInterval(x, n, level)?.lower, lower, DIGITS);
    expectClose(exactInterval(x, n, level)?.upper, upper, DIGITS);
  });

  it('is known in closed form for none and for all', () => {
    expectClose(exactInterval(0, 20)?.upper, 1 - 0.025 ** (1 / 20), 1e-13);
    expectClose(exactInterval(20, 20)?.lower, 0.025 ** (1 / 20), 1e-13);
  });

  it('is null for nobody, and refuses what is no count or level', () => {
    expect(exactInterval(0, 0)).toBeNull();
    for (const [x, n] of [
      [-1, 5],
      [6, 5],
      [1.5, 5],
      [NaN, 5],
    ] as const) {
      expect(() => exactInterval(x, n)).toThrow(RangeError);
    }
    expect(() => exactInterval(1, 5, 1)).toThrow(RangeError);
  });
});
