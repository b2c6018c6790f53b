import { formatNumber } from '$lib/format/number.ts';
import { formatMonth } from '$lib/calendar/date.ts';
import type { LineSeries } from '$lib/ui/charts/line-chart.ts';
import { valueLabel } from '$lib/format/value.ts';
import type { PopulationMonth } from '$lib/questions/population/monthly.ts';

/** Lines a chart can carry before they cannot be told apart. */
export const maxGroups = 4;

/**
 * One line for each of the largest recorded groups, the smaller ones summed into "Other". "Not recorded" is a grey line
 * of its own as long as it is large enough to see; it is in the table in any case.
 */
export function seriesOf(rows: readonly PopulationMonth[], most: number): LineSeries[] {
  const groups = [...new Set(rows.map(({ group }) => group))];
  const recorded = groups.filter((group) => group !== null);
  const latest = (group: string | null) => rows.findLast((row) => row.group === group)?.average ?? 0;
  const ranked = [...recorded].sort((a, b) => latest(b) - latest(a));
  const own = new Set(recorded.length > most ? ranked.slice(0, most - 1) : ranked);
  const lines: LineSeries[] = recorded
    .filter((group) => own.has(group))
    .map((group) => ({ id: group, label: valueLabel(group), points: pointsOf(rows, [group]) }));
  const others = recorded.filter((group) => !own.has(group));
  if (others.length > 0) lines.push({ id: 'other', label: `${others.length} others`, points: pointsOf(rows, others) });
  if (groups.includes(null) && isVisible(rows)) {
    lines.push({ id: 'not recorded', label: valueLabel(null), points: pointsOf(rows, [null]), muted: true });
  }
  return lines;
}

/** "in Jun 2026 Minimum 196, Low 229": where the lines end, for readers who cannot see them. */
export function latestOf(lines: readonly LineSeries[]): string {
  const month = lines[0]?.points.at(-1)?.date;
  if (month === undefined) return 'no months to draw';
  const ends = lines.map(({ label, points }) => `${label} ${formatNumber(points.at(-1)?.value ?? 0)}`);
  return `in ${formatMonth(month)} ${ends.join(', ')}`;
}

/** Sums of the groups by month; a month in which none was counted is a gap. */
function pointsOf(rows: readonly PopulationMonth[], groups: readonly (string | null)[]): LineSeries['points'] {
  const months = [...new Set(rows.map(({ month }) => month))];
  return months.map((month) => {
    const values = rows
      .filter((row) => row.month === month && groups.includes(row.group))
      .map(({ average }) => average);
    const known = values.filter((value) => value !== null);
    return { date: month, value: known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) };
  });
}

/** Whether "not recorded" reaches one in a hundred in any month. */
function isVisible(rows: readonly PopulationMonth[]): boolean {
  const total = new Map<string, number>();
  for (const { month, average } of rows) total.set(month, (total.get(month) ?? 0) + (average ?? 0));
  return rows.some(({ group, month, average }) => group === null && (average ?? 0) >= (total.get(month) ?? 0) / 100);
}
