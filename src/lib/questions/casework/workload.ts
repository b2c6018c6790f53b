import { addDays, addMonths } from '../../calendar/date.ts';
import { caseGroups, groupColumn } from './case-counts.ts';
import { weightedCases } from '../../projection/work.ts';
import { compareGroups, coveredWindow, facilityParts } from '../population/stock-sql.ts';
import { question, type Parameter, type Request } from '../question.ts';
import { chosenRows, joined, raw, grouped, sql, statement, type Sql } from '../sql.ts';

/** What a caseload is made of. */
type Mix = 'custody_level' | 'risk_level' | 'months_to_release';

export interface WorkloadMix {
  group: string | null;
  /** Custody level, risk, or months to release; null where it was not recorded, or there is no date. */
  value: string | null;
  people: number;
  /** People of the group. */
  total: number;
  average: number;
  share: number | null;
}

/** Months to projected release, from the nearest on; the first holds dates that have passed. */
export const releaseBands: readonly { value: string; from: number | null; to: number | null }[] = [
  { value: 'past', from: null, to: 0 },
  { value: '0–3', from: 0, to: 3 },
  { value: '3–6', from: 3, to: 6 },
  { value: '6–12', from: 6, to: 12 },
  { value: '12–24', from: 12, to: 24 },
  { value: '24 and more', from: 24, to: null },
];

const mixParameter: Parameter = {
  name: 'mix',
  kind: 'choice',
  choices: ['custody_level', 'risk_level', 'months_to_release'],
  meaning: 'What to split by: custody_level (default), risk_level or months_to_release',
};

const mixOf = ({ params }: Request): Mix => (params.mix ?? 'custody_level') as Mix;
const place = (request: Request): Sql => chosenRows(request, caseGroups);

export const workloadMix = question({
  id: 'casework/workload-mix',
  title: 'Mix of caseloads',
  description:
    'People by custody level, risk, or months to projected release: on the last covered day of the period, and on average over its days, under the case manager assigned. The projected release is the one in the records on the as-of date.',
  columns: [
    groupColumn,
    { name: 'value', kind: 'text', meaning: 'Custody level, risk, or months to release; null where not recorded' },
    { name: 'people', kind: 'count', meaning: 'People on the last covered day of the period' },
    { name: 'total', kind: 'count', meaning: 'People of the group on that day' },
    { name: 'average', kind: 'number', meaning: 'People on an average day of the period' },
    { name: 'share', kind: 'share', meaning: 'People as a share of the group' },
  ],
  parameters: [mixParameter],
  by: caseGroups,
  eachUnit: true,
  needs: (request) => facilityParts('case_span', request),
  statements(request) {
    const { from, to } = coveredWindow(request);
    const mix = mixOf(request);
    // The overlap of everybody's days with the period; a row that reaches the last day is there on it.
    const overlap = (since: Sql, until: Sql) => sql`
          sum(people * greatest(0, ${until} - ${since}))::DOUBLE AS days,
          coalesce(sum(people) FILTER (WHERE ${until} = CAST(${to} AS DATE) AND ${since} < CAST(${to} AS DATE)), 0)::INTEGER AS people`;
    const since = sql`greatest(start_date, CAST(${from} AS DATE))`;
    const until = sql`least(end_date, CAST(${to} AS DATE))`;
    if (mix !== 'months_to_release') {
      return [
        statement(sql`
        SELECT ${grouped(request)}, CAST(${raw(mix)} AS VARCHAR) AS value, ${overlap(since, until)}
        FROM case_span
        WHERE start_date < CAST(${to} AS DATE) AND end_date > CAST(${from} AS DATE) AND ${place(request)}
        GROUP BY ALL`),
      ];
    }
    // A date is in a band from so many months before it to so many: day by day the same as counting months from each day.
    const bands = joined(
      releaseBands.map(
        ({ value, from: near, to: far }) => sql`(${value}, CAST(${far} AS INTEGER), CAST(${near} AS INTEGER))`,
      ),
      ', ',
    );
    const enters = raw("coalesce(CAST(projected_release_date - to_months(far) AS DATE) + 1, DATE '0001-01-01')");
    const leaves = raw("coalesce(CAST(projected_release_date - to_months(near) AS DATE) + 1, DATE '9999-12-31')");
    return [
      statement(sql`
        SELECT ${grouped(request)}, band.value AS value, ${overlap(sql`greatest(${since}, ${enters})`, sql`least(${until}, ${leaves})`)}
        FROM case_span LEFT JOIN (VALUES ${bands}) AS band(value, far, near) ON projected_release_date IS NOT NULL
        WHERE start_date < CAST(${to} AS DATE) AND end_date > CAST(${from} AS DATE) AND ${place(request)}
        GROUP BY ALL`),
    ];
  },
  rows([found = []], request): WorkloadMix[] {
    const { days } = coveredWindow(request);
    if (days === 0) return [];
    const totals = new Map<string | null, number>();
    for (const row of found) {
      const group = row.group as string | null;
      totals.set(group, (totals.get(group) ?? 0) + Number(row.people));
    }
    const groups = compareGroups(request);
    const values = compareValues(request);
    return found
      .filter((row) => Number(row.days) > 0)
      .map((row) => {
        const group = row.group as string | null;
        const people = Number(row.people);
        const total = totals.get(group) ?? 0;
        const share = total === 0 ? null : people / total;
        return { group, value: row.value as string | null, people, total, average: Number(row.days) / days, share };
      })
      .sort((a, b) => groups(a.group, b.group) || values(a.value, b.value));
  },
});

