import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePeriod, type Comparison } from '../calendar/period.ts';
import { calendarOf } from '../dataset/calendar.ts';
import { exampleDataset } from '../dataset/example.ts';
import type { Filters } from '../questions/question.ts';
import type { Scope } from '../questions/scope.ts';
import { defaultView, formatView, parseView, withComparison } from './view.ts';

const dataset = exampleDataset();
const read = (text: string) => parseView(new URLSearchParams(text), dataset);

const scopes: Scope[] = [
  { kind: 'agency' },
  ...dataset.scopes.regions.map(({ id }) => ({ kind: 'region' as const, id })),
  ...dataset.scopes.facilities.map(({ id }) => ({ kind: 'facility' as const, id })),
  ...dataset.scopes.units.map(({ id }) => ({ kind: 'unit' as const, id })),
];

const filters = fc.record(
  Object.fromEntries(
    (['sex', 'custody_level'] as const).map((id) => [
      id,
      fc.uniqueArray(fc.constantFrom(...(dataset.dimensions[id] ?? [])), { minLength: 1 }),
    ]),
  ),
  { requiredKeys: [] },
) as fc.Arbitrary<Filters>;

describe('a view in a link', () => {
  it('reads back as itself, whatever was chosen', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...scopes),
        fc.constantFrom('2026Q3', '2025Q1', 'FY2024', '2026-04', 'L12M', '2026-04-03..2026-05-09'),
        fc.constantFrom<Comparison>('previous', 'last-year', 'none'),
        filters,
        (scope, periodId, compare, chosen) => {
          const period = parsePeriod(periodId, calendarOf(dataset));
          if ('error' in period) throw new Error(period.error);
          const view = withComparison({ ...defaultView(dataset, scope), period, compare, filters: chosen });
          const { view: again, notes } = read(formatView(view));
          expect(notes).toEqual([]);
          expect(again).toEqual(view);
        },
      ),
    );
  });

  it('of one person without a place means the institution of that person', () => {
    const person = dataset.scopes.staff[0];
    if (!person) throw new Error('The example has nobody on its staff.');
    expect(read(`staff=${person.id}`).view.scope).toEqual({ kind: 'facility', id: person.facility_id });
    const elsewhere = dataset.scopes.facilities.find(({ id }) => id !== person.facility_id)?.id ?? '';
    expect(read(`staff=${person.id}&facility=${elsewhere}`).view.scope).toEqual({ kind: 'facility', id: elsewhere });
    expect(read('staff=NOBODY').view.scope).toEqual({ kind: 'agency' });
  });

  it('is empty for what a reader sees first', () => {
    expect(formatView(defaultView(dataset))).toBe('');
    expect(read('').view).toEqual(defaultView(dataset));
  });

  it('leaves out what it does not know, and says so', () => {
    const { view, notes } = read('facility=NOWHERE&period=2026Q9&compare=best&sex=X&sex=F');
    expect(view).toEqual(withComparison({ ...defaultView(dataset), filters: { sex: ['F'] } }));
    expect(notes).toHaveLength(4);
    expect(notes.join(' ')).toMatch(/NOWHERE.*2026Q9.*best.*“X”/);
  });
});
