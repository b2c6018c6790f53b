import { ascending, group, mean, median, quantile, sum } from 'd3-array';
import { addMonths, firstOfMonth, type IsoDate } from '../../calendar/date.ts';
import { numberOrNull, type RawRow } from '../../engine/engine.ts';
import { workUnits } from '../../projection/input.ts';
import { hoursAvailable } from '../../projection/people-needed.ts';
import { deadlineRatio } from '../../projection/work.ts';
import { question, type Request } from '../question.ts';
import { inScope, raw, sql, statement } from '../sql.ts';
import { positionParts, positionsOf, positionStatements, type MonthOfPositions } from './positions-rows.ts';
import { aheadMonths } from './ahead.ts';
import { projectedScopes } from './projection-rows.ts';
import { agencyPart } from './stock-sql.ts';

/** An institution's case managers and a month of what they will carry; months ahead 0 is today. */
export interface PositionsAhead {
  group: string;
  ahead: number;
  people: number;
  people_lower80: number;
  people_upper80: number;
  deadlines: number | null;
  deadlines_lower80: number | null;
  deadlines_upper80: number | null;
  hours: number | null;
  hours_lower80: number | null;
  hours_upper80: number | null;
  /** Degrees of freedom of the bands. */
  freedom: number;
  /** Last month with a record of positions; they are given where it is this one or the one before. */
  recorded: IsoDate;
  filled: number | null;
  authorized: number | null;
  vacant80: number | null;
  /** Weighted cases of one person today, and the least and most of two years. */
  weight: number | null;
  weight_least: number | null;
  weight_most: number | null;
  usual_people: number | null;
  usual_weighted: number | null;
  usual_deadlines: number | null;
  /** Whose the usual loads are: an institution with too short a record has the mean of the others. */
  usual_of: 'own' | 'others';
  hours_available: number | null;
  /** Deadlines of the last twelve months for each that law and settings ask for. */
  deadline_ratio: number | null;
}

/** Months with positions filled that a usual load takes. */
const leastMonths = 6;

export const peopleNeeded = question({
  id: 'population/people-needed',
  title: 'Case managers, and what they will carry',
  description:
    'Positions of case managers at each institution and, today and in 6, 12 and 24 months, its people, deadlines a month and, with a time study of the agency, hours a month, with their 80 % bands from the projection’s own paths; beside them what each filled position usually carried over two years. Deadlines are program reviews, initial tasks, reassessments, release plans and follow-ups. Never of a person.',
  columns: [
    { name: 'group', kind: 'text', meaning: 'Institution' },
    { name: 'ahead', kind: 'count', meaning: 'Months ahead; 0 is today' },
    { name: 'people', kind: 'number', meaning: 'People expected' },
    { name: 'people_lower80', kind: 'number', meaning: 'Lower limit of the 80 % band' },
    { name: 'people_upper80', kind: 'number', meaning: 'Upper limit of the 80 % band' },
    { name: 'deadlines', kind: 'number', meaning: 'Deadlines in the month; today, a month’s mean of the last year' },
    { name: 'deadlines_lower80', kind: 'number', meaning: 'Lower limit of their 80 % band' },
    { name: 'deadlines_upper80', kind: 'number', meaning: 'Upper limit of their 80 % band' },
    { name: 'hours', kind: 'number', meaning: 'Hours of casework in the month, by the agency’s time study' },
    { name: 'hours_lower80', kind: 'number', meaning: 'Lower limit of their 80 % band' },
    { name: 'hours_upper80', kind: 'number', meaning: 'Upper limit of their 80 % band' },
    { name: 'freedom', kind: 'number', meaning: 'Degrees of freedom of the t that the bands are of' },
    { name: 'recorded', kind: 'month', meaning: 'Last month with a record of positions' },
    { name: 'filled', kind: 'number', meaning: 'Positions of case managers filled then' },
    { name: 'authorized', kind: 'number', meaning: 'Positions authorised then' },
    { name: 'vacant80', kind: 'number', meaning: 'Vacancies that four of five of the last 24 months stayed below' },
    { name: 'weight', kind: 'number', meaning: 'Weighted cases of one person today' },
    { name: 'weight_least', kind: 'number', meaning: 'The least of the last 24 months' },
    { name: 'weight_most', kind: 'number', meaning: 'The most of the last 24 months' },
    { name: 'usual_people', kind: 'number', meaning: 'Median of people for each filled position, 24 months' },
    { name: 'usual_weighted', kind: 'number', meaning: 'Median of weighted cases for each' },
    { name: 'usual_deadlines', kind: 'number', meaning: 'Median of deadlines a month for each' },
    {
      name: 'usual_of',
      kind: 'text',
      meaning: 'own, or others: the mean of the other institutions, where an institution’s own record is too short',
    },
    { name: 'hours_available', kind: 'number', meaning: 'Hours of case work of one filled position in a month' },
    {
      name: 'deadline_ratio',
      kind: 'number',
      meaning: 'Deadlines of the last year for each that law and settings ask for',
    },
  ],
  parameters: [],
  by: [],
  scopes: projectedScopes,
  needs: (request) => [...agencyPart('projection_ahead'), ...positionParts(request)],
  statements: (request) => [
    statement(sql`
        SELECT facility_id AS facility, ahead, today, freedom, projected AS people, lower80 AS people_lower80, upper80 AS people_upper80,
          deadlines, deadlines_lower80, deadlines_upper80, hours, hours_lower80, hours_upper80
        FROM projection_ahead
        WHERE facility_id IS NOT NULL AND ahead IN (${raw(aheadMonths.join(', '))}) AND ${inScope(request)}
        ORDER BY facility_id, ahead`),
    ...positionStatements(request),
  ],
  rows([ahead = [], ...positions], request): PositionsAhead[] {
    const months = positionsOf(positions, request);
    const rows = [...group(ahead, (row) => String(row.facility))].flatMap(([facility, found]) => {
      const own = months.get(facility);
      return own ? rowsOf(facility, found, own, request) : [];
    });
    return borrowing(rows).sort((a, b) => ascending(a.group, b.group) || a.ahead - b.ahead);
  },
});

