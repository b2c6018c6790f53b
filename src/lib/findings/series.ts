import type { LineSeries } from '../charts/line-chart.ts';
import { valueLabel } from '../questions/labels.ts';
import type { PopulationMonth } from '../questions/population-monthly.ts';

/** Lines a chart can carry before they cannot be told apart. */
export const mostGroups = 4;

/** One line for each of the largest groups; the smaller ones are summed into "Other". */
export function seriesOf(rows: readonly PopulationMonth[], most: number): LineSeries[] {
  const groups = [...new Set(rows.map(({ group }) => group))];
  const latest = (group: string | null) => rows.findLast((row) => row.group === group)?.average ?? 0;
  const ranked = [...groups].sort((a, b) => latest(b) - latest(a));
  const own = new Set(groups.length > most ? ranked.slice(0, most - 1) : ranked);
  const lines = groups
    .filter((group) => own.has(group))
    .map((group) => ({
      id: group ?? 'not recorded',
      label: valueLabel(group),
      points: rows.filter((row) => row.group === group).map(({ month, average }) => ({ date: month, value: average })),
    }));
  if (own.size === groups.length) return lines;
  const months = [...new Set(rows.map(({ month }) => month))];
  const others = rows.filter(({ group }) => !own.has(group));
  const points = months.map((month) => {
    const values = others.filter((row) => row.month === month).map(({ average }) => average);
    const known = values.filter((value) => value !== null);
    return { date: month, value: known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) };
  });
  return [...lines, { id: 'other', label: 'Other', points }];
}
