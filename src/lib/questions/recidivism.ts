import { dimensionIds, type DimensionId } from './dimensions.ts';
import { eventColumns, eventOf, eventParameter, isReadyMade, isRecorded, recordLag } from './outcome.ts';
import { agencyPart } from './population.ts';
import type { AnswerColumn, Parameter, Request, Statement } from './question.ts';
import type { Scope } from './scope.ts';
import { and, column, grouped, inScope, kept, sql, statement, type Sql } from './sql.ts';
import type { RawRow } from '../engine/engine.ts';

/** What the questions about returns share: which releases, which event, which follow-up. */
export const releaseGroups = [
  'cohort_year',
  'region_id',
  'facility_id',
  'sex',
  'race_ethnicity',
  'age_at_release',
  'risk_level',
  'offense_category',
  'admission_type',
  'release_type',
  'months_served',
  'prior_stays',
  'program_status',
] as const satisfies readonly DimensionId[];

/** Returns belong to the institution a person was released from; no unit, and no case manager, answers for them. */
export const releaseScopes = ['agency', 'region', 'facility'] as const satisfies readonly Scope['kind'][];

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

/**
 * Days at which people had the event, or were last followed without it, counted. Follow-up ends at the as-of date less
 * the record lag, or where a competing event came first; an event on the day of a competing one counts.
 */
export function followUp(request: Request, stratum: Sql = column('NULL')): Statement {
  const lag = recordLag(request);
  const { seen, day } = eventColumns(request);
  const end = sql`least(days_followed - ${lag}, days_to_competing)`;
  return statement(sql`
    SELECT ${grouped(request)}, CAST(${stratum} AS VARCHAR) AS stratum, CASE WHEN event THEN event_day ELSE last_day END AS day, event,
      sum(undated)::INTEGER AS undated, count(*)::INTEGER AS releases
    FROM (
      SELECT *, ${end} AS last_day, ${day} AS event_day, coalesce(${seen} AND ${day} <= ${end}, false) AS event,
        (${seen} AND ${day} IS NULL)::INTEGER AS undated
      FROM release
      WHERE ${releases(request)} AND days_followed >= ${lag} AND ${isRecorded(request)}
    )
    GROUP BY 1, 2, 3, 4`);
}

/**
 * The same with what came first: the event, under the kind of return it was, or a competing one; null where neither
 * had come when the follow-up ended. Another kind of return than the one asked about competes with it.
 */
export function firstOutcomes(request: Request): Statement {
  const lag = recordLag(request);
  const event = eventOf(request);
  const returning = event.startsWith('return') && !isReadyMade(request.dataset);
  const { seen, day } = returning
    ? { seen: column('(return_type IS NOT NULL)'), day: column('days_to_return') }
    : eventColumns(request);
  const name = returning ? column('return_type') : sql`${event}::VARCHAR`;
  return statement(sql`
    SELECT ${grouped(request)}, cause, CASE WHEN cause IS NULL THEN last_day ELSE first_day END AS day,
      sum(undated)::INTEGER AS undated, count(*)::INTEGER AS releases
    FROM (
      SELECT *, days_followed - ${lag} AS last_day, least(${day}, days_to_competing) AS first_day,
        CASE
          WHEN ${seen} AND ${day} <= least(days_followed - ${lag}, days_to_competing) THEN ${name}
          WHEN days_to_competing <= days_followed - ${lag} THEN competing_type
        END AS cause,
        (${seen} AND ${day} IS NULL)::INTEGER AS undated
      FROM release
      WHERE ${releases(request)} AND days_followed >= ${lag} AND ${isRecorded(request)}
    )
    GROUP BY 1, 2, 3`);
}

/** A curve needs the day of every event; a flag alone gives rates at the fixed horizon. */
export function isDated(rows: readonly RawRow[]): boolean {
  return rows.every((row) => Number(row.undated) === 0);
}
