import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { populationSvg, type PopulationPoint } from './charts.ts';

/** Every number of the drawing that is a place on it. */
function placesOf(svg: string): { x: number; y: number }[] {
  const paths = [...svg.matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));
  const lines = [...svg.matchAll(/<line x1="([^"]+)" x2="([^"]+)" y1="([^"]+)" y2="([^"]+)"/g)];
  return [...paths, ...lines.map(([, x, , y]) => ({ x: Number(x), y: Number(y) }))];
}

const point = fc.record({
  label: fc.constantFrom('Apr 2026', 'A & B', '<b>'),
  value: fc.option(fc.integer({ min: 0, max: 200_000 })),
  projected: fc.boolean(),
});
const ahead = fc.record({
  label: fc.constant('Jul 2026'),
  value: fc.integer({ min: 1000, max: 2000 }),
  lower: fc.integer({ min: 0, max: 999 }),
  upper: fc.integer({ min: 2001, max: 3000 }),
  projected: fc.constant(true),
});

describe('the population of a packet as a drawing', () => {
  it('stays within its frame and is free of NaN, whatever is drawn', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(point, ahead), { minLength: 1, maxLength: 30 }),
        fc.option(fc.integer({ min: 0, max: 100_000 })),
        (points: PopulationPoint[], capacity) => {
          const svg = populationSvg(points, capacity, String);
          expect(svg).not.toMatch(/NaN|Infinity|undefined/);
          for (const { x, y } of placesOf(svg)) {
            expect(x).toBeGreaterThanOrEqual(0);
            expect(x).toBeLessThanOrEqual(640);
            expect(y).toBeGreaterThanOrEqual(0);
            expect(y).toBeLessThanOrEqual(120);
          }
        },
      ),
    );
  });

  it('dashes what is projected, from the last month that was counted, and draws capacity where there is one', () => {
    const counted = [1, 2, 3].map((month) => ({ label: `${month}`, value: 900 + month, projected: false }));
    const projected = { label: '4', value: 950, lower: 930, upper: 970, projected: true };
    const svg = populationSvg([...counted, projected], 1000, String);
    expect(svg.match(/stroke-dasharray="3 3"/g)).toHaveLength(1);
    expect(svg).toContain('fill-opacity="0.15"');
    expect(svg).toContain('Rated capacity 1000');
    const plain = populationSvg(counted, null, String);
    expect(plain).not.toMatch(/fill-opacity|Rated capacity/);
  });

  it('holds names as text', () => {
    const svg = populationSvg([{ label: '<script>', value: 1, projected: false }], null, String);
    expect(svg).toContain('&lt;script&gt;');
    expect(svg).not.toContain('<script>');
  });
});
