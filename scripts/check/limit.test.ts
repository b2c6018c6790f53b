import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tooMany } from './limit.ts';

const limit = { share: 0.01, floor: 3 };

describe('too many', () => {
  it.each([
    [1, 8, false],
    [3, 8, false],
    [4, 8, true],
    [1, 2, true],
    [1, 1, true],
    [4, 300, true],
    [3, 299, false],
    [3, 300, false],
    [10, 1000, false],
    [11, 1000, true],
    [0, 0, false],
  ])('%s of %s: %s', (some, whole, expected) => {
    expect(tooMany(some, whole, limit)).toBe(expected);
  });

  it('once many are too many, more are', () => {
    fc.assert(
      fc.property(
        fc.nat(500),
        fc.nat(500),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(10),
        (some, whole, share, floor) => {
          const judged = tooMany(some, whole, { share, floor });
          if (judged && some < whole) expect(tooMany(some + 1, whole, { share, floor })).toBe(true);
          if (judged) expect(some / whole).toBeGreaterThan(share);
        },
      ),
    );
  });
});
