import { AsyncDuckDB, type AsyncDuckDBConnection } from '@duckdb/duckdb-wasm';
import type { RecordBatch } from 'apache-arrow';
import { EngineError, type Binding, type RawRow } from '../engine.ts';
import { traced } from '../trace.ts';
import { withLiterals } from '../literal-sql.ts';
import { joinStreams } from './arrow-stream.ts';
import { inflated } from './engine-files.ts';
import { asLost, asQueryError } from './duckdb-failure.ts';
import { plainRows } from './rows.ts';

/** DuckDB-WASM in its worker: one database in memory. */
export interface Duckdb {
  /**
   * Appends an Arrow IPC stream to a table, all of it or nothing. What waits for the same table goes in with it: all of
   * them come in, or all fail.
   */
  insert(table: TableDefinition, stream: Uint8Array<ArrayBuffer> | null): Promise<void>;
  /** Runs one SELECT; statements wait for each other. Aborting one stops it within a few milliseconds. */
  select(sql: string, bindings: readonly Binding[], signal: AbortSignal): Promise<RawRow[]>;
  /** Plans a statement without running it; what is wrong with it comes with its line. Refuses more than one. */
  plan(sql: string): Promise<void>;
  /** Settles, with the reason, when the worker is lost: crashed, out of memory, or closed. */
  readonly lost: Promise<EngineError>;
  close(): void;
}

export interface TableDefinition {
  name: string;
  columns: readonly { name: string; type: string }[];
}

export interface DuckdbFiles {
  /** The worker script, still compressed. */
  worker: Uint8Array<ArrayBuffer>;
  /** The engine itself; the worker gets ready while it is compiled. */
  module: Promise<WebAssembly.Module>;
}

/** Rows of a table that go in together. */
interface Batch {
  streams: Uint8Array<ArrayBuffer>[];
  bytes: number;
  done: Promise<void>;
}

/** Most bytes joined, since joining copies them. */
const maxTogether = 16_000_000;

/** Longest time a running statement keeps the worker from hearing that it was aborted, in milliseconds. */
const slice = 20;

/**
 * Runs before the library in its worker. The library waits for ever for a module that it cannot make an instance of:
 * nobody handles that rejection. Thrown again it becomes an error event of the worker. And the library would fetch and
 * compile the module itself: it is given the one compiled while its bytes arrived, which comes as a message.
 */
const prelude = `
addEventListener('unhandledrejection', (event) => { setTimeout(() => { throw event.reason; }); });
const compiled = new Promise((resolve) => {
  addEventListener('message', (event) => {
    if (!(event.data instanceof WebAssembly.Module)) return;
    event.stopImmediatePropagation();
    resolve(event.data);
  });
});
WebAssembly.instantiateStreaming = async (_, imports) => {
  const module = await compiled;
  return { module, instance: await WebAssembly.instantiate(module, imports) };
};
`;

/** Starts the worker and opens a database that reads nothing but what is inserted into it. */
export async function openDuckdb(files: DuckdbFiles, timeoutMs: number): Promise<Duckdb> {
  // From a blob, so that the worker is bound by the page's content security policy.
  const script = await inflated(files.worker, 'text/javascript').blob();
  // The library insists on fetching something.
  const nothing = URL.createObjectURL(new Blob([], { type: 'application/wasm' }));
  const source = URL.createObjectURL(new Blob([prelude, script], { type: 'text/javascript' }));
  const worker = new Worker(source);

  let failure: EngineError | undefined;
  let settleLost: (reason: EngineError) => void;
  const lost = new Promise<EngineError>((resolve) => (settleLost = resolve));
  const waiting = new Set<(reason: EngineError) => void>();
  const close = (reason: EngineError) => {
    worker.terminate();
    failure ??= reason;
    for (const reject of waiting) reject(failure);
    waiting.clear();
    settleLost(failure);
  };
  /** The library never settles what a lost worker was asked. (A race with `lost` would keep every result for ever.) */
  const unlessLost = <Value>(work: Promise<Value>) =>
    new Promise<Value>((resolve, reject) => {
      const end = () => waiting.delete(reject);
      work.then(resolve, reject).finally(end);
      if (failure) reject(failure);
      else waiting.add(reject);
    });
  // Before the library, which would forget what it was asked and write to the console.
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    close(asLost(event.message));
  });
  const database = new AsyncDuckDB({ log: () => undefined }, worker);

  const seconds = Math.ceil(timeoutMs / 1000);
  const giveUp = () =>
    close(
      new EngineError('unavailable', `The query engine did not start within ${seconds} s. Reload the page to retry.`),
    );
  let watchdog: ReturnType<typeof setTimeout> | undefined;
  try {
    worker.postMessage(await unlessLost(files.module));
    watchdog = setTimeout(giveUp, timeoutMs);
    await unlessLost(database.instantiate(nothing, null));
    await unlessLost(database.open({ path: ':memory:', query: { queryPollingInterval: slice } }));
    const connection = await unlessLost(database.connect());
    await unlessLost(connection.query(settings.join('; ')));
    return session(database, connection, { lost, unlessLost, close });
  } catch (error) {
    const reason = error instanceof EngineError ? error : asLost(String(error));
    close(reason);
    throw reason;
  } finally {
    clearTimeout(watchdog);
    URL.revokeObjectURL(nothing);
    URL.revokeObjectURL(source);
  }
}

