import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rowsOfPlace, shareRows } from './shared-rows.ts';

it('every place has its own rows in its own order, and a row of several is written once', () => {
  const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.constantFrom('a', null)), { maxLength: 12 });
  fc.assert(
    fc.property(rows, rows, rows, (whole, one, other) => {
      const answer = (own: unknown[][]) => ({ columns: own.length > 0 ? ['n', 'word'] : [], rows: own });
      const places = { 'facility=F': answer(whole), 'unit=A': answer(one), 'unit=B': answer(other) };
      const shared = shareRows(places);
      if (!shared) throw new Error('nothing is missing');
      for (const [place, { rows: own }] of Object.entries(places))
        expect(rowsOfPlace(shared, place)?.rows).toEqual(own);
      const texts = shared.rows.map((row) => JSON.stringify(row));
      expect(new Set(texts).size).toBe(texts.length);
    }),
  );
});

it('there are none of another place, or where tables are missing', () => {
  const shared = shareRows({ 'facility=F': { columns: [], rows: [] } });
  expect(shared && rowsOfPlace(shared, 'facility=G')).toBeNull();
  expect(shared && rowsOfPlace(shared, 'constructor')).toBeNull();
  expect(shareRows({ 'facility=F': { missing: ['task'], title: 'Worklist' } })).toBeNull();
});
