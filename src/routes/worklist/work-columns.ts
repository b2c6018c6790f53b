import { formatNumber } from '$lib/format/number.ts';
import { daysBetween } from '$lib/calendar/date.ts';
import type { WorkListId } from '$lib/pages/work-lists.ts';
import type { Manifest } from '$lib/export/manifest.ts';
import type { ListedTask } from '$lib/summaries/worklist.ts';
import type { UnassignedPerson } from '$lib/questions/casework/unassigned.ts';
import { valueLabel } from '$lib/format/value.ts';
import { groupLabel } from '$lib/questions/labels.ts';
import type { Column } from '$lib/ui/table/column.ts';

interface Options {
  caseHref?: (row: ListedTask) => string | null;
  staffHref?: (row: ListedTask) => string | null;
  holderHref?: (row: ListedTask) => string | null;
}

/** Columns of a list of tasks. In the CSV, without links, what is a mark on the page has a column of its own. */
export function workColumns(list: WorkListId, { caseHref, staffHref, holderHref }: Options = {}): Column<ListedTask>[] {
  return [
    {
      key: 'stay_id',
      label: 'Case',
      kind: 'text',
      value: (row) => row.stay_id ?? 'no case',
      ...(caseHref ? { href: caseHref } : {}),
    },
    { key: 'task', label: 'Task', kind: 'text' },
    list === 'elsewhere'
      ? { key: 'where', label: 'Where it can be done', kind: 'text' }
      : { key: 'holder', label: 'With', kind: 'text', format: String, ...(holderHref ? { href: holderHref } : {}) },
    { key: 'staff', label: 'Counts for', kind: 'text', format: String, ...(staffHref ? { href: staffHref } : {}) },
    { key: 'unit', label: 'Unit', kind: 'text' },
    { key: 'due_date', label: 'Due', kind: 'date' },
    { key: 'days_overdue', label: 'Days past due', kind: 'count', format: (value) => daysText(Number(value)) },
    { key: 'why', label: 'What made it due', kind: 'text' },
    ...(list === 'past' ? [{ key: 'ended' as const, label: 'Why it no longer can', kind: 'text' as const }] : []),
    ...(caseHref ? [] : [{ key: 'mark' as const, label: 'Inherited', kind: 'text' as const }]),
  ];
}

/** "31"; for what is not due yet, "in 12". */
function daysText(days: number): string {
  return days < 0 ? `in ${formatNumber(-days)}` : formatNumber(days);
}

/** Columns of the list of people without a case manager. */
export function unassignedColumns({
  dataset,
  caseHref,
}: {
  dataset: Pick<Manifest, 'scopes' | 'as_of'>;
  caseHref?: (row: UnassignedPerson) => string;
}): Column<UnassignedPerson>[] {
  return [
    { key: 'stay_id', label: 'Case', kind: 'text', ...(caseHref ? { href: caseHref } : {}) },
    { key: 'unit', label: 'Unit', kind: 'text', value: (row) => groupLabel(row.unit_id, 'unit_id', dataset) },
    { key: 'level', label: 'Custody level', kind: 'text', value: (row) => valueLabel(row.custody_level) },
    { key: 'since', label: 'Without a case manager since', kind: 'date' },
    { key: 'days', label: 'Days', kind: 'count', value: (row) => daysBetween(row.since, dataset.as_of) },
  ];
}
