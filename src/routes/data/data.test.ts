import { describe, expect, it } from 'vitest';
import { measures } from '$lib/measures/measures.ts';
import { laterFields } from '../../../data/contract/contract.ts';
import { findGaps } from './data.ts';

const months = ['2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01', '2026-05-01'];
const series = (table_name: string, field: string | null, rows: number[], filled = rows) =>
  months.map((month, index) => ({ table_name, field, month, rows: rows[index] ?? 0, filled: filled[index] ?? 0 }));

describe('findGaps', () => {
  it('names a month with under half of its usual rows, and the measures it touches', () => {
    const gaps = findGaps(series('stay', null, [100, 104, 30, 98, 101]), measures, laterFields);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]?.what).toBe('Mar 2026: 30 rows, usually about 100');
    expect(gaps[0]?.measures).toContain('Length of stay');
  });

  it('names a field that was not filled for a month', () => {
    const gaps = findGaps(
      series('stay', 'risk_level', [100, 100, 100, 100, 100], [90, 92, 0, 95, 91]),
      measures,
      laterFields,
    );
    expect(gaps.map(({ field, what }) => [field, what.replaceAll('\u202f', ' ')])).toEqual([
      ['risk_level', 'Mar 2026: filled in 0 %, usually 91 %'],
    ]);
  });

  it('leaves out fields that wait for an event', () => {
    expect(
      findGaps(series('stay', 'release_date', [100, 100, 100, 100, 100], [90, 80, 60, 20, 2]), measures, laterFields),
    ).toEqual([]);
  });

  it('says nothing of fields that are rarely filled, of steady tables and of tables too small to tell', () => {
    expect(
      findGaps(series('stay', 'life_sentence', [100, 100, 100, 100, 100], [3, 5, 0, 4, 2]), measures, laterFields),
    ).toEqual([]);
    expect(findGaps(series('stay', null, [100, 80, 120, 70, 101]), measures, laterFields)).toEqual([]);
    expect(findGaps(series('stay', null, [5, 1, 4, 5, 6]), measures, laterFields)).toEqual([]);
  });
});
