import { relative } from 'node:path';
import type { Table } from '../../data/contract/column.ts';
import { identifier, type Database } from '../engine/database.ts';
import { exitCodes, Failure, machineFailure, messageOf } from '../terminal/failure.ts';
import { troubleWithFiles } from './data-file.ts';
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
  const file = shownPath(select.file);
  try {
    await fromFolder(source.fileFolders[0] ?? source.folder, () =>
      // On lines of its own, so that the engine's line numbers are the file's plus one.
      database.run(`CREATE OR REPLACE TABLE ${target} AS SELECT * FROM (\n${select.sql}\n)`),
    );
  } catch (cause) {
    throw await selectFailure(cause, source, table, file);
  }
  const described = await database.rows(`DESCRIBE ${target}`);
  // SQL does not tell STAY_ID from stay_id, and neither do we.
  const columns = new Map(described.map((row) => [String(row.column_name).toLowerCase(), String(row.column_type)]));
  const found = [...columns.keys()].join(', ');
  for (const [name, column] of Object.entries(table.columns)) {
    if (column.required && !columns.has(name)) {
      const mend =
        (await troubleWithFiles(select.sql, source.fileFolders)) ?? `Name the right column "${name}" in the SELECT.`;
      throw new Failure(
        `${file}: the table ${table.name} lacks the required column ${name} (${column.meaning}). ` +
          `The SELECT gives: ${found}. ${mend}`,
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

/**
 * Runs `work` with `folder` as the working folder: the engine looks for a relative file name there before anywhere
 * else, and a file of the same name where the command was started must not be taken for the agency's.
 */
async function fromFolder(folder: string, work: () => Promise<void>): Promise<void> {
  const before = process.cwd();
  process.chdir(folder);
  try {
    await work();
  } finally {
    process.chdir(before);
  }
}

/** The sentence for a SELECT that did not run: what the engine said, which file, and the likely mend. */
async function selectFailure(cause: unknown, source: Source, table: Table, file: string): Promise<unknown> {
  const known = machineFailure(cause, file);
  if (known instanceof Failure) return known;
  const said = messageOf(cause)
    .replace('Failed to extract statements: ', '')
    .replace(/\bLINE (\d+):/g, (_, line) => `Line ${Number(line) - 1}:`);
  const sentence =
    `${file}: the SELECT for the table ${table.name} failed. ${said.split('\n').slice(0, 3).join(' ').trim()}`.replace(
      /[^.]$/,
      '$&.',
    );
  return new Failure(`${sentence} ${await mendFor(said, source, table)}`, { exitCode: exitCodes.source, cause });
}

async function mendFor(said: string, source: Source, table: Table): Promise<string> {
  const trouble = await troubleWithFiles(source.selects.get(table.name)?.sql ?? '', source.fileFolders);
  if (trouble) return trouble;
  if (/No files found|does not exist|cannot open file/i.test(said)) {
    return `Looked in ${source.fileFolders.join(' and ')}. Put the file there, or name its folder with --files DIR or CASEBOARD_FILES.`;
  }
  if (/^(Binder|Parser|Catalog) Error/.test(said)) return 'Correct the SELECT and run the command again.';
  if (/sniffing|CSV|not utf-8|utf8|No magic bytes|parquet/i.test(said)) {
    return 'The file is not what the SELECT expects (CSV or Parquet). Extract it again, or correct the SELECT.';
  }
  return 'Correct the SELECT and run the command again.';
}

/** A path as people would type it from where they are. */
function shownPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short === '' || short.startsWith('..') ? path : short;
}
