import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose, readReference } from '../../../tests/reference/reference.ts';
import { chiSquareTail, lowerGamma, poissonDensity, upperGamma } from './gamma.ts';

describe('incomplete gamma function', () => {
  // Power series summed to 400 digits with mpmath.
  it.each([
    [0.5, 0.01, 0.1124629160182849, 0.8875370839817152],
    [0.5, 1.4, 0.9057356931587897, 0.09426430684121032],
    [0.5, 1.5, 0.9167354833364496, 0.0832645166635504],
    [0.5, 50, 1.0, 1.523970604832105e-23],
    [1, 3, 0.950212931632136, 0.049787068367863944],
    [1.5, 2.5, 0.8282028557032669, 0.17179714429673312],
    [2.5, 40, 0.9999999999999991, 8.391825114831611e-16],
    [10, 3, 0.0011024881301154798, 0.9988975118698845],
    [15.5, 17, 0.6749042223546088, 0.3250957776453912],
    [16, 15, 0.43191042439145616, 0.5680895756085438],
    [101, 130, 0.9963247892744126, 0.0036752107255873696],
    [1000, 1000, 0.5042052441802155, 0.4957947558197845],
    [1000, 1100, 0.99894067674607, 0.0010593232539299773],
    [50, 200, 1.0, 1.6927979958857087e-37],
  ])('of shape %d at %d', (a, x, lower, upper) => {
    expectClose(lowerGamma(a, x), lower, 1e-13);
    expectClose(upperGamma(a, x), upper, 1e-13);
  });

  it('splits one into two parts', () => {
    const positive = fc.double({ min: 1e-3, max: 2000, noNaN: true });
    fc.assert(
      fc.property(positive, positive, (a, x) => {
        expect(lowerGamma(a, x) + upperGamma(a, x)).toBeCloseTo(1, 12);
      }),
    );
  });

  it('ends at 0 and 1', () => {
    expect(lowerGamma(3, 0)).toBe(0);
    expect(upperGamma(3, 0)).toBe(1);
    expect(lowerGamma(3, Infinity)).toBe(1);
    expect(upperGamma(3, Infinity)).toBe(0);
    expect(upperGamma(3, 1e6)).toBe(0);
  });

  it('refuses negative and missing arguments', () => {
    for (const [a, x] of [
      [0, 1],
      [-1, 1],
      [Number.NaN, 1],
      [1, -1],
      [1, Number.NaN],
    ] as const) {
      expect(() => lowerGamma(a, x)).toThrow(RangeError);
      expect(() => upperGamma(a, x)).toThrow(RangeError);
    }
  });
});

describe('poissonDensity', () => {
  it('is the Poisson probability of whole counts', () => {
    expectClose(poissonDensity(0, 2), Math.exp(-2), 1e-15);
    expectClose(poissonDensity(3, 2), (8 / 6) * Math.exp(-2), 1e-14);
    expect(poissonDensity(3, 0)).toBe(0);
    expect(poissonDensity(0, 0)).toBe(1);
    let sum = 0;
    for (let count = 0; count < 200; count += 1) sum += poissonDensity(count, 80);
    expectClose(sum, 1, 1e-13);
  });
});

describe('chiSquareTail', () => {
  it('agrees with R on a log-rank test', () => {
    const { chisq, p } = readReference().lung.logrank_sex;
    expectClose(chiSquareTail(chisq, 1), p);
  });

  it('is exp(−x/2) for two degrees of freedom', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1000, noNaN: true }), (x) => {
        expectClose(chiSquareTail(x, 2), Math.exp(-x / 2), 1e-12);
      }),
    );
  });

  it('starts at 1', () => {
    expect(chiSquareTail(0, 1)).toBe(1);
  });
});
