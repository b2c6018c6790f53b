import { addDays, firstOfMonth } from '../../calendar/date.ts';
import { populationDimensions } from '../dimensions.ts';
import {
  agencyPart,
  capacityOf,
  compareGroups,
  coveredWindow,
  isWholeMonths,
  needsDays,
  populationByDay,
  populationByMonth,
  populationGroups,
  populationParts,
} from './stock-sql.ts';
import { question, type Request } from '../question.ts';
import { countHolds, countingPlaces, uncountedPlaces } from './counted.ts';
import { chosenRows, raw, grouped, inMonths, inScope, sql, statement } from '../sql.ts';

export interface PopulationAverage {
  group: string | null;
  /** Average daily population: days in custody in the period divided by its days. */
  average: number;
  /** People at the end of the day before the period. */
  opening: number;
  /** People at the end of the period's last day. */
  population: number;
  days: number;
  rated_capacity: number | null;
  operational_capacity: number | null;
  design_capacity: number | null;
  /** Institutions that counted before and after, or until lately, but not in the period: they are in no sum. */
  uncounted: number;
}

/** Which mart answers: whole months are read by month, and an agency that counts has its counts. */
function martOf(request: Request) {
  if (request.dataset.population_basis === 'counts') return 'counted';
  return isMonthly(request) ? populationByMonth(request) : populationByDay(request);
}

const isMonthly = (request: Request): boolean => isWholeMonths(coveredWindow(request), request) && !needsDays(request);

export const populationAverage = question({
  id: 'population/average',
  title: 'Average daily population',
  description: 'Average daily population of a period, and the people in custody at its two ends.',
  columns: [
    { name: 'group', kind: 'text', meaning: 'Value of the grouped column; null where it was not recorded' },
    { name: 'average', kind: 'number', meaning: 'Days in custody in the period divided by its days' },
    { name: 'opening', kind: 'count', meaning: 'People at the end of the day before the period' },
    { name: 'population', kind: 'count', meaning: 'People at the end of the last day' },
    { name: 'days', kind: 'count', meaning: 'Days of the period the data cover' },
    { name: 'rated_capacity', kind: 'count', meaning: 'Rated capacity of the open institutions' },
    { name: 'operational_capacity', kind: 'count', meaning: 'Operational capacity of the open institutions' },
    { name: 'design_capacity', kind: 'count', meaning: 'Design capacity of the open institutions' },
    { name: 'uncounted', kind: 'count', meaning: 'Institutions without a count in the period, which are in no sum' },
  ],
  parameters: [],
  by: populationGroups,
  eachUnit: true,
  needs(request) {
    const mart = martOf(request);
    if (mart === 'counted') return agencyPart('population_counted');
    return populationParts(mart, request);
  },
  statements(request) {
    const mart = martOf(request);
    const { from, to, days } = coveredWindow(request);
    const group = grouped(request);
    const place = chosenRows(request, populationDimensions);
    if (mart === 'counted') {
      const inside = sql`count_date >= CAST(${from} AS DATE) AND count_date < CAST(${to} AS DATE)`;
      // Every institution has its own days of counting: its mean is that of the months in which it counted, each by its
      // days, so that a month of daily counts weighs no more than one with a single count. Its ends are its first and
      // last count, as long as they lie about where the first and last of all do.
      const months = sql`
        SELECT region_id AS of_region, facility_id AS of_facility, CAST(date_trunc('month', count_date) AS DATE) AS of_month,
          count(DISTINCT count_date) AS counts, min(count_date) AS first_of_month, max(count_date) AS last_of_month,
          least(CAST(of_month + INTERVAL 1 MONTH AS DATE), CAST(${to} AS DATE)) - greatest(of_month, CAST(${from} AS DATE)) AS length
        FROM population_counted WHERE ${inside} AND ${inScope(request)} GROUP BY ALL`;
      const days = sql`
        SELECT *, sum(length) OVER place AS counted_days, min(first_of_month) OVER place AS first_count,
          max(last_of_month) OVER place AS last_count
        FROM (${months}) WINDOW place AS (PARTITION BY of_region, of_facility)`;
      return [
        statement(sql`
          WITH days AS (${days})
          SELECT ${group},
            sum(population * length / (counts * CAST(counted_days AS DOUBLE))) AS average,
            sum(CASE WHEN count_date = first_count AND first_count < (SELECT min(first_count) FROM days) + ${countHolds} THEN population ELSE 0 END)::INTEGER AS opening,
            sum(CASE WHEN count_date = last_count AND last_count > (SELECT max(last_count) FROM days) - ${countHolds} THEN population ELSE 0 END)::INTEGER AS population
          FROM population_counted
          JOIN days ON of_region IS NOT DISTINCT FROM region_id AND of_facility IS NOT DISTINCT FROM facility_id
            AND of_month = date_trunc('month', count_date)
          WHERE ${inside} AND ${place}
          GROUP BY ALL`),
        countingPlaces(request),
      ];
    }
    if (!isMonthly(request)) {
      return [
        statement(sql`
          SELECT ${group},
            sum(change * (CAST(${to} AS DATE) - greatest(change_date, CAST(${from} AS DATE)))) / CAST(${days} AS DOUBLE) AS average,
            sum(CASE WHEN change_date < CAST(${from} AS DATE) THEN change ELSE 0 END)::INTEGER AS opening,
            sum(change)::INTEGER AS population
          FROM ${raw(mart)}
          WHERE change_date < CAST(${to} AS DATE) AND ${place}
          GROUP BY ALL`),
      ];
    }
    return [
      statement(sql`
        SELECT ${group},
          sum(person_days) / CAST(${days} AS DOUBLE) AS average,
          sum(CASE WHEN month = CAST(${firstOfMonth(from)} AS DATE) THEN opening ELSE 0 END)::INTEGER AS opening,
          sum(CASE WHEN month = CAST(${firstOfMonth(addDays(to, -1))} AS DATE) THEN closing ELSE 0 END)::INTEGER AS population
        FROM ${raw(mart)}
        WHERE ${inMonths({ from, to })} AND ${place}
        GROUP BY ALL`),
    ];
  },
  rows([found = [], counting = []], request): PopulationAverage[] {
    const { from, to, days } = coveredWindow(request);
    if (days === 0) return [];
    const uncounted = uncountedPlaces(counting, request, { from, to });
    const lastDay = addDays(to, -1);
    const compare = compareGroups(request);
    return found
      .map((row) => {
        const group = row.group as string | null;
        return {
          group,
          average: Number(row.average),
          opening: Number(row.opening),
          population: Number(row.population),
          days,
          rated_capacity: capacityOf('rated', request, group, lastDay),
          operational_capacity: capacityOf('operational', request, group, lastDay),
          design_capacity: capacityOf('design', request, group, lastDay),
          uncounted,
        };
      })
      .filter((row) => row.average > 0 || row.population > 0 || row.opening > 0)
      .sort((a, b) => compare(a.group, b.group));
  },
});
