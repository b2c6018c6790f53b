/** The lists of the worklist, by who can act, in the order of their tabs. */
export const workLists = [
  { id: 'todo', label: 'Ours to do now', status: 'to_do' },
  { id: 'elsewhere', label: 'Counted for us, elsewhere now', status: 'elsewhere' },
  { id: 'nobody', label: 'Nobody has the case', status: 'no_holder' },
  { id: 'grace', label: 'In grace', status: 'grace' },
  { id: 'due14', label: 'Due in 14 days', status: 'due', days: 14 },
  { id: 'due30', label: 'in 30 days', status: 'due', days: 30 },
  { id: 'due60', label: 'in 60 days', status: 'due', days: 60 },
  { id: 'past', label: 'Can no longer be done', status: 'past_use' },
  { id: 'unassigned', label: 'Unassigned people', status: 'unassigned' },
  { id: 'problems', label: 'Without a date', status: 'problems' },
] as const satisfies readonly { id: string; label: string; status: string; days?: number }[];

export type WorkListId = (typeof workLists)[number]['id'];

const first: WorkListId = 'todo';

/** The list a link names; the first one where it names none. */
export function workListOf(id: string | undefined): WorkListId {
  return workLists.find((list) => list.id === id)?.id ?? first;
}

/** What the worklist's question calls a list. */
export function statusOf(id: WorkListId): string {
  return workLists.find((list) => list.id === id)?.status ?? 'to_do';
}

/** Days ahead a list looks; null for the lists that do not. */
export function daysAhead(id: WorkListId): number | null {
  const list = workLists.find((known) => known.id === id);
  return list && 'days' in list ? list.days : null;
}
