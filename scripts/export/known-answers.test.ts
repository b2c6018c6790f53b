import { describe, expect, it } from 'vitest';
import { parsePeriod } from '../../src/lib/calendar/period.ts';
import { calendarOf } from '../../src/lib/export/calendar.ts';
import { exampleDataset } from '../../src/lib/export/fixture.ts';
import type { Binding, Engine, RawRow } from '../../src/lib/engine/engine.ts';
import type { Request } from '../../src/lib/questions/question.ts';
import type { Scope } from '../../src/lib/questions/scope.ts';
import { remembering } from '../engine/native.ts';
import { knownAnswers } from './known-answers.ts';

const dataset = exampleDataset();
const marts = { unassigned_person: { missing: [] }, casework_now: { missing: ['task'] } };
const period = parsePeriod('2026Q2', calendarOf(dataset));

function request(scope: Scope): Request {
  if ('error' in period) throw new Error(period.error);
  return { scope, period, by: null, filters: {}, params: {}, dataset };
}

const unit = (id: string) => request({ kind: 'unit', id });

function recorder(rows: RawRow[]) {
  const asked: { sql: string; bindings: readonly Binding[] }[] = [];
  const engine: Engine = {
    load: async () => {},
    query: async (sql, bindings = []) => {
      asked.push({ sql, bindings });
      return rows;
    },
  };
  return { engine, asked };
}

const person = (part: string, stay_id: string) => ({
  part,
  stay_id,
  facility_id: 'F1',
  unit_id: part,
  custody_level: null,
  legal_status: null,
  since: '2026-01-01',
});

describe('answers of a place', () => {
  it('are asked for once, and apart for other places', async () => {
    const { engine, asked } = recorder([]);
    const answers = knownAnswers(engine, marts);
    const [first, again] = [
      await answers.one('casework/unassigned', request({ kind: 'facility', id: 'F1' })),
      await answers.one('casework/unassigned', request({ kind: 'facility', id: 'F1' })),
    ];
    expect(again).toBe(first);
    expect(asked).toHaveLength(1);
    await answers.one('casework/unassigned', request({ kind: 'facility', id: 'F2' }));
    expect(asked.map(({ bindings }) => bindings)).toEqual([['F1'], ['F2']]);
  });

  it('are asked of all units in one statement, each with its own rows and no others', async () => {
    const { engine, asked } = recorder([person('U1', 'a'), person('U2', 'b'), person('U1', 'c')]);
    const answers = knownAnswers(engine, marts);
    const found = await answers.each('casework/unassigned', [unit('U1'), unit('U2'), unit('U3')], 'F1');
    expect(asked.map(({ bindings }) => bindings)).toEqual([['F1']]);
    const stays = found.map((answer) => ('rows' in answer ? answer.rows.map(([stay]) => stay) : null));
    expect(stays).toEqual([['a', 'c'], ['b'], []]);
    expect(found[0]).toMatchObject({ columns: expect.not.arrayContaining(['part']) });
    // Another page asks the same of one of them.
    expect(await answers.one('casework/unassigned', unit('U2'))).toBe(found[1]);
    expect(asked).toHaveLength(1);
  });

  it('say what is missing where the export lacks tables, without asking', async () => {
    const { engine, asked } = recorder([]);
    const answers = knownAnswers(engine, marts);
    expect(await answers.each('casework/now', [unit('U1'), unit('U2')], 'F1')).toEqual([
      { missing: ['task'], title: expect.any(String) },
      { missing: ['task'], title: expect.any(String) },
    ]);
    expect(asked).toEqual([]);
  });
});

describe('an engine that remembers', () => {
  it('runs a statement again only with other values', async () => {
    const { engine, asked } = recorder([{ n: 1 }]);
    const remembered = remembering(engine);
    for (const value of ['a', 'a', 'b']) await remembered.query('SELECT ? AS n', [value]);
    await remembered.query('SELECT 1 AS n');
    await remembered.query('SELECT 1 AS n');
    expect(asked).toHaveLength(3);
  });
});
