import { addDays, firstOfMonth, type IsoDate } from '../../calendar/date.ts';
import type { RawRow } from '../../engine/engine.ts';
import type { Request, Statement } from '../question.ts';
import { raw, inScope, sql, statement } from '../sql.ts';

/** Days a count stands for its institution until there is another: a count a month is the longest usual step. */
export const countHolds = 31;

/** Days after which an institution that stopped counting is taken to have closed rather than to be late. */
export const lateDays = 92;

/** Every institution of the scope that ever counted, with the months in which it did, a space between. */
export function countingPlaces(
  request: Request,
  mart: 'population_counted' | 'population_month' = 'population_counted',
): Statement {
  const day = mart === 'population_month' ? 'month' : 'count_date';
  return statement(sql`
    SELECT region_id, facility_id, string_agg(month, ' ' ORDER BY month) AS months
    FROM (
      SELECT DISTINCT region_id, facility_id, CAST(CAST(date_trunc('month', ${raw(day)}) AS DATE) AS VARCHAR) AS month
      FROM ${raw(mart)} WHERE ${inScope(request)}
    )
    GROUP BY ALL`);
}

/**
 * Institutions without a count in the months of some days though they counted before and after, or until lately. Where each stands in
 * a row of its own, or by region, nothing is missing from a sum.
 */
export function uncountedPlaces(
  places: readonly RawRow[],
  request: Pick<Request, 'by'>,
  { from, to }: { from: IsoDate; to: IsoDate },
): number {
  if (request.by === 'facility_id' || request.by === 'region_id') return 0;
  return places.filter(({ months }) => {
    const counted = String(months).split(' ');
    const [first, last] = [counted[0] ?? '', counted.at(-1) ?? ''];
    const runs = first < to && addDays(last, lateDays) > from;
    return runs && !counted.some((month) => month >= firstOfMonth(from) && month < to);
  }).length;
}

interface CountedDay {
  date: IsoDate;
  /** People by group. */
  people: ReadonlyMap<string | null, number>;
  /** Whether the group's number is known: a day without a count of an institution is not a day without people. */
  known(group: string | null): boolean;
}

/**
 * The days on which anybody counted, from a day on: every institution as at its own last count, as long as that holds.
 * @param cells people by day, group and institution
 * @param counting the days of every institution's calendar; on one of them a group without a row has nobody
 */
export function countedDays(cells: readonly RawRow[], counting: readonly RawRow[], from: IsoDate): CountedDay[] {
  const placeOf = (row: RawRow) => JSON.stringify([row.region_id, row.facility_id]);
  const calendars = new Map<string, IsoDate[]>();
  for (const row of counting) calendars.set(placeOf(row), [...(calendars.get(placeOf(row)) ?? []), String(row.date)]);
  for (const days of calendars.values()) days.sort();
  const cellsOf = new Map<string, { group: string | null; people: number }[]>();
  const groupsOf = new Map<string | null, Set<string>>();
  for (const row of cells) {
    const [place, group] = [placeOf(row), row.group as string | null];
    const key = `${place} ${String(row.date)}`;
    cellsOf.set(key, [...(cellsOf.get(key) ?? []), { group, people: Number(row.people) }]);
    groupsOf.set(group, (groupsOf.get(group) ?? new Set()).add(place));
  }
  const dates = [...new Set(counting.map(({ date }) => String(date)))].filter((date) => date >= from).sort();
  const at = new Map<string, number>();
  return dates.map((date) => {
    const people = new Map<string | null, number>();
    const holding = new Set<string>();
    for (const [place, days] of calendars) {
      let next = at.get(place) ?? 0;
      while ((days[next] ?? '~') <= date) next += 1;
      at.set(place, next);
      const last = days[next - 1];
      if (last === undefined || addDays(last, countHolds) <= date) continue;
      holding.add(place);
      for (const { group, people: count } of cellsOf.get(`${place} ${last}`) ?? [])
        people.set(group, (people.get(group) ?? 0) + count);
    }
    return { date, people, known: (group) => [...(groupsOf.get(group) ?? [])].some((place) => holding.has(place)) };
  });
}
