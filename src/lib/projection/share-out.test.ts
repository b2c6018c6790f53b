import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareOut } from './share-out.ts';

describe('a scenario shared out', () => {
  it('gives each part what it would be moved, in proportion, so that they add up to the whole', () => {
    // Alone they would lose 30 and 10 people; together the whole loses 20.
    expect(
      shareOut(
        [0, -20],
        [
          [0, -30],
          [0, -10],
        ],
      ).map((part) => [...part]),
    ).toEqual([
      [0, -15],
      [0, -5],
    ]);
    // One gains what the other would lose: what is missing goes to each by how much it moves.
    expect(
      shareOut([6], [[4], [-2]])
        .map((part) => part[0])
        .map((people) => Math.round(people! * 1e9) / 1e9),
    ).toEqual([4 + (4 * 4) / 6, -2 + (4 * 2) / 6].map((people) => Math.round(people * 1e9) / 1e9));
    // Where none would be moved by itself, all are alike.
    expect(shareOut([6], [[0], [0], [0]]).map((part) => part[0])).toEqual([2, 2, 2]);
  });

  it('adds up, whatever each would do', () => {
    const people = fc.double({ min: -500, max: 500, noNaN: true });
    fc.assert(
      fc.property(fc.array(people, { minLength: 1, maxLength: 12 }), people, (parts, whole) => {
        const shared = shareOut(
          [whole],
          parts.map((part) => [part]),
        );
        expect(shared.reduce((sum, part) => sum + part[0]!, 0)).toBeCloseTo(whole, 6);
      }),
    );
  });
});
