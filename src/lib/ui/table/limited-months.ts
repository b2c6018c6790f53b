import type { LimitedMonth } from '../../analysis/process-limits.ts';
import type { Column } from './column.ts';

/** The table beside a line of months with its limits of usual variation. */
export const limitColumns: Column<LimitedMonth>[] = [
  { key: 'month', label: 'Month', kind: 'month' },
  { key: 'value', label: 'On time', kind: 'share' },
  { key: 'lower', label: 'Lower limit', kind: 'share' },
  { key: 'upper', label: 'Upper limit', kind: 'share' },
];

/** The band between the limits; months without limits are no part of it. */
export function limitBand(months: readonly LimitedMonth[]): { date: string; lower: number; upper: number }[] {
  return months.flatMap(({ month, lower, upper }) =>
    lower === null || upper === null ? [] : [{ date: month, lower, upper }],
  );
}
