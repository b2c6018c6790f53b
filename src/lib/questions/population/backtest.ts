import { monthDay, monthEnd } from '../../projection/months.ts';
import { scores, type Score, type ScoredPoint } from '../../projection/backtest.ts';
import { numberOrNull, type RawRow } from '../../engine/engine.ts';
import { inputStatement, inputOf, pastStatement, projectedScopes, projectionPart, toTenth } from './projection-rows.ts';
import { agencyPart } from './stock-sql.ts';
import { countHolds } from './counted.ts';
import { question, type Request } from '../question.ts';
import { raw, inScope, sql, statement } from '../sql.ts';
import { formatScope } from '../scope.ts';

export const populationBacktest = question({
  id: 'population/backtest',
  title: 'How wrong past projections were',
  description:
    'The projection made again at every past month with at least 36 months of history before it, knowing only what was known then, held against what came: by months ahead, beside the last value and a damped trend.',
  columns: [
    { name: 'horizon_months', kind: 'count', meaning: 'Months ahead' },
    { name: 'origins', kind: 'count', meaning: 'Past months projected from' },
    {
      name: 'independent_origins',
      kind: 'number',
      meaning: 'Past months divided by months ahead: as many as do not overlap, which is what the shares below rest on',
    },
    { name: 'mape', kind: 'number', meaning: 'Mean absolute error, percent of what came' },
    { name: 'bias', kind: 'number', meaning: 'Mean error, percent; above zero, too many were projected' },
    { name: 'worst', kind: 'number', meaning: 'Largest error, percent' },
    { name: 'coverage80', kind: 'share', meaning: 'Share of what came inside the 80 % band' },
    {
      name: 'coverage80_lower',
      kind: 'share',
      meaning: 'Lower 95 % limit of that share, by past months that do not overlap',
    },
    { name: 'coverage80_upper', kind: 'share', meaning: 'Upper limit of it' },
    { name: 'coverage95', kind: 'share', meaning: 'Share of what came inside the 95 % band' },
    { name: 'width80', kind: 'number', meaning: 'Mean width of the 80 % band, percent of the projected number' },
    { name: 'last_value_mape', kind: 'number', meaning: 'Mean absolute error of saying that nothing changes' },
    { name: 'damped_mape', kind: 'number', meaning: 'Mean absolute error of a damped trend of the last year' },
    {
      name: 'crps',
      kind: 'number',
      meaning:
        'Continuous ranked probability score, percent of what came: error and width of the bands in one; lower is better',
    },
    { name: 'last_value_crps', kind: 'number', meaning: 'The same of the last value, with bands made the same way' },
    { name: 'skill', kind: 'number', meaning: '1 less the error over that of the last value; above zero is better' },
  ],
  parameters: [{ name: 'until', kind: 'date', meaning: 'Only what came before this day; everything without it' }],
  by: [],
  scopes: projectedScopes,
  needs: (request) => [projectionPart('projection_past', request)],
  statements: (request) => [pastStatement(request)],
  rows([found = []], request): Score[] {
    const endDay = monthDay(request.dataset.as_of);
    const until = String(request.params.until ?? '9999-12-31');
    const before = found.filter((row) => monthEnd(Number(row.origin) + Number(row.months), endDay) < until);
    return scores(before.map(pointOf));
  },
});

function pointOf(row: RawRow): ScoredPoint {
  return {
    origin: Number(row.origin),
    months: Number(row.months),
    projected: Number(row.projected),
    actual: Number(row.actual),
    width80: Number(row.width80),
    width95: Number(row.width95),
    last: Number(row.last_value),
    damped: Number(row.damped),
    score: numberOrNull(row.score),
    lastScore: numberOrNull(row.last_score),
  };
}

/** One month of an earlier projection, beside what came. */
export interface EarlierProjection {
  made_on: string;
  date: string;
  projected: number;
  lower80: number;
  upper80: number;
  actual: number | null;
}

/** Months between the old projections drawn as a strip. */
const stripEvery = 6;

export const projectionStrip = question({
  id: 'population/projection-past',
  title: 'Old projections over what happened',
  description: 'Every sixth of the projections made again at past months, up to three years ahead, and what came.',
  columns: earlierColumns('Month end the projection is made again at'),
  parameters: [],
  by: [],
  scopes: projectedScopes,
  needs: (request) => [projectionPart('projection_past', request)],
  statements: (request) => [pastStatement(request)],
  rows([found = []], request): EarlierProjection[] {
    const endDay = monthDay(request.dataset.as_of);
    const last = Math.max(...found.map((row) => Number(row.origin) + Number(row.months)), 0);
    return found
      .filter((row) => (last - Number(row.origin)) % stripEvery === 0)
      .map((row) => {
        const [origin, projected, width] = [Number(row.origin), Number(row.projected), Number(row.width80)];
        return {
          made_on: monthEnd(origin, endDay),
          date: monthEnd(origin + Number(row.months), endDay),
          projected: toTenth(projected),
          lower80: toTenth(Math.max(0, projected - width)),
          upper80: toTenth(projected + width),
          actual: Number(row.actual),
        };
      });
  },
});

