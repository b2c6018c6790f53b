import { relative } from 'node:path';
import type { Table } from '../../data/contract/column.ts';
import { identifier, type Database } from '../engine/database.ts';
import { exitCodes, Failure, machineFailure, messageOf } from '../terminal/failure.ts';
import type { Source } from './source.ts';

/** A table as the source gave it: `raw.<table>` in the database, types as the SELECT made them. */
export interface RawTable {
  rows: number;
  columns: Map<string, string>;
  warnings: string[];
}

/**
 * Runs the SELECT of one table and keeps its rows as `raw.<table>`. Stops when the SELECT fails, gives nothing to
 * read, or lacks a required column; an extra column is ignored with a warning.
 */
export async function readTable(database: Database, source: Source, table: Table): Promise<RawTable> {
  const select = source.selects.get(table.name);
  if (!select) throw new Error(`the source has no SELECT for ${table.name}`);
  const target = `raw.${identifier(table.name)}`;
  const file = relative(process.cwd(), select.file) || select.file;
  try {
    await database.run(`CREATE OR REPLACE TABLE ${target} AS SELECT * FROM (${select.sql}\n)`);
  } catch (cause) {
    throw selectFailure(cause, table, file);
  }
  const described = await database.rows(`DESCRIBE ${target}`);
  const columns = new Map(described.map((row) => [String(row.column_name), String(row.column_type)]));
  const found = [...columns.keys()].join(', ');
  for (const [name, column] of Object.entries(table.columns)) {
    if (column.required && !columns.has(name)) {
      throw new Failure(
        `${file}: the table ${table.name} lacks the required column ${name} (${column.meaning}). ` +
          `The SELECT gives: ${found}. Name the right column "${name}" in the SELECT.`,
        { exitCode: exitCodes.source },
      );
    }
  }
  const warnings = [...columns.keys()]
    .filter((name) => !(name in table.columns))
    .map((name) => `The column ${name} is not in the contract and was ignored.`);
  const rows = Number(await database.value(`SELECT count(*) FROM ${target}`));
  return { rows, columns, warnings };
}

/** The sentence for a SELECT that did not run: what the engine said, which file, and the likely mend. */
function selectFailure(cause: unknown, table: Table, file: string): unknown {
  const said = messageOf(cause);
  const firstLines = said.split('\n').slice(0, 3).join(' ').trim();
  const known = machineFailure(cause, file);
  if (known instanceof Failure) return known;
  let mend = 'Correct the SELECT and run the command again.';
  if (/No files found|does not exist|cannot open file/i.test(said)) {
    mend = 'Put the file there, or name its folder with --files DIR or CASEBOARD_FILES.';
  } else if (/sniffing|CSV|not utf-8|utf8|No magic bytes|parquet/i.test(said)) {
    mend = 'The file is not what the SELECT expects (CSV or Parquet). Extract it again, or correct the SELECT.';
  }
  return new Failure(`${file}: the SELECT for the table ${table.name} failed. ${firstLines} ${mend}`, {
    exitCode: exitCodes.source,
    cause,
  });
}
