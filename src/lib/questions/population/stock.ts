import { addDays } from '../../calendar/date.ts';
import { wilsonRate } from '../../analysis/proportion.ts';
import { populationDimensions } from '../dimensions.ts';
import { agencyPart, compareGroups, facilityParts, populationGroups } from './stock-sql.ts';
import { question, type Request } from '../question.ts';
import { chosenRows, grouped, inScope, joined, kept, partOf, raw, sql, statement, type Sql } from '../sql.ts';

const place = (request: Request): Sql => chosenRows(request, populationDimensions);

/** A move between levels has two of them and is filtered by neither. */
const besideLevel = populationDimensions.filter((id) => id !== 'custody_level');

export interface LevelFit {
  group: string | null;
  people: number;
  /** People with both a level and a scored level. */
  scored: number;
  out_of_level: number;
  /** Out of level without a management variable that explains it. */
  unexplained: number;
  rate: number | null;
  lower: number | null;
  upper: number | null;
}

/** Both levels are recorded and among the agency's: a code nobody knows is no other level. */
function levelsKnown({ dataset: { custody_levels: levels } }: Request): Sql {
  if (levels.length === 0) return raw('custody_level IS NOT NULL AND scored_custody_level IS NOT NULL');
  const list = joined(
    levels.map((level) => sql`${level}`),
    ', ',
  );
  return sql`custody_level IN (${list}) AND scored_custody_level IN (${list})`;
}

export const levelFit = question({
  id: 'population/level-fit',
  title: 'Custody level against scored level',
  description:
    'People held at a level other than the scored one on the as-of date, with and without a management variable.',
  columns: [
    { name: 'group', kind: 'text', meaning: 'Value of the grouped column; null where it was not recorded' },
    { name: 'people', kind: 'count', meaning: 'People in custody' },
    { name: 'scored', kind: 'count', meaning: 'People with a custody level and a scored level of the agency’s list' },
    { name: 'out_of_level', kind: 'count', meaning: 'People held at another level than the scored one' },
    { name: 'unexplained', kind: 'count', meaning: 'Of those, people without a management variable' },
    { name: 'rate', kind: 'share', meaning: 'Unexplained as a share of scored' },
    { name: 'lower', kind: 'share', meaning: 'Lower 95 % limit (Wilson)' },
    { name: 'upper', kind: 'share', meaning: 'Upper 95 % limit (Wilson)' },
  ],
  parameters: [],
  by: populationGroups,
  eachUnit: true,
  needs: () => agencyPart('stock'),
  statements: (request) => [
    statement(sql`
      SELECT ${grouped(request)}, sum(people)::INTEGER AS people,
        sum(CASE WHEN ${levelsKnown(request)} THEN people ELSE 0 END)::INTEGER AS scored,
        sum(CASE WHEN ${levelsKnown(request)} AND custody_level <> scored_custody_level THEN people ELSE 0 END)::INTEGER AS out_of_level,
        sum(CASE WHEN ${levelsKnown(request)} AND custody_level <> scored_custody_level AND management_variable IS NOT TRUE THEN people ELSE 0 END)::INTEGER AS unexplained
      FROM stock
      WHERE ${place(request)}
      GROUP BY ALL`),
  ],
  rows([found = []], request): LevelFit[] {
    const compare = compareGroups(request);
    return found
      .map((row) => {
        const scored = Number(row.scored ?? 0);
        const unexplained = Number(row.unexplained ?? 0);
        return {
          group: row.group as string | null,
          people: Number(row.people ?? 0),
          scored,
          out_of_level: Number(row.out_of_level ?? 0),
          unexplained,
          ...wilsonRate(unexplained, scored),
        };
      })
      .sort((a, b) => compare(a.group, b.group));
  },
});

export interface CustodyMove {
  from_level: string;
  to_level: string;
  people: number;
}

export const custodyMoves = question({
  id: 'population/custody-moves',
  title: 'Moves between custody levels',
  description:
    'Moves from one custody level to another in the period’s months, counted where the person was afterwards.',
  columns: [
    { name: 'from_level', kind: 'text', meaning: 'Custody level before' },
    { name: 'to_level', kind: 'text', meaning: 'Custody level after' },
    { name: 'people', kind: 'count', meaning: 'Moves' },
  ],
  parameters: [],
  by: [],
  eachUnit: true,
  needs: () => agencyPart('custody_move'),
  statements: (request) => [
    statement(sql`
      SELECT ${partOf(request)}from_level, to_level, sum(people)::INTEGER AS people
      FROM custody_move
      WHERE month >= date_trunc('month', CAST(${request.period.from} AS DATE)) AND month < CAST(${request.period.to} AS DATE)
        AND ${inScope(request)} AND ${kept(request.filters, besideLevel)}
      GROUP BY ALL`),
  ],
  rows([found = []], request): CustodyMove[] {
    const compare = compareGroups({ by: 'custody_level', dataset: request.dataset });
    return found
      .map((row) => ({
        from_level: String(row.from_level),
        to_level: String(row.to_level),
        people: Number(row.people),
      }))
      .sort((a, b) => compare(a.from_level, b.from_level) || compare(a.to_level, b.to_level));
  },
});