export const projectionKept = question({
  id: 'population/projection-kept',
  title: 'Projections of earlier exports',
  description: 'What earlier exports projected, as it stood then, for days that have come since.',
  columns: earlierColumns('As-of date of the earlier export'),
  parameters: [],
  by: [],
  scopes: projectedScopes,
  needs: (request) => [
    ...agencyPart('projection_kept'),
    ...agencyPart(request.dataset.population_basis === 'counts' ? 'population_counted' : 'population_day'),
  ],
  statements(request) {
    const kept = sql`
      SELECT CAST(made_on AS VARCHAR) AS made_on, CAST(date AS VARCHAR) AS date, projected, lower80, upper80
      FROM projection_kept
      WHERE scope = ${formatScope(request.scope)} AND date <= CAST(${request.dataset.as_of} AS DATE)
      ORDER BY made_on, date`;
    return [statement(kept), statement(actualOn(request))];
  },
  rows: ([kept = [], actual = []]): EarlierProjection[] => {
    const people = new Map(actual.map((row) => [row.date, Number(row.people)]));
    return kept.map((row) => ({
      made_on: String(row.made_on),
      date: String(row.date),
      projected: Number(row.projected),
      lower80: Number(row.lower80),
      upper80: Number(row.upper80),
      actual: people.get(row.date) ?? null,
    }));
  },
});

/** People on the days that were projected. */
function actualOn(request: Request) {
  const days = sql`SELECT DISTINCT date FROM projection_kept WHERE scope = ${formatScope(request.scope)} AND date <= CAST(${request.dataset.as_of} AS DATE)`;
  if (request.dataset.population_basis === 'counts') {
    // Every institution as at its own last count.
    return sql`
      WITH days AS (${days}),
      latest AS (
        SELECT days.date, region_id AS of_region, facility_id AS of_facility, max(count_date) AS last_count
        FROM days JOIN population_counted ON count_date <= days.date AND count_date > days.date - ${countHolds}
        WHERE ${inScope(request)}
        GROUP BY ALL
      )
      SELECT CAST(latest.date AS VARCHAR) AS date, sum(population)::INTEGER AS people
      FROM latest JOIN population_counted ON count_date = last_count
        AND of_region IS NOT DISTINCT FROM region_id AND of_facility IS NOT DISTINCT FROM facility_id
      GROUP BY latest.date`;
  }
  return sql`
    SELECT CAST(days.date AS VARCHAR) AS date, sum(change)::INTEGER AS people
    FROM (${days}) AS days JOIN ${raw('population_day')} ON change_date <= days.date
    WHERE ${inScope(request)}
    GROUP BY days.date`;
}

function earlierColumns(made: string) {
  return [
    { name: 'made_on', kind: 'date', meaning: made },
    { name: 'date', kind: 'date', meaning: 'Day projected' },
    { name: 'projected', kind: 'number', meaning: 'People projected' },
    { name: 'lower80', kind: 'number', meaning: 'Lower limit of the 80 % band' },
    { name: 'upper80', kind: 'number', meaning: 'Upper limit of the 80 % band' },
    { name: 'actual', kind: 'count', meaning: 'People there were' },
  ] as const;
}

export interface PopulationPoint {
  date: string;
  people: number | null;
}

export const projectionHistory = question({
  id: 'population/projection-history',
  title: 'Population at month ends',
  description: 'People at the end of each past month the projection goes on from.',
  columns: [
    { name: 'date', kind: 'date', meaning: 'Day' },
    { name: 'people', kind: 'count', meaning: 'People at the end of the day; nothing where nobody was counted' },
  ],
  parameters: [],
  by: [],
  scopes: projectedScopes,
  needs: (request) => [projectionPart('projection_input', request)],
  statements: (request) => [inputStatement(request, 'population')],
  rows([found = []], request): PopulationPoint[] {
    const input = inputOf(found);
    const endDay = monthDay(request.dataset.as_of);
    return (input?.population ?? []).map((people, m) => ({
      date: monthEnd((input?.first ?? 0) - 1 + m, endDay),
      people,
    }));
  },
});
