import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reconcile, type Part } from './reconcile.ts';

const part = (today: number, then: number, scale: number): Part => ({
  expected: Float64Array.of(today, then),
  scale: [0, scale],
});
const then = (parts: readonly Part[]) => parts.map(({ expected }) => expected[1]);

describe('places that add up', () => {
  it('share what is missing by how uncertain they are, none more than the middle one for its size', () => {
    // 10, 4 and 30 % uncertain: the last counts as 10 %. Shares 100 : 20 : 30, 15 people to share.
    const parts = [part(1000, 1000, 100), part(500, 500, 20), part(300, 300, 90)];
    const whole = Float64Array.of(1810, 1825);
    reconcile(whole, parts, 10);
    expect(then(parts)).toEqual([1010, 502, 303]);
    expect(parts.map(({ expected }) => expected[0])).toEqual([1000, 500, 300]);
    expect([...whole]).toEqual([1810, 1825]);
  });

  it('leave alone a place nobody is ever wrong about', () => {
    const parts = [part(1000, 1000, 50), part(400, 400, 0), part(600, 600, 40)];
    reconcile(Float64Array.of(2000, 2050), parts, 0);
    expect(parts[1]!.expected[1]).toBe(400);
    expect(parts[0]!.expected[1]! + parts[2]!.expected[1]!).toBeCloseTo(1650, 9);
  });

  it('move none further than its own error; then the whole gives way', () => {
    const parts = [part(1000, 1000, 10), part(1000, 1000, 10)];
    const whole = Float64Array.of(2000, 2100);
    reconcile(whole, parts, 0);
    expect(then(parts)).toEqual([1010, 1010]);
    expect(whole[1]).toBe(2020);
  });

  it('always add up, and never hold fewer than nobody', () => {
    const any = fc.tuple(
      fc.integer({ min: 1, max: 900 }),
      fc.double({ min: 0, max: 900, noNaN: true }),
      fc.double({ min: 0, max: 400, noNaN: true }),
    );
    fc.assert(
      fc.property(
        fc.array(any, { minLength: 1, maxLength: 8 }),
        fc.double({ min: 0, max: 4000, noNaN: true }),
        (list, people) => {
          const parts = list.map(([today, later, scale]) => part(today, later, scale));
          const whole = Float64Array.of(0, people);
          reconcile(whole, parts, 3);
          expect(then(parts).reduce((all, own) => all! + own!, 3)).toBeCloseTo(whole[1]!, 6);
          parts.forEach(({ expected, scale }, i) => {
            expect(expected[1]).toBeGreaterThanOrEqual(0);
            expect(Math.abs(expected[1]! - list[i]![1])).toBeLessThanOrEqual(scale[1]! + 1e-9);
          });
        },
      ),
    );
  });
});
