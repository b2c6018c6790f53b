import { formatNumber } from '../analysis/wording.ts';
import { addDays, daysBetween, formatDate, type IsoDate } from '../calendar/date.ts';
import type { Manifest } from '../dataset/manifest.ts';
import { groupLabel } from '../questions/labels.ts';
import { inTaskOrder, taskLabel } from './casework.ts';
import { dueReason, type DeadlineRow } from './deadline.ts';

/** The lists of the worklist, in the order of their tabs. */
export const workLists = [
  { id: 'overdue', label: 'Overdue' },
  { id: 'due14', label: 'Due in 14 days', days: 14 },
  { id: 'due30', label: 'in 30 days', days: 30 },
  { id: 'due60', label: 'in 60 days', days: 60 },
  { id: 'unassigned', label: 'Unassigned people' },
  { id: 'problems', label: 'Data problems' },
] as const satisfies readonly { id: string; label: string; days?: number }[];

export type WorkListId = (typeof workLists)[number]['id'];

/** The list a link names; the first one where it names none. */
export function workListOf(id: string | undefined): WorkListId {
  return workLists.find((list) => list.id === id)?.id ?? 'overdue';
}

/** Days ahead a list looks; null for the lists that do not. */
export function daysAhead(id: WorkListId): number | null {
  const list = workLists.find((known) => known.id === id);
  return list && 'days' in list ? list.days : null;
}

/** One line saying what a list holds. */
export function listMeaning(id: WorkListId, asOf: IsoDate, graceDays: number): string {
  const day = formatDate(asOf);
  switch (id) {
    case 'overdue':
      return `Due on or before ${day} and not done. Each item belongs to the case manager assigned on its due date; what was due in the first ${graceDays} days after taking a case over is set aside and not listed.`;
    case 'due14':
    case 'due30':
    case 'due60':
      return `Not done and due after ${day}, up to ${formatDate(addDays(asOf, daysAhead(id) ?? 0))}. Each item is with whoever has the case on ${day}.`;
    case 'unassigned':
      return `In custody on ${day} with no case manager assigned, and since when.`;
    case 'problems':
      return 'Open tasks that no rule can date or that nobody answers for. They are counted beside the figures and never dropped.';
  }
}

/** "61 overdue: the oldest 74 days, 12 inherited"; what a list says as a heading. */
export function overdueFinding(rows: readonly { days_overdue: number; inherited: boolean }[]): string {
  if (rows.length === 0) return 'Nothing is overdue';
  const oldest = rows.reduce((most, row) => Math.max(most, row.days_overdue), 0);
  const inherited = rows.filter((row) => row.inherited).length;
  const items = `${formatNumber(rows.length)} ${rows.length === 1 ? 'item is' : 'items are'} overdue`;
  const parts = [
    `the oldest by ${formatNumber(oldest)} ${oldest === 1 ? 'day' : 'days'}`,
    ...(inherited > 0 ? [`${formatNumber(inherited)} inherited`] : []),
  ];
  return `${items}: ${parts.join(', ')}`;
}

/** An open task with its words. */
export interface ListedTask {
  task_id: string;
  /** Pseudonym of the case; null for work that is about no case. */
  stay_id: string | null;
  task_type: string;
  task: string;
  staff_id: string | null;
  staff: string;
  unit_id: string | null;
  unit: string;
  due_date: string | null;
  /** Negative while not due. */
  days_overdue: number | null;
  why: string;
  inherited: boolean;
}

/** A row of the worklist as the question gives it. */
export interface OpenTaskRow extends DeadlineRow {
  task_id: string;
  task_type: string;
  stay_id: string | null;
  staff_id: string | null;
  unit_id: string | null;
  inherited: boolean;
}

/** Name of a case manager by id; the id where nobody of that id is known. */
export function namesById(rows: readonly { staff_id: string; staff_name: string }[]): (id: string | null) => string {
  const known = new Map(rows.map(({ staff_id, staff_name }) => [staff_id, staff_name]));
  return (id) => (id === null ? 'Nobody assigned' : (known.get(id) ?? id));
}

/** The rows with their words, in order of due date. */
export function listedTasks(
  rows: readonly OpenTaskRow[],
  name: (id: string | null) => string,
  dataset: Pick<Manifest, 'scopes' | 'settings' | 'as_of'>,
): ListedTask[] {
  return rows
    .map((row) => ({
      task_id: row.task_id,
      stay_id: row.stay_id,
      task_type: row.task_type,
      task: taskLabel(row.task_type),
      staff_id: row.staff_id,
      staff: name(row.staff_id),
      unit_id: row.unit_id,
      unit: groupLabel(row.unit_id, 'unit_id', dataset),
      due_date: row.due_date,
      days_overdue: row.due_date === null ? null : daysBetween(row.due_date, dataset.as_of),
      why: dueReason(row, dataset.settings),
      inherited: row.inherited,
    }))
    .sort((a, b) => ((a.due_date ?? '9') < (b.due_date ?? '9') ? -1 : 1));
}

/** What a reader keeps of a list; an empty text keeps all. */
export interface TaskChoice {
  type: string;
  unit: string;
  staff: string;
}

const nobody = '~';

export function chosenTasks(tasks: readonly ListedTask[], { type, unit, staff }: TaskChoice): ListedTask[] {
  return tasks.filter(
    (task) =>
      (type === '' || task.task_type === type) &&
      (unit === '' || (task.unit_id ?? nobody) === unit) &&
      (staff === '' || (task.staff_id ?? nobody) === staff),
  );
}

/** What can be kept of a list: kinds in the contract's order, units and people by name. */
export function taskChoices(tasks: readonly ListedTask[]) {
  const named = (id: (task: ListedTask) => string | null, label: (task: ListedTask) => string) =>
    [...new Map(tasks.map((task) => [id(task) ?? nobody, label(task)]))]
      .map(([value, text]) => ({ value, label: text }))
      .sort((a, b) => a.label.localeCompare(b.label, 'en', { numeric: true }));
  return {
    types: [
      { value: '', label: 'All tasks' },
      ...inTaskOrder(tasks.map(({ task_type }) => task_type)).map((type) => ({ value: type, label: taskLabel(type) })),
    ],
    units: [{ value: '', label: 'All units' }, ...named((task) => task.unit_id, (task) => task.unit)],
    staff: [{ value: '', label: 'Everybody' }, ...named((task) => task.staff_id, (task) => task.staff)],
  };
}
