import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addError,
  chanceAbove,
  chanceOver,
  emptyRecord,
  furthest,
  limits,
  levels,
  spreadsOf,
  usualSpread,
  type Expected,
} from './predictive.ts';

/** A record as past projections leave it: at h months ahead `months` − h of them, each this many spreads off. */
function recordOf(months: number, off: (h: number) => number) {
  const record = emptyRecord();
  for (let h = 1; h <= furthest; h++) {
    record.counts[h] = Math.max(0, months - h);
    record.squares[h] = record.counts[h]! * off(h) ** 2;
  }
  return record;
}

describe('the usual spread', () => {
  it('is what the design gives: 4 % of a large system after a year, more where few are held', () => {
    expect(usualSpread(1, 1e9) / 1e9).toBeCloseTo(0.0066, 6);
    expect(usualSpread(12, 1e9) / 1e9).toBeCloseTo(0.0066 * 12 ** 0.72, 6);
    expect(usualSpread(12, 1e9) / 1e9).toBeCloseTo(0.0395, 4);
    expect(usualSpread(1, 500) / 500).toBeCloseTo(0.0066 * Math.sqrt(5), 9);
  });
});

describe('a record', () => {
  it('without errors leaves the usual spread and three degrees of freedom', () => {
    for (const { scale, freedom } of spreadsOf(emptyRecord(), 60).slice(1)) expect([scale, freedom]).toEqual([1, 3]);
  });

  it('is worked out as by hand for two months', () => {
    const record = emptyRecord();
    // Four errors of one month: 2, 0, 0, 2 spreads; two of two months: 3 and 1.
    for (const error of [2, 0, 0, -2]) addError(record, 1, error, 1, 1);
    for (const error of [3, -1]) addError(record, 2, error, 1, 1);
    const [, one, two] = spreadsOf(record, 2);
    const first = (3 + 4 * 2) / (3 + 4);
    expect(one).toEqual({ scale: Math.sqrt(first), freedom: 7 });
    const second = (3 * first ** 0.8 + 1 * 5) / (3 + 1);
    expect(two?.scale).toBeCloseTo(Math.sqrt(second), 12);
    expect(two?.freedom).toBe(4);
  });

  it('holds an error far out for four scales', () => {
    const record = emptyRecord();
    addError(record, 1, 500, 2, 3);
    expect(record.squares[1]).toBe(36);
    addError(record, 1, -1, 0, 3);
    expect(record.counts[1]).toBe(1);
  });

  it('narrows where it is good and widens where it is bad, both ways', () => {
    const [good, bad] = [0.25, 3].map((off) =>
      spreadsOf(
        recordOf(84, () => off),
        24,
      ),
    );
    for (const h of [1, 3, 6, 12, 24]) {
      expect(good![h]!.scale).toBeLessThan(0.75);
      expect(bad![h]!.scale).toBeGreaterThan(1.5);
    }
    // Ever nearer to what was seen, the longer the record.
    expect(
      spreadsOf(
        recordOf(2000, () => 0.25),
        1,
      )[1]!.scale,
    ).toBeCloseTo(0.25, 2);
  });

  it('goes on smoothly beyond what it has seen, towards the usual spread', () => {
    for (const off of [0.2, 1, 2.5]) {
      for (const months of [12, 30, 60, 84, 200]) {
        const spreads = spreadsOf(
          recordOf(months, () => off),
          120,
        ).slice(1);
        const widths = spreads.map((_, i) => limitWidth(spreads[i]!, i + 1));
        for (let i = 2; i < widths.length; i++) {
          const second = widths[i]! - 2 * widths[i - 1]! + widths[i - 2]!;
          // No kink: a second difference of a smooth curve is small against the curve.
          expect(Math.abs(second) / widths[i]!).toBeLessThan(i < 4 ? 0.4 : 0.05);
        }
        expect(Math.abs(Math.log(spreads[119]!.scale))).toBeLessThanOrEqual(
          Math.abs(Math.log(spreads[40]!.scale)) + 1e-9,
        );
      }
    }
  });
});

function limitWidth({ scale, freedom }: { scale: number; freedom: number }, h: number): number {
  const around = { projected: 1e6, scale: scale * usualSpread(h, 1000), freedom };
  return limits(around, 0.95).upper - 1e6;
}

const expected: fc.Arbitrary<Expected> = fc.record({
  projected: fc.double({ min: 1, max: 1e4, noNaN: true }),
  scale: fc.double({ min: 0.01, max: 500, noNaN: true }),
  freedom: fc.double({ min: 3, max: 200, noNaN: true }),
});

describe('one distribution', () => {
  it('has bands inside each other, and chances that say what they say', () => {
    fc.assert(
      fc.property(expected, (each) => {
        const bands = levels.map((level) => limits(each, level));
        for (let i = 1; i < bands.length; i++) {
          expect(bands[i]!.lower).toBeLessThanOrEqual(bands[i - 1]!.lower);
          expect(bands[i]!.upper).toBeGreaterThan(bands[i - 1]!.upper);
        }
        levels.forEach((level, i) => expect(chanceOver(bands[i]!.upper, each)).toBeCloseTo((1 - level) / 2, 8));
        expect(chanceOver(each.projected, each)).toBeCloseTo(0.5, 9);
      }),
    );
  });

  it('falls with the capacity and counts whole people: more than 28 means 29', () => {
    fc.assert(
      fc.property(
        expected,
        fc.integer({ min: 0, max: 9000 }),
        fc.integer({ min: 0, max: 900 }),
        (each, limit, more) => {
          expect(chanceAbove(limit + more, each)).toBeLessThanOrEqual(chanceAbove(limit, each));
          expect(chanceAbove(limit, each)).toBe(chanceOver(limit + 0.5, each));
          expect(chanceAbove(limit + 0.4, each)).toBe(chanceAbove(limit, each));
        },
      ),
    );
    const sure = { projected: 29, scale: 0, freedom: 3 };
    expect([chanceAbove(28, sure), chanceAbove(29, sure)]).toEqual([1, 0]);
  });
});
