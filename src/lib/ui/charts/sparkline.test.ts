import { describe, expect, it } from 'vitest';
import { formatSigned } from '../../format/number.ts';
import { formatPercent } from '../../format/share.ts';
import { layoutSparkline } from './sparkline.ts';

const size = { width: 100, height: 30, format: (value: number, decimals: number) => value.toFixed(decimals) };

describe('layoutSparkline', () => {
  it('ends on the last known value and has nothing to say without values', () => {
    const chart = layoutSparkline([1, 2, null], size);
    expect(chart?.end.y).toBe(5);
    // Half way between the axis and the right edge, less a dot's room.
    expect(chart?.end.x).toBeCloseTo(((chart?.axis ?? 0) + 3 + 95) / 2);
    expect(layoutSparkline([null], size)).toBeNull();
  });

  it('writes the lowest and the highest value at their heights, limits included', () => {
    const chart = layoutSparkline([0.8, 0.9], {
      ...size,
      format: formatPercent,
      limits: [{ lower: 0.7, upper: 0.95 }, null],
    });
    expect(chart?.ends).toEqual([
      { text: '70\u202f%', level: 25, baseline: 28.5 },
      { text: '95\u202f%', level: 5, baseline: 8.5 },
    ]);
  });

  it('takes as many decimals as tell the two ends apart', () => {
    expect(layoutSparkline([0.881, 0.884], { ...size, format: formatPercent })?.ends.map(({ text }) => text)).toEqual([
      '88.1\u202f%',
      '88.4\u202f%',
    ]);
  });

  it('writes nothing as 0 where change has a sign', () => {
    const ends = layoutSparkline([0, -3, 5], { ...size, format: formatSigned })?.ends.map(({ text }) => text);
    expect(ends).toEqual(['\u22123', '+5']);
    expect(layoutSparkline([0, 3], { ...size, format: formatSigned })?.ends[0]?.text).toBe('0');
  });

  it('draws a flat line through the middle, with one number beside it', () => {
    const chart = layoutSparkline([5, 5], size);
    expect(chart?.end.y).toBe(15);
    expect(chart?.ends.map(({ text }) => text)).toEqual(['5']);
  });
});
