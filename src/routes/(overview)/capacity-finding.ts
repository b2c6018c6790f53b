import { formatNumber, roundTo } from '$lib/format/number.ts';
import { formatMonth } from '$lib/calendar/date.ts';
import type { PopulationMonth } from '$lib/questions/population/monthly.ts';

/** Whether a place is above its rated capacity at the end of a run of months, and since when. */
export function capacityFinding(months: readonly PopulationMonth[]): string {
  const known = months.filter((row) => row.average !== null);
  const last = known.at(-1);
  if (!last || last.average === null) return 'Population by month';
  if (last.rated_capacity === null) return levelFinding(known);
  const over = (row: PopulationMonth) => row.rated_capacity !== null && (row.average ?? 0) > row.rated_capacity;
  const now = over(last);
  let since = known.length - 1;
  while (since > 0 && over(known[since - 1] as PopulationMonth) === now) since -= 1;
  const side = now ? 'above' : 'within';
  const start = known[since] as PopulationMonth;
  const when = since === 0 ? `in all ${known.length} months shown` : `since ${formatMonth(start.month)}`;
  return `Population is ${side} rated capacity, and has been ${when}`;
}

function levelFinding(known: readonly PopulationMonth[]): string {
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last || first === last) return 'Population by month';
  const change = (last.average ?? 0) - (first.average ?? 0);
  const way = change > 0 ? 'higher' : 'lower';
  if (roundTo(change) === 0) return `Population is as it was in ${formatMonth(first.month)}`;
  return `Population is ${formatNumber(Math.abs(change))} ${way} than in ${formatMonth(first.month)}`;
}
