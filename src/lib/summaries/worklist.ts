import { formatQuantity } from '../format/quantity.ts';
import { ascending } from 'd3-array';
import { formatNumber } from '../format/number.ts';
import { addDays, formatDate, type IsoDate } from '../calendar/date.ts';
import type { Manifest } from '../export/manifest.ts';
import { daysAhead, type WorkListId } from '../pages/work-lists.ts';
import type { WorklistRow } from '../questions/casework/worklist.ts';
import { groupLabel } from '../questions/labels.ts';
import { endOfUseReason, inTaskOrder, taskLabel } from './casework.ts';
import { dueReason } from './deadline.ts';

/** One line saying what a list holds. */
export function listMeaning(id: WorkListId, asOf: IsoDate, graceDays: number): string {
  const day = formatDate(asOf);
  switch (id) {
    case 'todo':
      return `Due on or before ${day}, not done, and of use: with whoever has the case on that day, what came past due with a case included. “Counts for” says in whose figures it is.`;
    case 'elsewhere':
      return `Past due and counted for us, as it fell due here; the person is at another institution now, which alone can do it.`;
    case 'nobody':
      return `Past due and not done, of cases nobody has on ${day}. Somebody has to be assigned before it can be done.`;
    case 'grace':
      return `Past due, but due in the first ${graceDays} days after its case manager took the case over: late for nobody, and still to be done.`;
    case 'due14':
    case 'due30':
    case 'due60':
      return `Not done and due after ${day}, up to ${formatDate(addDays(asOf, daysAhead(id) ?? 0))}. Each item is with whoever has the case on ${day}.`;
    case 'past':
      return 'Not done, and it no longer can be: the person was released, or so long after its date the work is of no more use. To be closed out or explained; it stays not done in the figures of the period it was due in.';
    case 'unassigned':
      return `In custody on ${day} with no case manager assigned, and since when.`;
    case 'problems':
      return 'Open tasks that no rule can date. They are counted beside the figures and never dropped.';
  }
}

/** Lists of what is past due, whose newest items stand first: the oldest are seldom those that can still be mended. */
const pastDue: readonly WorkListId[] = ['todo', 'elsewhere', 'nobody', 'grace', 'past'];

export const isPastDue = (id: WorkListId): boolean => pastDue.includes(id);

/** What a list of past due work says as a heading: "61 items: 12 past due for up to 14 days, 3 for more than a year". */
export function pastDueFinding(
  id: WorkListId,
  rows: readonly Pick<ListedTask, 'days_overdue' | 'inherited'>[],
): string {
  if (rows.length === 0) return 'Nothing is on this list';
  const inherited = rows.filter((row) => row.inherited).length;
  const newest = rows.filter((row) => bandOf(row.days_overdue) === '14').length;
  const parts = [
    `${formatNumber(newest)} past due for up to 14 days`,
    ...(inherited > 0 ? [`${formatNumber(inherited)} inherited with the case`] : []),
  ];
  const what = id === 'past' ? 'can no longer be done' : 'to do';
  return `${formatQuantity(rows.length, 'item')} ${what}: ${parts.join(', ')}`;
}

/** How long ago work fell due, in bands. */
export const ageBands = [
  { id: '14', label: 'Up to 14 days past due', to: 14 },
  { id: '30', label: '15 to 30 days', to: 30 },
  { id: '90', label: '31 to 90 days', to: 90 },
  { id: '365', label: '91 days to a year', to: 365 },
  { id: 'more', label: 'More than a year', to: Infinity },
] as const;

/** The band of a number of days past due; of what is not due yet, the first. */
export function bandOf(days: number | null): string {
  return ageBands.find(({ to }) => (days ?? 0) <= to)?.id ?? 'more';
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
  /** Past due before its holder took the case over. */
  inherited: boolean;
  holder_id: string | null;
  holder: string;
  /** It counts as not done for whom it counts for. */
  counts: boolean;
  /** Institution where it can be done, and in words. */
  now_facility_id: string | null;
  where: string;
  /** Institution that has the case, or had it last. */
  case_facility_id: string | null;
  /** Why it can no longer be done, where it cannot. */
  ended: string;
  mark: string | null;
}

/** Overdue work of one case manager: counted for them, and inherited with a case; what was handed on is marked. */
export function overdueOf(
  tasks: readonly ListedTask[],
  id: string,
): { counted: ListedTask[]; inherited: ListedTask[] } {
  return {
    counted: tasks
      .filter(({ staff_id: staff, counts }) => counts && staff === id)
      .map((task) => (task.holder_id === id ? task : { ...task, mark: `now with ${task.holder}` })),
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
        counts: row.counts,
        holder_id: row.holder_id,
        holder: row.holder_id === null ? 'Nobody' : name(row.holder_id),
        now_facility_id: row.now_facility_id,
        case_facility_id: row.case_facility_id,
        where: groupLabel(row.now_facility_id, 'facility_id', dataset),
        ended: row.ended_by_release ? 'released first' : (endOfUseReason(row.task_type) ?? ''),
        mark: row.inherited ? 'inherited' : null,
      }))
      // The order the question gave stands where days are equal.
      .sort((a, b) => ascending(a.due_date ?? '9', b.due_date ?? '9'))
  );
}

/** What a reader keeps of a list; an empty text keeps all. */
export interface TaskChoice {
  type: string;
  unit: string;
  /** Who can act. */
  staff: string;
  /** How long ago it fell due. */
  age: string;
  /** `left`: counted for somebody who has left; `here`: for somebody who has not. */
  left: string;
}

const nobody = '~';

/** @param left whether the person of an id has left */
export function chosenTasks(
  tasks: readonly ListedTask[],
  { type, unit, staff, age, left: wanted }: TaskChoice,
  left: (id: string) => boolean,
): ListedTask[] {
  return tasks.filter(
    (task) =>
      (type === '' || task.task_type === type) &&
      (unit === '' || (task.unit_id ?? nobody) === unit) &&
      (staff === '' || (task.holder_id ?? nobody) === staff || task.staff_id === staff) &&
      (age === '' || bandOf(task.days_overdue) === age) &&
      (wanted === '' || (task.staff_id !== null && left(task.staff_id)) === (wanted === 'left')),
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
      (task) => task.holder_id,
      (task) => task.holder,
    ),
    ages: [{ value: '', label: 'Any age' }, ...ageBands.map(({ id, label }) => ({ value: id, label }))],
    left: [
      { value: '', label: 'Anybody' },
      { value: 'here', label: 'Staff who are here' },
      { value: 'left', label: 'Staff who left' },
    ],
  };
}
