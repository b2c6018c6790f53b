import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutIntervalRows, type IntervalRow } from './interval-rows.ts';
import { textWidth } from './text-width.ts';

const row = (label: string, at: number): IntervalRow => ({
  id: `${at}`,
  label,
  value: 1 + at / 10,
  lower: 0.9,
  upper: 1.4,
  text: '1.00 (0.92 to 1.09)',
});
const word = fc.stringMatching(/^[A-Za-z]{2,14}$/);
const labels = fc.array(
  fc.array(word, { minLength: 1, maxLength: 7 }).map((words) => words.join(' ')),
  { minLength: 1, maxLength: 12 },
);

describe('lines of intervals', () => {
  it('have room for every name beside its figure, one under the other, however narrow the window is', () => {
    fc.assert(
      fc.property(labels, fc.integer({ min: 300, max: 1400 }), (named, width) => {
        const chart = layoutIntervalRows(named.map(row), { width, centre: 1, format: String });
        let above = 0;
        for (const each of chart.rows) {
          const figure = textWidth(each.text, 12);
          for (const line of each.lines) {
            expect(line.x + textWidth(line.text, 13)).toBeLessThanOrEqual(
              width < 620 ? width - figure : chart.plot.left,
            );
            expect(line.y - 13).toBeGreaterThanOrEqual(above - 4);
            above = line.y;
          }
          // The dot lies under its name where they are above each other, and beside it otherwise.
          if (width < 620) expect(each.y).toBeGreaterThan(above);
          above = Math.max(above, width < 620 ? each.y : above);
        }
        expect(chart.plot.bottom).toBeGreaterThan(above);
      }),
    );
  });

  it('has everything between its ends', () => {
    const { plot, rows } = layoutIntervalRows([row('A', 0), row('B', 3)], { width: 800, centre: 1, format: String });
    for (const { dot, from, to } of rows) {
      for (const x of [dot, from, to]) {
        expect(x).toBeGreaterThanOrEqual(plot.left);
        expect(x).toBeLessThanOrEqual(plot.right);
      }
    }
  });
});
