import { numberOrNull } from '../../engine/engine.ts';
import { agencyPart } from './stock-sql.ts';
import { aheadColumns, aheadMonths, projectedScopes, type ExpectedAhead } from './projection-rows.ts';
import { question } from '../question.ts';
import { raw, inScope, sql, statement } from '../sql.ts';

/** An institution's case managers, what each has carried, and the people it expects. */
export interface PositionsAhead extends ExpectedAhead {
  group: string;
  /** Positions of case managers in the last month recorded. */
  filled: number;
  authorized: number | null;
  /** Median of the people for each filled position over the last 24 months recorded. */
  usual: number | null;
  people: number;
}

export const peopleNeeded = question({
  id: 'population/people-needed',
  title: 'Case managers, and the people they will have',
  description:
    'Positions of case managers filled and authorised at each institution in the last month recorded, the median of people for each filled position over 24 months, and the people expected in 6, 12 and 24 months with their 80 % band. Never of a person.',
  columns: [
    { name: 'group', kind: 'text', meaning: 'Institution' },
    { name: 'filled', kind: 'number', meaning: 'Positions of case managers filled in the last month recorded' },
    { name: 'authorized', kind: 'number', meaning: 'Positions authorised then' },
    { name: 'usual', kind: 'number', meaning: 'Median of people for each filled position, last 24 months recorded' },
    { name: 'people', kind: 'count', meaning: 'People on the as-of date' },
    ...aheadColumns,
  ],
  parameters: [],
  by: [],
  scopes: projectedScopes,
  needs: () => [...agencyPart('projection_ahead'), ...agencyPart('staffing_month'), ...agencyPart('facility_month')],
  statements: (request) => [
    statement(sql`
      WITH held AS (
        SELECT facility_id, month, sum(closing) AS people FROM facility_month WHERE ${inScope(request)} GROUP BY ALL
      ),
      staffed AS (
        SELECT facility_id, month, sum(filled_fte)::DOUBLE AS filled, sum(authorized_fte)::DOUBLE AS authorized,
          row_number() OVER (PARTITION BY facility_id ORDER BY month DESC) AS back
        FROM staffing_month
        WHERE role = 'case_manager' AND filled_fte IS NOT NULL AND month <= CAST(${request.dataset.as_of} AS DATE) AND ${inScope(request)}
        GROUP BY facility_id, month
      ),
      usual AS (
        SELECT facility_id, median(people / filled)::DOUBLE AS usual
        FROM staffed JOIN held USING (facility_id, month)
        WHERE back <= 24 AND filled > 0
        GROUP BY facility_id
      ),
      ahead AS (
        SELECT facility_id, max(today) AS people,
          ${ahead()}
        FROM projection_ahead
        WHERE facility_id IS NOT NULL AND ${inScope(request)}
        GROUP BY facility_id
      )
      SELECT facility_id AS "group", filled, authorized, usual, people, ${names()}
      FROM staffed JOIN ahead USING (facility_id) LEFT JOIN usual USING (facility_id)
      WHERE back = 1
      ORDER BY 1`),
  ],
  rows: ([found = []]): PositionsAhead[] =>
    found.map((row) => {
      const number = (name: string) => Number(row[name]);
      const known = (name: string) => numberOrNull(row[name]);
      return {
        group: String(row.group),
        filled: number('filled'),
        authorized: known('authorized'),
        usual: known('usual'),
        people: number('people'),
        projected6: number('projected6'),
        lower6: number('lower6'),
        upper6: number('upper6'),
        projected12: number('projected12'),
        lower12: number('lower12'),
        upper12: number('upper12'),
        projected24: number('projected24'),
        lower24: number('lower24'),
        upper24: number('upper24'),
      };
    }),
});

function ahead() {
  return raw(
    aheadMonths
      .flatMap((months) => [
        `max(projected) FILTER (ahead = ${months}) AS projected${months}`,
        `max(lower80) FILTER (ahead = ${months}) AS lower${months}`,
        `max(upper80) FILTER (ahead = ${months}) AS upper${months}`,
      ])
      .join(', '),
  );
}

function names() {
  return raw(aheadColumns.map(({ name }) => name).join(', '));
}
