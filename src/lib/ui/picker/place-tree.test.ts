import { describe, expect, it } from 'vitest';
import { placesToShow } from './place-tree.ts';
import type { PlaceOption } from './place-tree.ts';

const options: PlaceOption[] = [
  { value: 'agency', label: 'State Department of Correction', depth: 0 },
  { value: 'region=R1', label: 'Eastern Region', depth: 1 },
  { value: 'facility=F1', label: 'Cráven', depth: 2 },
  { value: 'unit=U1', label: 'Unit A', depth: 3 },
  { value: 'unit=U2', label: 'Unit B', depth: 3 },
  { value: 'facility=F2', label: 'Harnett', depth: 2 },
  { value: 'unit=U3', label: 'Unit A', depth: 3 },
  { value: 'region=R2', label: 'Western Region', depth: 1 },
];
const shown = (query: string, current = 'agency') => placesToShow(options, query, current).map((place) => place.value);

describe('placesToShow', () => {
  it('begins with everything above units, and the units of the chosen institution', () => {
    expect(shown('')).toEqual(['agency', 'region=R1', 'facility=F1', 'facility=F2', 'region=R2']);
    expect(shown('', 'facility=F2')).toContain('unit=U3');
    expect(shown('', 'facility=F2')).not.toContain('unit=U1');
    expect(shown('', 'unit=U1')).toEqual(expect.arrayContaining(['unit=U1', 'unit=U2']));
    expect(shown('', 'region=R2')).not.toContain('unit=U1');
  });

  it('finds by any part of the name or the id, accents or not, and shows where a match belongs', () => {
    expect(shown('crav')).toEqual(['agency', 'region=R1', 'facility=F1']);
    expect(shown('unit a')).toEqual(['agency', 'region=R1', 'facility=F1', 'unit=U1', 'facility=F2', 'unit=U3']);
    expect(placesToShow(options, 'u3', 'agency').filter((place) => !place.context)).toHaveLength(1);
    expect(shown('nowhere')).toEqual([]);
  });
});
