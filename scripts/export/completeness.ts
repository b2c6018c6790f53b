import { isAboutPeople } from '../../data/contract/column.ts';
import { contract } from '../../data/contract/contract.ts';
import { identifier, literal, type Database } from '../engine/database.ts';

/**
 * Fills the table `completeness`: for every supplied table with a date, how many rows each month has and in how many
 * of them each optional field is filled. A table's rows without that date are counted under a null month. Tables about
 * people are counted inside the history only: the first month and the last planned one of all are somebody's.
 */
export async function countCompleteness(database: Database, supplied: ReadonlySet<string>): Promise<void> {
  await database.run(
    'CREATE OR REPLACE TABLE main.completeness (table_name VARCHAR, field VARCHAR, month DATE, rows INTEGER, filled INTEGER)',
  );
  for (const table of contract) {
    if (!table.when || !supplied.has(table.name)) continue;
    const fields = Object.entries(table.columns).filter(
      ([, column]) => !column.required && column.fallback === undefined,
    );
    const filled = fields.map(([name]) => `{field: ${literal(name)}, filled: count(${identifier(name)})}`);
    await database.run(`INSERT INTO main.completeness
      SELECT ${literal(table.name)}, each.field, month, rows, each.filled FROM (
        SELECT month, rows, unnest(fields) AS each FROM (
          SELECT CAST(date_trunc('month', ${identifier(table.when)}) AS DATE) AS month, count(*) AS rows,
            [${['{field: NULL, filled: count(*)}', ...filled].join(', ')}] AS fields
          FROM main.${identifier(table.name)}
          WHERE ${isAboutPeople(table) ? inHistory(identifier(table.when)) : 'true'}
          GROUP BY 1
        )
      )`);
  }
}

function inHistory(day: string): string {
  return `(${day} IS NULL OR ${day} BETWEEN date_trunc('month', getvariable('history_from')) AND last_day(getvariable('as_of')))`;
}
