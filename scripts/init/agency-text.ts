import type { Table } from '../../data/contract/column.ts';
import { toDoMark } from '../source/to-do.ts';
import { columnSql } from './column-sql.ts';
import type { Dialect, FoundTable } from './found.ts';
import type { TableMatch } from './match.ts';

/** Nobody extracts a table of one row: its day is the newest of the records that come all the time. */
export async function agencyText(
  dialect: Dialect,
  matches: ReadonlyMap<Table, TableMatch | null>,
  tables: readonly FoundTable[],
): Promise<string> {
  const days: string[] = [];
  for (const [table, match] of matches) {
    if (match === null || !['stay', 'population_count', 'release_cohort'].includes(table.name)) continue;
    for (const name of ['admission_date', 'release_date', 'count_date']) {
      const [found, column] = [match.columns.get(name), table.columns[name]];
      if (!found || !column) continue;
      const { sql } = await columnSql(found.column, column, dialect);
      const day = `CAST(${sql} AS VARCHAR)`;
      days.push(
        `  SELECT max(${day}) AS day FROM ${match.found.from}\n  WHERE ${day} <= CAST(current_date AS VARCHAR)`,
      );
    }
  }
  const newest = days.length === 0 ? await newestDay(dialect, tables) : null;
  const day =
    days.length === 0
      ? `'${newest?.day ?? '2000-01-01'}'`
      : `(SELECT max(day) FROM (\n${days.join('\n  UNION ALL\n')}\n) AS days)`;
  return [
    '-- agency: The agency itself, and the last day its data cover. Exactly one row.',
    `-- ${toDoMark} write the agency’s name.`,
    `-- ${toDoMark} as_of is the last day the extract covers: better from a file that says it than, as here, ${days.length > 0 ? 'the newest record' : newest ? `written down: the newest day found, in ${newest.where}` : 'a day that stands for it: no day was found'}.`,
    `SELECT 'Name of the agency' AS agency_name, ${day} AS as_of`,
    '',
  ].join('\n');
}

/** The newest day up to today in any column of dates: where no table was recognised, all that says when it was made. */
async function newestDay(
  dialect: Dialect,
  tables: readonly FoundTable[],
): Promise<{ day: string; where: string } | null> {
  let newest: { day: string; where: string } | null = null;
  for (const table of tables) {
    for (const column of table.columns) {
      const { sql, isDay } = await columnSql(column, { kind: 'date' }, dialect);
      if (!isDay) continue;
      const [found] = await table.ask(
        (from) =>
          `SELECT CAST(max(day) AS VARCHAR) AS day FROM (SELECT ${dialect.day(sql)} AS day FROM ${from}) AS days WHERE day <= current_date`,
      );
      const day = found?.['day'];
      if (typeof day === 'string' && (newest === null || day > newest.day))
        newest = { day, where: `${column.name} of ${table.name}` };
    }
  }
  return newest;
}
