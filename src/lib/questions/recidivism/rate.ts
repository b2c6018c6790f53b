import { group as gathered, sum } from 'd3-array';
import { clusteredWilson } from '../../analysis/proportion.ts';
import { releaseGroups, type DimensionId } from '../dimensions.ts';
import { groupsOf } from '../population/stock-sql.ts';
import { question, type Request, type Statement } from '../question.ts';
import type { RawRow } from '../../engine/engine.ts';
import { defaultHorizon, isReadyMade } from './offered-events.ts';
import { rateHorizons, recordLag } from './outcome.ts';
import { eventColumns, isRecorded } from './outcome-columns.ts';
import {
  countedApart,
  countedBy,
  everyRelease,
  groupColumn,
  releaseParameters,
  releaseParts,
  releasesShown,
} from './releases.ts';
import { joined, raw, sql, statement, type Sql } from '../sql.ts';
import { releaseScopes } from '../scope.ts';

export interface ReturnRate {
  group: string | null;
  horizon_days: number;
  released: number;
  /** Null while the group's follow-up is not complete, and for an event the data do not record. */
  returned: number | null;
  rate: number | null;
  lower: number | null;
  upper: number | null;
  first_cohort: number;
  last_cohort: number;
  /** Why there is no rate: an event nobody looked for, follow-up that is not complete, events without their day. */
  missing: 'event' | 'follow_up' | 'days' | null;
}

const horizonOf = (request: Request): number => Number(request.params.horizon ?? defaultHorizon);

/**
 * One scan for all horizons (ascending): releases by cohort and by the first horizon that holds the event. A flag
 * without a day says only that the event fell within the follow-up: it counts where the horizon is all of it, and
 * before that nothing is known. Which of a person's releases is the first depends on the years shown, and so on how long
 * they must have been followed: `firsts` has a bit for each way to look at them (see `Window`).
 */
function rateStatement(request: Request): Statement {
  const { seen, day } = eventColumns(request);
  const horizons = horizonsOf(request);
  const lag = recordLag(request);
  const within = horizons.map((horizon, at) => sql`WHEN ${day} < ${horizon} THEN ${at}`);
  const flagged = horizons.map((horizon, at) => sql`WHEN days_followed <= ${horizon} THEN ${at}`);
  const every = everyRelease(request);
  // An event that a ready-made file records is known at every later horizon, however long its follow-up.
  const open = isReadyMade(request.dataset) ? '(event_type IS NULL AND competing_type IS NULL)' : 'true';
  // Years of release share a statement with all years together; places do not.
  const place = request.by === 'cohort_year' ? null : countedApart(request);
  const apart = raw(place === null ? '' : `, ${place}`);
  const first = (condition: Sql): Sql => sql`min(person_release) FILTER (${condition})`;
  const windows = [raw('true'), ...horizons.map((horizon) => sql`cohort_followed >= ${horizon + lag}`)];
  const bits = windows.map((_window, at) => `coalesce(first_${at} = person_release, false)::INTEGER << ${at}`);
  const inYear = `((shown.person_no, person_release) IN (SELECT * FROM yearly))::INTEGER << ${windows.length}`;
  const firsts = every
    ? raw('-1')
    : raw(
        `CASE WHEN shown.person_no IS NULL THEN -1 ELSE ${[...bits.map((bit) => `(${bit})`), `(${inYear})`].join(' + ')} END`,
      );
  return statement(sql`
    WITH shown AS (
      SELECT person_no, person_release, cohort_year, cohort_followed, days_followed${apart},
        ${raw(keyOf(request) ?? 'NULL')} AS key, ${seen} AND ${day} IS NULL AS undated, ${raw(open)} AS open,
        CASE WHEN NOT ${seen} THEN NULL WHEN ${day} IS NOT NULL THEN CASE ${joined(within, ' ')} ELSE ${horizons.length} END
          ${joined(flagged, ' ')} ELSE ${horizons.length} END AS horizon
      FROM release_followed
      WHERE ${releasesShown(request)}
    ),
    earliest AS (
      SELECT person_no${apart}, ${joined(
        windows.map((window, at) => sql`${first(window)} AS ${raw(`first_${at}`)}`),
        ', ',
      )}
      FROM shown WHERE person_no IS NOT NULL GROUP BY person_no${apart}
    ),
    yearly AS (
      SELECT (person_no, min(person_release)) FROM shown WHERE person_no IS NOT NULL GROUP BY person_no, cohort_year
    )
    SELECT CAST(key AS VARCHAR) AS "group", cohort_year, horizon, undated, ${firsts} AS firsts,
      ${raw(every ? 'shown.person_no' : 'NULL')} AS person, count(*)::INTEGER AS releases,
      min(days_followed) FILTER (open) AS followed, min(cohort_followed) AS cohort_followed, ${isRecorded(request)} AS recorded
    FROM shown LEFT JOIN earliest ON shown.person_no = earliest.person_no${raw(
      place === null ? '' : ` AND shown.${place} IS NOT DISTINCT FROM earliest.${place}`,
    )}
    GROUP BY key, cohort_year, horizon, undated, firsts, person`);
}

