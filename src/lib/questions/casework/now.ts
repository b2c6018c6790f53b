import { groupColumn } from './case-counts.ts';
import type { DimensionId } from '../dimensions.ts';
import { agencyPart, compareGroups } from '../population/stock-sql.ts';
import { question } from '../question.ts';
import { chosenRows, raw, grouped, sql, statement } from '../sql.ts';

/** Open casework and people without a case manager, on the as-of date. */
export interface CaseworkNow {
  group: string | null;
  /** Every task not done: `to_do`, `set_aside`, `no_holder`, `due_60`, `later`, `not_running`, `not_datable`, `past_use`. */
  open_tasks: number;
  /** `to_do` and `no_holder`. */
  overdue: number;
  /** Of the overdue, work that is never listed. */
  overdue_counted_only: number;
  /** Of the overdue, due while nobody was assigned. */
  not_attributable: number;
  to_do: number;
  no_holder: number;
  /** Counted for the place, and to be done at another institution: among the `to_do` and `no_holder` of that one. */
  elsewhere: number;
  past_use: number;
  /** Of those, past due when the person was released. */
  overdue_released: number;
  due_14: number;
  due_30: number;
  due_60: number;
  later: number;
  not_running: number;
  set_aside: number;
  not_datable: number;
  not_datable_done: number;
  /** Dated, with stopped days nobody could count. */
  clock_unknown: number;
  /** Null, as `unassigned`, where the agency supplies no assignments. */
  inherited: number | null;
  people: number;
  unassigned: number | null;
  /** Of those, for more than 14 days. */
  unassigned_14: number | null;
}

const counts = {
  open_tasks:
    'Tasks not done; every one is in to_do, set_aside, no_holder, due_60, later, not_running, not_datable or past_use',
  overdue: 'Tasks past due that can still be done, where they can be done: to_do and no_holder',
  overdue_counted_only: 'Of those, central monitoring and victim/witness work, which is never listed',
  not_attributable: 'Of those, due while nobody was assigned',
  to_do: 'Tasks past due, with whoever has the case',
  no_holder: 'Tasks past due of cases nobody has',
  elsewhere: 'Overdue tasks counted for this place that can be done at another institution only',
  past_use: 'Tasks not done that can no longer be done: released first, or of no more use',
  overdue_released: 'Of those, past due when the person was released',
  due_14: 'Tasks due within 14 days and not done',
  due_30: 'Tasks due within 30 days and not done',
  due_60: 'Tasks due within 60 days and not done',
  later: 'Tasks due later than in 60 days and not done',
  not_running: 'Tasks not done whose clock does not run: pretrial and holdover stays',
  set_aside: 'Tasks past due in the grace after a hand-over and not done',
  not_datable: 'Tasks not done that no rule can date',
  not_datable_done: 'Tasks done that no rule can date',
  clock_unknown: 'Tasks whose stopped days could not be counted: the day their clock began is not known',
  inherited: 'Tasks past due before their case manager took the case over',
  people: 'People in custody',
  unassigned: 'Of those, people without a case manager',
  unassigned_14: 'Of those, people who have been without one for more than 14 days',
} as const;

type Count = keyof typeof counts;

/** Not known without assignments. */
const ofAssignments: readonly Count[] = ['inherited', 'unassigned', 'unassigned_14'];
const names = Object.keys(counts) as Count[];
const places = ['region_id', 'facility_id', 'unit_id'] as const satisfies readonly DimensionId[];

export const caseworkNow = question({
  id: 'casework/now',
  title: 'Open casework on the as-of date',
  description:
    'Tasks overdue and due soon, people without a case manager and how many of them for more than 14 days, on the as-of date. It has no period: only the present is known.',
  columns: [groupColumn, ...names.map((name) => ({ name, kind: 'count' as const, meaning: counts[name] }))],
  parameters: [],
  by: places,
  eachUnit: true,
  needs: () => agencyPart('casework_now'),
  statements: (request) => [
    statement(sql`
      SELECT ${grouped(request)},
        ${raw(names.map((name) => `sum(${name})::INTEGER AS ${name}`).join(', '))}
      FROM casework_now
      WHERE ${chosenRows(request, places)}
      GROUP BY ALL`),
  ],
  rows([found = []], request): CaseworkNow[] {
    const compare = compareGroups(request);
    // A place without people or tasks has nothing open, which is not the same as no figure.
    const rows = found.length === 0 && request.by === null ? [{ group: null }] : found;
    return rows
      .map((row): CaseworkNow => {
        const values = row as Record<string, unknown>;
        const count = (name: Count) =>
          values[name] === null && ofAssignments.includes(name) ? null : Number(values[name] ?? 0);
        return {
          group: (row.group ?? null) as string | null,
          ...(Object.fromEntries(names.map((name) => [name, count(name)])) as Record<Count, number>),
        };
      })
      .sort((a, b) => compare(a.group, b.group));
  },
});
