import fc from 'fast-check';
import { expect, it } from 'vitest';
import { caseEvents, partOfCase, type CasePart } from './case-part.ts';

const part: CasePart = {
  facility: 'F-01',
  words: ['East, Unit A', 'Program review', 'admission', 'new', 'placement', 'task'],
  cases: {
    aa01: [2, -365, null, 3, null, 4, 0, 31, 0, null],
    __proto__case: [5, 20635, 20640, 1, null],
  },
};

it('the events of a case are read as they were recorded: kind, days, label, detail, institution', () => {
  expect(caseEvents(part, 'aa01')).toEqual({
    columns: ['kind', 'date', 'end_date', 'label', 'detail', 'facility_id'],
    rows: [
      ['admission', '1969-01-01', null, 'new', null, 'F-01'],
      ['placement', '1970-01-01', '1970-02-01', 'East, Unit A', null, 'F-01'],
    ],
  });
  expect(caseEvents(part, '__proto__case').rows).toEqual([
    ['task', '2026-07-01', '2026-07-06', 'Program review', null, 'F-01'],
  ]);
  for (const unknown of ['', 'ab', '__proto__', 'constructor']) expect(caseEvents(part, unknown).rows).toEqual([]);
});

it('a case lies in the part whose first case is the last one before it, in whatever order parts are named', () => {
  const keys = fc.uniqueArray(fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 1, maxLength: 6 }), {
    minLength: 1,
    maxLength: 40,
  });
  fc.assert(
    fc.property(keys, fc.integer({ min: 1, max: 7 }), (cases, size) => {
      const sorted = cases.toSorted();
      const parts = Array.from({ length: Math.ceil(sorted.length / size) }, (_, at) =>
        sorted.slice(at * size, (at + 1) * size),
      );
      const names = parts.map(([first]) => first ?? '').toReversed();
      for (const of of parts) for (const key of of) expect(partOfCase(key, names)).toBe(of[0]);
    }),
  );
  expect(partOfCase('a', ['b'])).toBeUndefined();
});