/** Which of the releases shown are looked at: all years, those followed to a horizon (by its place), each year by itself. */
type Window = 'all' | 'each' | number;

/** Whether a release is its person's first of the window. */
function isFirst({ firsts }: Cell, window: Window, horizons: readonly number[]): boolean {
  const bit = window === 'all' ? 0 : window === 'each' ? horizons.length + 1 : window + 1;
  return ((firsts >> bit) & 1) === 1;
}

/** Cohorts are told apart anyway. */
function keyOf({ by, alongside }: Request): DimensionId | null {
  return countedBy({ by: by === 'cohort_year' ? null : by, ...(alongside ? { alongside } : {}) });
}

/** Horizons counted at once: those of the page where the one asked for is among them. */
function horizonsOf(request: Request): readonly number[] {
  const asked = horizonOf(request);
  return (rateHorizons as readonly number[]).includes(asked) ? rateHorizons : [asked];
}

interface Cell {
  group: string | null;
  cohort: number;
  /** The first horizon that holds the event, by its place; null without an event. */
  horizon: number | null;
  undated: boolean;
  firsts: number;
  /** Where every release counts: the person, of those with several. */
  person: number | null;
  releases: number;
  followed: number;
  cohortFollowed: number;
  recorded: boolean;
}

function cellOf(row: RawRow, { by }: Request): Cell {
  const cohort = Number(row.cohort_year);
  return {
    group: by === null ? null : by === 'cohort_year' ? String(cohort) : (row.group as string | null),
    cohort,
    horizon: row.horizon === null ? null : Number(row.horizon),
    undated: row.undated === true,
    firsts: Number(row.firsts),
    person: row.person === null ? null : Number(row.person),
    releases: Number(row.releases),
    followed: row.followed === null ? Infinity : Number(row.followed),
    cohortFollowed: Number(row.cohort_followed),
    recorded: row.recorded === true,
  };
}

function rateRows(found: readonly RawRow[], request: Request, wanted: readonly number[]): ReturnRate[] {
  // Pooled over cohorts, the ones still being followed are left out; named or listed, they are shown without a rate.
  const pooled = request.params.cohort === undefined && request.by !== 'cohort_year';
  const byGroup = gathered(
    found.map((row) => cellOf(row, request)),
    (cell) => cell.group,
  );
  const groups = groupsOf(byGroup.keys(), request);
  const horizons = horizonsOf(request);
  const needed = (horizon: number) => horizon + recordLag(request);
  return wanted.flatMap((horizon) => {
    const place = horizons.indexOf(horizon);
    return groups.flatMap((group): ReturnRate[] => {
      const own = byGroup.get(group) ?? [];
      const inWindow = (window: Window) => own.filter((cell) => isFirst(cell, window, horizons));
      const complete = pooled ? inWindow(place).filter((cell) => cell.cohortFollowed >= needed(horizon)) : [];
      // Where no year has been followed that long, the row says of how many.
      const among = complete.length > 0 ? complete : inWindow(request.by === 'cohort_year' ? 'each' : 'all');
      if (among.length === 0) return [];
      const missing = !among.every(({ recorded }) => recorded)
        ? 'event'
        : (pooled && complete.length === 0) || !among.every(({ followed }) => followed >= needed(horizon))
          ? 'follow_up'
          : among.some((cell) => cell.undated && (cell.horizon ?? Infinity) > place)
            ? 'days'
            : null;
      return [rateRow(group, horizon, among, place, missing)];
    });
  });
}

