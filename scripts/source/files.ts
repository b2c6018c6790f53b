import type { Table } from '../../data/contract/column.ts';
import type { RawRow } from '../../src/lib/engine/engine.ts';
import { literal, type Database } from '../engine/database.ts';
import { exitCodes, Failure, machineFailure, messageOf } from '../terminal/failure.ts';
import { troubleWithFiles } from './data-file.ts';
import { refuseGuessedDates } from './date-formats.ts';
import { mayCastMoments, refuseDaysByZone } from './moments.ts';
import type { SourceReader } from './reader.ts';
import { shownPath, type Select, type Source } from './source.ts';

/** Reads a source whose SELECTs read files (CSV, Parquet, JSON) with the engine itself. */
export async function filesReader(database: Database, source: Source): Promise<SourceReader> {
  await database.run(`SET file_search_path = '${source.fileFolders.join(',').replaceAll("'", "''")}'`);
  return {
    async read(table, select, target) {
      try {
        await fromFolder(source.fileFolders[0] ?? source.folder, async () => {
          const { moments } = await refuseGuessedDates((sql) => database.rows(sql), table, select);
          // On lines of its own, so that the engine's line numbers are the file's plus one.
          await database.run(`CREATE OR REPLACE TABLE ${target} AS SELECT * FROM (\n${select.sql}\n)`);
          if (source.timeZone === null && (moments || mayCastMoments(select.sql))) {
            await refuseDaysByZone((timeZone, sql) => rowsInZone(database, timeZone, sql), table, select);
          }
        });
      } catch (cause) {
        throw await selectFailure(cause, source, table, select);
      }
    },
    close: async () => {},
  };
}

async function rowsInZone(database: Database, timeZone: string, sql: string): Promise<RawRow[]> {
  await database.run(`SET TimeZone = ${literal(timeZone)}`);
  try {
    return await database.rows(sql);
  } finally {
    await database.run("SET TimeZone = 'UTC'");
  }
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
async function selectFailure(cause: unknown, source: Source, table: Table, select: Select): Promise<unknown> {
  const file = shownPath(select.file);
  const known = cause instanceof Failure ? cause : machineFailure(cause, file);
  if (known instanceof Failure) return known;
  const said = messageOf(cause)
    .replace('Failed to extract statements: ', '')
    .replace(/\bLINE (\d+):/g, (_, line) => `Line ${Number(line) - 1}:`);
  const sentence =
    `${file}: the SELECT for the table ${table.name} failed. ${said.split('\n').slice(0, 3).join(' ').trim()}`.replace(
      /[^.]$/,
      '$&.',
    );
  return new Failure(`${sentence} ${await mendFor(said, source, select)}`, { exitCode: exitCodes.source, cause });
}

async function mendFor(said: string, source: Source, select: Select): Promise<string> {
  const trouble = await troubleWithFiles(select.sql, source.fileFolders);
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
