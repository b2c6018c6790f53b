import { ascending } from 'd3-array';
import { formatNumber } from '../../format/number.ts';
import { dimensionIds, releaseGroups, type DimensionId } from '../dimensions.ts';
import { isReadyMade } from './offered-events.ts';
import { eventOf, eventParameter, isCompetingEvent, outcomeOf, recordLag } from './outcome.ts';
import { eventColumns, isRecorded, type EventColumns } from './outcome-columns.ts';
import { agencyPart } from '../population/stock-sql.ts';
import type { AnswerColumn, Parameter, Request, Statement } from '../question.ts';
import { and, raw, inScope, kept, sql, statement, type Sql } from '../sql.ts';
import { numberOrNull, type RawRow } from '../../engine/engine.ts';

/** What the questions about returns share: which releases, which event, which follow-up. */
export const unitParameter: Parameter = {
  name: 'unit',
  kind: 'choice',
  choices: ['person', 'release'],
  meaning:
    'First release of each person among those shown (default), or every release, with errors that allow for several of one person',
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

/** Every release counts, instead of the first of each person. */
export function everyRelease({ params }: Pick<Request, 'params'>): boolean {
  return params.unit === 'release';
}

/** Places and years of release are each counted by themselves, as they would be on a page of their own. */
const apart: readonly DimensionId[] = ['cohort_year', 'region_id', 'facility_id'];

/** The grouping each of whose groups counts a person's first release in it; null where a person counts once in all. */
export function countedApart({ by }: Pick<Request, 'by'>): DimensionId | null {
  return by !== null && apart.includes(by) ? by : null;
}

/** Whether one person may stand in several rows: what is worked out of them has to allow for it. */
export function isClustered(request: Pick<Request, 'params' | 'by'>): boolean {
  return everyRelease(request) || countedApart(request) !== null;
}

/** The releases of the place, filters and years of a request. */
export function releasesShown(request: Request): Sql {
  const conditions = [
    inScope(request),
    kept(
      request.filters,
      dimensionIds.filter((id) => (releaseGroups as readonly string[]).includes(id)),
    ),
  ];
  const cohort = request.params.cohort;
  if (cohort !== undefined && cohort !== '') {
    const [first, last] = String(cohort).split('..');
    conditions.push(sql`cohort_year BETWEEN ${Number(first)} AND ${Number(last ?? first)}`);
  }
  return and(...conditions);
}

/**
 * The releases a request counts: the first of each person among those shown, so that nobody counts twice, unless every
 * release is asked for. Whoever was released once is first in any case.
 */
export function releases(request: Request, mart: 'release_followed' | 'release_compared' = 'release_followed'): Sql {
  const shown = releasesShown(request);
  if (everyRelease(request)) return shown;
  const own = countedApart(request);
  const first = sql`SELECT (person_no, min(person_release)) FROM ${raw(mart)} WHERE ${shown} AND person_no IS NOT NULL
        GROUP BY person_no${raw(own === null ? '' : `, ${own}`)}`;
  return and(shown, sql`(person_no IS NULL OR (person_no, person_release) IN (${first}))`);
}

export const releaseParts = () => agencyPart('release_followed');

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

/** What a statement over releases tells besides the group, the day and what came first. */
interface Told {
  /** Column within whose values groups are compared. */
  readonly stratum?: Sql;
  /** Rows of people with several releases are told apart by the person. */
  readonly people?: boolean;
}

/**
 * What came first after release and when, counted: an event, under the kind it was recorded as, or a competing one; null
 * where nothing had come when the follow-up ended, at the as-of date less the record lag. Every kind of a ready-made file
 * and every kind of return competes with the others; arrests and convictions of an agency's own records have a clock of
 * their own. An event on the day of a competing one counts.
 */
export function firstOutcomes(request: Request, { stratum = raw('NULL'), people = false }: Told = {}): Statement {
  const lag = recordLag(request);
  const { seen, day, name } = firstOf(request);
  const rows = sql`
      SELECT ${raw(countedBy(request) ?? 'NULL')} AS key, ${stratum} AS stratum,
        ${raw(people ? 'person_no' : 'NULL')} AS person,
        ((${seen} AND ${day} IS NULL) OR (competing_type IS NOT NULL AND days_to_competing IS NULL))::INTEGER AS undated,
        CASE
          WHEN ${seen} AND ${day} <= least(days_followed - ${lag}, days_to_competing) THEN ${name}
          WHEN days_to_competing <= days_followed - ${lag} THEN competing_type
        END AS cause,
        CASE WHEN cause IS NULL THEN days_followed - ${lag} ELSE least(${day}, days_to_competing) END AS day
      FROM release_followed
      WHERE ${releases(request)} AND days_followed >= ${lag}`;
  const last = lastDay(request);
  // Whoever is followed past the last day asked for leaves after it.
  const cut = Number.isFinite(last)
    ? sql`SELECT * REPLACE (CASE WHEN day > ${last} THEN NULL ELSE cause END AS cause, least(day, ${last + 1}) AS day)
      FROM (${rows})`
    : rows;
  return statement(sql`
    SELECT CAST(key AS VARCHAR) AS "group", CAST(stratum AS VARCHAR) AS stratum, person, day, cause,
      sum(undated)::INTEGER AS undated, count(*)::INTEGER AS releases, ${isRecorded(request)} AS recorded
    FROM (${cut})
    GROUP BY key, stratum, person, day, cause`);
}

/** The first of the events that compete with the one asked about, itself among them. */
function firstOf(request: Request): EventColumns & { name: Sql } {
  const event = eventOf(request);
  if (isReadyMade(request.dataset) || event === 'any') {
    const [seen, day] = [raw('(event_type IS NOT NULL)'), raw('days_to_event')];
    return { seen, day, name: raw('event_type') };
  }
  if (event.startsWith('return')) {
    const [seen, day] = [raw('(return_type IS NOT NULL)'), raw('days_to_return')];
    return { seen, day, name: raw('return_type') };
  }
  return { ...eventColumns(request), name: sql`${event}::VARCHAR` };
}

/** Whether what came first is the event asked about. */
export function isAsked(cause: string, request: Request): boolean {
  const event = eventOf(request);
  if (event === 'any') return !isCompetingEvent(cause);
  return event === 'return' ? cause.startsWith('return') : cause === event;
}

/** Whether what came first took people out of reach of any event: they died, or left. */
export function isDeparture(cause: string, request: Request): boolean {
  return isCompetingEvent(cause) && !isAsked(cause, request);
}

/** Releases by what came first and when. */
export interface FirstOutcome {
  group: string | null;
  stratum: string | null;
  time: number;
  /** As recorded; null where nothing had come when the follow-up ended. */
  cause: string | null;
  count: number;
  /** Running number of the person, where errors allow for several releases of one; null where this is their only one. */
  person: number | null;
}

export function firstOutcomeRows(rows: readonly RawRow[], request: Request): FirstOutcome[] {
  const found = rows.map((row) => ({
    group: groupOf(row, request),
    stratum: row.stratum as string | null,
    time: Number(row.day),
    cause: row.cause as string | null,
    count: Number(row.releases),
    person: numberOrNull(row.person),
  }));
  // The engine gives rows in no order; sums over people would differ in their last digit.
  return found.sort(
    (a, b) =>
      a.time - b.time ||
      (a.person ?? 0) - (b.person ?? 0) ||
      ascending(a.cause ?? '', b.cause ?? '') ||
      ascending(a.group ?? '', b.group ?? '') ||
      ascending(a.stratum ?? '', b.stratum ?? ''),
  );
}

/** Stands for the event asked about, of whatever kinds it is made up; no recorded kind is empty. */
export const asked = '';

/** The kinds of the event asked about under one name. */
export function underOneName(rows: readonly FirstOutcome[], request: Request): FirstOutcome[] {
  return rows.map((row) => (row.cause !== null && isAsked(row.cause, request) ? { ...row, cause: asked } : row));
}

/** Releases followed to a day, with the event or without. */
export interface Followed extends Omit<FirstOutcome, 'cause'> {
  event: boolean;
}

/** The same for the event asked about alone: whatever else came ends the follow-up. */
export function followed(rows: readonly FirstOutcome[], request: Request): Followed[] {
  return rows.map(({ cause, ...row }) => ({ ...row, event: cause !== null && isAsked(cause, request) }));
}

/** Whether the data record such an event at all. */
export function isTold(rows: readonly RawRow[]): boolean {
  return rows.every((row) => row.recorded !== false);
}

/** Why there is no curve, and nothing that follows from one; null where there is. */
export function noCurve(rows: readonly RawRow[], request: Request): string | null {
  const lag = recordLag(request);
  if (rows.length === 0) {
    const since = lag > 0 ? ` and followed past the ${lag} days in which records arrive late` : '';
    return `No curve: nobody was released${since}, for this place, these years and filters.`;
  }
  if (!isTold(rows)) {
    const { label } = outcomeOf(eventOf(request));
    return `No curve: the data record no event “${label}”.`;
  }
  const undated = rows.reduce((sum, row) => sum + Number(row.undated), 0);
  if (undated === 0) return null;
  return `No curve: of ${formatNumber(undated)} events the data say whether, not when. The rates at the end of the follow-up hold all the same.`;
}
