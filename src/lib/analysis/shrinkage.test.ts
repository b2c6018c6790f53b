import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readComparison } from '../../../tests/reference/comparison.ts';
import { expectClose } from '../../../tests/reference/reference.ts';
import { shrinkRatios } from './shrinkage.ts';

const { dispersion, shrinkage } = readComparison();

describe('shrinkRatios', () => {
  it('agrees with R', () => {
    const { n, x } = dispersion;
    const rate = x.reduce((sum, count) => sum + count, 0) / n.reduce((sum, due) => sum + due, 0);
    const result = shrinkRatios(
      n.map((due, i) => ({ unit: `${i}`, onTime: x[i] ?? 0, expected: due * rate, variance: due * rate * (1 - rate) })),
    );
    expectClose(result.tau2, shrinkage.tau2, 1e-10);
    result.units.forEach(({ shrunk, weight }, index) => {
      expectClose(weight, shrinkage.weight[index] ?? NaN, 1e-10);
      expectClose(shrunk, shrinkage.ratio[index] ?? NaN, 1e-10);
    });
  });

  it('draws all to 1 when chance explains the differences', () => {
    const { tau2, units } = shrinkRatios(
      [88, 90, 92].map((onTime) => ({ unit: `${onTime}`, onTime, expected: 90, variance: 9 })),
    );
    expect(tau2).toBe(0);
    expect(units.map(({ shrunk }) => shrunk)).toEqual([1, 1, 1]);
    expect(units.map(({ raw }) => raw)).toEqual([88 / 90, 1, 92 / 90]);
  });

  it('keeps a unit that none of did, and leaves out one nothing was expected of', () => {
    const { units } = shrinkRatios([
      { unit: 'none', onTime: 0, expected: 30, variance: 3 },
      { unit: 'all', onTime: 33, expected: 30, variance: 3 },
      { unit: 'empty', onTime: 0, expected: 0, variance: 0 },
    ]);
    expect(units.map(({ unit }) => unit)).toEqual(['none', 'all']);
    expect(units[0]?.raw).toBe(0);
    expect(units[0]?.shrunk).toBeLessThan(0.1);
  });

  it('lies between the raw ratio and 1, and keeps more of the more certain', () => {
    const unit = fc.record({
      unit: fc.constant('A'),
      onTime: fc.integer({ min: 1, max: 200 }),
      expected: fc.integer({ min: 20, max: 200 }),
      variance: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(fc.array(unit, { minLength: 1, maxLength: 30 }), (list) => {
        const { units } = shrinkRatios(list);
        units.forEach(({ raw, shrunk, weight }, i) => {
          expect(weight >= 0 && weight < 1).toBe(true);
          expect(Math.abs(Math.log(shrunk))).toBeLessThanOrEqual(Math.abs(Math.log(raw)) + 1e-12);
          expect(Math.log(shrunk) * Math.log(raw)).toBeGreaterThanOrEqual(0);
          const own = list[i];
          const other = list[0];
          if (own && other && own.variance / own.expected ** 2 < other.variance / other.expected ** 2) {
            expect(weight).toBeGreaterThanOrEqual(units[0]?.weight ?? NaN);
          }
        });
      }),
    );
  });

  it('refuses what is no count', () => {
    const good = { unit: 'A', onTime: 5, expected: 6, variance: 1 };
    for (const broken of [{ onTime: -1 }, { expected: NaN }, { variance: -1 }]) {
      expect(() => shrinkRatios([{ ...good, ...broken }])).toThrow(RangeError);
    }
  });
});
