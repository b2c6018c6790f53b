import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readComparison } from '../../../tests/reference/comparison.ts';
import { expectClose } from '../../../tests/reference/reference.ts';
import { falseDiscoveryRates } from './false-discovery.ts';

const { bh } = readComparison();

describe('falseDiscoveryRates', () => {
  it.each([bh, bh.shuffled])('agree with R, sorted or not', ({ p, q }) => {
    falseDiscoveryRates(p).forEach((rate, index) => expectClose(rate, q[index] ?? NaN, 1e-12));
  });

  it('can be worked out by hand', () => {
    // 4 · 0.01 / 1, 4 · 0.02 / 2, 4 · 0.03 / 3: all 0.04; 4 · 0.9 / 4.
    falseDiscoveryRates([0.03, 0.9, 0.01, 0.02]).forEach((rate, index) =>
      expectClose(rate, [0.04, 0.9, 0.04, 0.04][index] ?? NaN, 1e-12),
    );
    expect(falseDiscoveryRates([])).toEqual([]);
    expect(falseDiscoveryRates([0.2])).toEqual([0.2]);
  });

  it('are at least the probabilities, at most one, and in their order', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(share, { maxLength: 60 }), (p) => {
        const q = falseDiscoveryRates(p);
        p.forEach((value, i) => {
          expect(q[i]).toBeGreaterThanOrEqual(value);
          expect(q[i]).toBeLessThanOrEqual(1);
          p.forEach((other, j) => value < other && expect(q[i]).toBeLessThanOrEqual(q[j] ?? NaN));
        });
      }),
      { numRuns: 40 },
    );
  });

  it('refuse what is no probability', () => {
    for (const broken of [-0.1, 1.1, NaN]) expect(() => falseDiscoveryRates([0.5, broken])).toThrow(RangeError);
  });
});
