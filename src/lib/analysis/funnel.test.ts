import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readComparison } from '../../../tests/reference/comparison.ts';
import { expectClose } from '../../../tests/reference/reference.ts';
import { binomialAtMost } from './beta.ts';
import { binomialLimits, compareUnits, funnelCurve, funnelLimits, funnelSignal, sameExpectation } from './funnel.ts';

const unit = (onTime: number, due: number, rate: number) => sameExpectation({ unit: 'A', due, onTime }, rate);

describe('funnelLimits', () => {
  it.each(readComparison().funnel)('agree with R round $rate for $n due', ({ rate, n, ...limits }) => {
    const found = funnelLimits(rate, n);
    for (const key of ['lower95', 'upper95', 'lower998', 'upper998'] as const) {
      expect(found[key], key).toBeCloseTo(limits[key], 10);
    }
  });

  it('can be worked out by hand for two due at one in two', () => {
    // At most 0: 1/4, 1: 3/4, 2: 1. For 80 %: r = 0, alpha = (0.25 − 0.1) / 0.25 = 0.6, (0 − 0.6 + 0.5) / 2 < 0.
    expect(binomialLimits(0.5, 2, 0.8)).toEqual({ lower: 0, upper: 1 });
    // For 60 %: alpha = (0.25 − 0.2) / 0.25 = 0.2, (0 − 0.2 + 0.5) / 2 = 0.15.
    expectClose(binomialLimits(0.5, 2, 0.6).lower, 0.15, 1e-14);
    expectClose(binomialLimits(0.5, 2, 0.6).upper, 0.85, 1e-14);
  });

  it('mirror those of the complement, and themselves at one half', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 2000 }), (part, due) => {
        const rate = part / 1000;
        const there = funnelLimits(rate, due);
        const back = funnelLimits(1 - rate, due);
        expect(there.lower95).toBeCloseTo(1 - back.upper95, 10);
        expect(there.upper998).toBeCloseTo(1 - back.lower998, 10);
        const half = funnelLimits(0.5, due);
        expect(half.lower95 + half.upper95).toBeCloseTo(1, 12);
        expect(there.lower998).toBeLessThanOrEqual(there.lower95);
        expect(there.upper998).toBeGreaterThanOrEqual(there.upper95);
        expect(there.lower95).toBeLessThanOrEqual(rate);
        expect(there.upper95).toBeGreaterThanOrEqual(rate);
      }),
    );
  });

  it.each([0.5, 0.8, 0.9, 0.97])('close in with the number due and do not saw, round %d', (rate) => {
    // What interpolation leaves of the steps is less than a tenth of a point; without it they are whole points.
    const flat = 0.001;
    let before = funnelLimits(rate, 1);
    for (let due = 2; due <= 500; due += 1) {
      const next = funnelLimits(rate, due);
      expect(next.lower95).toBeGreaterThan(before.lower95 - flat);
      expect(next.lower998).toBeGreaterThan(before.lower998 - flat);
      expect(next.upper95).toBeLessThan(before.upper95 + flat);
      expect(next.upper998).toBeLessThan(before.upper998 + flat);
      before = next;
    }
    const many = funnelLimits(rate, 200_000);
    expectClose(many.lower95, rate - 1.959964 * Math.sqrt((rate * (1 - rate)) / 200_000), 1e-4);
  });

  it('lie √(1 + τ²/s²) times as far out with over-dispersion, never outside 0 to 1', () => {
    const s2 = (0.9 * 0.1) / 400;
    const plain = funnelLimits(0.9, 400);
    const wide = funnelLimits(0.9, 400, 3 * s2);
    expectClose(0.9 - wide.lower95, 2 * (0.9 - plain.lower95), 1e-12);
    expectClose(wide.upper998 - 0.9, 2 * (plain.upper998 - 0.9), 1e-12);
    expect(funnelLimits(0.9, 400, 1)).toEqual({ lower95: 0, upper95: 1, lower998: 0, upper998: 1 });
  });

  it('are the rate itself when it is 0 or 1, but for half a count', () => {
    expect(funnelLimits(1, 40).upper95).toBe(1);
    expect(funnelLimits(1, 40).lower998).toBeGreaterThan(39 / 40);
    expect(funnelLimits(0, 40).lower95).toBe(0);
  });

  it('refuse what is no rate, number or variance', () => {
    for (const [rate, due, tau2] of [
      [-0.1, 10, 0],
      [NaN, 10, 0],
      [0.5, 0, 0],
      [0.5, 2.5, 0],
      [0.5, 10, -1],
      [0.5, 10, Infinity],
    ] as const) {
      expect(() => funnelLimits(rate, due, tau2)).toThrow(RangeError);
    }
    expect(() => binomialLimits(0.5, 10, 1)).toThrow(RangeError);
  });

  it('are drawn from one due to the largest number', () => {
    const curve = funnelCurve(0.9, 180);
    expect(curve[0]?.due).toBe(1);
    expect(curve.at(-1)).toEqual({ due: 180, ...funnelLimits(0.9, 180) });
    expect(curve.every(({ due }, index) => due > (curve[index - 1]?.due ?? 0))).toBe(true);
    expect(funnelCurve(0.9, 1)).toHaveLength(1);
  });
});

