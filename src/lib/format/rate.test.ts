import { describe, expect, it } from 'vitest';
import { formatList } from './list.ts';
import { formatBytes, formatDollars, formatQuantity, formatSeconds } from './quantity.ts';
import { describeRate, figureWords } from './rate.ts';
import { percentDecimals } from './share.ts';

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
    expect(describeRate(3, 3)).toEqual({
      headline: '3 of 3',
      basis: 'too few for a rate',
      text: '3 of 3; too few for a rate',
      kind: 'too-few',
    });
    expect(describeRate(9, 9).kind).toBe('too-few');
    expect(describeRate(9, 10).kind).toBe('rate');
    expect(describeRate(19, 20, { minimum: 25 }).kind).toBe('too-few');
  });

  it('never passes none due off as 0 %', () => {
    expect(describeRate(0, 0)).toEqual({
      headline: 'none were due',
      basis: '',
      text: 'none were due',
      kind: 'none-due',
    });
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

describe('quantities', () => {
  it('have their nouns', () => {
    expect([1, 2, 1200, 0].map((n) => formatQuantity(n, 'case'))).toEqual([
      '1 case',
      '2 cases',
      '1,200 cases',
      '0 cases',
    ]);
    expect(formatQuantity(2, 'entry', 'entries')).toBe('2 entries');
  });

  it('of money are whole dollars, halves away from zero', () => {
    expect([250_000, 0.5, -0.5, -1200.4, -0.4].map(formatDollars)).toEqual(['$250,000', '$1', '−$1', '−$1,200', '$0']);
  });

  it('of bytes and seconds have their units', () => {
    expect([12, 14_499, 14_500, 950_000, 3_050_000].map(formatBytes)).toEqual([
      '1 kB',
      '14 kB',
      '15 kB',
      '1.0 MB',
      '3.1 MB',
    ]);
    expect([0.004, 9.995, 12.345, 59.4, 59.5, 119.6, 125].map(formatSeconds)).toEqual([
      '0.00 s',
      '10 s',
      '12 s',
      '59 s',
      '1 min 0 s',
      '2 min 0 s',
      '2 min 5 s',
    ]);
  });
});

it('a list is read aloud', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((items) => formatList(items))).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ]);
  expect(formatList(['a', 'b'], 'or')).toBe('a or b');
});

it('a figure without anything beside it is its headline', () => {
  expect(figureWords('1,234').text).toBe('1,234');
});
