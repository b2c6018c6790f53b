import { describe, expect, it } from 'vitest';
import type { TableReport } from '$lib/export/manifest.ts';
import { caseworkProblems } from './casework.ts';

const table = (name: string, changes: Partial<TableReport> = {}): TableReport => ({
  name,
  supplied: true,
  read: 100,
  loaded: 90,
  rejected: 10,
  rules: [],
  cleared: [],
  latest: null,
  warnings: [],
  ...changes,
});
const report = (rule: string, column: string, rows: number) => ({ rule, column, rows, meaning: '' });
const found = (
  tables: TableReport[],
  now = { not_attributable: 3, not_datable: 0, not_datable_done: 10, clock_unknown: 4 },
) => Object.fromEntries(caseworkProblems(tables, now).map(({ problem, rows }) => [problem.slice(0, 36), rows]));

describe('problems of the casework data', () => {
  it('are named one by one, none of them silently', () => {
    const counts = found([
      table('assignment', { rules: [report('reference', 'staff_id', 113), report('order', 'end_date', 75)] }),
      table('task', {
        rules: [report('order', 'completed_date', 673), report('unique', 'task_id', 808)],
        cleared: [report('reference', 'stay_id', 808)],
      }),
    ]);
    expect(counts).toEqual({
      'Clock unknown: tasks due after stopp': 4,
      'Tasks past due that nobody answers f': 3,
      'Open tasks that no rule can date: th': 0,
      'Tasks done that no rule can date: no': 10,
      'Assignments to somebody who is not o': 113,
      'Assignments of a stay that is not in': 0,
      'Assignments that end before they beg': 75,
      'Tasks done before the event that set': 673,
      'Tasks of a stay that is not in the e': 808,
      'Tasks of somebody who is not on the ': 0,
    });
  });

  it('are not known where a table was not supplied, which is no zero', () => {
    const counts = Object.values(found([table('task', { supplied: false })]));
    expect(counts.filter((rows) => rows === null)).toHaveLength(6);
    expect(caseworkProblems([], undefined).every(({ rows }) => rows === null)).toBe(true);
  });
});
