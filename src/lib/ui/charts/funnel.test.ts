import { describe, expect, it } from 'vitest';
import { funnelCurve } from '../../analysis/funnel.ts';
import { layoutFunnel, type FunnelPoint } from './funnel.ts';
import { walked } from './path-fixture.ts';
import { readoutText } from './readout.ts';
import { textWidth } from './text-width.ts';

const person = (id: string, done: number, due: number, more: Partial<FunnelPoint> = {}): FunnelPoint => ({
  id,
  label: `Case manager ${id}`,
  done,
  due,
  rate: done / due,
  ...more,
});
const points = [
  person('C', 88, 100),
  person('A', 61, 74, { marked: true }),
  person('B', 70, 74),
  person('D', 12, 40),
  person('E', 35, 37),
];
const limits = funnelCurve(0.86, 120);
const options = { width: 420, height: 320, axis: 'reviews due' };
const layout = layoutFunnel({ points, centre: 0.86, limits }, options);

describe('layoutFunnel', () => {
  it('puts points by number due and share, and keeps everybody inside', () => {
    expect(layout.points.map(({ id }) => id)).toEqual(['E', 'D', 'A', 'B', 'C']);
    for (const { x, y } of layout.points) {
      expect(x).toBeGreaterThanOrEqual(layout.plot.left);
      expect(x).toBeLessThanOrEqual(layout.plot.right);
      expect(y).toBeGreaterThanOrEqual(layout.plot.top);
      expect(y).toBeLessThanOrEqual(layout.plot.bottom);
    }
  });

  it('cuts limits at the edges of the axis rather than draw outside it', () => {
    const ys = walked(`${layout.look}${layout.act}`).flatMap(({ places }) => places.map(({ y }) => y));
    expect(ys.length).toBeGreaterThan(100);
    expect(Math.min(...ys)).toBeGreaterThanOrEqual(layout.plot.top - 0.1);
    expect(Math.max(...ys)).toBeLessThanOrEqual(layout.plot.bottom + 0.1);
    expect(JSON.stringify(layout)).not.toContain('NaN');
  });

  it('tells points beyond the 95 % limits apart, as the caller found or by the limits at their number due', () => {
    // Exact binomial tails at 0.86: 12 or fewer of 40 has 1e-15, 70 or more of 74 has 0.017, 35 or more of 37 has 0.093.
    const beyond = layout.points.filter(({ beyond: outside }) => outside).map(({ id }) => id);
    expect(beyond).toEqual(['D', 'B']);
    const told = layoutFunnel({ points: [person('D', 12, 40, { beyond: false })], centre: 0.86, limits }, options);
    expect(told.anyBeyond).toBe(false);
  });

  it('labels the marked person with the counts, inside the drawing', () => {
    expect(layout.label?.text).toBe('61 of 74');
    const { x = 0, text = '' } = layout.label ?? {};
    expect(x).toBeGreaterThanOrEqual(layout.plot.left);
    expect(x + textWidth(text)).toBeLessThanOrEqual(options.width);
  });

  it('reads out name, counts, rate and the limits at that number due', () => {
    const marked = layout.points.findIndex(({ id }) => id === 'A');
    const spoken = readoutText(layout.readout(marked)).replaceAll('\u202f', ' ');
    expect(spoken).toMatch(/^Case manager A: On time 61 of 74; Rate 82 %; 95 % limits at 74 due 7\d % to 9\d %$/);
    const adjusted = layoutFunnel({ points: [person('X', 60, 80, { rate: 0.8 })], centre: 0.86, limits }, options);
    expect(readoutText(adjusted.readout(0))).toContain('Adjusted for the mix of cases 80');
  });

  it('finds the point under the pointer, also among several with the same number due', () => {
    for (const [index, { x, y }] of layout.points.entries()) expect(layout.nearest(x + 1, y - 1)).toBe(index);
  });

  it('survives having nobody, and one who did all', () => {
    const none = layoutFunnel({ points: [], centre: 0.9, limits: [] }, options);
    expect(none.points).toEqual([]);
    expect(JSON.stringify(none)).not.toContain('NaN');
    const all = layoutFunnel({ points: [person('A', 30, 30)], centre: 1, limits: funnelCurve(1, 40) }, options);
    expect(JSON.stringify(all)).not.toContain('NaN');
  });
});
