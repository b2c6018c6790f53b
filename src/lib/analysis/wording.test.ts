import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeRate, formatChange, formatNumber, formatPercent, formatPoints, percentDecimals } from './wording.ts';

describe('formatNumber', () => {
  it.each([
    [0, 0, '0'],
    [-0, 0, '0'],
    [999, 0, '999'],
    [1000, 0, '1,000'],
    [1234567, 0, '1,234,567'],
    [-1234.5, 1, '−1,234.5'],
    [-0.04, 1, '0.0'],
    [999.95, 1, '1,000.0'],
    [2.5, 0, '3'],
    [-2.5, 0, '−3'],
    [1.005, 2, '1.01'],
    [123456.789, 2, '123,456.79'],
  ])('writes %d with %d decimals as %s', (value, decimals, text) => {
    expect(formatNumber(value, decimals)).toBe(text);
  });

  it('says when there is none, and refuses what is no figure', () => {
    expect(formatNumber(null)).toBe('no data');
    for (const value of [Number.NaN, Infinity, -Infinity]) expect(() => formatNumber(value)).toThrow(RangeError);
  });

  it('can be read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (value) => {
        expect(Number(formatNumber(value).replaceAll(',', '').replace('−', '-')) + 0).toBe(value + 0);
      }),
    );
  });
});

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
});

describe('changes', () => {
  it('carry their sign', () => {
    expect(formatChange(96)).toBe('+96');
    expect(formatChange(-12)).toBe('−12');
    expect(formatChange(-1234.56, 1)).toBe('−1,234.6');
    expect(formatChange(0)).toBe('no change');
    expect(formatChange(-0.4)).toBe('no change');
    expect(formatChange(null)).toBe('no data');
  });

  it('of shares are points', () => {
    expect(formatPoints(0.04)).toBe('+4 points');
    expect(formatPoints(-0.01)).toBe('−1 point');
    expect(formatPoints(0.013, 1)).toBe('+1.3 points');
    expect(formatPoints(0.004)).toBe('no change');
    expect(formatPoints(null)).toBe('no data');
  });
});

describe('describeRate', () => {
  const plain = (x: number, n: number): string => describeRate(x, n).text.replaceAll('\u202f', ' ');

  it('writes whole percents below 200, else one decimal', () => {
    expect(plain(41, 47)).toBe('87 % (41 of 47)');
    expect(plain(8681, 26020)).toBe('33.4 % (8,681 of 26,020)');
    expect(plain(100, 199)).toBe('50 % (100 of 199)');
    expect(plain(100, 200)).toBe('50.0 % (100 of 200)');
    expect(plain(0, 47)).toBe('0 % (0 of 47)');
    expect(plain(47, 47)).toBe('100 % (47 of 47)');
    expect([percentDecimals(199), percentDecimals(200)]).toEqual([0, 1]);
  });

  it('gives counts only when few were due', () => {
    expect(describeRate(3, 3)).toEqual({ text: '3 of 3; too few for a rate', kind: 'too-few' });
    expect(describeRate(9, 9).kind).toBe('too-few');
    expect(describeRate(9, 10).kind).toBe('rate');
    expect(describeRate(19, 20, { minimum: 25 }).kind).toBe('too-few');
  });

  it('never passes none due off as 0 %', () => {
    expect(describeRate(0, 0)).toEqual({ text: 'none were due', kind: 'none-due' });
    expect(describeRate(0, 0, { none: 'nobody was released' }).text).toBe('nobody was released');
  });

  it('never rounds some to none or almost all to all', () => {
    expect(plain(9999, 10000)).toBe('over 99.9 % (9,999 of 10,000)');
    expect(plain(1, 10000)).toBe('under 0.1 % (1 of 10,000)');
    expect(plain(10000, 10000)).toBe('100.0 % (10,000 of 10,000)');
  });

  it('refuses counts that cannot be', () => {
    for (const [x, n] of [
      [2, 1],
      [-1, 1],
      [Number.NaN, 1],
      [0, Number.NaN],
    ] as const) {
      expect(() => describeRate(x, n)).toThrow(RangeError);
    }
  });
});
