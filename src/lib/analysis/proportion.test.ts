import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose, readReference } from '../../../tests/reference/reference.ts';
import { clusteredWilson, newcombe, wilson } from './proportion.ts';

const counts = fc.integer({ min: 1, max: 5000 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));

describe('wilson', () => {
  it.each(readReference().proportions)('agrees with R on $x of $n', ({ x, n, wilson: [lower, upper] }) => {
    const interval = wilson(x, n);
    expectClose(interval?.lower, lower);
    expectClose(interval?.upper, upper);
  });

  it('has z²/(n+z²) for its limit when none of n did', () => {
    const z = 1.959963984540054;
    expect(wilson(0, 12)?.lower).toBe(0);
    expectClose(wilson(0, 12)?.upper, (z * z) / (12 + z * z), 1e-14);
    expect(wilson(12, 12)?.upper).toBe(1);
  });

  it('holds the share, stays within 0 and 1, mirrors, and widens with the level', () => {
    fc.assert(
      fc.property(counts, ([x, n]) => {
        const interval = wilson(x, n);
        const mirror = wilson(n - x, n);
        const wide = wilson(x, n, 0.998);
        if (!interval || !mirror || !wide) throw new Error('no interval');
        expect(interval.lower).toBeGreaterThanOrEqual(0);
        expect(interval.lower).toBeLessThanOrEqual(x / n);
        expect(interval.upper).toBeGreaterThanOrEqual(x / n);
        expect(interval.upper).toBeLessThanOrEqual(1);
        expect(mirror.lower).toBeCloseTo(1 - interval.upper, 12);
        expect(wide.lower).toBeLessThanOrEqual(interval.lower);
        expect(wide.upper).toBeGreaterThanOrEqual(interval.upper);
      }),
    );
  });

  it('is null for nobody, and refuses counts that cannot be', () => {
    expect(wilson(0, 0)).toBeNull();
    for (const [x, n] of [
      [-1, 5],
      [6, 5],
      [Number.NaN, 5],
      [1, Number.NaN],
      [1, Infinity],
    ] as const) {
      expect(() => wilson(x, n)).toThrow(RangeError);
    }
  });
});

describe('clusteredWilson', () => {
  const person = fc.integer({ min: 1, max: 15 }).chain((of) => fc.record({ of: fc.constant(of), with: fc.nat(of) }));

  it('is the same to the last digit whatever the order of rows, and however a person is cut into rows', () => {
    fc.assert(
      fc.property(
        fc.array(person, { minLength: 1, maxLength: 200 }),
        fc.infiniteStream(fc.double()),
        (people, keys) => {
          const whole = people.map((counts, at) => ({ person: at, ...counts }));
          const cut = whole.flatMap(({ person, of, with: having }) =>
            Array.from({ length: of }, (_, at) => ({ person, of: 1, with: Number(at < having) })),
          );
          const shuffled = cut
            .map((row) => ({ row, key: keys.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ row }) => row);
          expect(clusteredWilson(shuffled)).toEqual(clusteredWilson(whole));
        },
      ),
    );
  });

  it('takes people who are all alike for as many releases as there are', () => {
    fc.assert(
      fc.property(person, fc.integer({ min: 2, max: 40 }), ({ of, with: having }, size) => {
        const rows = Array.from({ length: size }, (_, at) => ({ person: at, of, with: having }));
        // Nobody differs from the others: what is left to chance is which release, unless all or none had the event.
        const releases = having === 0 || having === of ? size : size * of;
        const share = having / of;
        expectClose(clusteredWilson(rows)!.upper, wilson(share * releases, releases)!.upper, 1e-12);
      }),
    );
    expect(clusteredWilson([0, 1].map((at) => ({ person: at, of: 7, with: 1 })))).toEqual(wilson(2, 14));
  });

  it('takes one release of each person for what it is', () => {
    fc.assert(
      fc.property(counts, ([x, n]) => {
        const rows = Array.from({ length: n }, (_, at) => ({ person: at, of: 1, with: Number(at < x) }));
        const alone = wilson(x, n)!;
        const byPerson = clusteredWilson(rows)!;
        // Of n people a variance by person divides by n − 1 and is capped at n: never narrower, and hardly wider.
        expect(byPerson.upper - byPerson.lower).toBeGreaterThanOrEqual(alone.upper - alone.lower - 1e-12);
      }),
      { numRuns: 30 },
    );
  });
});

describe('newcombe', () => {
  // Newcombe (1998), table II, method 10, to the four digits printed there.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])('agrees with the paper on %d/%d − %d/%d', (x1, n1, x2, n2, lower, upper) => {
    const result = newcombe(x1, n1, x2, n2);
    expectClose(result?.difference, x1 / n1 - x2 / n2);
    expect(result?.lower).toBeCloseTo(lower, 4);
    expect(result?.upper).toBeCloseTo(upper, 4);
  });

  it('changes sign with the order and stays within −1 and 1', () => {
    fc.assert(
      fc.property(counts, counts, ([x1, n1], [x2, n2]) => {
        const there = newcombe(x1, n1, x2, n2);
        const back = newcombe(x2, n2, x1, n1);
        if (!there || !back) throw new Error('no interval');
        expect(there.lower).toBeCloseTo(-back.upper, 12);
        expect(there.lower).toBeGreaterThanOrEqual(-1 - 1e-12);
        expect(there.upper).toBeLessThanOrEqual(1 + 1e-12);
        expect(there.lower).toBeLessThanOrEqual(there.difference);
        expect(there.upper).toBeGreaterThanOrEqual(there.difference);
      }),
    );
  });

  it('is null when either has nobody', () => {
    expect(newcombe(0, 0, 1, 2)).toBeNull();
    expect(newcombe(1, 2, 0, 0)).toBeNull();
  });
});
