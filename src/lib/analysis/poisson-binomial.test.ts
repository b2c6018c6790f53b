import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialAtLeast, exactInterval } from './beta.ts';
import { observedToExpected } from './observed-expected.ts';
import { atLeast, expectation, poissonBinomial, tilted, tiltedLimits, type ChanceCount } from './poisson-binomial.ts';

const bands: ChanceCount[] = [
  { chance: 0.1, count: 40 },
  { chance: 0.3, count: 60 },
  { chance: 0.5, count: 20 },
];

const people = fc.array(
  fc.record({ chance: fc.double({ min: 0.01, max: 0.99, noNaN: true }), count: fc.integer({ min: 1, max: 6 }) }),
  { minLength: 1, maxLength: 5 },
);

/** Every way the events can fall, person by person. */
function byHand(of: readonly ChanceCount[], x: number): number {
  const each = of.flatMap(({ chance, count }) => Array.from({ length: count }, () => chance));
  let chances = [1];
  for (const chance of each) {
    chances = [...chances, 0].map((mass, at) => mass * (1 - chance) + (chances[at - 1] ?? 0) * chance);
  }
  return chances.slice(x).reduce((sum, mass) => sum + mass, 0);
}

describe('how many of people with chances of their own have an event', () => {
  it('adds up what is expected, as by hand', () => {
    const { people: all, expected, variance } = expectation(bands);
    expect([all, expected]).toEqual([120, 32]);
    expect(variance).toBeCloseTo(21.2, 12);
  });

  it('agrees with every way the events can fall', () => {
    fc.assert(
      fc.property(people, fc.nat(20), (of, x) => {
        expect(atLeast(poissonBinomial(of), x)).toBeCloseTo(byHand(of, x), 12);
      }),
    );
  });

  it('is the binomial where all chances are alike', () => {
    for (const x of [0, 40, 60, 74, 200]) {
      expect(atLeast(poissonBinomial([{ chance: 0.3, count: 200 }]), x)).toBeCloseTo(binomialAtLeast(x, 200, 0.3), 13);
    }
  });

  it('gives 44 or more of 120 in three bands the probability .0073', () => {
    expect(atLeast(poissonBinomial(bands), 44)).toBeCloseTo(0.0073, 4);
    expect(atLeast(poissonBinomial(bands), 44)).toBeCloseTo(byHand(bands, 44), 14);
  });
});

describe('limits of observed over expected by moving the log odds', () => {
  it('gives the worked example a verdict opposite to Poisson limits', () => {
    const limits = tiltedLimits(44, bands)!;
    expect(limits.ratio).toBe(1.375);
    expect(limits.lower).toBeCloseTo(1.068, 3);
    expect(limits.upper).toBeCloseTo(1.701, 3);
    const poisson = observedToExpected(44, 32)!;
    expect(poisson.lower).toBeCloseTo(0.999, 3);
    expect(poisson.upper).toBeCloseTo(1.846, 3);
  });

  it('equals Clopper and Pearson where all chances are alike', () => {
    const limits = tiltedLimits(74, [{ chance: 0.3, count: 200 }])!;
    const exact = exactInterval(74, 200)!;
    expect(limits.lower).toBeCloseTo(exact.lower / 0.3, 11);
    expect(limits.upper).toBeCloseTo(exact.upper / 0.3, 11);
    expect([limits.ratio, limits.lower, limits.upper].map((value) => value.toFixed(3))).toEqual([
      '1.233',
      '1.010',
      '1.470',
    ]);
    const poisson = observedToExpected(74, 60)!;
    expect([poisson.lower, poisson.upper].map((value) => value.toFixed(3))).toEqual(['0.968', '1.548']);
  });

  it('is narrower where half have a chance of .15 and half of .45', () => {
    const halves = tiltedLimits(74, [
      { chance: 0.15, count: 100 },
      { chance: 0.45, count: 100 },
    ])!;
    expect([halves.lower, halves.upper].map((value) => value.toFixed(3))).toEqual(['1.022', '1.454']);
  });

  it('leaves each tail exactly its share, and is bounded by all people', () => {
    fc.assert(
      fc.property(people, fc.nat(30), (of, wanted) => {
        const { people: all, expected } = expectation(of);
        const observed = Math.min(all, wanted);
        const { lower, upper } = tiltedLimits(observed, of)!;
        expect(lower).toBeLessThanOrEqual(observed / expected + 1e-9);
        expect(upper).toBeGreaterThanOrEqual(observed / expected - 1e-9);
        expect(upper).toBeLessThanOrEqual(all / expected + 1e-9);
        const at = (ratio: number) => tilted(of, shiftFor(of, ratio * expected));
        if (observed > 0) expect(byHand(at(lower), observed)).toBeCloseTo(0.025, 6);
        if (observed < all) expect(1 - byHand(at(upper), observed + 1)).toBeCloseTo(0.025, 6);
      }),
      { numRuns: 60 },
    );
  });

  it('says nothing where nothing was expected, and takes those who are sure as they are', () => {
    expect(tiltedLimits(0, [{ chance: 0, count: 9 }])).toBeNull();
    expect(tiltedLimits(9, [{ chance: 1, count: 9 }])).toBeNull();
    const sure = tiltedLimits(5, [...[{ chance: 1, count: 3 }], { chance: 0.5, count: 4 }])!;
    expect(sure.ratio).toBe(1);
    expect(sure.lower).toBeGreaterThan(3 / 5);
    expect(() => tiltedLimits(2, [{ chance: 1, count: 3 }])).toThrow(RangeError);
    expect(() => tiltedLimits(1, [{ chance: 1.2, count: 3 }])).toThrow(RangeError);
  });

  it('stays exact for thousands of people with many chances', () => {
    const many = Array.from({ length: 400 }, (_, at) => ({ chance: 0.05 + at / 800, count: 20 }));
    const { expected, variance } = expectation(many);
    const observed = Math.round(expected);
    const { lower, upper } = tiltedLimits(observed, many)!;
    const reach = (1.959964 * Math.sqrt(variance)) / expected;
    expect(upper - 1).toBeCloseTo(reach, 3);
    expect(1 - lower).toBeCloseTo(reach, 3);
  });
});

/** By halving, apart from the code under test. */
function shiftFor(of: readonly ChanceCount[], wanted: number): number {
  let [low, high] = [-40, 40];
  for (let step = 0; step < 200; step += 1) {
    const middle = (low + high) / 2;
    if (expectation(tilted(of, middle)).expected < wanted) low = middle;
    else high = middle;
  }
  return low;
}