function rateRow(
  group: string | null,
  horizon: number,
  among: readonly Cell[],
  place: number,
  missing: ReturnRate['missing'],
): ReturnRate {
  const released = sum(among, (cell) => cell.releases);
  const isWithin = (cell: Cell) => cell.horizon !== null && cell.horizon <= place;
  const returned = missing === null ? sum(among, (cell) => (isWithin(cell) ? cell.releases : 0)) : null;
  const interval =
    returned === null
      ? null
      : clusteredWilson(
          among.map((cell) => ({ person: cell.person, of: cell.releases, with: isWithin(cell) ? cell.releases : 0 })),
        );
  const cohorts = among.map((cell) => cell.cohort);
  return {
    group,
    horizon_days: horizon,
    released,
    returned,
    rate: returned === null ? null : returned / released,
    lower: interval?.lower ?? null,
    upper: interval?.upper ?? null,
    first_cohort: Math.min(...cohorts),
    last_cohort: Math.max(...cohorts),
    missing,
  };
}

/** Why there are no rates: nobody was released, since whoever was has a row. */
function noReleases(rows: readonly ReturnRate[]): string | null {
  return rows.length > 0 ? null : 'No rate: nobody was released, for this place, these years and filters.';
}

export const recidivismRate = question({
  id: 'recidivism/rate',
  title: 'Rate of return at a fixed horizon',
  description:
    'People released who had the event within the horizon, of all released. Only cohorts whose last member has the whole horizon of follow-up, plus the record lag, have a rate; in a ready-made file, cohorts of which nobody without an event was lost before. People who died or left are counted as released. An event on the last day of the horizon belongs to the time after it.',
  columns: [
    groupColumn,
    { name: 'horizon_days', kind: 'count', meaning: 'Days after release within which the event must fall' },
    { name: 'released', kind: 'count', meaning: 'Releases' },
    { name: 'returned', kind: 'count', meaning: 'Of those, with the event within the horizon' },
    { name: 'rate', kind: 'share', meaning: 'Returned as a share of released' },
    {
      name: 'lower',
      kind: 'share',
      meaning: 'Lower 95 % limit (Wilson; where every release counts, of as many people as say as much)',
    },
    { name: 'upper', kind: 'share', meaning: 'Upper 95 % limit (Wilson)' },
    { name: 'first_cohort', kind: 'count', meaning: 'First year of release counted' },
    { name: 'last_cohort', kind: 'count', meaning: 'Last year of release counted' },
    {
      name: 'missing',
      kind: 'text',
      meaning:
        'Why there is no rate: event (the data record none), follow_up (not complete), days (they say whether, not when)',
    },
  ],
  parameters: [
    ...releaseParameters,
    { name: 'horizon', kind: 'integer', meaning: `Days after release (default ${defaultHorizon}, three years)` },
  ],
  by: releaseGroups,
  scopes: releaseScopes,
  needs: releaseParts,
  statements: (request) => [rateStatement(request)],
  rows: ([found = []], request): ReturnRate[] => rateRows(found, request, [horizonOf(request)]),
  note: (_results, _request, rows) => noReleases(rows),
});

export const recidivismRates = question({
  ...recidivismRate,
  id: 'recidivism/rates',
  title: 'Rates of return at one, two, three and five years',
  description: `${recidivismRate.description} Each horizon is of the cohorts followed that long.`,
  parameters: releaseParameters,
  statements: (request) => [rateStatement(request)],
  rows: ([found = []], request): ReturnRate[] => rateRows(found, request, rateHorizons),
});
