import { taskTypes } from '../../../../data/contract/task-types.ts';
import { compareUnits, type FunnelPosition } from '../../analysis/funnel.ts';
import { expectedCounts, type StratumCount } from '../../analysis/standardisation.ts';
import type { RawRow } from '../../engine/engine.ts';
import { groupColumn, rated, ratedColumns, type Rated } from './case-counts.ts';
import {
  addCounts,
  countsSql,
  dueColumns,
  dueGroups,
  dueMart,
  dueParts,
  dueRows,
  dueWithin,
  nothingDue,
  ofType,
  typeParameter,
  type DueCounts,
  type DueMart,
} from './due.ts';
import type { DimensionId } from '../dimensions.ts';
import { agencyPart, compareGroups, coveredWindow } from '../population/stock-sql.ts';
import { question, type Request } from '../question.ts';
import { and, raw, grouped, inMonths, kept, sql, statement } from '../sql.ts';

/** Timeliness of one group. */
export interface Timeliness extends DueCounts, Rated {
  group: string | null;
  /** How many would be on time if done as in the whole agency; null where groups are not compared. */
  expected: number | null;
  /** On time ÷ expected × the agency's rate. */
  adjusted_rate: number | null;
  /** Where the group lies against its funnel limits; null where too few were due to compare. */
  signal: FunnelPosition | null;
  /** Of the many comparisons of this answer, one that may be called a signal (false discovery rate 5 %). */
  discovery: boolean | null;
  variance: number | null;
  own_share: number | null;
  agency_rate: number | null;
}

/** From the nearest release on; the order in which neighbouring strata are merged. */
export const monthsToRelease = ['under 6', '6 to 12', '12 to 24', '24 and more', 'no date'] as const;

/** Groups that are compared with each other: those who do the work, not kinds of work or of people. */
const compared: readonly (DimensionId | null)[] = ['region_id', 'facility_id', 'unit_id', 'staff_id'];
const compares = ({ by }: Pick<Request, 'by'>) => compared.includes(by);

/** Columns of the work the reference is kept by; other filters do not reach it. */
const referenceFilters = ['task_type', 'element', 'custody_level', 'months_to_release'] as const;
const strata = raw(', task_type, custody_level, months_to_release');

/** The rest of a stratum as a mart tells it: rows of days count some kinds of work without saying whom it was about. */
function toldOf(mart: DueMart): string {
  const characteristics = ['custody_level', 'months_to_release'];
  if (mart !== 'timeliness_day') return characteristics.join(', ');
  const counted = taskTypes.filter(({ countedOnly }) => countedOnly).map(({ id }) => `'${id}'`);
  return characteristics
    .map((name) => `CASE WHEN task_type NOT IN (${counted.join(', ')}) THEN ${name} END AS ${name}`)
    .join(', ');
}

