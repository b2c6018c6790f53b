import { mulberry32 } from '../../src/lib/analysis/random.ts';

/** Seeded draws, so that a failing random case can be run again. */
export function chance(seed: number) {
  const next = mulberry32(seed);
  return {
    next,
    /** A whole number from `low` to `high`, both included. */
    whole: (low: number, high: number) => low + Math.floor(next() * (high - low + 1)),
    pick: <T>(items: readonly T[]): T => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
  };
}
