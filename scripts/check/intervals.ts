import type { Table } from '../../data/contract/column.ts';
import { lastDays } from '../../data/contract/plausibility.ts';
import { identifier, type Database } from '../engine/database.ts';
import type { Fault } from './rule.ts';

/**
 * Rejects intervals that overlap an earlier one of the same stay. Of two that overlap, the one that starts later
 * (then the later row) goes; after each round the rest is looked at again, so that a row is never refused because of
 * one that was itself refused.
 */
export async function rejectOverlaps(
  database: Database,
  table: Table,
  reject: (fault: Fault, rowsSql: string) => Promise<void>,
): Promise<void> {
  if (!table.intervals) return;
  const name = `main.${identifier(table.name)}`;
  const { of, start, end } = table.intervals;
  const [owner, from, to] = [identifier(of), identifier(start), identifier(end)];
  const overlapping = `SELECT _row, ${owner} AS owner, ${from} AS from_date FROM (
      SELECT *, lag(coalesce(${to}, DATE '9999-12-31')) OVER (PARTITION BY ${owner} ORDER BY ${from}, _row) AS previous_end
      FROM ${name} WHERE ${to} IS NULL OR ${from} < ${to}
    ) WHERE ${from} < previous_end`;
  await database.run(`CREATE OR REPLACE TEMP TABLE overlapping AS ${overlapping}`);
  while (Number(await database.value('SELECT count(*) FROM overlapping')) > 0) {
    await reject(
      { rule: 'overlap', column: start },
      'SELECT arg_min(_row, (from_date, _row)) AS _row FROM overlapping GROUP BY owner',
    );
    await database.run(
      `CREATE OR REPLACE TEMP TABLE overlapping AS ${overlapping} AND ${owner} IN (SELECT owner FROM overlapping)`,
    );
  }
}

/** Intervals with one day to the next of the same stay, if they are most of those that have a next one. */
export function daysBetween({ name, intervals }: Table): string | null {
  if (!intervals) return null;
  const [of, start, end] = [intervals.of, intervals.start, intervals.end].map(identifier);
  // Counted beside and not by windows over all rows: a filtered window takes a time that grows with their square.
  return `WITH followed AS MATERIALIZED (
      SELECT _row, lead(${start}) OVER (PARTITION BY ${of} ORDER BY ${start}, _row) = ${end} + 1 AS between_them
      FROM main.${identifier(name)}
    ), counted AS (
      SELECT count(*) FILTER (WHERE between_them) AS such, count(between_them) AS every FROM followed
    )
    SELECT _row FROM followed, counted
    WHERE between_them AND such >= ${lastDays.rows} AND such > ${lastDays.share} * every`;
}
