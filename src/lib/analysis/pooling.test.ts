import { describe, expect, it } from 'vitest';
import { enoughToCompare, poolQuarters } from './pooling.ts';

const of = (onTime: number, due: number, expected?: number) =>
  expected === undefined ? { onTime, due } : { onTime, due, expected };

describe('poolQuarters', () => {
  it('leaves a quarter with 25 due and 5 expected by itself', () => {
    expect(poolQuarters([of(30, 30), of(22, 25, 23)])).toEqual({
      due: 25,
      onTime: 22,
      expected: 23,
      basis: 'quarter',
      quarters: 1,
      showRate: true,
    });
  });

  it('pools the last four quarters below 25 due, or below 5 expected', () => {
    const pooled = poolQuarters([of(99, 99, 90), of(8, 9, 8), of(7, 7, 6), of(10, 12, 11), of(20, 24, 22)]);
    expect(pooled).toEqual({ due: 52, onTime: 45, expected: 47, basis: 'pooled', quarters: 4, showRate: true });
    expect(poolQuarters([of(3, 60, 4), of(2, 40, 3)])).toMatchObject({ basis: 'pooled', due: 100, expected: 7 });
  });

  it('says too few when even four are too few, with the counts of the quarter', () => {
    expect(poolQuarters([of(2, 2), of(2, 3), of(1, 1), of(3, 3)])).toEqual({
      due: 3,
      onTime: 3,
      basis: 'too-few',
      quarters: 1,
      showRate: false,
    });
    // A rate may be shown from 10 due, though it is not compared.
    expect(poolQuarters([of(11, 12)])).toMatchObject({ basis: 'too-few', showRate: true });
  });

  it('says that none were due, and pools what there was before', () => {
    expect(poolQuarters([of(0, 0)])).toMatchObject({ basis: 'none-due', due: 0, showRate: false });
    expect(poolQuarters([of(5, 6), null, of(0, 0)])).toMatchObject({ basis: 'none-due', due: 0 });
    expect(poolQuarters([of(20, 20), of(18, 20), of(0, 0)])).toMatchObject({ basis: 'pooled', due: 40, quarters: 3 });
  });

  it('does not count a quarter without data, nor half an expectation', () => {
    expect(poolQuarters([of(15, 20), null, of(9, 12)])).toMatchObject({ basis: 'pooled', quarters: 2 });
    expect(poolQuarters([of(15, 20), of(9, 12, 10)])).not.toHaveProperty('expected');
    expect(poolQuarters([of(15, 20, 16), of(9, 12)])).not.toHaveProperty('expected');
  });

  it('refuses counts that cannot be, and no quarter', () => {
    expect(() => poolQuarters([])).toThrow(RangeError);
    expect(() => poolQuarters([of(5, 4)])).toThrow(RangeError);
    expect(() => poolQuarters([of(4, 5, -1)])).toThrow(RangeError);
  });
});

describe('enoughToCompare', () => {
  it('draws the line at 25 due and 5 expected', () => {
    expect([of(9, 24), of(9, 25), of(9, 25, 4.9), of(9, 25, 5)].map(enoughToCompare)).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });
});