/** Levels from least to most secure, months from the nearest, other values by text; "not recorded" last. */
function compareValues(request: Request): (a: string | null, b: string | null) => number {
  const mix = mixOf(request);
  if (mix === 'months_to_release') {
    const rank = (value: string | null) =>
      value === null ? 99 : releaseBands.findIndex((band) => band.value === value);
    return (a, b) => rank(a) - rank(b);
  }
  return compareGroups({ by: mix, dataset: request.dataset });
}

export interface WeightedWorkload {
  group: string | null;
  people: number;
  new_arrival: number;
  /** These are null where what they are counted by was not supplied. */
  near_release: number | null;
  highest_custody: number | null;
  high_risk: number | null;
  /** People, each counted as one and the additions of what applies; null where one of those is not known. */
  weighted: number | null;
  /** Weighted cases of one person; null where there is nobody. */
  weight: number | null;
}

export const weightedWorkload = question({
  id: 'casework/weighted-workload',
  title: 'Weighted workload',
  description:
    'People on the last covered day of the period, each counted as one case and more when newly arrived, close to release, at the most secure custody level, or of high risk. How much more is a setting.',
  columns: [
    groupColumn,
    { name: 'people', kind: 'count', meaning: 'People on the last covered day of the period' },
    { name: 'new_arrival', kind: 'count', meaning: 'Of those, admitted within the days of the initial deadlines' },
    { name: 'near_release', kind: 'count', meaning: 'Of those, close to their projected release or past it' },
    { name: 'highest_custody', kind: 'count', meaning: 'Of those, at the most secure custody level' },
    { name: 'high_risk', kind: 'count', meaning: 'Of those, with an assessed risk of "high"' },
    { name: 'weighted', kind: 'number', meaning: 'Cases, with the additions set for each of these' },
    { name: 'weight', kind: 'number', meaning: 'Weighted cases of one person' },
  ],
  parameters: [],
  by: caseGroups,
  eachUnit: true,
  needs: (request) => facilityParts('case_span', request),
  statements(request) {
    const { dataset } = request;
    const { settings } = dataset;
    const day = addDays(coveredWindow(request).to, -1);
    const counted = (condition: Sql) => sql`coalesce(sum(people) FILTER (WHERE ${condition}), 0)::INTEGER`;
    return [
      statement(sql`
      SELECT ${grouped(request)}, sum(people)::INTEGER AS people,
        ${counted(sql`admission_date > CAST(${addDays(day, -settings.initial_days)} AS DATE)`)} AS new_arrival,
        ${counted(sql`projected_release_date <= CAST(${addMonths(day, settings.near_release_months)} AS DATE)`)} AS near_release,
        ${counted(sql`custody_level = ${dataset.custody_levels.at(-1) ?? null}`)} AS highest_custody,
        ${counted(raw("lower(risk_level) = 'high'"))} AS high_risk
      FROM case_span
      WHERE start_date <= CAST(${day} AS DATE) AND end_date > CAST(${day} AS DATE) AND ${place(request)}
      GROUP BY ALL`),
    ];
  },
  rows([found = []], request): WeightedWorkload[] {
    if (coveredWindow(request).days === 0) return [];
    const { settings } = request.dataset;
    const compare = compareGroups(request);
    return found
      .map((row) => {
        const count = (name: string) => Number(row[name] ?? 0);
        const mix = {
          people: count('people'),
          new_arrival: count('new_arrival'),
          near_release: count('near_release'),
          highest_custody: count('highest_custody'),
          high_risk: count('high_risk'),
        };
        const weighted = weightedCases(mix, settings);
        return {
          group: row.group as string | null,
          ...mix,
          weighted,
          weight: mix.people === 0 ? null : weighted / mix.people,
        };
      })
      .sort((a, b) => compare(a.group, b.group));
  },
});
