import { expect, it } from 'vitest';
import { describeFigure, isWithin, quantile, ratioOf } from './figure.ts';

it('holds a figure with a floor to a multiple of it, and one without to its budget', () => {
  const floored = { name: 'warm', unit: 'ms', value: 300, floor: 100, budget: 2 } as const;
  expect(ratioOf(floored)).toBe(3);
  expect(isWithin(floored)).toBe(false);
  expect(describeFigure(floored)).toContain('3.00 × 100, of 2.0 ×  OVER');
  expect(isWithin({ name: 'first', unit: 'ms', value: 900, budget: 1000 })).toBe(true);
});

it('takes the middle of three', () => {
  expect(quantile([30, 10, 20], 0.5)).toBe(20);
});
