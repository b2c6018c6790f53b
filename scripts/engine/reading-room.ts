import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance, StatementType, type DuckDBConnection, type DuckDBDataChunk } from '@duckdb/node-api';
import type { RawRow } from '../../src/lib/engine/engine.ts';
import { coresAllowed, literal, noExtensions, readRows } from './database.ts';
import { selectWords } from './select-words.ts';
import { openSpill } from './spill.ts';

/** The rows of a SELECT that has been planned, a piece at a time, with the columns they have. */
export interface PlannedRows {
  columns: { name: string; type: string }[];
  pieces: AsyncIterable<DuckDBDataChunk>;
}

/**
 * A database of its own in which SELECTs of others run: empty, without the tables of the one they are read for, with no
 * network, no extension, no setting that can be changed, and no file outside `folders`.
 */
export interface ReadingRoom {
  /** Plans a text that must be one SELECT. Throws NotOneSelect, or the engine's own error. */
  plan(sql: string): Promise<PlannedRows>;
  /** The rows of a SELECT of our own about what the files hold. */
  rows(sql: string): Promise<RawRow[]>;
  interrupt(): void;
  close(): Promise<void>;
}

/** A text that holds no statement, several, or one that is not a SELECT. */
export class NotOneSelect extends Error {
  override name = 'NotOneSelect';
}

/**
 * @param folders where relative file names are looked for, in order; nothing outside them is read
 * @param selects the SELECTs that will be planned: the file names in them are made known before the room is locked
 */
export async function openReadingRoom(
  folders: readonly string[],
  selects: Iterable<string>,
  { timeZone = 'UTC' }: { readonly timeZone?: string } = {},
): Promise<ReadingRoom> {
  const spill = await openSpill();
  // The engine looks for a relative name in the working folder first: there is to be nothing.
  const empty = join(spill, 'empty');
  await mkdir(empty);
  const instance = await DuckDBInstance.create(':memory:', {
    ...noExtensions,
    ...coresAllowed(),
    memory_limit: '2GB',
    temp_directory: join(spill, 'spill'),
  });
  const connection = await instance.connect();
  const { directories, paths } = await allowed(folders, selects);
  for (const statement of [
    // The day of a moment must not depend on where the machine stands.
    `SET TimeZone = ${literal(timeZone)}`,
    ...selectWords,
    `SET file_search_path = ${literal(folders.join(','))}`,
    `SET allowed_directories = [${directories.map(literal).join(', ')}]`,
    `SET allowed_paths = [${paths.map(literal).join(', ')}]`,
    'SET enable_external_access = false',
    'SET lock_configuration = true',
  ]) {
    await connection.run(statement);
  }
  return {
    async plan(sql) {
      const statement = await within(empty, async () => {
        const found = await connection.extractStatements(sql).catch((cause: unknown) => {
          // A text of comments alone.
          if (cause instanceof Error && cause.message === 'Error in native callback') return null;
          throw cause;
        });
        if (found?.count !== 1) {
          throw new NotOneSelect(
            `it holds ${found?.count ?? 0} statements where one SELECT is expected (a PIVOT counts as two unless its ` +
              'values are named with IN)',
          );
        }
        return found.prepare(0);
      });
      if (statement.statementType !== StatementType.SELECT) {
        throw new NotOneSelect(`it is a statement of the kind ${StatementType[statement.statementType]}, not a SELECT`);
      }
      await within(empty, () => refuseFunctions(connection, sql));
      const names = distinct(
        Array.from({ length: statement.columnCount }, (_, column) => statement.columnName(column)),
      );
      return {
        columns: names.map((name, column) => ({ name, type: String(statement.columnType(column)) })),
        pieces: {
          async *[Symbol.asyncIterator]() {
            const result = await within(empty, () => statement.stream());
            for (;;) {
              const piece = await within(empty, () => result.fetchChunk());
              if (!piece || piece.rowCount === 0) return;
              yield piece;
            }
          },
        },
      };
    },
    rows: (sql) => within(empty, async () => readRows(await connection.run(sql))),
    interrupt: () => connection.interrupt(),
    async close() {
      connection.closeSync();
      instance.closeSync();
      await rm(spill, { recursive: true, force: true });
    },
  };
}

/**
 * What the engine may open. It compares names as they are written, so that what lies below the folders is named twice:
 * by its whole path, and relative to them as the SELECTs write it.
 */
async function allowed(folders: readonly string[], selects: Iterable<string>) {
  const directories = [...folders];
  const paths = new Set<string>();
  for (const folder of folders) {
    for (const name of await readdir(folder)) {
      const entry = await stat(join(folder, name)).catch(() => null);
      if (entry?.isDirectory()) directories.push(name);
      else if (entry) paths.add(name);
    }
  }
  for (const sql of selects) {
    for (const quote of [/(?<!')'(?!')/, '"', '$$']) {
      for (const text of sql.split(quote)) {
        const name = text.replaceAll("''", "'");
        if (isBelow(name)) paths.add(name);
      }
    }
  }
  return { directories, paths: [...paths].sort() };
}

/**
 * Functions rows may come from: those that read files, and those that make rows of their arguments. The engine has
 * others that act, and a SELECT may call them (`enable_logging` writes files and ends this program); a later version
 * may have more.
 */
const rowFunctions =
  /^(read_\w+|parquet_\w+|glob|sniff_csv|seq_scan|range|generate_series|repeat|repeat_row|unnest|json_each|json_tree|summary|icu_calendar_names|pg_timezone_names)$/;

/** Looks at the plan, in which whatever a SELECT makes of texts (`query`) is resolved. */
async function refuseFunctions(connection: DuckDBConnection, sql: string): Promise<void> {
  const plan = (await connection.runAndReadAll(`EXPLAIN (FORMAT JSON) ${sql}`)).getRows().flat().map(String).join('');
  for (const [, name = ''] of plan.matchAll(/"Function": "(\w+)"/g)) {
    if (rowFunctions.test(name.toLowerCase())) continue;
    throw new NotOneSelect(`it calls ${name.toLowerCase()}, which does more than read or make rows`);
  }
}

/** Whether a text can be the name of a file (or a pattern of names) below a folder. */
function isBelow(name: string): boolean {
  return /^[^\s/\\~][^\0\n\\:]{0,1000}$/.test(name) && !name.split('/').includes('..');
}

/** Names of columns as a table can have them: SQL does not tell A from a. */
function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let count = 1; taken.has(free.toLowerCase()); count += 1) free = `${name}_${count}`;
    taken.add(free.toLowerCase());
    return free;
  });
}

/** Runs `work` with `folder` as the working folder. */
async function within<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const before = process.cwd();
  process.chdir(folder);
  try {
    return await work();
  } finally {
    process.chdir(before);
  }
}
