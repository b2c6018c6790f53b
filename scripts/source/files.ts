import { formatNumber } from '../../src/lib/format/number.ts';
import type { Table } from '../../data/contract/column.ts';
import type { RawRow } from '../../src/lib/engine/engine.ts';
import { identifier, type Database } from '../engine/database.ts';
import { NotOneSelect, openReadingRoom, type PlannedRows } from '../engine/reading-room.ts';
import { exitCodes, Failure, machineFailure, messageOf } from '../terminal/failure.ts';
import type { Report } from '../terminal/progress.ts';
import { troubleWithFiles } from './data-file.ts';
import { refuseGuessedDates } from './date-formats.ts';
import { saidByDuckdb } from './engine-message.ts';
import { filesOf, type FoundFiles, type Rows } from './files-read.ts';
import { lostInSelect } from './lost-in-select.ts';
import { mayCastMoments, refuseDaysByZone } from './moments.ts';
import { emptyNoValues, folderMend, hasNoValue, noValue, noValueMend, refuseOddFolders } from './partitions.ts';
import { rawSchema, type SourceReader } from './reader.ts';
import { refuseSameFile } from './same-file.ts';
import { shownPath, type Select, type Source } from './source.ts';

/**
 * Reads a source whose SELECTs read files (CSV, Parquet, JSON) with the engine itself: each as one prepared statement in
 * a database of its own, which can read the source's folders and nothing else.
 */
export async function filesReader(database: Database, source: Source, report: Report): Promise<SourceReader> {
  const room = await openReadingRoom(
    source.fileFolders,
    [...source.selects.values()].map(({ sql }) => sql),
    { timeZone: source.timeZone ?? 'UTC' },
  );
  const released = database.alsoInterrupt(() => room.interrupt());
  return {
    async read(table, select) {
      const rows: Rows = (sql) => room.rows(sql);
      let found: readonly FoundFiles[] = [];
      try {
        const reads = await filesOf(rows, select.sql);
        found = reads.found;
        await refuseOddFolders(found, source, select);
        const moments = await refuseGuessedDates(rows, table, select, reads);
        await refuseSameFile(
          found.flatMap(({ files }) => files),
          source,
          select,
        );
        const planned = await room.plan(select.sql);
        const columns = planned.columns.map(({ name, type }) => `${identifier(name)} ${type}`);
        await database.run(`CREATE OR REPLACE TABLE ${rawSchema}.${identifier(table.name)} (${columns.join(', ')})`);
        await database.append(rawSchema, table.name, counting(planned, table.name, report));
        if (hasNoValue(found)) await emptyNoValues(database, table.name, select);
        if (source.timeZone === null && (moments || mayCastMoments(select.sql))) {
          await refuseDaysByZone((timeZone, sql) => rowsInZone(source, timeZone, sql), table, select);
        }
        return await lostInSelect(rows, table, select);
      } catch (cause) {
        throw await selectFailure(cause, source, table, select, found);
      }
    },
    async close() {
      released();
      await room.close();
    },
  };
}

async function rowsInZone(source: Source, timeZone: string, sql: string): Promise<RawRow[]> {
  const room = await openReadingRoom(source.fileFolders, [sql], { timeZone });
  try {
    return await room.rows(sql);
  } finally {
    await room.close();
  }
}

const saidEvery = 2_000_000;

/** Says how much has come. A cancelled command ends here too. */
async function* counting({ pieces }: PlannedRows, table: string, report: Report) {
  let rows = 0;
  for await (const piece of pieces) {
    if (Math.floor((rows + piece.rowCount) / saidEvery) > Math.floor(rows / saidEvery)) {
      report.step(`Reading ${table}: ${formatNumber(rows / 1e6)} million rows so far`);
    }
    rows += piece.rowCount;
    yield piece;
  }
}

