import fc from 'fast-check';
import { expect, it } from 'vitest';
import { empiricalShares } from './bands.ts';
import { readInput, inputRows } from './input.ts';
import { packInput, unpackInput } from './packed-input.ts';
import { projectPlace } from './place.ts';
import { placeHistory, datedSnapshot, type DatedSpell } from './history.ts';

const cells = [
  { admission_type: 'new_commitment', offense_category: 'drug', custody_level: null, sex: 'M' },
  { admission_type: null, offense_category: null, custody_level: 'low', sex: null },
];

it('packed rows bring back the place, its projection and its bands to the last digit', () => {
  const spell = fc.record({
    cell: fc.integer({ min: 0, max: 1 }),
    entry: fc.integer({ min: 100, max: 139 }),
    exit: fc.constant(null),
    due: fc.option(fc.integer({ min: 120, max: 200 })),
    people: fc.integer({ min: 1, max: 5 }),
  });
  const errors = fc.array(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 30 }), { maxLength: 12 });
  fc.assert(
    fc.property(fc.array(spell, { minLength: 1, maxLength: 30 }), errors, (list: DatedSpell[], past) => {
      const window = { first: 100, last: 139 };
      const history = placeHistory(cells, list, window);
      const snapshot = datedSnapshot(history, cells, list, [2]);
      const input = { ...window, population: [null, ...history.population.slice(1)], snapshot };
      const back = unpackInput(packInput(input, past))!;
      expect(back.input).toEqual(readInput(inputRows(input)));
      for (const level of [0.5, 0.95])
        expect(empiricalShares(back.errors, level, 12)).toEqual(empiricalShares(past, level, 12));
      const options = { months: 12, paths: 20 };
      const [one, other] = [
        projectPlace(readInput(inputRows(input))!, { ...options, errors: past }),
        projectPlace(back.input, { ...options, errors: back.errors }),
      ];
      expect(other.months).toEqual(one.months);
    }),
    { numRuns: 30 },
  );
  expect(unpackInput([])).toBeNull();
});
