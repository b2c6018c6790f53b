import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../../../tests/reference/reference.ts';
import { confidenceMultiple, normalQuantile } from './normal.ts';

describe('normalQuantile', () => {
  // mpmath, 60 digits.
  it.each([
    [0.975, 1.959963984540054],
    [0.995, 2.5758293035489004],
    [0.999, 3.090232306167813],
    [0.9, 1.2815515655446006],
    [0.6, 0.2533471031357997],
    [0.01, -2.326347874040841],
    [1e-10, -6.361340902404057],
    [1e-100, -21.273453560965326],
  ])('of %d is %d', (p, expected) => {
    expectClose(normalQuantile(p), expected, 1e-14);
  });

  it('is 0 in the middle, rises, and mirrors', () => {
    expect(normalQuantile(0.5)).toBe(0);
    const share = fc.double({ min: 1e-6, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(share, share, (a, b) => {
        if (a < b) expect(normalQuantile(a)).toBeLessThanOrEqual(normalQuantile(b));
        expect(normalQuantile(1 - a)).toBeCloseTo(-normalQuantile(a), 8);
      }),
    );
  });

  it('refuses what is no probability', () => {
    for (const p of [0, 1, -0.1, 1.1, Number.NaN]) expect(() => normalQuantile(p)).toThrow(RangeError);
    expect(() => confidenceMultiple(1)).toThrow(RangeError);
  });
});

describe('confidenceMultiple', () => {
  it('reaches to either side', () => {
    expectClose(confidenceMultiple(0.95), 1.959963984540054, 1e-15);
    expectClose(confidenceMultiple(0.998), 3.090232306167813, 1e-14);
  });
});
