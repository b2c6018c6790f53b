import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../../../tests/reference/reference.ts';
import { expectedCounts, type StratumCount } from './standardisation.ts';

const row = (unit: string, stratum: string, due: number, onTime: number): StratumCount => ({
  unit,
  stratum: [stratum],
  due,
  onTime,
});

describe('expectedCounts', () => {
  // Reviews: 90 of 100 on time. Plans: 60 of 100.
  const rows = [
    row('A', 'review', 80, 70),
    row('A', 'plan', 20, 14),
    row('B', 'review', 20, 20),
    row('B', 'plan', 80, 46),
  ];

  it('can be worked out by hand', () => {
    const { rate, units, strata } = expectedCounts(rows);
    expect(rate).toBe(0.75);
    expect(strata.map((stratum) => stratum.rate)).toEqual([0.6, 0.9]);
    const [a, b] = units;
    expect(a).toMatchObject({ unit: 'A', due: 100, onTime: 84, raw: 0.84 });
    expectClose(a?.expected, 80 * 0.9 + 20 * 0.6, 1e-14);
    expectClose(a?.variance, 80 * 0.09 + 20 * 0.24, 1e-14);
    // Four fifths of the reviews and a fifth of the plans are A's own.
    expectClose(a?.ownShare, (0.8 * 80 * 0.09 + 0.2 * 20 * 0.24) / (80 * 0.09 + 20 * 0.24), 1e-14);
    // A's mix is easy and B's hard: the raw rates, 84 and 66, change places with the comparison.
    expectClose(a?.adjusted, (84 / 84) * 0.75, 1e-14);
    expectClose(b?.adjusted, (66 / 66) * 0.75, 1e-14);
  });

  it('takes the expectation from a wider reference when there is one', () => {
    const reference = [
      { stratum: ['review'], due: 1000, onTime: 950 },
      { stratum: ['plan'], due: 1000, onTime: 800 },
    ];
    const { rate, units } = expectedCounts(rows, { reference });
    expect(rate).toBe(0.875);
    expectClose(units[0]?.expected, 80 * 0.95 + 20 * 0.8, 1e-14);
    // A kind of work the reference does not have goes with the smallest it has.
    const rare = expectedCounts([row('A', 'report', 10, 9)], { reference });
    expectClose(rare.units[0]?.expected, 8, 1e-14);
  });

  it('knows a unit that is compared with nothing but itself', () => {
    const { units } = expectedCounts([row('A', 'plan', 40, 30)]);
    expect(units[0]).toMatchObject({ expected: 30, ownShare: 1 });
    expect(expectedCounts([row('A', 'plan', 40, 40)]).units[0]).toMatchObject({ variance: 0, ownShare: 0 });
  });

  it('has no rate for nothing due, and nothing for no rows', () => {
    const none = expectedCounts([row('A', 'review', 0, 0), row('B', 'review', 50, 0)]);
    expect(none.units[0]).toMatchObject({ due: 0, expected: 0, raw: null, adjusted: null });
    expect(none.units[1]).toMatchObject({ raw: 0, expected: 0, adjusted: null });
    expect(expectedCounts([row('A', 'review', 0, 0)])).toMatchObject({ rate: null });
    expect(expectedCounts([])).toEqual({ rate: null, units: [], strata: [] });
  });

  it('never shows an adjusted rate above all', () => {
    const { units } = expectedCounts([
      row('A', 'plan', 40, 40),
      row('B', 'plan', 60, 20),
      row('B', 'review', 200, 198),
    ]);
    expect((units[0]?.onTime ?? 0) / (units[0]?.expected ?? 1)).toBeGreaterThan(1.2);
    expect(units[0]?.adjusted).toBe(1);
  });

  const counts = fc
    .integer({ min: 0, max: 60 })
    .chain((due) => fc.record({ due: fc.constant(due), onTime: fc.nat(due) }));
  const random = fc.array(
    fc.record({
      unit: fc.constantFrom('A', 'B', 'C', 'D'),
      stratum: fc.tuple(fc.constantFrom('r', 'p'), fc.constantFrom('low', 'high')),
      counts,
    }),
    { minLength: 1, maxLength: 40 },
  );

  it('expects as many in all as there were', () => {
    fc.assert(
      fc.property(random, (list) => {
        const { units } = expectedCounts(list.map(({ unit, stratum, counts: both }) => ({ unit, stratum, ...both })));
        const sum = (pick: (unit: (typeof units)[number]) => number) => units.reduce((s, unit) => s + pick(unit), 0);
        expect(sum((unit) => unit.expected)).toBeCloseTo(
          sum((unit) => unit.onTime),
          8,
        );
        for (const { expected, due, variance } of units) {
          expect(expected).toBeLessThanOrEqual(due + 1e-9);
          expect(variance).toBeLessThanOrEqual(expected * (1 - expected / Math.max(1, due)) + 1e-9);
        }
      }),
    );
  });

  it('adjusts nothing when every unit has the same mix', () => {
    const size = fc.integer({ min: 1, max: 4 });
    const shares = fc.array(fc.nat(100), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(fc.tuple(size, size, size), shares, (sizes, parts) => {
        const same = sizes.flatMap((times, unit) =>
          [20, 40, 60, 80].map((due, stratum) =>
            row(
              `U${unit}`,
              `S${stratum}`,
              due * times,
              Math.floor(((parts[unit * 4 + stratum] ?? 0) * due * times) / 100),
            ),
          ),
        );
        const { rate, units } = expectedCounts(same);
        for (const { expected, due, raw, adjusted } of units) {
          expect(expected).toBeCloseTo(due * (rate ?? 0), 8);
          if (adjusted !== null) expect(adjusted).toBeCloseTo(raw ?? NaN, 10);
        }
      }),
    );
  });

  it('refuses counts that cannot be, and strata of different depth', () => {
    expect(() => expectedCounts([row('A', 'x', 5, 6)])).toThrow(RangeError);
    expect(() => expectedCounts([row('A', 'x', 5.5, 5)])).toThrow(RangeError);
    expect(() => expectedCounts([row('A', 'x', 5, 5), { ...row('A', 'x', 5, 5), stratum: [] }])).toThrow(RangeError);
    expect(() =>
      expectedCounts([row('A', 'x', 5, 5)], { reference: [{ stratum: ['x', 'y'], due: 1, onTime: 1 }] }),
    ).toThrow(RangeError);
  });
});
