import { describe, expect, it } from 'vitest';
import { contractTable, type ContractColumn } from '../../../data/contract/contract.ts';
import type { Engine } from '../engine/engine.ts';
import { exampleDataset } from '../export/fixture.ts';
import type { Manifest, TableReport } from '../export/manifest.ts';
import { defaultView } from '../pages/view.ts';
import { ask, MissingTables, missingTables } from './ask.ts';
import { questionOf, type QuestionId } from './index.ts';
import type { Request } from './question.ts';
import { isFilled } from './filled.ts';
import { columnsLacking, restingQuestions, withoutUnsupplied } from './supplied.ts';

const report = (name: string, further: Partial<TableReport> = {}): TableReport => ({
  name,
  supplied: true,
  read: 40,
  loaded: 40,
  rejected: 0,
  rules: [],
  cleared: [],
  latest: null,
  warnings: [],
  ...further,
});

function datasetWithout(column: string): Manifest {
  const [table = '', field = ''] = column.split('.');
  return exampleDataset({ tables: [report(table, { empty: [field] })] });
}

function requestOn(dataset: Manifest, further: Partial<Request> = {}): Request {
  const { scope, period } = defaultView(dataset);
  return { scope, period, by: null, filters: {}, params: {}, dataset, ...further };
}

describe('a column nobody supplied', () => {
  it('is known by the report of its table: not supplied, without a row, or empty throughout', () => {
    const column: ContractColumn = 'plan_goal.closed_as';
    expect(isFilled(datasetWithout(column), column)).toBe(false);
    expect(isFilled(exampleDataset({ tables: [report('plan_goal')] }), column)).toBe(true);
    expect(isFilled(exampleDataset({ tables: [report('plan_goal', { loaded: 0 })] }), column)).toBe(false);
    expect(isFilled(exampleDataset({ tables: [report('plan_goal', { supplied: false, loaded: 0 })] }), column)).toBe(
      false,
    );
  });

  const all = restingQuestions.flatMap(([id, { all: columns = [] }]) => columns.map((column) => [id, column] as const));
  it.each(all)('%s does not answer without %s, and says so', async (id, column) => {
    const question = questionOf(id as QuestionId);
    const request = requestOn(datasetWithout(column));
    const marts = Object.fromEntries(question.needs(request).map(({ mart }) => [mart, { missing: [] }]));
    expect(missingTables(question, request, marts)).toEqual([column]);
    const engine = { load: () => Promise.reject(new Error('asked all the same')) } as unknown as Engine;
    const answer = ask(engine, marts, question, request);
    await expect(answer).rejects.toThrow(MissingTables);
    await expect(answer).rejects.toThrow(`needs the column ${column}, which this agency has not supplied`);
    // With it there is nothing to say.
    expect(columnsLacking(id, requestOn(exampleDataset({ tables: [] })))).toEqual([]);
  });

  const parts = restingQuestions.flatMap(([id, { columns = {} }]) =>
    Object.entries(columns).map(([name, lists]) => [id, name, lists] as const),
  );
  it.each(parts)('%s knows no %s without it', (id, name, lists) => {
    const question = questionOf(id as QuestionId);
    expect(question.columns.map((column) => column.name)).toContain(name);
    const lacking = lists.map((list) => list[0]!.split('.') as [string, string]);
    const tables = lacking.map(([table, field]) => report(table, { empty: [field] }));
    const rows = [{ [name]: 0, other: 0 }];
    expect(withoutUnsupplied(id, rows, requestOn(exampleDataset({ tables })))[0]).toMatchObject({
      [name]: null,
      other: 0,
    });
    // Any one list is enough.
    const [first] = tables.map(({ name: table }) => report(table));
    const enough = exampleDataset({ tables: [first!, ...tables.slice(1)] });
    if (lists.length > 1 || lists[0]!.length === 1)
      expect(withoutUnsupplied(id, rows, requestOn(enough))[0]).toMatchObject({ [name]: 0 });
  });

  it('is an optional one: the others are always there, and a table without a row is asked for by its first', () => {
    for (const [, { all: columns = [] }] of restingQuestions) {
      for (const column of columns) {
        const [table = '', field = ''] = column.split('.');
        expect(contractTable(table)?.columns[field], column).toBeDefined();
      }
    }
  });

  it('is asked of a region too: which institutions it has is for them to say', () => {
    const region = { scope: { kind: 'region', id: 'R1' } } as const;
    const dataset = exampleDataset({ tables: [report('facility', { empty: ['region_id'] })] });
    expect(columnsLacking('casework/contacts', requestOn(dataset))).toEqual([]);
    expect(columnsLacking('casework/contacts', requestOn(dataset, region))).toEqual(['facility.region_id']);
    expect(columnsLacking('coordinator/staffing', requestOn(dataset, region))).toEqual(['facility.region_id']);
    // Counts and research files may name their region themselves.
    const absent = (name: string) => report(name, { supplied: false, loaded: 0 });
    const own = exampleDataset({
      tables: [absent('stay'), absent('placement'), absent('facility'), report('population_count')],
    });
    expect(columnsLacking('population/daily', requestOn(own, region))).toEqual([]);
    // Of the ways there are, the one begun is named.
    const counts = exampleDataset({
      tables: [
        absent('placement'),
        absent('facility'),
        report('population_count', { empty: ['facility_id', 'region_id'] }),
      ],
    });
    expect(columnsLacking('population/daily', requestOn(counts, region))).toEqual([
      'population_count.facility_id',
      'facility.region_id',
    ]);
  });

  it('leaves transfers of a place unknown, and those of the agency none', () => {
    const dataset = exampleDataset({ tables: [report('placement', { empty: ['end_date'] })] });
    const rows = [{ admissions: 3, transfers_in: 0, transfers_out: 0 }];
    const unknown = { admissions: 3, transfers_in: null, transfers_out: null };
    expect(withoutUnsupplied('population/flows', rows, requestOn(dataset))).toEqual(rows);
    for (const place of [{ scope: { kind: 'facility', id: 'F01' } }, { by: 'facility_id' }] as const)
      expect(withoutUnsupplied('population/flows', rows, requestOn(dataset, place))).toEqual([unknown]);
  });

  it('of a list that tells places apart is asked for wherever it is grouped by them', () => {
    const dataset = exampleDataset({ tables: [report('enrollment', { empty: ['facility_id'] })] });
    expect(columnsLacking('programs/expected', requestOn(dataset))).toEqual([]);
    expect(columnsLacking('programs/expected', requestOn(dataset, { by: 'facility_id' }))).toEqual([
      'enrollment.facility_id',
    ]);
  });

  it('that a filter asks for is missed only where it is asked for', () => {
    const dataset = datasetWithout('quality_check.source');
    expect(columnsLacking('casework/quality-checks', requestOn(dataset))).toEqual([]);
    const filtered = requestOn(dataset, { filters: { check_source: ['correspondence'] } });
    expect(columnsLacking('casework/quality-checks', filtered)).toEqual(['quality_check.source']);
  });
});

it('a table without a row tells as little as one that was not supplied', () => {
  const question = questionOf('casework/goals');
  const request = requestOn(exampleDataset({ tables: [report('stay'), report('plan_goal', { loaded: 0 })] }));
  const marts = {
    goal_due: { missing: [], needs: ['stay', 'plan_goal'] },
    goal_due_month: { missing: [], needs: ['stay', 'plan_goal'] },
  };
  expect(missingTables(question, request, marts)).toEqual(['plan_goal']);
});
