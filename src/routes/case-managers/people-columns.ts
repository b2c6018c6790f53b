import { shareScale } from '$lib/format/interval.ts';
import { countsText, type CaseManagerLine } from '$lib/summaries/casework.ts';
import type { Column } from '$lib/ui/table/column.ts';

/** Columns of the table of case managers, the same on the page and in its CSV. */
export function caseManagerColumns({
  days,
  scale,
}: {
  /** Days of the period the data cover. */
  days: number;
  /** Ends of the scale that rates are drawn on, where they are. */
  scale?: readonly [number, number];
}): Column<CaseManagerLine>[] {
  return [
    { key: 'name', label: 'Case manager', kind: 'text' },
    { key: 'unit', label: 'Unit', kind: 'text' },
    { key: 'days', label: 'Days assigned', kind: 'count', note: `of ${days}` },
    {
      key: 'average',
      label: 'Average caseload',
      measure: 'caseload',
      kind: 'number',
      digits: 0,
      note: 'and its range',
    },
    { key: 'nearRelease', label: 'Close to release', kind: 'share', digits: 0 },
    { key: 'highRisk', label: 'High risk', kind: 'share', digits: 0 },
    {
      key: 'on_time',
      label: 'On time of due',
      kind: 'text',
      align: 'end',
      value: (row) => (row.counted === null ? 'none were due' : countsText(row.counted.on_time, row.counted.due)),
    },
    {
      key: 'rate',
      label: 'Rate and 95\u202f% interval',
      ...(scale ? { note: shareScale(scale) } : {}),
      kind: 'share',
      of: (row) => row.counted?.due,
      align: 'start',
      value: (row) => row.counted?.rate ?? null,
    },
    {
      key: 'expected',
      label: 'Expected',
      kind: 'share',
      of: (row) => row.counted?.due,
      value: (row) => row.counted?.expected ?? null,
    },
    { key: 'overdue', label: 'Overdue now', kind: 'count' },
  ];
}

export const caseloadColumns: Column<CaseManagerLine>[] = [
  { key: 'name', label: 'Case manager', kind: 'text' },
  { key: 'days', label: 'Days assigned', kind: 'count' },
  { key: 'average', label: 'Average caseload', kind: 'number', digits: 1 },
  { key: 'whileAssigned', label: 'While assigned, where not all the days', kind: 'number', digits: 1 },
  { key: 'minimum', label: 'Smallest', kind: 'count' },
  { key: 'maximum', label: 'Largest', kind: 'count' },
];
