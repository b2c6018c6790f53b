import { setOwn } from '../../src/lib/analysis/own.ts';
import {
  DuckDBInstance,
  JSDuckDBValueConverter,
  type DuckDBDataChunk,
  type DuckDBMaterializedResult,
} from '@duckdb/node-api';
import type { Binding, RawRow } from '../../src/lib/engine/engine.ts';
import { quotedText, withLiterals } from '../../src/lib/engine/literal-sql.ts';
import { exitCodes, Failure } from '../terminal/failure.ts';

/** A native DuckDB session of its own, with the few verbs the scripts need. */
export interface Database {
  run(sql: string, bindings?: readonly Binding[]): Promise<void>;
  rows(sql: string, bindings?: readonly Binding[]): Promise<RawRow[]>;
  /** The only value of a query that gives one row of one column. */
  value(sql: string, bindings?: readonly Binding[]): Promise<RawRow[string]>;
  /** Adds pieces of rows, as another database gave them, to a table of the same columns. */
  append(schema: string, table: string, pieces: AsyncIterable<DuckDBDataChunk>): Promise<void>;
  /** A further session on the same tables, with settings and temporary tables of its own. Close it before this one. */
  connect(): Promise<Database>;
  /** Stops the statement that is running. */
  interrupt(): void;
  /** Has `stop` called as well whenever the session is interrupted; the returned function ends that. */
  alsoInterrupt(stop: () => void): () => void;
  close(): void;
}

export interface DatabaseOptions {
  /** Folder for data that does not fit in memory. */
  temporaryFolder?: string;
  memoryLimit?: string;
  threads?: number;
}

/** Most memory of a whole agency's rows; what is beyond it goes to the disk. */
export const memoryLimit = '5GB';

/** Extensions are never fetched: what the engine needs is built in. */
export const noExtensions = { autoload_known_extensions: 'false', autoinstall_known_extensions: 'false' } as const;

/** How many cores the engine may use, where a machine is shared. */
const coresVariable = 'CASEBOARD_CORES';

/** @param threads what a purpose needs at most; without it, and without a limit, every core there is */
export function coresAllowed(threads?: number): { threads?: string } {
  const limit = process.env[coresVariable] ?? '';
  if (limit !== '' && !/^[1-9]\d{0,2}$/.test(limit)) {
    throw new Failure(`${coresVariable} is a number of cores, such as 2, not "${limit}".`, {
      exitCode: exitCodes.usage,
    });
  }
  const most = Math.min(threads ?? Infinity, limit === '' ? Infinity : Number(limit));
  return Number.isFinite(most) ? { threads: String(most) } : {};
}

/** Opens an in-memory database. */
export async function openDatabase(options: DatabaseOptions = {}): Promise<Database> {
  const instance = await DuckDBInstance.create(':memory:', {
    ...noExtensions,
    ...(options.temporaryFolder ? { temp_directory: options.temporaryFolder } : {}),
    ...(options.memoryLimit ? { memory_limit: options.memoryLimit } : {}),
    ...coresAllowed(options.threads),
  });
  return sessionOn(instance, () => instance.closeSync());
}

async function sessionOn(instance: DuckDBInstance, closed: () => void): Promise<Database> {
  const connection = await instance.connect();
  // The day of a moment must not depend on where the machine stands.
  await connection.run("SET TimeZone = 'UTC'");
  // Whatever reads a table is planned anew each time it runs, and once more where it is prepared before.
  const run = (sql: string, bindings: readonly Binding[] = []) => connection.run(withLiterals(sql, bindings));
  const rows = async (sql: string, bindings?: readonly Binding[]) => readRows(await run(sql, bindings));
  const stops = new Set<() => void>();
  return {
    rows,
    async append(schema, table, pieces) {
      const appender = await connection.createAppender(table, schema);
      try {
        for await (const piece of pieces) appender.appendDataChunk(piece);
      } finally {
        appender.closeSync();
      }
    },
    async run(sql, bindings) {
      await run(sql, bindings);
    },
    async value(sql, bindings) {
      const [first] = await rows(sql, bindings);
      return first ? (Object.values(first)[0] ?? null) : null;
    },
    connect: () => sessionOn(instance, () => {}),
    interrupt() {
      connection.interrupt();
      for (const stop of stops) stop();
    },
    alsoInterrupt(stop) {
      stops.add(stop);
      return () => stops.delete(stop);
    },
    close() {
      connection.closeSync();
      closed();
    },
  };
}

/** The rows of a result, which is in memory: it is asked for its chunks at once, without a turn of the event loop for each. */
export function readRows(result: DuckDBMaterializedResult): RawRow[] {
  const names = result.deduplicatedColumnNames();
  const rows: RawRow[] = [];
  for (let at = 0; at < result.chunkCount; at++) {
    const chunk = result.getChunk(at);
    // By rows, the binding would ask the engine for the number of columns at every row.
    const columns = chunk.convertColumns(JSDuckDBValueConverter);
    for (let index = 0; index < chunk.rowCount; index++) {
      const row: RawRow = {};
      names.forEach((name, column) => {
        setOwn(row, name, plain(columns[column]?.[index]));
      });
      rows.push(row);
    }
  }
  return rows;
}

/** The plain value both engines agree on: counts as numbers, dates as ISO text. */
function plain(value: unknown): RawRow[string] {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return String(value);
}

/** A name as a quoted SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as a quoted SQL literal, for the places where nothing can be bound (paths in COPY and read_parquet). */
export const literal = quotedText;
