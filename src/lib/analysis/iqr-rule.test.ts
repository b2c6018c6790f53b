import { describe, expect, it } from 'vitest';
import { readComparison } from '../../../tests/reference/comparison.ts';
import { expectClose } from '../../../tests/reference/reference.ts';
import { interquartileRange, iqrRule } from './iqr-rule.ts';

describe('iqrRule', () => {
  it('has R’s quartiles', () => {
    const { x, q } = readComparison().quartiles;
    expectClose(interquartileRange(x), q[1] - q[0], 1e-12);
    expect(interquartileRange([])).toBeNull();
    expect(interquartileRange([0.4])).toBe(0);
  });

  it('can be worked out by hand', () => {
    // Rates 0.5, 0.8, 0.9, 0.9, 1: quartiles 0.8 and 0.9; pooled 41 of 50 = 0.82, flagged below 0.72.
    const units = [5, 8, 9, 9, 10].map((onTime, index) => ({ unit: `${index}`, due: 10, onTime }));
    const result = iqrRule([...units, { unit: 'none', due: 0, onTime: 0 }]);
    expectClose(result.range, 0.1, 1e-12);
    expect(result).toMatchObject({ pooled: 0.82, flagged: ['0'] });
  });

  it('has nothing to say of nobody, and refuses counts that cannot be', () => {
    expect(iqrRule([])).toEqual({ pooled: null, range: null, flagged: [] });
    expect(() => iqrRule([{ unit: 'A', due: 1, onTime: 2 }])).toThrow(RangeError);
  });
});
