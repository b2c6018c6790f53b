import { describe, expect, it } from 'vitest';
import { figureDifference } from './difference.ts';
import { findMeasure } from './measures.ts';
import type { MeasureFigure } from './measure-figure.ts';

const measure = findMeasure('completed-expected')!;
const spec = measure.figure as Parameters<typeof figureDifference>[0];
const multiple = (value: number, lower: number, upper: number) => ({ value, lower, upper }) as MeasureFigure;

describe('multiples of what was expected', () => {
  it('differ with limits by adding the squares of theirs', () => {
    // By hand: 1.20 (1.10 to 1.30) less 1.00 (0.92 to 1.08): .20 − √(.10² + .08²) and .20 + √(.10² + .08²).
    const found = figureDifference(spec, multiple(1.2, 1.1, 1.3), multiple(1, 0.92, 1.08));
    expect(found.lower).toBeCloseTo(0.0719, 4);
    expect(found.upper).toBeCloseTo(0.3281, 4);
    expect(found.text).toBe('+0.20 (95\u202f% interval +0.07 to +0.33)');
  });

  it('of the whole agency are no figures to compare: its own rates are what is expected', () => {
    expect(figureDifference(spec, multiple(1, 1, 1), multiple(1, 1, 1))).toEqual({
      difference: null,
      lower: null,
      upper: null,
      text: 'no comparison: the agency is what places are held against',
    });
  });

  it('of a place and the agency differ by what the place does', () => {
    const { text } = figureDifference(spec, multiple(1, 0.9, 1.1), multiple(1, 1, 1));
    expect(text).toBe('no change (95\u202f% interval −0.10 to +0.10), within usual variation');
  });
});
