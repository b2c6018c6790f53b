import { own } from '../../analysis/own.ts';
import { groupColumn, rated, ratedColumns, within, type Rated } from './case-counts.ts';
import type { DimensionId } from '../dimensions.ts';
import { compareGroups, coveredWindow, facilityParts } from '../population/stock-sql.ts';
import { question } from '../question.ts';
import { chosenRows, grouped, sql, statement } from '../sql.ts';

/** Work that was past due and not done when a case was taken over; rate is the share cleared. */
export interface Inherited extends Rated {
  group: string | null;
  inherited: number;
  cleared: number;
  /** Not done, and the case still with the case manager. */
  open: number;
  /** Handed on, or ended by release, not done. */
  passed_on: number;
}

export const inheritedGroups = [
  'region_id',
  'facility_id',
  'unit_id',
  'staff_id',
  'task_type',
  'element',
] as const satisfies readonly DimensionId[];

export const inherited = question({
  id: 'casework/inherited',
  title: 'Inherited overdue work',
  description:
    'Work that was past due and not done when a case manager took the case over in the period, and what became of it. It stays in the count of whoever answered on its due date.',
  columns: [
    groupColumn,
    { name: 'inherited', kind: 'count', meaning: 'Past due and not done when the case was taken over' },
    { name: 'cleared', kind: 'count', meaning: 'Of those, done under the new case manager' },
    { name: 'open', kind: 'count', meaning: 'Of those, not done, the case still with the new case manager' },
    { name: 'passed_on', kind: 'count', meaning: 'Of those, not done before the case was handed on or ended' },
    ...ratedColumns('Cleared as a share of inherited'),
  ],
  parameters: [],
  by: inheritedGroups,
  eachUnit: true,
  needs: (request) => facilityParts('inherited_task', request),
  statements: (request) => [
    statement(sql`
      SELECT ${grouped(request)}, sum(tasks)::INTEGER AS inherited,
        coalesce(sum(tasks) FILTER (WHERE fate = 'cleared'), 0)::INTEGER AS cleared,
        coalesce(sum(tasks) FILTER (WHERE fate = 'open'), 0)::INTEGER AS still_open,
        coalesce(sum(tasks) FILTER (WHERE fate = 'passed_on'), 0)::INTEGER AS passed_on
      FROM inherited_task
      WHERE ${within('taken_over', coveredWindow(request))} AND ${chosenRows(request, inheritedGroups)}
      GROUP BY ALL`),
  ],
  rows([found = []], request): Inherited[] {
    const compare = compareGroups(request);
    const empty = found.length === 0 && request.by === null && coveredWindow(request).days > 0;
    return (empty ? [{ group: null }] : found)
      .map((row: Record<string, unknown>) => {
        const count = (name: string) => Number(own(row, name) ?? 0);
        return {
          group: (row.group ?? null) as string | null,
          inherited: count('inherited'),
          cleared: count('cleared'),
          open: count('still_open'),
          passed_on: count('passed_on'),
          ...rated(count('cleared'), count('inherited'), request),
        };
      })
      .sort((a, b) => compare(a.group, b.group));
  },
});