/** Nothing is ever fetched or read behind our back, and no statement can change that. */
const settings = [
  'SET autoload_known_extensions = false',
  'SET autoinstall_known_extensions = false',
  'SET enable_external_access = false',
  'SET lock_configuration = true',
];

interface Guard {
  lost: Promise<EngineError>;
  unlessLost: <Value>(work: Promise<Value>) => Promise<Value>;
  close: (reason: EngineError) => void;
}

function session(database: AsyncDuckDB, connection: AsyncDuckDBConnection, guard: Guard): Duckdb {
  const { lost, unlessLost, close } = guard;
  const inOrder = queue();
  /** Rows come in over a connection of their own: a statement under way does not wait for them, nor they for it. */
  const insertInOrder = queue();
  let inserting: AsyncDuckDBConnection | undefined;
  const created = new Set<string>();
  /** Rows on their way in whose turn has not come, by table. */
  const batches = new Map<string, Batch>();

  async function insertTogether(table: TableDefinition, streams: readonly Uint8Array<ArrayBuffer>[]): Promise<void> {
    const from = performance.now();
    try {
      inserting ??= await unlessLost(database.connect());
      if (!created.has(table.name)) await unlessLost(inserting.query(createTable(table)));
      created.add(table.name);
      if (streams.length > 0)
        await unlessLost(inserting.insertArrowFromIPCStream(joinStreams(streams), { name: table.name, create: false }));
      traced('part inserted', table.name, from);
    } catch (error) {
      // A stream that fails halfway leaves the connection unusable for the next.
      const failed = inserting;
      inserting = undefined;
      failed?.close().catch(() => undefined);
      const failure = asQueryError(error, `INSERT INTO ${quoted(table.name)}`);
      if (failure.lost) close(failure.error);
      throw failure.error;
    }
  }

  async function select(sql: string, bindings: readonly Binding[], signal: AbortSignal): Promise<RawRow[]> {
    signal.throwIfAborted();
    const stop = () => void connection.cancelSent().catch(() => undefined);
    signal.addEventListener('abort', stop, { once: true });
    const from = performance.now();
    try {
      // Sent, not run: only so can it be stopped.
      const result = await unlessLost(connection.send(withLiterals(sql, bindings)));
      const batches: RecordBatch[] = [];
      for (;;) {
        const next = await unlessLost(result.next());
        if (next.done) break;
        signal.throwIfAborted();
        batches.push(next.value as RecordBatch);
      }
      return plainRows(batches);
    } finally {
      signal.removeEventListener('abort', stop);
      traced('queried', sql, from);
    }
  }

  return {
    lost,
    select: (sql, bindings, signal) =>
      inOrder(async () => {
        try {
          return await select(sql, bindings, signal);
        } catch (error) {
          signal.throwIfAborted();
          const failure = asQueryError(error, sql);
          if (failure.lost) close(failure.error);
          throw failure.error;
        }
      }),
    plan: (sql) =>
      inOrder(async () => {
        try {
          const statement = await unlessLost(connection.prepare(sql));
          await unlessLost(statement.close());
        } catch (error) {
          const failure = asQueryError(error, sql);
          if (failure.lost) close(failure.error);
          throw failure.error;
        }
      }),
    insert(table, stream) {
      const waiting = batches.get(table.name);
      const bytes = (waiting?.bytes ?? 0) + (stream?.length ?? 0);
      if (waiting && bytes <= maxTogether) {
        // A step costs about the same however many rows come: those whose turn has not come go in together.
        if (stream) waiting.streams.push(stream);
        waiting.bytes = bytes;
        return waiting.done;
      }
      const streams = stream ? [stream] : [];
      const batch = {
        streams,
        bytes: stream?.length ?? 0,
        done: insertInOrder(() => {
          if (batches.get(table.name) === batch) batches.delete(table.name);
          return insertTogether(table, streams);
        }),
      };
      batches.set(table.name, batch);
      return batch.done;
    },
    close: () => close(new EngineError('unavailable', 'The query engine was closed.')),
  };
}

/** Work that is done one after the other, whatever becomes of each. */
function queue() {
  let last: Promise<unknown> = Promise.resolve();
  return <Value>(work: () => Promise<Value>): Promise<Value> => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
}

function createTable({ name, columns }: TableDefinition): string {
  return `CREATE TABLE IF NOT EXISTS ${quoted(name)} (${columns.map((each) => `${quoted(each.name)} ${each.type}`).join(', ')})`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
