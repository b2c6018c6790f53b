import type { TableReport } from '$lib/export/manifest.ts';

/** A problem of the casework data: how many, and what follows for the figures. */
export interface CaseworkProblem {
  problem: string;
  /** Null where the export cannot tell, because it has no casework. */
  rows: number | null;
  follows: string;
  /** List of the worklist that shows each one. */
  list: 'problems' | 'overdue' | null;
}

/** Open work on the as-of date that is hard to place. */
export interface OpenWork {
  not_attributable: number;
  not_datable: number;
  not_datable_done: number;
  clock_unknown: number;
}

/**
 * What is wrong with the casework of the extract, in plain words. Every problem is named even when there is none of
 * it: a reader must see that it was looked for.
 */
export function caseworkProblems(tables: readonly TableReport[], now: OpenWork | undefined): CaseworkProblem[] {
  const refused = (table: string, column: string, rule: string) => count(tables, table, column, rule, 'rules');
  const emptied = (table: string, column: string, rule: string) => count(tables, table, column, rule, 'cleared');
  return [
    {
      problem: 'Tasks past due that nobody answers for: no case manager was assigned on the due date',
      rows: now?.not_attributable ?? null,
      follows: 'In the figures of the unit and the institution, in nobody’s own.',
      list: 'problems',
    },
    {
      problem: 'Open tasks that no rule can date: the event that sets the deadline is not recorded',
      rows: now?.not_datable ?? null,
      follows: 'In no figure of timeliness; counted as set aside.',
      list: 'problems',
    },
    {
      problem: 'Tasks done that no rule can date: nobody can say whether they were on time',
      rows: now?.not_datable_done ?? null,
      follows: 'In no figure of timeliness.',
      list: null,
    },
    {
      problem: 'Clock unknown: tasks due after stopped days, of which nobody knows when their clock began',
      rows: now?.clock_unknown ?? null,
      follows: 'The due date stands as given, not moved by the stopped days.',
      list: null,
    },
    {
      problem: 'Assignments to somebody who is not on the staff list',
      rows: refused('assignment', 'staff_id', 'reference'),
      follows: 'Not loaded: the case counts as without a case manager for that time.',
      list: null,
    },
    {
      problem: 'Assignments of a stay that is not in the extract',
      rows: refused('assignment', 'stay_id', 'reference'),
      follows: 'Not loaded: there is no case to answer for.',
      list: null,
    },
    {
      problem: 'Assignments that end before they begin',
      rows: refused('assignment', 'end_date', 'order'),
      follows: 'Not loaded: the case counts as without a case manager for that time.',
      list: null,
    },
    {
      problem: 'Tasks done before the event that set them',
      rows: refused('task', 'completed_date', 'order'),
      follows: 'Not loaded: they are in no figure.',
      list: null,
    },
    {
      problem: 'Tasks of a stay that is not in the extract',
      rows: emptied('task', 'stay_id', 'reference'),
      follows: 'Loaded without the stay: they count for a member of staff named on the task, else for nobody.',
      list: null,
    },
    {
      problem: 'Tasks of somebody who is not on the staff list',
      rows: emptied('task', 'staff_id', 'reference'),
      follows: 'Loaded without the name: they count for whoever has the case, else for nobody.',
      list: null,
    },
  ];
}

/** Rows a rule refused, or values it emptied; null where the agency has not supplied the table. */
function count(
  tables: readonly TableReport[],
  name: string,
  column: string,
  rule: string,
  kind: 'rules' | 'cleared',
): number | null {
  const table = tables.find((candidate) => candidate.name === name && candidate.supplied);
  if (!table) return null;
  return table[kind]
    .filter((report) => report.column === column && report.rule === rule)
    .reduce((sum, { rows }) => sum + rows, 0);
}
