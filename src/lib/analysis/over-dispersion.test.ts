import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readComparison } from '../../../tests/reference/comparison.ts';
import { expectClose } from '../../../tests/reference/reference.ts';
import { overDispersion, winsorise } from './over-dispersion.ts';

const { n, x, z, winsorised, result, plain } = readComparison().dispersion;
const share = x.reduce((sum, count) => sum + count, 0) / n.reduce((sum, count) => sum + count, 0);
const deviations = n.map((due, index) => {
  const error = Math.sqrt(due * share * (1 - share));
  return { z: ((x[index] ?? 0) - due * share) / error, s: error / due };
});

describe('winsorise', () => {
  it('agrees with R', () => {
    winsorise(z).forEach((value, index) => expectClose(value, winsorised[index] ?? NaN, 1e-12));
  });

  it('draws in one of ten at either end, none of nine', () => {
    expect(winsorise([9, 1, 2, 3, 4, 5, 6, 7, 8, 50])).toEqual([9, 2, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(winsorise([1, 2, 3, 4, 5, 6, 7, 8, 99])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 99]);
    expect(winsorise([])).toEqual([]);
    expect(() => winsorise([1], 0.5)).toThrow(RangeError);
  });
});

describe('overDispersion', () => {
  it('agrees with R, winsorised and not', () => {
    expectClose(overDispersion(deviations).phi, result.phi, 1e-12);
    expectClose(overDispersion(deviations, 0).phi, plain.phi, 1e-12);
    expectClose(overDispersion(deviations).tau2, result.tau2, 1e-10);
    expectClose(overDispersion(deviations, 0).tau2, plain.tau2, 1e-10);
  });

  it('can be worked out by hand', () => {
    // Σz² = 4 + 4 + 1 = 9 over k − 1 = 2; w = 1 each: (9 − 2) / (3 − 3/3) = 3.5.
    const found = overDispersion([-2, 2, 1].map((value) => ({ z: value, s: 1 })));
    expect(found).toEqual({ units: 3, phi: 3, tau2: 3.5 });
  });

  it('is none without units, with one, or when chance explains the differences', () => {
    expect(overDispersion([])).toEqual({ units: 0, phi: null, tau2: 0 });
    // One weight less its square over itself is 0 on paper only.
    for (const s of [1, 0.3, 0.0071]) expect(overDispersion([{ z: 5, s }]).tau2).toBe(0);
    expect(overDispersion([-1, 0.5, 0.2].map((value) => ({ z: value, s: 0.1 }))).tau2).toBe(0);
  });

  it('is never negative, and grows with the square of the scale', () => {
    const one = fc.record({
      z: fc.double({ min: -9, max: 9, noNaN: true }),
      s: fc.double({ min: 0.01, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(one, { minLength: 2, maxLength: 40 }), (units) => {
        const { tau2 } = overDispersion(units);
        expect(tau2).toBeGreaterThanOrEqual(0);
        const scaled = overDispersion(units.map((unit) => ({ z: unit.z, s: unit.s * 3 })));
        expect(scaled.tau2).toBeCloseTo(tau2 * 9, 6);
      }),
    );
  });

  it('refuses what is no deviation', () => {
    expect(() => overDispersion([{ z: NaN, s: 1 }])).toThrow(RangeError);
    expect(() => overDispersion([{ z: 1, s: 0 }])).toThrow(RangeError);
  });
});
