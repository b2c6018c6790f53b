import { addDays } from '../../calendar/date.ts';
import {
  grainParameter,
  groupColumn,
  groupedOf,
  groupedRows,
  monthColumn,
  monthOf,
  eventWindow,
  placeGroups,
  placeScopes,
  type Grouped,
} from '../casework/case-counts.ts';
import type { DimensionId } from '../dimensions.ts';
import { agencyPart, compareGroups, coveredWindow } from '../population/stock-sql.ts';
import { question, type Parameter, type Request } from '../question.ts';
import { chosenRows, raw, grouped, inMonths, inScope, sql, statement, type Sql } from '../sql.ts';

export interface Staffing extends Grouped {
  /** Months with a record. */
  months: number;
  authorized: number | null;
  filled: number | null;
  /** Filled as a share of authorised, over the months in which both are recorded. */
  share: number | null;
  /** Average daily population of the same institutions and months; null without stays. */
  people: number | null;
  people_per_filled: number | null;
  custody_post_hours: number | null;
  /** Hours on custody posts of one filled position in a month. */
  hours_per_filled: number | null;
}

const staffingDimensions = [...placeGroups, 'role'] as const satisfies readonly DimensionId[];

const roleParameter: Parameter = {
  name: 'role',
  kind: 'text',
  meaning: 'Role counted (default case_manager; "all" for every role)',
};

function roleOf(request: Request): Sql {
  const role = String(request.params.role ?? 'case_manager');
  return request.by === 'role' || role === 'all' ? raw('true') : sql`role = ${role}`;
}

const withPeople = ({ dataset }: Request) => dataset.population_basis === 'stays';

export const staffing = question({
  id: 'coordinator/staffing',
  title: 'Positions filled, and people per position',
  description:
    'Positions authorised and filled in the period’s months, on average at each institution over the months it recorded them and then added up; people held per filled position; hours on custody posts.',
  columns: [
    monthColumn,
    groupColumn,
    { name: 'months', kind: 'count', meaning: 'Months with a record' },
    { name: 'authorized', kind: 'number', meaning: 'Positions authorised' },
    { name: 'filled', kind: 'number', meaning: 'Positions filled' },
    { name: 'share', kind: 'share', meaning: 'Filled as a share of authorised' },
    { name: 'people', kind: 'number', meaning: 'Average daily population of the same institutions and months' },
    { name: 'people_per_filled', kind: 'number', meaning: 'People per filled position' },
    {
      name: 'custody_post_hours',
      kind: 'number',
      meaning: 'Hours worked on custody posts in the period, where recorded',
    },
    { name: 'hours_per_filled', kind: 'number', meaning: 'Those hours for one filled position in one month' },
  ],
  parameters: [roleParameter, grainParameter],
  by: staffingDimensions,
  scopes: placeScopes,
  needs: (request) => [...agencyPart('staffing_month'), ...(withPeople(request) ? agencyPart('facility_month') : [])],
  statements(request) {
    const window = eventWindow(request);
    const month = monthOf('month', request);
    const place = request.scope.kind === 'facility' ? inScope(request) : raw('true');
    const people = withPeople(request)
      ? sql`SELECT facility_id, month, sum(person_days) / (least(CAST(month + INTERVAL 1 MONTH AS DATE), CAST(${addDays(request.dataset.as_of, 1)} AS DATE)) - month) AS people
          FROM facility_month
          WHERE ${inMonths(window)} AND ${place}
          GROUP BY facility_id, month`
      : raw(
          'SELECT CAST(NULL AS VARCHAR) AS facility_id, CAST(NULL AS DATE) AS month, CAST(NULL AS DOUBLE) AS people WHERE false',
        );
    return [
      statement(sql`
        WITH held AS (
          ${people}
        ),
        recorded AS (
          SELECT region_id, facility_id, month, ${raw(request.by === 'role' ? 'role' : 'CAST(NULL AS VARCHAR) AS role')},
            sum(authorized_fte) AS authorized, sum(filled_fte) AS filled, sum(custody_post_hours) AS hours,
            sum(CASE WHEN custody_post_hours IS NOT NULL THEN filled_fte END) AS filled_with_hours
          FROM staffing_month
          WHERE ${inMonths(window)} AND ${roleOf(request)} AND ${chosenRows(request, staffingDimensions)}
          GROUP BY ALL
        ),
        institution AS (
          SELECT ${month} AS month, ${grouped(request)}, count(DISTINCT recorded.month) AS months,
            avg(authorized) AS authorized, avg(filled) AS filled, avg(people) AS people, sum(hours) AS hours, sum(filled_with_hours) AS filled_with_hours
          FROM recorded LEFT JOIN held USING (facility_id, month)
          GROUP BY 1, 2, facility_id
        )
        SELECT month, "group", max(months)::INTEGER AS months, sum(authorized)::DOUBLE AS authorized, sum(filled)::DOUBLE AS filled,
          CASE WHEN count(people) = count(*) THEN sum(people)::DOUBLE END AS people, sum(hours)::DOUBLE AS hours,
          sum(filled_with_hours)::DOUBLE AS filled_with_hours
        FROM institution
        GROUP BY 1, 2`),
    ];
  },
  rows([found = []], request): Staffing[] {
    const over = (part: number | null, whole: number | null) => (part === null || !whole ? null : part / whole);
    return groupedRows(found, eventWindow(request), request, (row) => {
      // Averages of institutions are added in any order; the noise behind twelve digits is no figure.
      const known = (name: string) =>
        // eslint-disable-next-line no-restricted-syntax -- arithmetic: what is shown is rounded where it is written
        row[name] === null || row[name] === undefined ? null : Number(Number(row[name]).toPrecision(12));
      return {
        ...groupedOf(row),
        months: Number(row.months ?? 0),
        authorized: known('authorized'),
        filled: known('filled'),
        share: over(known('filled'), known('authorized')),
        people: known('people'),
        people_per_filled: over(known('people'), known('filled')),
        custody_post_hours: known('hours'),
        hours_per_filled: over(known('hours'), known('filled_with_hours')),
      };
    });
  },
});