describe('funnelSignal', () => {
  it('is beyond a limit exactly when the mid-P value says so', () => {
    const rate = fc.integer({ min: 50, max: 99 }).map((percent) => percent / 100);
    const counts = fc
      .integer({ min: 1, max: 300 })
      .chain((due) => fc.tuple(fc.integer({ min: Math.floor(due / 2), max: due }), fc.constant(due)));
    fc.assert(
      fc.property(rate, counts, (p, [onTime, due]) => {
        const { position, p: chance } = funnelSignal(unit(onTime, due, p), p);
        const below = (binomialAtMost(onTime, due, p) + binomialAtMost(onTime - 1, due, p)) / 2;
        const tail = Math.min(below, 1 - below);
        if (Math.abs(tail - 0.025) < 1e-9 || Math.abs(tail - 0.001) < 1e-9) return;
        expect(position !== 'within').toBe(tail < 0.025);
        expect(position.startsWith('far')).toBe(tail < 0.001);
        if (position !== 'within') expect(position.endsWith('below')).toBe(below < 0.5);
        expect(chance).toBeCloseTo(2 * tail, 9);
      }),
    );
  });

  it('says the same by its probability as by its limits, over-dispersed or not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 90 }), fc.constantFrom(0, 0.0004, 0.01), (onTime, tau2) => {
        const { position, p } = funnelSignal(unit(onTime, 90, 0.88), 0.88, tau2);
        expect(position !== 'within').toBe(p < 0.05);
        expect(position.startsWith('far')).toBe(p < 0.002);
      }),
    );
  });

  it('knows 62 of 74 at 92 %', () => {
    const signal = funnelSignal(unit(62, 74, 0.92), 0.92);
    expect(signal).toMatchObject({ unit: 'A', raw: 62 / 74, position: 'below' });
    expectClose(signal.adjusted, 62 / 74, 1e-12);
    expectClose(signal.z, (62 - 68.08) / Math.sqrt(74 * 0.92 * 0.08), 1e-12);
    expect(funnelSignal(unit(58, 74, 0.92), 0.92).position).toBe('far-below');
    expect(funnelSignal(unit(68, 74, 0.92), 0.92).position).toBe('within');
    expect(funnelSignal(unit(74, 74, 0.92), 0.92).position).toBe('above');
  });

  it('calls nobody above for doing all of a few', () => {
    for (let due = 1; due <= 28; due += 1) expect(funnelSignal(unit(due, due, 0.9), 0.9).position).toBe('within');
  });

  it('judges by the expectation of the unit’s own mix', () => {
    const hard = { unit: 'H', due: 100, onTime: 80, expected: 82, variance: 14 };
    expect(funnelSignal(hard, 0.92)).toMatchObject({ position: 'within', raw: 0.8 });
    expectClose(funnelSignal(hard, 0.92).adjusted, (80 / 82) * 0.92, 1e-12);
    expect(funnelSignal(unit(80, 100, 0.92), 0.92).position).toBe('far-below');
  });

  it('draws the limits in by the share a unit has in what it is compared with', () => {
    const alone = funnelSignal({ ...unit(80, 100, 0.88), ownShare: 0.19 }, 0.88);
    const plain = funnelLimits(0.88, 100);
    // √(1 − 0.19) = 0.9
    expectClose(0.88 - alone.limits.lower95, 0.9 * (0.88 - plain.lower95), 1e-12);
    expectClose(alone.limits.upper998 - 0.88, 0.9 * (plain.upper998 - 0.88), 1e-12);
    // Compared with nothing but itself.
    const itself = funnelSignal({ ...unit(80, 100, 0.8), ownShare: 1 }, 0.8);
    expect(itself).toMatchObject({ position: 'within', z: null, p: 1 });
  });

  it('never shows more than all', () => {
    const hard = { unit: 'H', due: 40, onTime: 40, expected: 32, variance: 6 };
    const signal = funnelSignal(hard, 0.9);
    expect(signal.adjusted).toBe(1);
    expect(Math.max(...Object.values(signal.limits))).toBeLessThanOrEqual(1);
  });

  it('refuses counts and expectations that cannot be', () => {
    const good = { unit: 'A', due: 10, onTime: 9, expected: 8, variance: 1 };
    for (const broken of [{ onTime: 11 }, { onTime: 8.5 }, { due: 0, onTime: 0 }, { expected: 11 }, { expected: 0 }]) {
      expect(() => funnelSignal({ ...good, ...broken }, 0.9)).toThrow(RangeError);
    }
    expect(() => funnelSignal({ ...good, variance: -1 }, 0.9)).toThrow(RangeError);
    expect(() => funnelSignal({ ...good, ownShare: 1.1 }, 0.9)).toThrow(RangeError);
    expect(funnelSignal({ ...good, variance: 0 }, 0.9).z).toBeNull();
  });
});

