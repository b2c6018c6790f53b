import { identifier, literal, type Database } from '../engine/database.ts';

/** A gap longer than this, with hardly a row before it, lies between slips of the pen and the first records. */
const gapDays = 1826;
/** Share of the rows that may lie before the gap; a single one always may. */
const strayShare = 0.01;
/** Fewer rows than this tell nothing of what is usual. */
const minRows = 20;

export interface FirstDay {
  /** First day from which there are records; null where there are none. */
  day: string | null;
  /** Rows that lie years before it. */
  stray: number;
}

/**
 * The first day of a column from which there are records, leaving out a few rows that lie years before all others: one
 * release typed as 1970 must not begin the history.
 */
export async function firstDayOf(database: Database, table: string, column: string): Promise<FirstDay> {
  const [found] = await database.rows(`
    WITH dated AS (
      SELECT ${identifier(column)} AS day, count(*) AS rows FROM main.${identifier(table)} WHERE ${identifier(column)} IS NOT NULL GROUP BY 1
    ),
    gaps AS (
      SELECT day, day - lag(day) OVER (ORDER BY day) AS gap, sum(rows) OVER (ORDER BY day) - rows AS before, sum(rows) OVER () AS every
      FROM dated
    ),
    first AS (
      SELECT coalesce(
        max(day) FILTER (gap > ${gapDays} AND before <= greatest(1, ${strayShare} * every) AND every >= ${minRows}), min(day)) AS day
      FROM gaps
    )
    SELECT CAST(first.day AS VARCHAR) AS day, CAST(coalesce(max(before), 0) AS INTEGER) AS stray
    FROM first LEFT JOIN gaps ON gaps.day = first.day GROUP BY first.day`);
  return { day: (found?.day ?? null) as string | null, stray: Number(found?.stray ?? 0) };
}

/**
 * First day from which the population is complete, where the source does not say: the month after the first release
 * seen, or the first admission, or the first count; never after the as-of date, whose people an extract of the last
 * month alone still has.
 */
export async function historyStart(
  database: Database,
  supplied: ReadonlySet<string>,
  asOf: string,
): Promise<string | null> {
  const stays = supplied.has('stay');
  const first = await firstDayOf(database, stays ? 'stay' : 'population_count', stays ? 'release_date' : 'count_date');
  const { day } = stays && first.day === null ? await firstDayOf(database, 'stay', 'admission_date') : first;
  if (day === null) return null;
  const begun =
    stays && first.day !== null
      ? `date_trunc('month', DATE ${literal(day)}) + INTERVAL 1 MONTH`
      : `DATE ${literal(day)}`;
  return (await database.value(
    `SELECT CAST(least(CAST(${begun} AS DATE), DATE ${literal(asOf)}) AS VARCHAR)`,
  )) as string;
}
