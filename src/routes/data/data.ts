import { own } from '$lib/analysis/own.ts';
import { formatNumber } from '$lib/format/number.ts';
import { formatPercent } from '$lib/format/share.ts';
import { formatMonth } from '$lib/calendar/date.ts';
import type { Measure } from '$lib/measures/measure.ts';
import type { Completeness } from '$lib/questions/data/completeness.ts';

/** A month or field with markedly fewer values than its neighbours: something to know before reading a trend. */
export interface Gap {
  table: string;
  field: string | null;
  what: string;
  measures: string[];
}

const fewest = 20;

/**
 * Known gaps: months without a row between months with some, months with under half of the usual number of rows, and
 * fields filled in under half of their usual share. The usual is the median of the months shown. Fields that are empty
 * until something happens (an end, a result) are left out: few of them are filled in recent months by nature.
 * @param later those fields, by table
 */
export function findGaps(
  rows: readonly Completeness[],
  measures: readonly Pick<Measure, 'label' | 'tables'>[],
  later: Readonly<Record<string, readonly string[]>>,
): Gap[] {
  const keys = [...new Set(rows.map(({ table_name, field }) => JSON.stringify([table_name, field])))];
  return keys.flatMap((key) => {
    const [table, field] = JSON.parse(key) as [string, string | null];
    if (field !== null && own(later, table)?.includes(field)) return [];
    const months = rows.filter((row) => row.table_name === table && row.field === field);
    const found = field === null ? thinMonths(months) : emptyMonths(months);
    if (found.length === 0) return [];
    const touched = measures
      .filter((measure) => measure.tables.flat().includes(table as never))
      .map(({ label }) => label);
    return [{ table, field, what: found.join('; '), measures: touched }];
  });
}

function thinMonths(months: readonly Completeness[]): string[] {
  const usual = median(months.map(({ rows }) => rows));
  if (usual < fewest) return [];
  return months
    .filter(({ rows }) => rows < usual / 2)
    .map(
      ({ month, rows }) => `${formatMonth(month)}: ${formatNumber(rows)} rows, usually about ${formatNumber(usual)}`,
    );
}

function emptyMonths(months: readonly Completeness[]): string[] {
  const share = ({ rows, filled }: Completeness) => (rows === 0 ? 0 : filled / rows);
  const usual = median(months.map(share));
  if (usual < 0.2) return [];
  return months
    .filter((row) => row.rows >= fewest && share(row) < usual / 2)
    .map(
      (row) =>
        `${formatMonth(row.month)}: filled in ${formatPercent(share(row), 0)}, usually ${formatPercent(usual, 0)}`,
    );
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
