import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatShareRange, intervalWords, shareInterval } from './interval.ts';
import {
  formatHundredths,
  formatPart,
  formatPartOf,
  formatPercent,
  formatPercentage,
  formatPercentChange,
  formatPoints,
  formatPointsNumber,
} from './share.ts';

const plain = (text: string) => text.replaceAll('\u202f', ' ');

describe('formatPercent', () => {
  it('keeps the sign by its figure with a narrow no-break space', () => {
    expect(formatPercent(0.334)).toBe('33.4\u202f%');
    expect(formatPercent(0.8723, 0)).toBe('87\u202f%');
    expect(formatPercent(1.5, 0)).toBe('150\u202f%');
    expect(formatPercent(null)).toBe('no data');
  });

  it('rounds halves up although the nearest double lies below', () => {
    expect(formatPercent(0.285, 0)).toBe('29\u202f%');
    expect(formatPercent(57 / 200, 0)).toBe('29\u202f%');
    expect(formatPercent(0.0005, 1)).toBe('0.1\u202f%');
  });

  // The counts that were rounded two ways, and their kind.
  it.each([
    [23, 40, 0, '58 %'],
    [69, 240, 1, '28.8 %'],
    [1, 8, 0, '13 %'],
    [1, 40, 0, '3 %'],
    [7, 40, 0, '18 %'],
    [29, 200, 0, '15 %'],
    [1, 400, 1, '0.3 %'],
    [3, 16, 1, '18.8 %'],
    [41, 47, 0, '87 %'],
    [1, 3, 1, '33.3 %'],
    [2, 3, 1, '66.7 %'],
  ])('writes %d of %d with %d decimals as %s', (x, n, decimals, text) => {
    expect(plain(formatPercent(x / n, decimals))).toBe(text);
    // As an answer file holds it.
    expect(plain(formatPercent(Number((x / n).toPrecision(12)), decimals))).toBe(text);
  });

  it('rounds a share of counts as the fraction it is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e9 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n))),
        fc.integer({ min: 0, max: 2 }),
        ([x, n], decimals) => {
          expect(formatHundredths(x / n, decimals).replaceAll(',', '')).toBe(exact(x, n, decimals));
        },
      ),
    );
  });

  it('rounds every half of a share of counts up', () => {
    // x of n lies half way when 200 x is an odd multiple of n.
    const counts = Array.from({ length: 400 }, (_, i) => i + 1).flatMap((n) =>
      Array.from({ length: n }, (_, x) => [x, n]),
    );
    expect(counts.filter(([x = 0, n = 1]) => formatHundredths(x / n) !== exact(x, n, 0))).toEqual([]);
  });

  it('writes what is a percentage already', () => {
    expect(plain(formatPercentage(3.45, 1))).toBe('3.5 %');
    expect([5, -10, 0].map((change) => plain(formatPercentChange(change)))).toEqual(['+5 %', '−10 %', '0 %']);
  });
});

/** Hundredths of x/n by whole numbers alone. */
function exact(x: number, n: number, decimals: number): string {
  const scale = 100n * 10n ** BigInt(decimals);
  const units = ((2n * BigInt(x) * scale + BigInt(n)) / (2n * BigInt(n))).toString().padStart(decimals + 1, '0');
  return decimals === 0 ? units : `${units.slice(0, -decimals)}.${units.slice(-decimals)}`;
}

describe('a part', () => {
  it('is never rounded to none or all', () => {
    expect(plain(formatPart(0.2 / 19926, 1))).toBe('under 0.1 %');
    expect(plain(formatPart(19917 / 19926, 1))).toBe('over 99.9 %');
    expect([0, 0.364, 1].map((share) => plain(formatPart(share, 0)))).toEqual(['0 %', '36 %', '100 %']);
    expect([0.005, 0.995].map((share) => plain(formatPart(share)))).toEqual(['1 %', 'over 99 %']);
    expect([formatPartOf(199, 200), formatPartOf(1, 10_000), formatPartOf(100, 199)].map(plain)).toEqual([
      '99.5 %',
      'under 0.1 %',
      '50 %',
    ]);
  });
});

describe('points', () => {
  it('of shares are points', () => {
    expect(formatPoints(0.04)).toBe('+4 points');
    expect(formatPoints(-0.01)).toBe('−1 point');
    expect(formatPoints(0.013, 1)).toBe('+1.3 points');
    expect(formatPoints(0.004)).toBe('no change');
    expect(formatPoints(null)).toBe('no data');
  });

  it('round as shares do', () => {
    expect([0.005, -0.005, 0.0149, -0.285].map((difference) => formatPoints(difference))).toEqual([
      '+1 point',
      '−1 point',
      '+1 point',
      '−29 points',
    ]);
    expect([0.045, -0.0004, 0].map((difference) => formatPointsNumber(difference, 1))).toEqual(['+4.5', '0.0', '0.0']);
  });
});

describe('intervals', () => {
  it('carry the decimals their counts bear', () => {
    const limits = { lower: 0.715, upper: 0.895 };
    expect(plain(shareInterval(limits, 74))).toBe('95 % interval 72 to 90 %');
    expect(plain(shareInterval(limits, 740))).toBe('95 % interval 71.5 to 89.5 %');
    expect(plain(formatShareRange(limits))).toBe('72 to 90 %');
    expect(plain(intervalWords('−6', '+14', 80))).toBe('80 % interval −6 to +14');
  });
});
