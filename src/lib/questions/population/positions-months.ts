import { sum } from 'd3-array';
import { firstOfMonth, type IsoDate } from '../../calendar/date.ts';
import { numberOrNull, type RawRow } from '../../engine/engine.ts';
import { question, type Request } from '../question.ts';
import { sql, statement } from '../sql.ts';
import { positionParts, positionsOf, positionStatements, type MonthOfPositions } from './positions-rows.ts';
import { ofScope, projectedScopes } from './projection-rows.ts';
import { agencyPart } from './stock-sql.ts';

/** A month of a place's case managers and what they carry together; ahead, as projected without a scenario. */
export interface PositionsMonth {
  month: IsoDate;
  ahead: number | null;
  filled: number | null;
  authorized: number | null;
  people: number | null;
  people_lower50: number | null;
  people_upper50: number | null;
  people_lower80: number | null;
  people_upper80: number | null;
  weighted: number | null;
  deadlines: number | null;
  deadlines_lower50: number | null;
  deadlines_upper50: number | null;
  deadlines_lower80: number | null;
  deadlines_upper80: number | null;
}

const loadBandColumns = (['people', 'deadlines'] as const).flatMap((load) =>
  ([50, 80] as const).flatMap((band) =>
    (['lower', 'upper'] as const).map((limit) => ({
      name: `${load}_${limit}${band}` as const,
      kind: 'number' as const,
      meaning: `${limit === 'lower' ? 'Lower' : 'Upper'} limit of the ${band} % band of ${load}; ahead only`,
    })),
  ),
);

export const positionsMonths = question({
  id: 'population/positions-by-month',
  title: 'Case managers and what they carry, month by month',
  description:
    'Positions of case managers filled and authorised, with people, weighted cases and deadlines of the institutions that record them, over two years back, and people and deadlines expected over two years ahead with their 50 and 80 % bands.',
  columns: [
    { name: 'month', kind: 'month', meaning: 'Month' },
    { name: 'ahead', kind: 'count', meaning: 'Months ahead; nothing for a month that was' },
    { name: 'filled', kind: 'number', meaning: 'Positions filled' },
    { name: 'authorized', kind: 'number', meaning: 'Positions authorised' },
    { name: 'people', kind: 'number', meaning: 'People on the last day of the month' },
    { name: 'weighted', kind: 'number', meaning: 'Weighted cases on that day' },
    { name: 'deadlines', kind: 'number', meaning: 'Deadlines of the month' },
    ...loadBandColumns,
  ],
  parameters: [],
  by: [],
  scopes: projectedScopes,
  needs: (request) => [...agencyPart('projection_ahead'), ...positionParts(request)],
  statements: (request) => [
    statement(sql`
        SELECT CAST(date AS VARCHAR) AS date, ahead, projected AS people, lower50 AS people_lower50, upper50 AS people_upper50,
          lower80 AS people_lower80, upper80 AS people_upper80,
          deadlines, deadlines_lower50, deadlines_upper50, deadlines_lower80, deadlines_upper80
        FROM projection_ahead WHERE ${ofScope(request)} ORDER BY ahead`),
    ...positionStatements(request),
  ],
  rows([ahead = [], ...positions], request): PositionsMonth[] {
    const institutions = [...positionsOf(positions, request).values()];
    const past = monthsTogether(institutions);
    if (past.length === 0) return [];
    // People of institutions without a record of positions are nobody's load here.
    const part = staffedPart(positions, request);
    const scaled = (row: RawRow, name: string) => {
      const value = numberOrNull(row[name]);
      return value === null ? null : value * part;
    };
    return [
      ...past,
      ...ahead.map((row) => ({
        ...nothingKnown,
        month: firstOfMonth(String(row.date)),
        ahead: Number(row.ahead),
        people: scaled(row, 'people'),
        deadlines: scaled(row, 'deadlines'),
        ...(Object.fromEntries(loadBandColumns.map(({ name }) => [name, scaled(row, name)])) as Pick<
          PositionsMonth,
          (typeof loadBandColumns)[number]['name']
        >),
      })),
    ];
  },
});

const nothingKnown = {
  ahead: null,
  filled: null,
  authorized: null,
  people: null,
  weighted: null,
  deadlines: null,
  ...(Object.fromEntries(loadBandColumns.map(({ name }) => [name, null])) as Record<
    (typeof loadBandColumns)[number]['name'],
    null
  >),
};

/** Months of all institutions together; those without a record of positions in a month are left out of it. */
function monthsTogether(institutions: readonly (readonly MonthOfPositions[])[]): PositionsMonth[] {
  const months = institutions[0]?.map(({ month }) => month) ?? [];
  return months.map((month, i) => {
    const own = institutions.flatMap((each) => (each[i] && each[i].filled !== null ? [each[i]] : []));
    const all = (of: 'filled' | 'authorized' | 'people' | 'weighted' | 'deadlines') =>
      own.length > 0 && own.every((each) => each[of] !== null) ? sum(own, (each) => each[of] ?? 0) : null;
    return {
      ...nothingKnown,
      month,
      filled: all('filled'),
      authorized: all('authorized'),
      people: all('people'),
      weighted: all('weighted'),
      deadlines: all('deadlines'),
    };
  });
}

/** Share of the people who are at institutions that record positions, on the as-of date. */
function staffedPart([staffed = [], held = []]: readonly (readonly RawRow[])[], request: Request): number {
  const last = firstOfMonth(request.dataset.as_of);
  const now = held.filter(({ month }) => month === last);
  const all = sum(now, ({ people }) => Number(people));
  const recording = new Set(staffed.map(({ facility }) => facility));
  return all > 0 ? sum(now, (row) => (recording.has(row.facility) ? Number(row.people) : 0)) / all : 1;
}