export interface ExpectedMove {
  direction: 'in' | 'out';
  kind: string;
  /** Expected on or before the as-of date, and still pending. */
  past: number;
  within_30: number;
  within_60: number;
  within_90: number;
}

export const expectedMoves = question({
  id: 'population/expected',
  title: 'Expected arrivals and departures',
  description:
    'Pending designations and projected releases after the as-of date, within 30, 60 and 90 days, each figure including the ones before it.',
  columns: [
    { name: 'direction', kind: 'text', meaning: 'in or out' },
    { name: 'kind', kind: 'text', meaning: 'designation, redesignation, transfer or projected_release' },
    { name: 'past', kind: 'count', meaning: 'Expected on or before the as-of date, but still pending' },
    { name: 'within_30', kind: 'count', meaning: 'Expected within 30 days' },
    { name: 'within_60', kind: 'count', meaning: 'Expected within 60 days' },
    { name: 'within_90', kind: 'count', meaning: 'Expected within 90 days' },
  ],
  parameters: [],
  by: [],
  eachUnit: true,
  needs: () => agencyPart('expected_move'),
  statements(request) {
    const asOf = request.dataset.as_of;
    const within = (days: number) =>
      sql`sum(CASE WHEN expected_date > CAST(${asOf} AS DATE) AND expected_date <= CAST(${addDays(asOf, days)} AS DATE) THEN people ELSE 0 END)::INTEGER`;
    return [
      statement(sql`
        SELECT ${partOf(request)}direction, kind,
          sum(CASE WHEN expected_date <= CAST(${asOf} AS DATE) THEN people ELSE 0 END)::INTEGER AS past,
          ${within(30)} AS within_30, ${within(60)} AS within_60, ${within(90)} AS within_90
        FROM expected_move
        WHERE ${place(request)}
        GROUP BY ALL
        ORDER BY 1, 2`),
    ];
  },
  rows: ([found = []]): ExpectedMove[] =>
    found.map((row) => ({
      direction: row.direction as 'in' | 'out',
      kind: String(row.kind),
      past: Number(row.past),
      within_30: Number(row.within_30),
      within_60: Number(row.within_60),
      within_90: Number(row.within_90),
    })),
});

export interface Resident {
  stay_key: string;
  facility_id: string | null;
  unit_id: string | null;
  custody_level: string | null;
  scored_custody_level: string | null;
  legal_status: string | null;
  admission_date: string;
  projected_release_date: string | null;
}

export const outOfLevelList = question({
  id: 'population/out-of-level',
  title: 'People out of level without a management variable',
  description: 'The people behind the count, under their pseudonyms: as of the as-of date, in one institution or unit.',
  columns: [
    { name: 'stay_key', kind: 'text', meaning: 'Pseudonym of the stay' },
    { name: 'facility_id', kind: 'text', meaning: 'Institution' },
    { name: 'unit_id', kind: 'text', meaning: 'Unit' },
    { name: 'custody_level', kind: 'text', meaning: 'Custody level held' },
    { name: 'scored_custody_level', kind: 'text', meaning: 'Custody level scored' },
    { name: 'legal_status', kind: 'text', meaning: 'Legal status' },
    { name: 'admission_date', kind: 'date', meaning: 'First day in custody' },
    { name: 'projected_release_date', kind: 'date', meaning: 'Projected release' },
  ],
  parameters: [],
  by: [],
  needs: (request) => facilityParts('out_of_level', request),
  statements: (request) => [
    statement(sql`
      SELECT stay_key, facility_id, unit_id, custody_level, scored_custody_level, legal_status,
        CAST(admission_date AS VARCHAR) AS admission_date, CAST(projected_release_date AS VARCHAR) AS projected_release_date
      FROM out_of_level
      WHERE ${place(request)} AND ${levelsKnown(request)}
      ORDER BY unit_id, stay_key`),
  ],
  rows: ([found = []]): Resident[] => found as unknown as Resident[],
});
