import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spreadLabels } from './labels.ts';
import { textWidth, wrapText } from './text-width.ts';

describe('spreadLabels', () => {
  it('leaves labels alone that do not touch', () => {
    expect(
      spreadLabels(
        [
          { y: 80, height: 16 },
          { y: 20, height: 16 },
        ],
        0,
        100,
      ),
    ).toEqual([80, 20]);
  });

  it('moves touching labels apart evenly', () => {
    expect(
      spreadLabels(
        [
          { y: 50, height: 16 },
          { y: 52, height: 16 },
        ],
        0,
        100,
      ),
    ).toEqual([43, 59]);
  });

  it('keeps every label inside and apart from the others whenever they fit', () => {
    const wishes = fc.array(fc.record({ y: fc.integer({ min: -50, max: 350 }), height: fc.constantFrom(16, 32) }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(wishes, (list) => {
        const middles = spreadLabels(list, 0, 300);
        const boxes = middles.map((y, i) => [y - (list[i]?.height ?? 0) / 2, y + (list[i]?.height ?? 0) / 2] as const);
        boxes.sort((a, b) => a[0] - b[0]);
        for (const [i, box] of boxes.entries()) {
          expect(box[0]).toBeGreaterThanOrEqual(-1e-9);
          expect(box[1]).toBeLessThanOrEqual(300 + 1e-9);
          const next = boxes[i + 1];
          if (next) expect(next[0]).toBeGreaterThanOrEqual(box[1] - 1e-9);
        }
      }),
    );
  });
});

describe('text', () => {
  it('is measured generously', () => {
    expect(textWidth('6,800')).toBeGreaterThan(36);
    expect(textWidth('6,800')).toBeLessThan(42);
    expect(textWidth('iii')).toBeLessThan(textWidth('WWW'));
  });

  it('wraps at spaces and never loses a word', () => {
    expect(wrapText('Rated capacity', 60)).toEqual(['Rated', 'capacity']);
    expect(wrapText('Rated capacity', 600)).toEqual(['Rated capacity']);
    expect(wrapText('Institutionalization', 10)).toEqual(['Institutionalization']);
  });
});