/** The sentence for a SELECT that did not run: what the engine said, which file, and the likely mend. */
async function selectFailure(
  cause: unknown,
  source: Source,
  table: Table,
  select: Select,
  found: readonly FoundFiles[],
): Promise<unknown> {
  const file = shownPath(select.file);
  if (cause instanceof Failure) return cause;
  if (cause instanceof NotOneSelect) {
    return new Failure(
      `${file}: the SELECT for the table ${table.name} failed. It was refused before it ran, and nothing was changed: ` +
        `${cause.message}. Write one SELECT.`,
      { exitCode: exitCodes.source, cause },
    );
  }
  const outside = fileOutside(cause, select.sql);
  if (outside) {
    return new Failure(
      `${file}: the SELECT for the table ${table.name} failed. ${outside} lies outside ` +
        `${source.fileFolders.join(' and ')}, and a SELECT reads no other files. Put the file there, or name its folder ` +
        'with --files DIR or CASEBOARD_FILES.',
      { exitCode: exitCodes.source, cause },
    );
  }
  const known = machineFailure(notFound(cause), file);
  if (known instanceof Failure) return known;
  const said = saidByDuckdb(messageOf(cause));
  return new Failure(
    `${file}: the SELECT for the table ${table.name} failed. ${said} ${await mendFor(messageOf(cause), source, select, found)}`,
    { exitCode: exitCodes.source, cause },
  );
}

const refused = /Permission Error: Cannot access (?:file|directory) "([^"]*)"/;

/** A file the engine refused for lying elsewhere: one that is named below the folders is only not there. */
function fileOutside(cause: unknown, sql: string): string | null {
  const [, path] = refused.exec(messageOf(cause)) ?? [];
  if (path === undefined) return null;
  const name = path.replace(/\/\*\*\/\*\.\w+$/, '');
  const below = !/^([/\\~]|\w+:)/.test(name) && !name.split(/[/\\]/).includes('..');
  return below && sql.includes(name) ? null : name;
}

/** The engine looks behind a name that is not there for a folder of that name, and is refused. */
function notFound(cause: unknown): unknown {
  const [, path] = refused.exec(messageOf(cause)) ?? [];
  return path === undefined ? cause : new Error(`IO Error: No files found that match "${path}"`);
}

async function mendFor(said: string, source: Source, select: Select, found: readonly FoundFiles[]): Promise<string> {
  if (
    hasNoValue(found) &&
    (said.includes(noValue) || /^Binder Error: (Cannot compare|Cannot mix|No function)/.test(said))
  )
    return noValueMend;
  const trouble = await troubleWithFiles(select.sql, source.fileFolders);
  if (trouble) return trouble;
  if (refused.test(said) || /No files found|does not exist|cannot open file/i.test(said)) {
    const folder = await folderMend(select.sql, source.fileFolders);
    if (folder) return folder;
    return `Looked in ${source.fileFolders.join(' and ')}. Put the file there, or name its folder with --files DIR or CASEBOARD_FILES.`;
  }
  if (/schema mismatch in glob|are trying to read it as type/.test(said)) {
    return 'Files of one table that were written at different times may differ: if so, say union_by_name = true where the SELECT reads them. If not, take away the file that is of another table.';
  }
  // With nothing said of its form, a file with a row cut off is read as one column of another delimiter.
  if (/Referenced column/.test(said) && readsGuessedCsv.test(select.sql)) {
    return "If the file has that column, it may be cut off, or its form was guessed wrong: extract it again, and say the form where the SELECT reads it, read_csv('…', header = true, delim = ',', all_varchar = true).";
  }
  if (/^(Binder|Parser|Catalog) Error/.test(said)) return 'Correct the SELECT and run the command again.';
  if (/not utf-?8|invalid unicode|byte sequence mismatch/i.test(said)) {
    return "It is in another encoding, most often Latin-1: say so where the SELECT reads it, read_csv('…', encoding = 'latin-1').";
  }
  if (/sniffing|CSV|not utf-8|utf8|No magic bytes|parquet/i.test(said)) {
    return 'The file is not what the SELECT expects (CSV or Parquet). Extract it again, or correct the SELECT.';
  }
  return 'Correct the SELECT and run the command again.';
}

/** A CSV file that is read without saying what stands between its columns. */
const readsGuessedCsv = /\b(read_csv|read_csv_auto)\((?![^)]*\b(delim|sep)\b)|\bFROM\s+'[^']+\.(csv|tsv|txt)'/i;
