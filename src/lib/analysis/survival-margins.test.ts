import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kaplanMeier } from './survival.ts';
import { rowsFromMargins } from './survival-margins.ts';
import type { SurvivalRow } from './survival-row.ts';

const person = fc.record({
  entry: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }),
  stay: fc.integer({ min: 1, max: 40 }),
  event: fc.boolean(),
});

describe('rowsFromMargins', () => {
  it('gives the curve of the people themselves, whoever is matched with whom', () => {
    fc.assert(
      fc.property(fc.array(person, { minLength: 1, maxLength: 60 }), (people) => {
        const rows: SurvivalRow[] = people.map(({ entry, stay, event }) => ({
          ...(entry === undefined ? {} : { entry }),
          time: (entry ?? 0) + stay,
          event,
          count: 1,
        }));
        const late = rows.filter((row) => row.entry !== undefined);
        const margins = rowsFromMargins(
          rows.length - late.length,
          late.map((row) => ({ time: row.entry ?? 0, count: 1 })),
          rows.map((row) => ({ time: row.time, event: Boolean(row.event), count: 1 })),
        );
        expect(kaplanMeier(margins)).toEqual(kaplanMeier(rows));
      }),
    );
  });

  it('refuses counts that do not add up', () => {
    expect(() => rowsFromMargins(1, [], [{ time: 3, event: true, count: 2 }])).toThrow(/more people leave/);
    expect(() => rowsFromMargins(2, [], [{ time: 3, event: true, count: 1 }])).toThrow(/more people enter/);
  });
});
