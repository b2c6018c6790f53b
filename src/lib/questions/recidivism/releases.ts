import { dimensionIds, releaseGroups, type DimensionId } from '../dimensions.ts';
import { competingEvents, eventOf, eventParameter, isReadyMade, recordLag } from './outcome.ts';
import { eventColumns, isRecorded } from './outcome-columns.ts';
import { agencyPart } from '../population/stock-sql.ts';
import type { AnswerColumn, Parameter, Request, Statement } from '../question.ts';
import { and, column, inScope, kept, sql, statement, type Sql } from '../sql.ts';
import type { RawRow } from '../../engine/engine.ts';

/** What the questions about returns share: which releases, which event, which follow-up. */
export const unitParameter: Parameter = {
  name: 'unit',
  kind: 'choice',
  choices: ['person', 'release'],
  meaning: 'First release of a person in the cohort (default), or every release',
};

export const cohortParameter: Parameter = {
  name: 'cohort',
  kind: 'years',
  meaning: 'Year of release, or first..last; default: every cohort with complete follow-up',
};

export const releaseParameters: readonly Parameter[] = [eventParameter, unitParameter, cohortParameter];

export const groupColumn: AnswerColumn = {
  name: 'group',
  kind: 'text',
  meaning: 'Value of the grouped column; null where it was not recorded',
};

/** The releases a request is about. */
export function releases(request: Request): Sql {
  const conditions = [
    inScope(request),
    kept(
      request.filters,
      dimensionIds.filter((id) => (releaseGroups as readonly string[]).includes(id)),
    ),
  ];
  if ((request.params.unit ?? 'person') === 'person') conditions.push(column('first_in_cohort'));
  const cohort = request.params.cohort;
  if (cohort !== undefined && cohort !== '') {
    const [first, last] = String(cohort).split('..');
    conditions.push(sql`cohort_year BETWEEN ${Number(first)} AND ${Number(last ?? first)}`);
  }
  return and(...conditions);
}

export const releaseParts = () => agencyPart('release');

/** The column a statement counts by: the one asked for, or the one other panels of the page are counted by. */
export function countedBy({ by, alongside }: Pick<Request, 'by' | 'alongside'>): DimensionId | null {
  return by ?? alongside ?? null;
}

/** The group a counted row belongs to: none where all are added up again. */
export function groupOf(row: RawRow, { by }: Pick<Request, 'by'>): string | null {
  return by === null ? null : (row.group as string | null);
}

/** Last day of a curve that is asked for; what comes later is not told apart. */
export function lastDay({ params }: Pick<Request, 'params'>): number {
  return params.until === undefined ? Infinity : Number(params.until);
}

/**
 * Days at which people had the event, or were last followed without it, counted: `followed` reads the rows. Follow-up
 * ends at the as-of date less the record lag, or where a competing event came first; an event on the day of a competing
 * one counts.
 */
export function followUp(request: Request, stratum: Sql = column('NULL')): Statement {
  // A kind of return is followed past the other kinds, which what came first does not tell.
  if (!isKindOfReturn(request)) return firstOutcomes(request, stratum);
  const lag = recordLag(request);
  const { seen, day } = eventColumns(request);
  const end = sql`least(days_followed - ${lag}, days_to_competing)`;
  return counted(
    request,
    sql`
      SELECT ${column(countedBy(request) ?? 'NULL')} AS key, ${stratum} AS stratum, 0 AS undated,
        coalesce(${seen} AND ${day} <= ${end}, false) AS event, CASE WHEN event THEN ${day} ELSE ${end} END AS day
      FROM release
      WHERE ${releases(request)} AND days_followed >= ${lag} AND ${isRecorded(request)}`,
    'event',
  );
}

/**
 * The same with what came first: the event, under the kind of return it was, or a competing one; null where neither
 * had come when the follow-up ended. Another kind of return than the one asked about competes with it.
 */
export function firstOutcomes(request: Request, stratum: Sql = column('NULL')): Statement {
  const lag = recordLag(request);
  const event = eventOf(request);
  const returning = event.startsWith('return') && !isReadyMade(request.dataset);
  const { seen, day } = returning
    ? { seen: column('(return_type IS NOT NULL)'), day: column('days_to_return') }
    : eventColumns(request);
  const name = returning ? column('return_type') : sql`${event}::VARCHAR`;
  return counted(
    request,
    sql`
      SELECT ${column(countedBy(request) ?? 'NULL')} AS key, ${stratum} AS stratum,
        (${seen} AND ${day} IS NULL)::INTEGER AS undated,
        CASE
          WHEN ${seen} AND ${day} <= least(days_followed - ${lag}, days_to_competing) THEN ${name}
          WHEN days_to_competing <= days_followed - ${lag} THEN competing_type
        END AS cause,
        CASE WHEN cause IS NULL THEN days_followed - ${lag} ELSE least(${day}, days_to_competing) END AS day
      FROM release
      WHERE ${releases(request)} AND days_followed >= ${lag} AND ${isRecorded(request)}`,
    'cause',
  );
}

/** Rows of one release each, counted by day and outcome. Whoever is followed past the last day asked for leaves after it. */
function counted(request: Request, rows: Sql, outcome: 'event' | 'cause'): Statement {
  const last = lastDay(request);
  const nothing = column(outcome === 'event' ? 'false' : 'NULL');
  const cut = Number.isFinite(last)
    ? sql`SELECT key, stratum, undated, CASE WHEN day > ${last} THEN ${nothing} ELSE ${column(outcome)} END AS ${column(outcome)},
        least(day, ${last + 1}) AS day
      FROM (${rows})`
    : rows;
  return statement(sql`
    SELECT CAST(key AS VARCHAR) AS "group", CAST(stratum AS VARCHAR) AS stratum, day, ${column(outcome)},
      sum(undated)::INTEGER AS undated, count(*)::INTEGER AS releases
    FROM (${cut})
    GROUP BY key, stratum, day, ${column(outcome)}`);
}

function isKindOfReturn(request: Request): boolean {
  return /^return_/.test(eventOf(request)) && !isReadyMade(request.dataset);
}

/** Releases followed to a day, with the event or without. */
export interface Followed {
  group: string | null;
  stratum: string | null;
  time: number;
  event: boolean;
  count: number;
}

/** The rows of `followUp`: a competing event ends the follow-up. */
export function followed(rows: readonly RawRow[], request: Request): Followed[] {
  return rows.map((row) => ({
    group: groupOf(row, request),
    stratum: row.stratum as string | null,
    time: Number(row.day),
    event:
      row.cause === undefined
        ? row.event === true
        : row.cause !== null && !Object.hasOwn(competingEvents, String(row.cause)),
    count: Number(row.releases),
  }));
}

/** A curve needs the day of every event; a flag alone gives rates at the fixed horizon. */
export function isDated(rows: readonly RawRow[]): boolean {
  return rows.every((row) => Number(row.undated) === 0);
}
