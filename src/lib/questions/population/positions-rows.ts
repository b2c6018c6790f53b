import { addDays, addMonths, firstOfMonth, type IsoDate } from '../../calendar/date.ts';
import { numberOrNull, type MartPart, type RawRow } from '../../engine/engine.ts';
import { deadlineKinds, weightedCases } from '../../projection/work.ts';
import type { Request, Statement } from '../question.ts';
import { inScope, isOneOf, raw, sql, statement } from '../sql.ts';
import { agencyPart } from './stock-sql.ts';

/** Months back that positions and what they carried are looked at. */
export const positionMonths = 24;

/** A month of an institution: its positions of case managers and what they carried. */
export interface MonthOfPositions {
  month: IsoDate;
  filled: number | null;
  authorized: number | null;
  postHours: number | null;
  /** People and weighted cases on its last day. */
  people: number | null;
  weighted: number | null;
  /** Tasks that fell due; null where none are supplied, and in a month that is not over. */
  deadlines: number | null;
  /** What law and settings ask deadlines for: close to release, come, and released. */
  near: number;
  arrivals: number;
  releases: number;
}

const supplies = ({ dataset }: Pick<Request, 'dataset'>, table: string) =>
  dataset.tables.some(({ name, supplied }) => name === table && supplied);

export function positionParts(request: Request): MartPart[] {
  return [
    'staffing_month',
    'facility_month',
    'workload_month',
    ...(supplies(request, 'task') ? ['timeliness_month'] : []),
  ].flatMap(agencyPart);
}

/** Positions, people, case mix and, where tasks are supplied, deadlines, by institution and month. */
export function positionStatements(request: Request): Statement[] {
  const { as_of: asOf, custody_levels: levels } = request.dataset;
  const window = sql`month >= CAST(${addMonths(firstOfMonth(asOf), -positionMonths)} AS DATE) AND month <= CAST(${asOf} AS DATE)
          AND facility_id IS NOT NULL AND ${inScope(request)}`;
  const each = raw('CAST(facility_id AS VARCHAR) AS facility, CAST(month AS VARCHAR) AS month');
  return [
    statement(sql`
        SELECT ${each}, sum(filled_fte)::DOUBLE AS filled, sum(authorized_fte)::DOUBLE AS authorized, sum(custody_post_hours)::DOUBLE AS hours
        FROM staffing_month
        WHERE role = 'case_manager' AND ${window}
        GROUP BY ALL`),
    statement(sql`
        SELECT ${each}, sum(closing)::INTEGER AS people, sum(admissions + transfers_in)::INTEGER AS arrivals, sum(releases)::INTEGER AS releases
        FROM facility_month
        WHERE ${window}
        GROUP BY ALL`),
    statement(sql`
        SELECT ${each}, sum(people)::INTEGER AS people, sum(new_arrival)::INTEGER AS new_arrival, sum(near_release)::INTEGER AS near_release,
          coalesce(sum(people) FILTER (WHERE CAST(custody_level AS VARCHAR) = ${levels.at(-1) ?? null}), 0)::INTEGER AS highest_custody,
          sum(high_risk)::INTEGER AS high_risk
        FROM workload_month
        WHERE ${window}
        GROUP BY ALL`),
    ...(supplies(request, 'task')
      ? [
          statement(sql`
        SELECT ${each}, sum(on_time + late + open_overdue + set_aside_grace)::INTEGER AS deadlines
        FROM timeliness_month
        WHERE ${isOneOf('task_type', deadlineKinds)} AND ${window}
        GROUP BY ALL`),
        ]
      : []),
  ];
}

/** The months of every institution with a record of positions, oldest first, by institution. */
export function positionsOf(
  [staffed = [], held = [], mixes = [], due]: readonly (readonly RawRow[])[],
  { dataset }: Pick<Request, 'dataset'>,
): Map<string, MonthOfPositions[]> {
  const { as_of: asOf, settings } = dataset;
  const last = firstOfMonth(asOf);
  const whole = firstOfMonth(addDays(asOf, 1)) > last;
  const keyed = (rows: readonly RawRow[]) => new Map(rows.map((row) => [`${row.month} ${row.facility}`, row]));
  const [positions, people, mix, tasks] = [staffed, held, mixes, due ?? []].map(keyed);
  const facilities = [...new Set(staffed.map(({ facility }) => String(facility)))];
  const months = Array.from({ length: positionMonths + 1 }, (_, i) => addMonths(last, i - positionMonths));
  return new Map(
    facilities.map((facility) => [
      facility,
      months.map((month): MonthOfPositions => {
        const at = (rows: Map<string, RawRow> | undefined) => rows?.get(`${month} ${facility}`);
        const [own, there, cases] = [at(positions), at(people), at(mix)];
        const count = (row: RawRow | undefined, name: string) => Number(row?.[name] ?? 0);
        return {
          month,
          filled: numberOrNull(own?.filled),
          authorized: numberOrNull(own?.authorized),
          postHours: numberOrNull(own?.hours),
          people: there ? count(there, 'people') : null,
          weighted: cases
            ? weightedCases(
                {
                  people: count(cases, 'people'),
                  new_arrival: count(cases, 'new_arrival'),
                  near_release: count(cases, 'near_release'),
                  highest_custody: count(cases, 'highest_custody'),
                  high_risk: count(cases, 'high_risk'),
                },
                settings,
              )
            : null,
          deadlines: due && (month < last || whole) ? count(at(tasks), 'deadlines') : null,
          near: count(cases, 'near_release'),
          arrivals: count(there, 'arrivals'),
          releases: count(there, 'releases'),
        };
      }),
    ]),
  );
}
