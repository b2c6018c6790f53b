import { describe, expect, it } from 'vitest';
import { compareRates } from './rate-difference.ts';
import { compareRatesOf } from './rate-funnel.ts';

/** P(X < x) + ½ P(X = x), added up term by term. */
function midBelow(x: number, mean: number): number {
  let term = Math.exp(-mean);
  let sum = 0;
  for (let k = 0; k < x; k += 1) {
    sum += term;
    term *= mean / (k + 1);
  }
  return sum + term / 2;
}

describe('rates of places against that of all', () => {
  it('are judged by the mid-P of the Poisson, where they differ by chance alone', () => {
    const units = [30, 28, 33, 31, 29, 32].map((events, index) => ({ unit: `${index}`, events, exposure: 10 }));
    const { rate, dispersion, units: signals } = compareRatesOf(units);
    expect(rate).toBeCloseTo(183 / 60, 12);
    expect(dispersion.tau2).toBe(0);
    signals.forEach(({ p, position, signal }, index) => {
      const below = midBelow(units[index]?.events ?? 0, 30.5);
      expect(p).toBeCloseTo(Math.min(1, 2 * Math.min(below, 1 - below)), 10);
      expect([position, signal]).toEqual(['within', false]);
    });
  });

  it('name one that lies far out, and which side', () => {
    const units = Array.from({ length: 12 }, (_, index) => ({
      unit: `${index}`,
      events: 40 + (index % 3),
      exposure: 20,
    }));
    units[4] = { unit: 'many', events: 95, exposure: 20 };
    const { units: signals } = compareRatesOf(units);
    expect(signals.filter(({ signal }) => signal).map(({ unit, position }) => [unit, position])).toEqual([
      ['many', 'far-above'],
    ]);
  });

  it('widen with differences no count explains, and leave out places with too little', () => {
    const units = [20, 60, 25, 70, 30, 80, 22, 64].map((events, index) => ({ unit: `${index}`, events, exposure: 10 }));
    const {
      dispersion,
      units: signals,
      tooFew,
    } = compareRatesOf([...units, { unit: 'small', events: 1, exposure: 0.1 }]);
    expect(dispersion.tau2).toBeGreaterThan(0);
    expect(signals.some(({ signal }) => signal)).toBe(false);
    expect(tooFew).toEqual(['small']);
    expect(() => compareRatesOf([{ unit: 'A', events: 1.5, exposure: 2 }])).toThrow(RangeError);
  });
});

describe('two rates', () => {
  it('have a difference round the plain one and a ratio by the log method', () => {
    const compared = compareRates(60, 100, 30, 100);
    expect(compared?.difference).toBeCloseTo(0.3, 12);
    // exp(ln 2 ∓ 1.96 √(1/60 + 1/30)), by hand.
    expect(compared?.ratio?.ratio).toBeCloseTo(2, 12);
    expect(compared?.ratio?.lower).toBeCloseTo(2 * Math.exp(-1.959963984540054 * Math.sqrt(0.05)), 10);
    expect(compared?.ratio?.upper).toBeCloseTo(2 * Math.exp(1.959963984540054 * Math.sqrt(0.05)), 10);
    expect(compared?.differenceLimits.lower).toBeGreaterThan(0);
    const swapped = compareRates(30, 100, 60, 100);
    expect(swapped?.differenceLimits.lower).toBeCloseTo(-(compared?.differenceLimits.upper ?? NaN), 12);
  });

  it('hold no change where they are the same, and no ratio where nothing happened', () => {
    const same = compareRates(12, 50, 12, 50);
    expect(same?.differenceLimits.lower).toBeLessThan(0);
    expect(same?.differenceLimits.upper).toBeGreaterThan(0);
    expect(compareRates(0, 50, 12, 50)?.ratio).toBeNull();
    expect(compareRates(1, 0, 12, 50)).toBeNull();
  });
});
