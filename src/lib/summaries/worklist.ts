import { formatQuantity } from '../format/quantity.ts';
import { ascending } from 'd3-array';
import { formatNumber } from '../format/number.ts';
import { addDays, formatDate, type IsoDate } from '../calendar/date.ts';
import type { Manifest } from '../export/manifest.ts';
import { daysAhead, type WorkListId } from '../pages/work-lists.ts';
import type { WorklistRow } from '../questions/casework/worklist.ts';
import { groupLabel } from '../questions/labels.ts';
import { inTaskOrder, taskLabel } from './casework.ts';
import { dueReason } from './deadline.ts';

/** One line saying what a list holds. */
export function listMeaning(id: WorkListId, asOf: IsoDate, graceDays: number): string {
  const day = formatDate(asOf);
  switch (id) {
    case 'overdue':
      return `Due on or before ${day}, not done, and still to be done. Each item belongs to the case manager assigned on its due date; what was due in the first ${graceDays} days after taking a case over is set aside and not listed.`;
    case 'due14':
    case 'due30':
    case 'due60':
      return `Not done and due after ${day}, up to ${formatDate(addDays(asOf, daysAhead(id) ?? 0))}. Each item is with whoever has the case on ${day}.`;
    case 'unassigned':
      return `In custody on ${day} with no case manager assigned, and since when.`;
    case 'problems':
      return 'Open tasks that no rule can date, or past due with nobody assigned on the due date. They are counted beside the figures and never dropped.';
  }
}

/** What people released since left open, in a sentence; empty where there is none. */
export function releasedWords(tasks: number): string {
  if (tasks === 0) return '';
  const items = tasks === 1 ? 'item was' : 'items were';
  return `${formatNumber(tasks)} further ${items} overdue when the person was released and can no longer be done: late for good in the figures of the period the work was due in, and not in this list.`;
}

/** "61 items are overdue: the oldest by 74 days, 12 taken over since"; what a list says as a heading. */
export function overdueFinding(rows: readonly Pick<ListedTask, 'days_overdue' | 'inherited'>[]): string {
  if (rows.length === 0) return 'Nothing is overdue';
  const oldest = rows.reduce((most, row) => Math.max(most, row.days_overdue ?? 0), 0);
  const inherited = rows.filter((row) => row.inherited).length;
  const items = `${formatQuantity(rows.length, 'item is', 'items are')} overdue`;
  const parts = [
    `the oldest by ${formatQuantity(oldest, 'day')}`,
    ...(inherited > 0 ? [`${formatNumber(inherited)} taken over by somebody else since`] : []),
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
  /** Somebody else has taken the case over since the due date: who, and in words. */
  inherited: boolean;
  holder_id: string | null;
  mark: string | null;
}

/** Overdue work of one case manager: counted for them, and inherited with a case; what was handed on is marked. */
export function overdueOf(
  tasks: readonly ListedTask[],
  id: string,
): { counted: ListedTask[]; inherited: ListedTask[] } {
  return {
    counted: tasks.filter(({ staff_id: staff }) => staff === id),
    inherited: tasks
      .filter((task) => task.inherited && task.holder_id === id && task.staff_id !== id)
      .map((task) => ({ ...task, mark: 'inherited' })),
  };
}

/**
 * Name of a case manager by id; the id where nobody of that id is known.
 * @param elsewhere case managers of the whole agency, for a case that has gone to another institution
 */
export function namesById(
  rows: readonly { staff_id: string; staff_name: string }[],
  elsewhere: readonly { id: string; name: string }[],
): (id: string | null) => string {
  const known = new Map([
    ...elsewhere.map(({ id, name }) => [id, name] as const),
    ...rows.map(({ staff_id, staff_name }) => [staff_id, staff_name] as const),
  ]);
  return (id) => (id === null ? 'Nobody assigned' : (known.get(id) ?? id));
}

/** The rows with their words, in order of due date. */
export function listedTasks(
  rows: readonly WorklistRow[],
  name: (id: string | null) => string,
  dataset: Pick<Manifest, 'scopes' | 'settings' | 'as_of'>,
): ListedTask[] {
  return (
    rows
      .map((row) => ({
        task_id: row.task_id ?? '',
        stay_id: row.stay_id,
        task_type: row.task_type ?? '',
        task: taskLabel(row.task_type),
        staff_id: row.staff_id,
        staff: name(row.staff_id),
        unit_id: row.unit_id,
        unit: groupLabel(row.unit_id, 'unit_id', dataset),
        due_date: row.due_date,
        days_overdue: row.days_overdue,
        why: dueReason(row, dataset.settings),
        inherited: row.inherited,
        holder_id: row.holder_id,
        mark: row.inherited ? `now with ${name(row.holder_id)}` : null,
      }))
      // The order the question gave stands where days are equal.
      .sort((a, b) => ascending(a.due_date ?? '9', b.due_date ?? '9'))
  );
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
      // What somebody inherited is theirs to do, though it counts for whoever had the case on the due date.
      (staff === '' || (task.staff_id ?? nobody) === staff || (task.inherited && task.holder_id === staff)),
  );
}

/**
 * What can be kept of a list: kinds in the contract's order, units and people by name. What a link keeps and this list
 * does not have is offered too: the list is then empty for a reason a reader can see.
 */
export function taskChoices(tasks: readonly ListedTask[], chosen: TaskChoice) {
  const named = (
    all: string,
    value: string,
    id: (task: ListedTask) => string | null,
    label: (task: ListedTask) => string,
  ) => {
    const known = new Map(tasks.map((task) => [id(task) ?? nobody, label(task)]));
    if (value !== '' && !known.has(value)) known.set(value, value);
    return [
      { value: '', label: all },
      ...[...known]
        .map(([key, text]) => ({ value: key, label: text }))
        .sort((a, b) => a.label.localeCompare(b.label, 'en', { numeric: true })),
    ];
  };
  const types = inTaskOrder([...tasks.map(({ task_type }) => task_type), ...(chosen.type === '' ? [] : [chosen.type])]);
  return {
    types: [{ value: '', label: 'All tasks' }, ...types.map((type) => ({ value: type, label: taskLabel(type) }))],
    units: named(
      'All units',
      chosen.unit,
      (task) => task.unit_id,
      (task) => task.unit,
    ),
    staff: named(
      'Everybody',
      chosen.staff,
      (task) => task.staff_id,
      (task) => task.staff,
    ),
  };
}
