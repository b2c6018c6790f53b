import { rowWords, type RowListId } from '$lib/questions/rows/words.ts';
import type { Scope } from '$lib/questions/scope.ts';
import type { ListedItem } from '$lib/summaries/rows.ts';
import type { Column } from '$lib/ui/table/column.ts';

interface Links {
  caseHref?: (row: ListedItem) => string | null;
  staffHref?: (row: ListedItem) => string | null;
}

/** Columns of the rows behind a figure: those their list has something to say in, at that place. */
export function itemColumns(
  list: RowListId,
  scope: Scope['kind'],
  onePerson: boolean,
  { caseHref, staffHref }: Links = {},
): Column<ListedItem>[] {
  const { of, by, dated, done } = rowWords[list];
  const wide = scope === 'agency' || scope === 'region';
  const columns: (Column<ListedItem> | false)[] = [
    of !== 'other' && { key: 'case', label: 'Case', kind: 'text', ...(caseHref ? { href: caseHref } : {}) },
    { key: 'whatWords', label: of === 'tasks' ? 'Task' : 'What', kind: 'text' },
    by === 'staff' &&
      !onePerson && { key: 'staff', label: 'Counts for', kind: 'text', ...(staffHref ? { href: staffHref } : {}) },
    wide && { key: 'institution', label: 'Institution', kind: 'text' },
    scope !== 'unit' && { key: 'unit', label: 'Unit', kind: 'text' },
    { key: 'date', label: dated, kind: 'date' },
    done !== undefined && { key: 'done_date', label: done, kind: 'date', missing: '–' },
    done !== undefined && { key: 'days', label: 'Days', kind: 'count', missing: '–' },
    { key: 'counted', label: 'Counted as', kind: 'text' },
    list === 'due' && { key: 'why', label: 'What made it due', kind: 'text' },
    list === 'due' && { key: 'our_due', label: 'Our rule gives', kind: 'date', missing: '–' },
    list === 'inherited' && { key: 'trigger_date', label: 'Was due', kind: 'date', missing: '–' },
    list === 'meetings' && { key: 'trigger_date', label: 'To', kind: 'date' },
    list === 'training' && { key: 'numerator', label: 'Hours', kind: 'number', digits: 1 },
    { key: 'items', label: 'How many', kind: 'count' },
  ];
  return columns.filter((column) => column !== false);
}
