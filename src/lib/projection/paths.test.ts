import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceOfYearAbove, chancePassed, predictivePaths, walkingPaths, type Paths } from './paths.ts';
import { chanceAbove, limits, type Expected } from './predictive.ts';

const months = 12;
const rising = Array.from({ length: months }, (_, i): Expected => ({
  projected: 1000 + 2 * i,
  scale: 20 * Math.sqrt(i + 1),
  freedom: 5,
}));

/** Two paths over three months, today 10. */
const two: Paths = { values: Float64Array.of(10, 12, 9, 9, 10, 8, 8, 13), months: 3, count: 2 };

describe('paths', () => {
  it('have the predictive distribution month by month and keep their order', () => {
    const walk = walkingPaths(months, 1000, 3);
    const { values } = predictivePaths(walk, rising, 1000);
    for (let h = 1; h <= months; h++) {
      const column = Array.from({ length: 1000 }, (_, path) => values[path * 13 + h]!);
      for (const level of [0.5, 0.8, 0.95] as const) {
        const { lower, upper } = limits(rising[h - 1]!, level);
        const inside = column.filter((people) => people >= lower && people <= upper).length / 1000;
        expect(Math.abs(inside - level)).toBeLessThan(0.003);
      }
      for (let path = 1; path < 1000; path++) {
        const [a, b] = [walk.values[path * 13 + h]!, walk.values[(path - 1) * 13 + h]!];
        if (Math.abs(a - b) > 1) expect(Math.sign(column[path]! - column[path - 1]!)).toBe(Math.sign(a - b));
      }
    }
  });

  it('are the same from the same seed', () => {
    expect(walkingPaths(5, 9, 2)).toEqual(walkingPaths(5, 9, 2));
    expect(walkingPaths(5, 9, 2)).not.toEqual(walkingPaths(5, 9, 3));
  });
});

describe('passing a capacity at least once', () => {
  it('is counted on the paths', () => {
    expect(chancePassed(two, [10, 10, 10], [0, 0, 0])).toEqual([0.5, 0.5, 1]);
    // More than 12 means 13; a month without a capacity says nothing.
    expect(chancePassed(two, [12, 12, 12], [0, 0, 0])).toEqual([0, 0, 0.5]);
    expect(chancePassed(two, [null, 8, null], [null, 0, null])).toEqual([null, 0.5, 0.5]);
  });

  it('is never less likely than at a month end, nor than a month before, and falls with the capacity', () => {
    const paths = predictivePaths(walkingPaths(months, 400, 1), rising, 1000);
    const passedAt = (capacity: number) => {
      const limits = rising.map(() => capacity);
      const above = rising.map((each) => chanceAbove(capacity, each));
      return { above, passed: chancePassed(paths, limits, above) };
    };
    fc.assert(
      fc.property(fc.integer({ min: 850, max: 1150 }), fc.integer({ min: 0, max: 80 }), (capacity, more) => {
        const [here, higher] = [passedAt(capacity), passedAt(capacity + more)];
        here.passed.forEach((chance, i) => {
          expect(chance).toBeGreaterThanOrEqual(here.above[i]!);
          if (i > 0) expect(chance).toBeGreaterThanOrEqual(here.passed[i - 1]!);
          expect(higher.passed[i]).toBeLessThanOrEqual(chance!);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('of a random walk is about twice the chance of being above at the end (the reflection principle)', () => {
    // A walk looked at month by month misses some crossings between them.
    const flat = rising.map((each, i) => ({ ...each, projected: 1000, scale: 20 * (i + 1) ** 0.72, freedom: 1e6 }));
    const paths = predictivePaths(walkingPaths(months, 20_000, 9), flat, 1000);
    const above = flat.map((each) => chanceAbove(1080, each));
    const passed = chancePassed(
      paths,
      flat.map(() => 1080),
      above,
    );
    expect(passed.at(-1)! / above.at(-1)!).toBeGreaterThan(1.5);
    expect(passed.at(-1)! / above.at(-1)!).toBeLessThan(2);
  });
});

describe('the average of twelve months', () => {
  it('is that of the month ends on either side of each month', () => {
    const flat: Paths = { values: Float64Array.of(750, 770, 750, 752), months: 1, count: 2 };
    // Twelve ends of 750 and one of 770 or 752: averages 750 + 20/24 and 750 + 2/24.
    const past = new Array<number>(12).fill(750);
    expect(chanceOfYearAbove(flat, 750.5, past)).toEqual([0.5]);
    expect(chanceOfYearAbove(flat, 750.05, past)).toEqual([1]);
    expect(chanceOfYearAbove(flat, 750, past.slice(1))).toEqual([null]);
    expect(chanceOfYearAbove(flat, 750, [...past.slice(1), 750].with(3, NaN))).toEqual([0]);
  });

  it('is above 750 once the sums of the ends say so, as worked out by hand', () => {
    // Averages of the months 740 752 749 755 760 765 come from ends 735 745 759 739 771 749 781.
    const ends = [735, 745, 759, 739, 771, 749, 781];
    const months = [740, 752, 749, 755, 760, 765];
    months.forEach((average, i) => expect((ends[i]! + ends[i + 1]!) / 2).toBe(average));
    expect(months.reduce((sum, each) => sum + each, 0) / 6).toBe(753.5);
    // Six months twice: their average is above 753.4 and not above 753.6.
    const values = Float64Array.of(735, ...ends.slice(1), ...ends.slice(1));
    const once: Paths = { values, months: 12, count: 1 };
    const year = (limit: number) => chanceOfYearAbove(once, limit, [735]).at(-1);
    const exact = (735 / 2 + 745 + 759 + 739 + 771 + 749 + 781 + 745 + 759 + 739 + 771 + 749 + 781 / 2) / 12;
    expect([year(exact - 0.01), year(exact + 0.01)]).toEqual([1, 0]);
  });
});
