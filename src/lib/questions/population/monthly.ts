import { addDays, addMonths, daysBetween, firstOfMonth, monthsBetween, type IsoDate } from '../../calendar/date.ts';
import { capacityOf, cellKey, coveredWindow, groupsOf, populationGroups, populationParts } from './stock-sql.ts';
import { countingPlaces, uncountedPlaces } from './counted.ts';
import { question, type Request } from '../question.ts';
import { grouped, sql, statement } from '../sql.ts';
import { monthlyMart, monthRows } from './months-sql.ts';

export interface PopulationMonth {
  month: IsoDate;
  group: string | null;
  /** Average daily population of the month; null in a month without any count. */
  average: number | null;
  /** People at the end of the month's last covered day. */
  population: number | null;
  /** Days of the month the data cover; fewer than the month's own for an unfinished month. */
  days: number;
  rated_capacity: number | null;
  /** Institutions that counted before and after, or until lately, but not in the month: they are in no sum. */
  uncounted: number;
}

/** First days of the months the request's window touches. */
export function coveredMonths(request: Request): IsoDate[] {
  const { from, to, days } = coveredWindow(request);
  return days === 0 ? [] : monthsBetween(firstOfMonth(from), to);
}

export const populationMonthly = question({
  id: 'population/monthly',
  title: 'Population by month',
  description: 'Average daily population and population at the end of every month of a period.',
  columns: [
    { name: 'month', kind: 'month', meaning: 'First day of the month' },
    { name: 'group', kind: 'text', meaning: 'Value of the grouped column; null where it was not recorded' },
    { name: 'average', kind: 'number', meaning: 'Average daily population of the month' },
    { name: 'population', kind: 'count', meaning: 'People at the end of the month’s last covered day' },
    { name: 'days', kind: 'count', meaning: 'Days of the month the data cover' },
    { name: 'rated_capacity', kind: 'count', meaning: 'Rated capacity of the open institutions' },
    { name: 'uncounted', kind: 'count', meaning: 'Institutions without a count in the month, which are in no sum' },
  ],
  parameters: [],
  by: populationGroups,
  eachUnit: true,
  needs: (request) => populationParts(monthlyMart(request), request),
  statements(request) {
    return [
      statement(sql`
        SELECT CAST(month AS VARCHAR) AS month, ${grouped(request)},
          sum(person_days)::DOUBLE AS person_days, sum(closing)::INTEGER AS closing
        FROM ${monthRows(request)}
        GROUP BY ALL`),
      ...(request.dataset.population_basis === 'counts' ? [countingPlaces(request, 'population_month')] : []),
    ];
  },
  rows([found = [], counting = []], request): PopulationMonth[] {
    const { as_of, history_from, population_basis } = request.dataset;
    const byPlace = request.by === 'facility_id' || request.by === 'region_id';
    const groups = groupsOf(
      found.map((row) => row.group as string | null),
      request,
    );
    const byKey = new Map(found.map((row) => [cellKey(row.month, row.group), row]));
    const counted = new Set(found.map((row) => row.month));
    return coveredMonths(request).flatMap((month) => {
      const next = addMonths(month, 1);
      const end = next <= as_of ? next : addDays(as_of, 1);
      const start = history_from !== null && history_from > month ? history_from : month;
      const days = daysBetween(start, end);
      const missing = uncountedPlaces(counting, request, { from: month, to: next });
      return groups.map((group) => {
        const row = byKey.get(cellKey(month, group));
        // Where there are stays, a month without a row held nobody; where there are only counts, nobody counted.
        const uncounted = population_basis === 'counts' && (byPlace ? row === undefined : !counted.has(month));
        return {
          month,
          group,
          average: uncounted
            ? null
            : Number(row?.person_days ?? 0) / (population_basis === 'counts' ? daysBetween(month, end) : days),
          population: uncounted ? null : Number(row?.closing ?? 0),
          days,
          rated_capacity: capacityOf('rated', request, group, addDays(end, -1)),
          uncounted: missing,
        };
      });
    });
  },
});
