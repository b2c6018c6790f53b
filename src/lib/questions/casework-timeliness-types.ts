import { expectedCounts, type StratumCount } from '../analysis/standardisation.ts';
import { firstOfMonth } from '../calendar/date.ts';
import type { RawRow } from '../engine/engine.ts';
import { caseGroups, groupColumn, rated, ratedColumns, within, type Rated } from './case-counts.ts';
import { agencyPart, compareGroups, coveredWindow, facilityParts } from './population.ts';
import { question, type Request } from './question.ts';
import { and, column, grouped, inScope, kept, sql, statement } from './sql.ts';

/** Timeliness of one group and kind of task, with what a comparison needs. */
export interface TimelinessOfType extends Rated {
  group: string | null;
  /** Null: all kinds together. */
  task_type: string | null;
  due: number;
  on_time: number;
  late: number;
  open_overdue: number;
  set_aside: number;
  /** How many would be on time if done as in the whole agency, kind by kind; null where nothing was due. */
  expected: number | null;
  variance: number | null;
  own_share: number | null;
  /** On time of due in the whole agency, for the same kind of task. */
  agency_rate: number | null;
}

/** From the nearest release on; the order in which neighbouring strata are merged. */
const monthsToRelease = ['under 6', '6 to 12', '12 to 24', '24 and more', 'no date'];

interface Counts {
  due: number;
  on_time: number;
  late: number;
  open_overdue: number;
  set_aside: number;
}

export const timelinessTypes = question<TimelinessOfType>({
  id: 'casework/timeliness-types',
  title: 'Timeliness by kind of task',
  description:
    'What fell due in the period, for every group and kind of task at once and for all kinds together (a null kind), with the number expected on time from the whole agency’s work of the same kind, custody level and months to release.',
  columns: [
    groupColumn,
    { name: 'task_type', kind: 'text', meaning: 'Kind of task; null for all together' },
    { name: 'due', kind: 'count', meaning: 'Due in the period, done or not' },
    { name: 'on_time', kind: 'count', meaning: 'Done on or before the due date' },
    { name: 'late', kind: 'count', meaning: 'Done after it' },
    { name: 'open_overdue', kind: 'count', meaning: 'Not done by the as-of date' },
    {
      name: 'set_aside',
      kind: 'count',
      meaning: 'Counted beside: grace after a hand-over, clock not running, released',
    },
    ...ratedColumns('On time as a share of due'),
    { name: 'expected', kind: 'number', meaning: 'Expected on time, for the mix of work; null where nothing was due' },
    { name: 'variance', kind: 'number', meaning: 'Variance of the number on time by chance alone' },
    { name: 'own_share', kind: 'share', meaning: 'Share of the variance missing as the group is part of the agency' },
    { name: 'agency_rate', kind: 'share', meaning: 'On time of due in the whole agency, same kind of task' },
  ],
  parameters: [],
  by: caseGroups,
  needs: (request) => [...facilityParts('timeliness_day', request), ...agencyPart('timeliness_stratum')],
  statements(request) {
    const window = coveredWindow(request);
    return [
      statement(sql`
        SELECT ${grouped(request)}, task_type, custody_level, months_to_release, outcome, count(*)::INTEGER AS tasks
        FROM timeliness_day
        WHERE ${within('due_date', window)} AND ${and(inScope(request), kept(request.filters, caseGroups))}
        GROUP BY ALL`),
      // What is usual is that of whole months: those the period touches.
      statement(sql`
        SELECT task_type, custody_level, months_to_release, sum(due)::INTEGER AS due, sum(on_time)::INTEGER AS on_time
        FROM timeliness_stratum
        WHERE month >= CAST(${firstOfMonth(window.from)} AS DATE) AND month < CAST(${window.to} AS DATE)
          AND ${column(request.by === 'staff_id' ? 'attributed' : 'true')}
        GROUP BY ALL`),
    ];
  },
  rows([found = [], usual = []], request) {
    const reference = usual.map((row) => ({
      stratum: stratumOf(row),
      due: Number(row.due),
      onTime: Number(row.on_time),
    }));
    const counts = new Map<string, Map<string | null, Counts>>();
    const strata: StratumCount[] = [];
    for (const row of found) {
      const group = JSON.stringify(row.group);
      const byType = counts.get(group) ?? new Map<string | null, Counts>();
      counts.set(group, byType);
      for (const type of [String(row.task_type), null]) add(byType, type, row);
      if (row.outcome === 'set_aside') continue;
      const tasks = Number(row.tasks);
      strata.push({ unit: group, stratum: stratumOf(row), due: tasks, onTime: row.outcome === 'on_time' ? tasks : 0 });
    }
    const types = [...new Set(strata.map(({ stratum }) => stratum[0] ?? ''))];
    const expected = new Map([null, ...types].map((type) => [type, expectedOf(strata, reference, type, request)]));
    const compare = compareGroups(request);
    return [...counts]
      .flatMap(([group, byType]) =>
        [...byType].map(([type, count]): TimelinessOfType => {
          const usualOfType = expected.get(type);
          const unit = usualOfType?.units.find((known) => known.unit === group);
          return {
            group: JSON.parse(group) as string | null,
            task_type: type,
            ...count,
            ...rated(count.on_time, count.due, request),
            expected: unit?.expected ?? null,
            variance: unit?.variance ?? null,
            own_share: unit?.ownShare ?? null,
            agency_rate: usualOfType?.rate ?? null,
          };
        }),
      )
      .sort((a, b) => compare(a.group, b.group) || compareTypes(a.task_type, b.task_type));
  },
});

function compareTypes(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null);
  return a < b ? -1 : a > b ? 1 : 0;
}

function stratumOf(row: RawRow): string[] {
  return [String(row.task_type), String(row.custody_level ?? ''), String(row.months_to_release ?? '')];
}

function add(byType: Map<string | null, Counts>, type: string | null, row: RawRow): void {
  const count = byType.get(type) ?? { due: 0, on_time: 0, late: 0, open_overdue: 0, set_aside: 0 };
  byType.set(type, count);
  const tasks = Number(row.tasks);
  count[row.outcome as 'on_time' | 'late' | 'open_overdue' | 'set_aside'] += tasks;
  if (row.outcome !== 'set_aside') count.due += tasks;
}

function expectedOf(
  strata: readonly StratumCount[],
  reference: readonly Omit<StratumCount, 'unit'>[],
  type: string | null,
  { dataset }: Pick<Request, 'dataset'>,
) {
  const ofType = <Row extends { readonly stratum: readonly string[] }>(rows: readonly Row[]) =>
    type === null ? rows : rows.filter(({ stratum }) => stratum[0] === type);
  return expectedCounts(ofType(strata), {
    reference: ofType(reference),
    orders: [null, dataset.custody_levels, monthsToRelease],
  });
}
