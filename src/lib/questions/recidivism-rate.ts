import { wilson } from '../analysis/proportion.ts';
import { compareGroups } from './population.ts';
import { question, type Request, type Statement } from './question.ts';
import type { RawRow } from '../engine/engine.ts';
import { eventColumns, isRecorded, recordLag } from './outcome.ts';
import { groupColumn, releaseGroups, releaseParameters, releaseParts, releases, releaseScopes } from './recidivism.ts';
import { column, grouped, sql, statement, type Sql } from './sql.ts';

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
}

const defaultHorizon = 1095;

const horizonOf = (request: Request): number => Number(request.params.horizon ?? defaultHorizon);

/** One scan for all horizons: for each, who is counted, who had the event, and whether that is known of all. */
function rateStatement(request: Request, horizons: readonly number[]): Statement {
  const lag = recordLag(request);
  const { seen, day } = eventColumns(request);
  // Pooled over cohorts, the ones still being followed are left out; named or listed, they are shown without a rate.
  const pooled = request.params.cohort === undefined && request.by !== 'cohort_year';
  const counted = horizons.map((horizon, at) => {
    const among = pooled ? sql`cohort_followed >= ${horizon + lag}` : column('true');
    // A flag without a day says only that the event fell within the follow-up: it counts where the horizon is all of it.
    const within = sql`(event AND (event_day < ${horizon} OR (event_day IS NULL AND days_followed <= ${horizon})))`;
    const unknown = sql`(event AND event_day IS NULL AND days_followed > ${horizon})`;
    return sql`(count(*) FILTER (${among}))::INTEGER AS ${column(`released_${at}`)},
        (count(*) FILTER (${among} AND ${within}))::INTEGER AS ${column(`returned_${at}`)},
        (min(days_followed) FILTER (${among})) >= ${horizon + lag} AND NOT (bool_or(${unknown}) FILTER (${among}))
          AND ${isRecorded(request)} AS ${column(`complete_${at}`)},
        (min(cohort_year) FILTER (${among}))::INTEGER AS ${column(`first_${at}`)},
        (max(cohort_year) FILTER (${among}))::INTEGER AS ${column(`last_${at}`)}`;
  });
  return statement(sql`
      SELECT ${grouped(request)},
        ${listed(counted)}
      FROM (SELECT *, ${seen} AS event, ${day} AS event_day FROM release WHERE ${releases(request)})
      GROUP BY 1`);
}

function listed(pieces: readonly Sql[]): Sql {
  return {
    text: pieces.map(({ text }) => text).join(',\n        '),
    bindings: pieces.flatMap(({ bindings }) => bindings),
  };
}

function rateRows(found: readonly RawRow[], request: Request, horizons: readonly number[]): ReturnRate[] {
  const compare = compareGroups(request);
  return horizons.flatMap((horizon, at) =>
    found
      .filter((row) => Number(row[`released_${at}`]) > 0)
      .map((row) => {
        const released = Number(row[`released_${at}`]);
        const returned = row[`complete_${at}`] === true ? Number(row[`returned_${at}`]) : null;
        const interval = returned === null ? null : wilson(returned, released);
        return {
          group: row.group as string | null,
          horizon_days: horizon,
          released,
          returned,
          rate: returned === null ? null : returned / released,
          lower: interval?.lower ?? null,
          upper: interval?.upper ?? null,
          first_cohort: Number(row[`first_${at}`]),
          last_cohort: Number(row[`last_${at}`]),
        };
      })
      .sort((a, b) => compare(a.group, b.group)),
  );
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
  ],
  parameters: [
    ...releaseParameters,
    { name: 'horizon', kind: 'integer', meaning: 'Days after release (default 1095, three years)' },
  ],
  by: releaseGroups,
  scopes: releaseScopes,
  needs: releaseParts,
  statements: (request) => [rateStatement(request, [horizonOf(request)])],
  rows: ([found = []], request) => rateRows(found, request, [horizonOf(request)]),
});

/** Years at which rates are shown, in days. */
export const rateHorizons = [365, 730, 1095, 1826] as const;

export const recidivismRates = question<ReturnRate>({
  ...recidivismRate,
  id: 'recidivism/rates',
  title: 'Rates of return at one, two, three and five years',
  description: `${recidivismRate.description} Each horizon is of the cohorts followed that long.`,
  parameters: releaseParameters,
  statements: (request) => [rateStatement(request, rateHorizons)],
  rows: ([found = []], request) => rateRows(found, request, rateHorizons),
});
