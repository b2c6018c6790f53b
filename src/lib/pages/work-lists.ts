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