function rowsOf(
  facility: string,
  found: readonly RawRow[],
  months: readonly MonthOfPositions[],
  request: Request,
): PositionsAhead[] {
  const staffed = months.findLast(({ filled }) => filled !== null);
  if (!staffed) return [];
  const { as_of: asOf } = request.dataset;
  const current = staffed.month >= addMonths(firstOfMonth(asOf), -1);
  const shared = {
    group: facility,
    recorded: staffed.month,
    filled: current ? staffed.filled : null,
    authorized: current ? staffed.authorized : null,
    vacant80:
      quantile(
        months.map(({ filled, authorized }) => (filled === null || authorized === null ? NaN : authorized - filled)),
        0.8,
      ) ?? null,
    ...weightsOf(months),
    usual_people: usualOf(months, 'people'),
    usual_weighted: usualOf(months, 'weighted'),
    usual_deadlines: usualOf(months, 'deadlines'),
    usual_of: 'own' as const,
    hours_available: availableOf(months, request),
    deadline_ratio: ratioOf(lastYear(months), request),
  };
  const today = Number(found[0]?.today ?? 0);
  const due = mean(lastYear(months), ({ deadlines }) => deadlines ?? NaN) ?? null;
  const now = {
    ...{ ahead: 0, freedom: 1, people: today, people_lower80: today, people_upper80: today },
    ...{ deadlines: due, deadlines_lower80: due, deadlines_upper80: due },
    ...{ hours: null, hours_lower80: null, hours_upper80: null },
  };
  return [
    { ...shared, ...now },
    ...found.map((row) => {
      const number = (name: string) => Number(row[name]);
      const bands = Object.fromEntries(
        workUnits.flatMap((unit) =>
          [unit, `${unit}_lower80`, `${unit}_upper80`].map((name) => [name, numberOrNull(row[name])]),
        ),
      ) as Pick<
        PositionsAhead,
        'deadlines' | 'deadlines_lower80' | 'deadlines_upper80' | 'hours' | 'hours_lower80' | 'hours_upper80'
      >;
      return {
        ...shared,
        ahead: number('ahead'),
        freedom: number('freedom'),
        people: number('people'),
        people_lower80: number('people_lower80'),
        people_upper80: number('people_upper80'),
        ...bands,
      };
    }),
  ];
}

/** The twelve months known of deadlines, or of people where there are none. */
function lastYear(months: readonly MonthOfPositions[]): readonly MonthOfPositions[] {
  const known = months.filter(({ deadlines }) => deadlines !== null);
  return (known.length > 0 ? known : months).slice(-12);
}

function usualOf(months: readonly MonthOfPositions[], of: 'people' | 'weighted' | 'deadlines'): number | null {
  const loads = months
    .slice(1)
    .flatMap(({ filled, [of]: load }) => (filled !== null && filled > 0 && load !== null ? [load / filled] : []));
  return loads.length >= leastMonths ? (median(loads) ?? null) : null;
}

function weightsOf(months: readonly MonthOfPositions[]) {
  const weights = months.flatMap(({ people, weighted }) => (people && weighted !== null ? [weighted / people] : []));
  if (weights.length === 0) return { weight: null, weight_least: null, weight_most: null };
  return { weight: weights.at(-1)!, weight_least: Math.min(...weights), weight_most: Math.max(...weights) };
}

function availableOf(months: readonly MonthOfPositions[], { dataset }: Pick<Request, 'dataset'>): number | null {
  const { net_annual_hours: netAnnualHours, case_share: caseShare } = dataset.settings;
  if (netAnnualHours === null || caseShare === null) return null;
  const worked = months.slice(-12).filter(({ postHours, filled }) => postHours !== null && filled !== null);
  const filled = sum(worked, (month) => month.filled ?? 0);
  const postHours = filled > 0 ? sum(worked, (month) => month.postHours ?? 0) / filled : 0;
  return hoursAvailable({ netAnnualHours, caseShare, postHours });
}

function ratioOf(year: readonly MonthOfPositions[], { dataset }: Pick<Request, 'dataset'>): number | null {
  if (year.length < 12 || year.some(({ deadlines }) => deadlines === null)) return null;
  const personMonths = sum(year, ({ people }) => people ?? 0);
  return deadlineRatio(
    {
      personMonths,
      arrivals: sum(year, ({ arrivals }) => arrivals),
      departures: 0,
      releases: sum(year, ({ releases }) => releases),
      near: personMonths > 0 ? sum(year, ({ near }) => near) / personMonths : 0,
      nearNow: 0,
      tasks: new Map([['program_review', sum(year, ({ deadlines }) => deadlines ?? 0)]]),
    },
    dataset.settings,
  );
}

/** An institution without a usual load of its own is given the mean of the others, and says so. */
function borrowing(rows: readonly PositionsAhead[]): PositionsAhead[] {
  const others = (of: 'usual_people' | 'usual_weighted' | 'usual_deadlines') =>
    mean(
      rows.filter(({ ahead }) => ahead === 0),
      (row) => row[of] ?? NaN,
    ) ?? null;
  const usual = {
    usual_people: others('usual_people'),
    usual_weighted: others('usual_weighted'),
    usual_deadlines: others('usual_deadlines'),
  };
  return rows.map((row) =>
    row.usual_people === null && usual.usual_people !== null ? { ...row, ...usual, usual_of: 'others' } : row,
  );
}
