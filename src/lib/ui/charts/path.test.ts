import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaPath, linePath, stepAreaPath, stepPath, type Corner } from './path.ts';
import { walked } from './path-fixture.ts';

const tenth = fc.integer({ min: -3000, max: 9000 }).map((count) => count / 10);
const corner = fc.record({ x: tenth, y: tenth });

/** Corners without those that lie on the way from the one before to the one after, along an axis. */
function turns(corners: readonly Corner[]): Corner[] {
  const kept: Corner[] = [];
  for (const at of corners) {
    const [from, over] = [kept.at(-2), kept.at(-1)];
    if (over && over.x === at.x && over.y === at.y) continue;
    const between = (a: number, b: number, c: number) => (a < b && b < c) || (a > b && b > c);
    const straight =
      from !== undefined &&
      over !== undefined &&
      ((from.x === over.x && over.x === at.x && between(from.y, over.y, at.y)) ||
        (from.y === over.y && over.y === at.y && between(from.x, over.x, at.x)));
    if (straight) kept.pop();
    kept.push(at);
  }
  return kept;
}

describe('a path', () => {
  it('goes through every corner at which it turns, whatever the corners', () => {
    fc.assert(
      fc.property(fc.array(corner, { minLength: 1, maxLength: 12 }), (corners) => {
        const [run, ...others] = walked(linePath(corners));
        expect(others).toEqual([]);
        expect(run?.places).toEqual(turns(corners));
      }),
    );
  });

  it('is broken at gaps, and a value between two of them is a dot', () => {
    const [a, b, c] = [
      { x: 10, y: 20 },
      { x: 10.5, y: 19.6 },
      { x: 30, y: 5 },
    ];
    expect(linePath([null, a, b, null, null, c, null])).toBe('M10 20l.5-.4M30 5Z');
    expect(linePath([])).toBe('');
  });

  it('keeps no error of rounding: the last of a thousand days is where it belongs', () => {
    const days = Array.from({ length: 1000 }, (_, day) => ({ x: day * 0.777, y: Math.sin(day) * 40 }));
    const last = walked(linePath(days))[0]?.places.at(-1);
    expect(Math.abs((last?.x ?? 0) - 999 * 0.777)).toBeLessThanOrEqual(0.05);
    expect(Math.abs((last?.y ?? 0) - Math.sin(999) * 40)).toBeLessThanOrEqual(0.05);
  });

  it('stays level until the next step', () => {
    expect(
      stepPath([
        { x: 0, y: 9 },
        { x: 4, y: 9 },
        { x: 6, y: 7 },
        { x: 8, y: 7.5 },
      ]),
    ).toBe('M0 9h6v-2h2v.5');
  });

  it('goes along the upper line and back along the lower', () => {
    const slices = [{ x: 0, lower: 9, upper: 5 }, { x: 4, lower: 8, upper: 3 }, null, { x: 6, lower: 2, upper: 1 }];
    expect(walked(areaPath(slices))).toEqual([
      {
        places: [
          { x: 0, y: 5 },
          { x: 4, y: 3 },
          { x: 4, y: 8 },
          { x: 0, y: 9 },
        ],
        closed: true,
      },
      {
        places: [
          { x: 6, y: 1 },
          { x: 6, y: 2 },
        ],
        closed: true,
      },
    ]);
    expect(stepAreaPath(slices.slice(0, 2))).toBe('M0 5h4v-2v6h-4Z');
  });
});
