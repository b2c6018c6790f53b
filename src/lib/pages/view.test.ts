import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePeriod } from '../calendar/period.ts';
import type { Comparison } from '../calendar/period-steps.ts';
import { calendarOf } from '../export/calendar.ts';
import { exampleDataset } from '../export/fixture.ts';
import type { Filters } from '../questions/question.ts';
import type { Scope } from '../questions/scope.ts';
import type { SortDirection } from '../ui/table/column.ts';
import { recidivismPage } from './outcomes.ts';
import { unknownChoices } from './page.ts';
import { chosenColumns, savedColumns, tableNotes, type TableViews } from '../ui/table/table-view.ts';
import { defaultView, formatView, parseView, viewOn, withComparison } from './view.ts';

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

const key = fc.oneof(fc.constantFrom('month', 'average', '-due', 'a.b', 'column.x'), fc.string({ minLength: 1 }));
const tables: fc.Arbitrary<TableViews> = fc
  .dictionary(
    fc.oneof(fc.constantFrom('trend', 'group by', 'a.b', 'region'), fc.string({ minLength: 1 })),
    fc.record({
      open: fc.boolean(),
      sort: fc.option(fc.record({ key, direction: fc.constantFrom<SortDirection>('ascending', 'descending') })),
      columns: fc.option(fc.uniqueArray(key, { minLength: 1, maxLength: 4 })),
    }),
    { maxKeys: 3, noNullPrototype: true },
  )
  // A table looked at as the page has it is not in the link.
  .map((all) => Object.fromEntries(Object.entries(all).filter(([, one]) => one.open || one.sort || one.columns)));
const own = fc.dictionary(
  fc.constantFrom('list', 'type', 'staff-note', 'scenarios', 'event'),
  fc.string({ unit: 'grapheme' }),
  { noNullPrototype: true },
);

describe('a view in a link', () => {
  it('reads back as itself, whatever was chosen', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...scopes),
        fc.constantFrom('2026Q3', '2025Q1', 'FY2024', '2026-04', 'L12M', '2026-04-03..2026-05-09'),
        fc.constantFrom<Comparison>('previous', 'last-year', 'none'),
        filters,
        own,
        tables,
        (scope, periodId, compare, chosen, further, looked) => {
          const period = parsePeriod(periodId, calendarOf(dataset));
          if ('error' in period) throw new Error(period.error);
          const view = withComparison({
            ...defaultView(dataset, scope),
            period,
            compare,
            filters: chosen,
            pageParams: further,
          });
          const { view: again, tables: seen, notes } = read(formatView(view, further, looked));
          expect(notes).toEqual([]);
          expect(again).toEqual(view);
          expect(seen).toEqual(looked);
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

describe('what a page does not know of a link', () => {
  it('is left out of its view, and named', () => {
    const { view } = read('event=arson&by=sex&count=release&horizon=7300&cohort=2020..2022');
    expect(unknownChoices(recidivismPage, view)).toEqual(['event', 'horizon']);
    expect(viewOn(recidivismPage, view).pageParams).toEqual({ by: 'sex', count: 'release', cohort: '2020..2022' });
  });

  it('of its tables is named too: the table, and each column once', () => {
    const { tables: asked } = read('ascending.trend=nope&column.trend=nope&column.trend=month&table=gone');
    const trend = asked['trend'];
    if (!trend || !asked['gone']) throw new Error('The tables of the link were not read.');
    expect(tableNotes('trend', trend, new Set(['month', 'average']))).toEqual([
      'The table “trend” has no column “nope”; it was ignored.',
    ]);
    expect(tableNotes('gone', asked['gone'], undefined)).toHaveLength(1);
    const columns = [{ key: 'month' }, { key: 'average' }];
    expect(chosenColumns(columns, trend.columns)).toEqual([{ key: 'month' }]);
    expect(chosenColumns(columns, ['nope'])).toBe(columns);
    expect(read('ascending.trend=month&descending.trend=month').notes).toHaveLength(1);
  });

  it('has no say in a file: it holds the columns chosen in their order, then those the drawing never offered', () => {
    const columns = ['name', 'due', 'rate', 'lower', 'upper'].map((key) => ({ key }));
    const offered = ['name', 'due', 'rate', 'drawing'];
    const keys = (chosen: string[] | null) => savedColumns(columns, offered, chosen).map(({ key }) => key);
    expect(keys(null)).toEqual(['name', 'due', 'rate', 'lower', 'upper']);
    expect(keys(['rate', 'drawing', 'name'])).toEqual(['rate', 'name', 'lower', 'upper']);
    expect(keys(['nope'])).toEqual(['name', 'due', 'rate', 'lower', 'upper']);
  });
});
