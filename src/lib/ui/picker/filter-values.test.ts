import { describe, expect, it } from 'vitest';
import { filterText, toggled, withFilter } from './filter-values.ts';
import type { FilterDimension } from './filter-values.ts';

const custody: FilterDimension<'custody_level'> = {
  id: 'custody_level',
  label: 'Custody level',
  values: ['Minimum', 'Low', 'Medium', 'High', null].map((value) => ({ value, label: value ?? 'Not recorded' })),
};

describe('filters', () => {
  it('read as words, in display order, shortened when many', () => {
    expect(filterText(custody, ['High', 'Low'])).toBe('Custody level: Low, High');
    expect(filterText(custody, ['Minimum', 'Low', 'Medium', null])).toBe('Custody level: Minimum and 3 more');
    expect(filterText(custody, ['Gone'])).toBe('Custody level: Gone');
  });

  it('change one value at a time', () => {
    expect(toggled(custody, ['High'], 'Low')).toEqual(['Low', 'High']);
    expect(toggled(custody, ['Low', 'High'], 'Low')).toEqual(['High']);
    expect(toggled(custody, [], null)).toEqual([null]);
  });

  it('leave no empty lists behind', () => {
    expect(withFilter({ custody_level: ['Low'] }, 'custody_level', [])).toEqual({});
    expect(withFilter({}, 'custody_level', ['Low'])).toEqual({ custody_level: ['Low'] });
  });
});
