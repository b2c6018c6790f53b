import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readInput, inputRows } from './input.ts';
import { packInput, unpackInput } from './packed-input.ts';
import { projectPlace } from './place.ts';
import { addError, emptyRecord, spreadsOf } from './predictive.ts';
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
  const past = fc.array(fc.tuple(fc.integer({ min: 1, max: 36 }), fc.double({ min: -5, max: 5, noNaN: true })));
  const ahead = fc.array(fc.double({ min: 1, max: 90, noNaN: true }), { minLength: 13, maxLength: 13 });
  fc.assert(
    fc.property(
      fc.array(spell, { minLength: 1, maxLength: 30 }),
      past,
      ahead,
      (list: DatedSpell[], errors, baseline) => {
        const window = { first: 100, last: 139 };
        const history = placeHistory(cells, list, window);
        const snapshot = datedSnapshot(history, cells, list, [2]);
        const record = emptyRecord();
        for (const [h, error] of errors) addError(record, h, error, 1, 10);
        const work = {
          deadlines: { perPerson: 0.3, perArrival: 1 / 3, perDeparture: 0, perFollowed: 0.7, departures: 2.5 },
          hours: null,
        };
        const population = [null, ...history.population.slice(1)];
        const input = { ...window, population, snapshot, baseline, record, work };
        const back = unpackInput(packInput(input))!;
        expect(back).toEqual(readInput(inputRows(input)));
        expect(back.work).toEqual(work);
        expect(spreadsOf(back.record, 40)).toEqual(spreadsOf(record, 40));
        const options = { months: 12, paths: 20 };
        const [one, other] = [projectPlace(input, options), projectPlace(back, options)];
        expect(other.months).toEqual(one.months);
        one.months.forEach(({ projected }, i) => expect(projected).toBe(baseline[i + 1]));
      },
    ),
    { numRuns: 30 },
  );
  expect(unpackInput([])).toBeNull();
});
