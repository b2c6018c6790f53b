import { addDays, addMonths, firstOfMonth } from '../../calendar/date.ts';
import { populationDimensions, type DimensionId } from '../dimensions.ts';
import type { Request } from '../question.ts';
import { and, chosenRows, inMonths, raw, sql, type Sql } from '../sql.ts';
import { coveredWindow, needsDays, populationByMonth } from './stock-sql.ts';

/** The monthly mart that answers a request; for one by age or race, that of the days its months are worked out from. */
export function monthlyMart(request: Request): string {
  return request.dataset.population_basis === 'counts' ? 'population_month' : populationByMonth(request);
}

/**
 * What follows FROM to read the months of a request's place, filters and period: month, opening, closing and
 * person_days, with the columns it groups by.
 */
export function monthRows(request: Request): Sql {
  const window = coveredWindow(request);
  const mart = raw(monthlyMart(request));
  const chosen = chosenRows(request, populationDimensions);
  if (request.dataset.population_basis === 'counts' || !needsDays(request))
    return sql`${mart}
        WHERE ${and(inMonths(window), chosen)}`;
  return sql`(${monthsOfChanges(request, mart, chosen)}) AS months`;
}

/** The same worked out from the days on which the population changed. */
function monthsOfChanges(request: Request, mart: Sql, chosen: Sql): Sql {
  const { from, to } = coveredWindow(request);
  const { as_of: asOf, history_from: historyFrom } = request.dataset;
  const end = sql`CAST(${addDays(asOf, 1)} AS DATE)`;
  // The people of the day before the history are there from its first day.
  const history = sql`CAST(${historyFrom ?? asOf} AS DATE)`;
  const last = firstOfMonth(addDays(to, -1));
  const columns: DimensionId[] = request.by === null ? [] : [request.by];
  if (request.each) columns.push(request.each);
  const own = raw(columns.map((id) => `${id}, `).join(''));
  return sql`
          WITH month AS (
            SELECT CAST(unnest(generate_series(CAST(${firstOfMonth(from)} AS DATE), CAST(${last} AS DATE), INTERVAL 1 MONTH)) AS DATE) AS month
          ),
          moved AS (
            SELECT ${own}CAST(date_trunc('month', greatest(change_date, ${history})) AS DATE) AS moved_in, sum(change) AS change,
              coalesce(sum(change) FILTER (WHERE change_date < ${history}), 0) AS stock,
              sum(change * (least(last_day(greatest(change_date, ${history})) + 1, ${end}) - greatest(change_date, ${history}))) AS days
            FROM ${mart}
            WHERE change_date < CAST(${addMonths(last, 1)} AS DATE) AND ${chosen}
            GROUP BY ALL
          )
          SELECT ${own}month,
            sum(CASE WHEN moved_in < month THEN change ELSE stock END) AS opening,
            sum(change) AS closing,
            sum(CASE WHEN moved_in < month THEN change * (least(last_day(month) + 1, ${end}) - month) ELSE days END) AS person_days
          FROM month JOIN moved ON moved_in <= month
          GROUP BY ALL`;
}
