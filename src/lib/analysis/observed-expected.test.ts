import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose, readReference } from '../../../tests/reference/reference.ts';
import { upperGamma } from './gamma.ts';
import { observedToExpected } from './observed-expected.ts';

describe('observedToExpected', () => {
  it.each(readReference().oe)('agrees with R on $o of $e', ({ o, e, exact: [lower, upper] }) => {
    const ratio = observedToExpected(o, e);
    expectClose(ratio?.ratio, o / e);
    expectClose(ratio?.lower, lower);
    expectClose(ratio?.upper, upper);
  });

  it('is known in closed form for none and for one', () => {
    expectClose(observedToExpected(0, 1)?.upper, -Math.log(0.025), 1e-13);
    expectClose(observedToExpected(1, 1)?.lower, -Math.log(0.975), 1e-12);
  });

  it('leaves half of what is left over in each tail', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20000 }), fc.constantFrom(0.8, 0.95, 0.998), (observed, level) => {
        const limits = observedToExpected(observed, 1, level);
        expectClose(upperGamma(observed + 1, limits?.upper ?? 0), (1 - level) / 2, 1e-9);
        if (observed > 0) expectClose(upperGamma(observed, limits?.lower ?? 0), (1 + level) / 2, 1e-9);
      }),
    );
  });

  it('is null when nothing was expected, and refuses what is no count', () => {
    expect(observedToExpected(0, 0)).toBeNull();
    expect(observedToExpected(3, 0)).toBeNull();
    for (const [o, e] of [
      [-1, 1],
      [1.5, 1],
      [Number.NaN, 1],
      [1, -1],
      [1, Number.NaN],
      [1, Infinity],
    ] as const) {
      expect(() => observedToExpected(o, e)).toThrow(RangeError);
    }
    expect(() => observedToExpected(1, 1, 1)).toThrow(RangeError);
  });
});