describe('compareUnits', () => {
  const equal = Array.from({ length: 20 }, (_, i) => unit(89 + (i % 3), 100, 0.9));

  it('names those with too few apart, and compares the others', () => {
    const few = { ...unit(20, 24, 0.9), unit: 'few' };
    const rare = { ...unit(2, 60, 0.05), unit: 'rare' };
    const result = compareUnits([...equal, few, rare], 0.9);
    expect(result.tooFew).toEqual(['few', 'rare']);
    expect(result.comparisons).toBe(20);
    expect(result.dispersion.tau2).toBe(0);
    expect(result.units.every(({ position, signal }) => position === 'within' && !signal)).toBe(true);
  });

  it('finds the one that differs, and says signal only of discoveries', () => {
    const apart = { ...unit(70, 100, 0.9), unit: 'apart' };
    const near = { ...unit(83, 100, 0.9), unit: 'near' };
    const result = compareUnits([...equal, apart, near], 0.9);
    expect(result.units.filter(({ signal }) => signal).map((found) => found.unit)).toEqual(['apart']);
    expect(result.units.at(-1)).toMatchObject({ unit: 'near', position: 'below', signal: false });
  });

  it('widens the limits when all differ by more than chance', () => {
    const spread = Array.from({ length: 20 }, (_, i) => unit(740 + 12 * i, 1000, 0.9));
    const result = compareUnits(spread, 0.854);
    expect(result.dispersion.tau2).toBeGreaterThan(0.001);
    expect(result.units.filter(({ position }) => position.startsWith('far'))).toEqual([]);
  });

  it('has nothing to say of nobody', () => {
    expect(compareUnits([], 0.9)).toMatchObject({ comparisons: 0, units: [], tooFew: [], dispersion: { tau2: 0 } });
  });
});
