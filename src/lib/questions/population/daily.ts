import { addDays, type IsoDate } from '../../calendar/date.ts';
import { populationDimensions } from '../dimensions.ts';
import {
  agencyPart,
  capacityOf,
  cellKey,
  coveredWindow,
  groupsOf,
  populationByDay,
  populationGroups,
  populationParts,
} from './stock-sql.ts';
import { countedDays, countHolds } from './counted.ts';
import { question, type Request } from '../question.ts';
import { chosenRows, raw, grouped, inScope, sql, statement } from '../sql.ts';

export interface PopulationDay {
  date: IsoDate;
  group: string | null;
  population: number;
  rated_capacity: number | null;
}

const fromCounts = (request: Request) => request.dataset.population_basis === 'counts';

export const populationDaily = question({
  id: 'population/daily',
  title: 'Population by day',
  description:
    'People in custody at the end of every day of the period. An agency that supplies counts has only the days on which an institution counted; the others stand as at their last count, for up to 31 days.',
  columns: [
    { name: 'date', kind: 'date', meaning: 'Day' },
    { name: 'group', kind: 'text', meaning: 'Value of the grouped column; null where it was not recorded' },
    { name: 'population', kind: 'count', meaning: 'People in custody at the end of the day' },
    { name: 'rated_capacity', kind: 'count', meaning: 'Rated capacity of the open institutions' },
  ],
  parameters: [],
  by: populationGroups,
  needs(request) {
    if (fromCounts(request)) return agencyPart('population_counted');
    return populationParts(populationByDay(request), request);
  },
  statements(request) {
    const { from, to } = coveredWindow(request);
    const group = grouped(request);
    const place = chosenRows(request, populationDimensions);
    if (fromCounts(request)) {
      return [
        statement(sql`
          SELECT CAST(count_date AS VARCHAR) AS date, ${group}, region_id, facility_id, sum(population)::INTEGER AS people
          FROM population_counted
          WHERE count_date > CAST(${from} AS DATE) - ${countHolds} AND count_date < CAST(${to} AS DATE) AND ${place}
          GROUP BY ALL`),
        statement(sql`
          SELECT CAST(count_date AS VARCHAR) AS date, region_id, facility_id
          FROM population_counted
          WHERE count_date > CAST(${from} AS DATE) - ${countHolds} AND count_date < CAST(${to} AS DATE) AND ${inScope(request)}
          GROUP BY ALL`),
      ];
    }
    // Everything before the first day is carried into it as one opening sum; the running sum is taken day by day.
    return [
      statement(sql`
        SELECT CAST(greatest(change_date, CAST(${from} AS DATE) - 1) AS VARCHAR) AS date, ${group}, sum(change)::INTEGER AS change
        FROM ${raw(populationByDay(request))}
        WHERE change_date < CAST(${to} AS DATE) AND ${place}
        GROUP BY ALL`),
    ];
  },
  rows([found = [], counting = []], request): PopulationDay[] {
    const { from, days } = coveredWindow(request);
    const groups = groupsOf(
      found.map((row) => row.group as string | null),
      request,
    );
    if (fromCounts(request)) {
      return countedDays(found, counting, from).flatMap(({ date, people, known }) =>
        groups
          .filter((group) => known(group))
          .map((group) => ({
            date,
            group,
            population: people.get(group) ?? 0,
            rated_capacity: capacityOf('rated', request, group, date),
          })),
      );
    }
    const changes = new Map(found.map((row) => [cellKey(row.date, row.group), Number(row.change)]));
    const eve = addDays(from, -1);
    const running = new Map(groups.map((group) => [group, changes.get(cellKey(eve, group)) ?? 0]));
    const rows: PopulationDay[] = [];
    for (let offset = 0; offset < days; offset += 1) {
      const date = addDays(from, offset);
      for (const group of groups) {
        const population = (running.get(group) ?? 0) + (changes.get(cellKey(date, group)) ?? 0);
        running.set(group, population);
        rows.push({ date, group, population, rated_capacity: capacityOf('rated', request, group, date) });
      }
    }
    return rows;
  },
});