export interface AssistantGuideline {
  /** The institution. */
  group: string | null;
  population: number;
  guideline: number;
  /** Average daily population less the guideline. */
  above: number;
  /** Assistant coordinators in their role in the last month on record; null where staffing is not recorded. */
  assistants: number | null;
}

export const assistantGuideline = question({
  id: 'coordinator/assistant-guideline',
  title: 'Population against the guideline for an assistant coordinator',
  description:
    'Average daily population of each institution in the period against the number of people above which an assistant coordinator is advised (750 by default).',
  columns: [
    { name: 'group', kind: 'text', meaning: 'Institution' },
    { name: 'population', kind: 'number', meaning: 'Average daily population of the period' },
    { name: 'guideline', kind: 'count', meaning: 'People above which an assistant coordinator is advised' },
    { name: 'above', kind: 'number', meaning: 'Average daily population less the guideline' },
    { name: 'assistants', kind: 'number', meaning: 'Assistant coordinators on the last month on record in the period' },
  ],
  parameters: [],
  by: ['facility_id'],
  scopes: placeScopes,
  needs: ({ dataset }) => [
    ...agencyPart('population_day'),
    ...(dataset.tables.some(({ name, supplied }) => name === 'staffing' && supplied)
      ? agencyPart('staffing_month')
      : []),
  ],
  statements(request) {
    const { from, to, days } = coveredWindow(request);
    const people = statement(sql`
        SELECT facility_id AS "group",
          sum(change * (CAST(${to} AS DATE) - greatest(change_date, CAST(${from} AS DATE)))) / CAST(${days} AS DOUBLE) AS population
        FROM population_day
        WHERE change_date < CAST(${to} AS DATE) AND facility_id IS NOT NULL AND ${inScope(request)}
        GROUP BY 1`);
    if (!request.dataset.tables.some(({ name, supplied }) => name === 'staffing' && supplied)) return [people];
    return [
      people,
      statement(sql`
        SELECT facility_id AS "group", coalesce(sum(filled_fte) FILTER (WHERE role = 'assistant_cmc'), 0)::DOUBLE AS assistants
        FROM staffing_month
        WHERE ${inScope(request)}
          AND (facility_id, month) IN (SELECT (facility_id, max(month)) FROM staffing_month WHERE month < CAST(${to} AS DATE) GROUP BY facility_id)
        GROUP BY 1`),
    ];
  },
  rows([found = [], filled = []], request): AssistantGuideline[] {
    if (coveredWindow(request).days === 0) return [];
    const guideline = request.dataset.settings.assistant_coordinator_population;
    const assistants = new Map(filled.map((row) => [row.group, Number(row.assistants)]));
    const compare = compareGroups(request);
    return found
      .map((row) => {
        const population = Number(row.population);
        const group = row.group as string | null;
        return {
          group,
          population,
          guideline,
          above: population - guideline,
          assistants: assistants.get(group) ?? null,
        };
      })
      .filter(({ population }) => population > 0)
      .sort((a, b) => compare(a.group, b.group));
  },
});
