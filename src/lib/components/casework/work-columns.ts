import type { ListedTask } from '../../findings/worklist.ts';
import type { Column } from '../column.ts';

interface Options {
  own: boolean;
  caseHref?: (row: ListedTask) => string | null;
  staffHref?: (row: ListedTask) => string | null;
}

/** Columns of a list of tasks, the same on the page and in its CSV. */
export function workColumns({ own, caseHref, staffHref }: Options): Column<ListedTask>[] {
  return [
    { key: 'stay_id', label: 'Case', kind: 'text', ...(caseHref ? { href: caseHref } : {}) },
    { key: 'task', label: 'Task', kind: 'text' },
    ...(own
      ? []
      : [
          {
            key: 'staff' as const,
            label: 'Case manager',
            kind: 'text' as const,
            format: String,
            ...(staffHref ? { href: staffHref } : {}),
          },
          { key: 'unit' as const, label: 'Unit', kind: 'text' as const },
        ]),
    { key: 'due_date', label: 'Due', kind: 'date' },
    { key: 'days_overdue', label: 'Days overdue', kind: 'count', format: (value) => daysText(Number(value)) },
    { key: 'why', label: 'What made it due', kind: 'text' },
  ];
}

/** "31"; for what is not due yet, "in 12". */
function daysText(days: number): string {
  return days < 0 ? `in ${-days}` : String(days);
}