export const timeliness = question({
  id: 'casework/timeliness',
  title: 'Timeliness',
  description:
    'What fell due in the period, done or not, and how much of it was done on time, under the case manager and place that answered on the due date. Regions, institutions, units and case managers are compared with the whole agency’s work of the same kind, custody level and months to release in the same months. Central monitoring and victim/witness work is told by whole months and, below the institution, by its kind only.',
  columns: [
    groupColumn,
    ...dueColumns,
    ...ratedColumns('On time as a share of due'),
    { name: 'expected', kind: 'number', meaning: 'On time if done as in the whole agency, kind by kind' },
    { name: 'adjusted_rate', kind: 'share', meaning: 'On time ÷ expected × the agency’s rate' },
    {
      name: 'signal',
      kind: 'text',
      meaning: 'within, above, below, far-above or far-below the funnel limits; null where too few were due',
    },
    { name: 'discovery', kind: 'text', meaning: 'May be called a signal among the comparisons of this answer' },
    { name: 'variance', kind: 'number', meaning: 'Variance of the number on time by chance alone' },
    { name: 'own_share', kind: 'share', meaning: 'Share of the variance missing as the group is part of the agency' },
    { name: 'agency_rate', kind: 'share', meaning: 'On time of due in the whole agency, same kinds of task' },
  ],
  parameters: [typeParameter],
  by: dueGroups,
  eachUnit: true,
  needs(request) {
    const parts = dueParts(dueMart(request, compares(request)), request);
    return compares(request) ? [...parts, ...agencyPart('timeliness_stratum')] : parts;
  },
  statements(request) {
    const window = coveredWindow(request);
    const mart = dueMart(request, compares(request));
    const own = statement(sql`
        SELECT ${grouped(request)}${compares(request) ? strata : raw('')},
          ${countsSql(mart)}
        FROM ${raw(mart)}
        WHERE ${dueWithin(mart, window)} AND ${dueRows(request)}
        GROUP BY ALL`);
    if (!compares(request)) return [own];
    // What is usual is that of whole months: those the period touches. Where each of several is asked for, each has it.
    const parts = request.each
      ? `CROSS JOIN (SELECT DISTINCT CAST(${request.each} AS VARCHAR) AS "part" FROM timeliness_day)`
      : '';
    return [
      own,
      statement(sql`
        SELECT ${raw(request.each ? '"part", ' : '')}task_type, ${raw(toldOf(mart))},
          sum(due)::INTEGER AS due, sum(on_time)::INTEGER AS on_time
        FROM timeliness_stratum ${raw(parts)}
        WHERE ${inMonths(window)}
          AND ${raw(request.by === 'staff_id' ? 'attributed' : 'true')}
          AND ${and(kept(request.filters, referenceFilters), ofType(request))}
        GROUP BY ALL`),
    ];
  },
  rows([found = [], usual = []], request): Timeliness[] {
    const { days } = coveredWindow(request);
    const groups = new Map<string | null, DueCounts>();
    for (const row of found) {
      const group = row.group as string | null;
      groups.set(group, addCounts(row, groups.get(group)));
    }
    // Nothing at all is "none were due", not no answer.
    if (groups.size === 0 && request.by === null && days > 0) groups.set(null, nothingDue);
    const comparison = compares(request) ? compare(found, usual, request) : null;
    const order = compareGroups(request);
    return [...groups]
      .sort(([a], [b]) => order(a, b))
      .map(([group, counts]) => ({
        group,
        ...counts,
        ...rated(counts.on_time, counts.due, request),
        ...(comparison?.get(group) ?? notCompared),
      }));
  },
});

type Compared = Omit<Timeliness, 'group' | keyof DueCounts | keyof Rated>;

const notCompared: Compared = {
  expected: null,
  adjusted_rate: null,
  signal: null,
  discovery: null,
  variance: null,
  own_share: null,
  agency_rate: null,
};

/** Expectation and position of every group but the one of nobody. */
function compare(found: readonly RawRow[], usual: readonly RawRow[], request: Request): Map<string | null, Compared> {
  const own = found.flatMap((row): StratumCount[] => {
    const { due, on_time: onTime } = addCounts(row);
    return row.group === null || due === 0 ? [] : [{ unit: String(row.group), stratum: stratumOf(row), due, onTime }];
  });
  const reference = usual.map((row) => ({
    stratum: stratumOf(row),
    due: Number(row.due),
    onTime: Number(row.on_time),
  }));
  const orders = [null, request.dataset.custody_levels, monthsToRelease];
  const { rate, units } = expectedCounts(own, { reference, orders });
  const positions = new Map(compareUnits(units, rate ?? 0).units.map((unit) => [unit.unit, unit]));
  return new Map(
    units.map((unit): [string, Compared] => [
      unit.unit,
      {
        expected: unit.expected,
        adjusted_rate: unit.adjusted,
        signal: positions.get(unit.unit)?.position ?? null,
        discovery: positions.get(unit.unit)?.signal ?? null,
        variance: unit.variance,
        own_share: unit.ownShare,
        agency_rate: rate,
      },
    ]),
  );
}

function stratumOf(row: RawRow): string[] {
  return [String(row.task_type), String(row.custody_level ?? ''), String(row.months_to_release ?? '')];
}
