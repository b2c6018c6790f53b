import { group as gathered, sum } from 'd3-array';
import { wilson } from '../../analysis/proportion.ts';
import { releaseGroups, type DimensionId } from '../dimensions.ts';
import { compareGroups } from '../population/stock-sql.ts';
import { question, type Request, type Statement } from '../question.ts';
import type { RawRow } from '../../engine/engine.ts';
import { recordLag } from './outcome.ts';
import { eventColumns, isRecorded } from './outcome-columns.ts';
import { countedBy, groupColumn, releaseParameters, releaseParts, releases } from './releases.ts';
import { column, sql, statement, type Sql } from '../sql.ts';
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

const defaultHorizon = 1095;

/** Years at which rates are shown, in days. */
export const rateHorizons = [365, 730, 1095, 1826] as const;

const horizonOf = (request: Request): number => Number(request.params.horizon ?? defaultHorizon);

/**
 * One scan for all horizons (ascending): releases by cohort and by the first horizon that holds the event. A flag
 * without a day says only that the event fell within the follow-up: it counts where the horizon is all of it, and
 * before that nothing is known.
 */
function rateStatement(request: Request): Statement {
  const { seen, day } = eventColumns(request);
  const horizons = horizonsOf(request);
  const within = horizons.map((horizon, at) => sql`WHEN ${day} < ${horizon} THEN ${at}`);
  const flagged = horizons.map((horizon, at) => sql`WHEN days_followed <= ${horizon} THEN ${at}`);
  return statement(sql`
    SELECT CAST(key AS VARCHAR) AS "group", cohort_year, horizon, undated, count(*)::INTEGER AS releases,
      min(days_followed) AS followed, min(cohort_followed) AS cohort_followed, ${isRecorded(request)} AS recorded
    FROM (
      SELECT ${column(keyOf(request) ?? 'NULL')} AS key, cohort_year, days_followed, cohort_followed,
        ${seen} AND ${day} IS NULL AS undated,
        CASE WHEN NOT ${seen} THEN NULL WHEN ${day} IS NOT NULL THEN CASE ${listed(within)} ELSE ${horizons.length} END
          ${listed(flagged)} ELSE ${horizons.length} END AS horizon
      FROM release_followed
      WHERE ${releases(request)}
    )
    GROUP BY key, cohort_year, horizon, undated`);
}

/** Cohorts are told apart anyway. */
function keyOf({ by, alongside }: Request): DimensionId | null {
  return countedBy({ by: by === 'cohort_year' ? null : by, ...(alongside ? { alongside } : {}) });
}

function listed(pieces: readonly Sql[]): Sql {
  return {
    text: pieces.map(({ text }) => text).join(' '),
    bindings: pieces.flatMap(({ bindings }) => bindings),
  };
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
    releases: Number(row.releases),
    followed: Number(row.followed),
    cohortFollowed: Number(row.cohort_followed),
    recorded: row.recorded === true,
  };
}

function rateRows(found: readonly RawRow[], request: Request, wanted: readonly number[]): ReturnRate[] {
  const lag = recordLag(request);
  // Pooled over cohorts, the ones still being followed are left out; named or listed, they are shown without a rate.
  const pooled = request.params.cohort === undefined && request.by !== 'cohort_year';
  const byGroup = gathered(
    found.map((row) => cellOf(row, request)),
    (cell) => cell.group,
  );
  const groups = [...byGroup.keys()].sort(compareGroups(request));
  const horizons = horizonsOf(request);
  return wanted.flatMap((horizon) => {
    const place = horizons.indexOf(horizon);
    return groups.flatMap((group): ReturnRate[] => {
      const among = (byGroup.get(group) ?? []).filter((cell) => !pooled || cell.cohortFollowed >= horizon + lag);
      if (among.length === 0) return [];
      const released = sum(among, (cell) => cell.releases);
      const missing = !among.every(({ recorded }) => recorded)
        ? 'event'
        : !among.every(({ followed }) => followed >= horizon + lag)
          ? 'follow_up'
          : among.some((cell) => cell.undated && (cell.horizon ?? Infinity) > place)
            ? 'days'
            : null;
      const within = among.filter((cell) => cell.horizon !== null && cell.horizon <= place);
      const returned = missing === null ? sum(within, (cell) => cell.releases) : null;
      const interval = returned === null ? null : wilson(returned, released);
      const cohorts = among.map((cell) => cell.cohort);
      return [
        {
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
        },
      ];
    });
  });
}

export const recidivismRate = question<ReturnRate>({
  id: 'recidivism/rate',
  title: 'Rate of return at a fixed horizon',
  description:
    'People released who had the event within the horizon, of all released. Only cohorts whose last member has the whole horizon of follow-up, plus the record lag, have a rate. An event on the last day of the horizon belongs to the time after it.',
  columns: [
    groupColumn,
    { name: 'horizon_days', kind: 'count', meaning: 'Days after release within which the event must fall' },
    { name: 'released', kind: 'count', meaning: 'Releases' },
    { name: 'returned', kind: 'count', meaning: 'Of those, with the event within the horizon' },
    { name: 'rate', kind: 'share', meaning: 'Returned as a share of released' },
    { name: 'lower', kind: 'share', meaning: 'Lower 95 % limit (Wilson)' },
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
    { name: 'horizon', kind: 'integer', meaning: 'Days after release (default 1095, three years)' },
  ],
  by: releaseGroups,
  scopes: releaseScopes,
  needs: releaseParts,
  statements: (request) => [rateStatement(request)],
  rows: ([found = []], request) => rateRows(found, request, [horizonOf(request)]),
});

export const recidivismRates = question<ReturnRate>({
  ...recidivismRate,
  id: 'recidivism/rates',
  title: 'Rates of return at one, two, three and five years',
  description: `${recidivismRate.description} Each horizon is of the cohorts followed that long.`,
  parameters: releaseParameters,
  statements: (request) => [rateStatement(request)],
  rows: ([found = []], request) => rateRows(found, request, rateHorizons),
});
