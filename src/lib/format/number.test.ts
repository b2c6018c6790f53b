import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatAmount,
  formatChange,
  formatNumber,
  formatPlain,
  formatShort,
  formatSigned,
  formatSignificant,
  roundTo,
  tickDigits,
} from './number.ts';

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
    [6187, 0, '6,187'],
    [-74.4, 0, '−74'],
    [-0.2, 0, '0'],
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

describe('rounding', () => {
  // Worked by hand: value, decimals, as written.
  it.each([
    [0.5, 0, '1'],
    [-0.5, 0, '−1'],
    [1.5, 0, '2'],
    [-1.5, 0, '−2'],
    [0.25, 1, '0.3'],
    [-0.25, 1, '−0.3'],
    [0.05, 1, '0.1'],
    [-0.049, 1, '0.0'],
    [57.5, 0, '58'],
    [100 * 0.575, 0, '58'],
    [1.255, 2, '1.26'],
    [10.235, 2, '10.24'],
    [-1.005, 2, '−1.01'],
    [8.345, 2, '8.35'],
    [1e21, 0, '1,000,000,000,000,000,000,000'],
    [1e-30, 2, '0.00'],
    [9007199254740991, 0, '9,007,199,254,740,991'],
    [0.49999, 0, '0'],
  ])('of %d at %d decimals is %s', (value, decimals, text) => {
    expect(formatNumber(value, decimals)).toBe(text);
    expect(roundTo(value, decimals)).toBe(Number(text.replaceAll(',', '').replace('−', '-')));
  });

  it('takes every half away from zero, whatever its double', () => {
    const cents = fc.integer({ min: -1e8, max: 1e8 });
    fc.assert(
      fc.property(cents, fc.integer({ min: 0, max: 4 }), (units, decimals) => {
        // units and a half of the last place, written as a decimal and read as a double.
        const sign = units < 0 ? '-' : '';
        const digits = `${Math.abs(units)}`.padStart(decimals + 1, '0');
        const at = digits.length - decimals;
        const half = Number(`${sign}${digits.slice(0, at)}.${digits.slice(at)}5`);
        const away = (Math.abs(units) + 1) / 10 ** decimals;
        expect(roundTo(half, decimals)).toBe(units < 0 ? -away : away);
      }),
    );
  });

  it('is the same with a minus before it', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.integer({ min: 0, max: 6 }),
        (value, decimals) => {
          expect(roundTo(-value, decimals)).toBe(0 - roundTo(value, decimals));
          expect(Math.abs(roundTo(value, decimals) - value)).toBeLessThanOrEqual(0.5000001 / 10 ** decimals);
        },
      ),
    );
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

  it('are signed numbers where no word fits', () => {
    expect([formatSigned(74), formatSigned(-3), formatSigned(0), formatSigned(0.2)]).toEqual(['+74', '−3', '0', '0']);
    expect([formatSigned(0.5), formatSigned(-0.5)]).toEqual(['+1', '−1']);
  });
});

describe('other forms', () => {
  it('leave out decimals that say nothing', () => {
    expect([14, 14.04, 14.5, -2.25, 100].map((value) => formatShort(value))).toEqual([
      '14',
      '14',
      '14.5',
      '−2.3',
      '100',
    ]);
    expect([3, 3.25, 20.4, 128].map(formatAmount)).toEqual(['3', '3.3', '20', '128']);
  });

  it('are plain for a terminal', () => {
    expect([1234.5, -0.28755, -0.00001].map((value) => formatPlain(value, 4))).toEqual([
      '1234.5000',
      '-0.2876',
      '0.0000',
    ]);
    expect(formatSignificant(0.00000015, 3)).toBe('1.50e-7');
  });

  it('take as many decimals as the ticks need', () => {
    expect(tickDigits([0, 200])).toBe(0);
    expect(tickDigits([0, 0.5])).toBe(1);
    expect(tickDigits([0, 0.02])).toBe(2);
    expect(tickDigits([0, 2.5])).toBe(1);
  });
});
