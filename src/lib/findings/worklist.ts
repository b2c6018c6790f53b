import { formatNumber } from '../analysis/wording.ts';
import { addDays, formatDate, type IsoDate } from '../calendar/date.ts';

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
  /** Pseudonym of the case. */
  stay_id: string;
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
