import { own } from '../../analysis/own.ts';
import type { FileList, MartEntry, PartEntry } from '../../export/manifest.ts';
import { EngineError, isMissing, type Engine, type EngineOptions, type MartPart, type RawRow } from '../engine.ts';
import { timed, traced } from '../trace.ts';
import type { Duckdb } from './duckdb.ts';
import { createDuckdbStart } from './duckdb-start.ts';
import { listEngineFiles, type EngineFiles } from './engine-files.ts';
import { remedy, type WantedFile } from './fetch-file.ts';
import { createParquetDecoder } from './parquet-decoder.ts';
import { createQueryCache, queryKey } from './query-cache.ts';
import { createReadersFirst } from './readers-first.ts';
import { createSharedWork, type Work } from './shared-work.ts';

export interface BrowserEngineOptions {
  /** URL of the folder that holds the datasets, `…/data/`. */
  base: string;
  /** URL of the folder that holds the engine, `…/engine/`. */
  engineBase: string;
  /** The dataset: its folder under `base`. */
  version: string;
  /** The dataset's `files.json`. Asked again after a failure. */
  files: () => Promise<FileList>;
  /** Told when a file of the dataset was not on the host, or not as it was written. */
  onMissing?: () => void;
  /** Milliseconds without a sign of life before something counts as lost; 30,000 unless told (tests). */
  timeoutMs?: number;
}

export type EngineStatus =
  | { state: 'idle' }
  | { state: 'starting' }
  | { state: 'ready' }
  /** The next `start`, `load` or `query` tries again. */
  | { state: 'failed'; error: EngineError };

export interface BrowserEngine extends Engine {
  /** Fetches and starts DuckDB and the data reader; nothing happens when they run. `load` and `query` call it. */
  start(options?: EngineOptions): Promise<void>;
  /** Bytes of those of these parts that are not in the engine yet: 0 where asking of them fetches nothing. */
  bytesToFetch(parts: readonly MartPart[]): Promise<number>;
  status(): EngineStatus;
  /** Plans one statement without running it, to learn what is wrong with it and in which line. */
  plan(sql: string): Promise<void>;
  /** Ends the workers; whatever is under way fails, and so does whatever is asked later. */
  dispose(): void;
}

/** One life of DuckDB: what is loaded goes with it. */
interface Running {
  duckdb: Duckdb;
  /** Files whose rows are in, or on their way in and past stopping. */
  inserts: Map<string, Promise<void>>;
  loaded: Set<string>;
}

interface LoadablePart extends MartPart {
  entry: PartEntry;
  table: MartEntry;
}

/** The engine in the reader's browser. Rows it gives may be shared between callers: read them, do not change them. */
export function createBrowserEngine(options: BrowserEngineOptions): BrowserEngine {
  const { version, timeoutMs = 30_000 } = options;
  const dataFolder = new URL(`${encodeURIComponent(version)}/`, absolute(options.base));
  const engineFolder = absolute(options.engineBase).href;
  const closing = new AbortController();

  let status: EngineStatus = { state: 'idle' };
  let current: Running | undefined;
  let list: Promise<FileList> | undefined;
  let engineFiles: Promise<EngineFiles> | undefined;
  const cache = createQueryCache();
  const starts = createSharedWork<Running>();
  const loads = createSharedWork<void>();
  const queries = createSharedWork<RawRow[]>();
  const readersFirst = createReadersFirst();
  const start = createDuckdbStart(timeoutMs);
  const decoder = createParquetDecoder(async () => (await findEngineFiles()).parquet, timeoutMs);

  function findEngineFiles(): Promise<EngineFiles> {
    engineFiles ??= listEngineFiles(engineFolder, { signal: closing.signal, timeoutMs });
    engineFiles.catch(() => (engineFiles = undefined));
    return engineFiles;
  }

  const open: Work<Running> = async (_signal, report) => {
    const { signal } = closing;
    signal.throwIfAborted();
    status = { state: 'starting' };
    const from = performance.now();
    try {
      const files = await findEngineFiles();
      const all = [files.worker, files.duckdb, files.parquet];
      const onBytes = sum(all, 'Starting the query engine', report);
      const fetching = (file: WantedFile) => ({ signal, timeoutMs, onBytes: onBytes(file) });
      const reader = timed('engine fetched', files.parquet.name, () =>
        decoder.open({ onBytes: onBytes(files.parquet) }),
      );
      const [duckdb] = await Promise.all([start.open(files, fetching), reader]);
      signal.throwIfAborted();
      const opened: Running = { duckdb, inserts: new Map(), loaded: new Set() };
      current = opened;
      cache.clear();
      status = { state: 'ready' };
      traced('engine open', 'DuckDB and the data reader', from);
      void duckdb.lost.then((error) => {
        if (current !== opened) return;
        current = undefined;
        status = { state: 'failed', error };
      });
      return opened;
    } catch (cause) {
      const error =
        cause instanceof EngineError
          ? cause
          : new EngineError('unavailable', 'The query engine could not start. Reload the page to try again.', {
              cause,
            });
      status = { state: 'failed', error };
      throw error;
    }
  };

  function running(waiter: EngineOptions = {}): Promise<Running> {
    if (closing.signal.aborted) return Promise.reject(closed());
    waiter.signal?.throwIfAborted();
    if (current) return Promise.resolve(current);
    const joined = starts.join('', open, waiter);
    // Waits without a signal: a reader who changes a filter meanwhile needs the engine all the same.
    starts.join('', open).catch(() => undefined);
    return joined;
  }

  async function find(parts: readonly MartPart[]): Promise<LoadablePart[]> {
    list ??= options.files();
    list.catch(() => (list = undefined));
    const { marts } = await list;
    return parts.map(({ mart, part }) => {
      const table = own(marts, mart);
      if (!table || table.missing.length > 0) {
        const why = table ? `its source lacks ${table.missing.join(', ')}` : 'the export did not write it';
        throw new EngineError('missing', `There is no data for ${label(mart)}: ${why}.`);
      }
      const entry = table.parts.find((each) => each.part === part);
      if (!entry) throw new EngineError('missing', `There is no data for ${label(mart)} of ${part}. ${remedy}`);
      return { mart, part, entry, table };
    });
  }

  const fetchPart = ({ mart, entry, table }: LoadablePart): Work<void> => {
    return async (signal, report) => {
      const file = wantedPart(entry);
      const onBytes = (received: number) =>
        report({ step: `Loading ${label(mart)}`, loaded: received, total: entry.bytes });
      // An insert cannot be stopped: whoever left it and comes back waits for the same one.
      const begun = current?.inserts.get(entry.file);
      if (begun) return begun;
      // The engine starts while the data is fetched and decoded.
      const [{ duckdb, inserts, loaded }, stream] = await Promise.all([
        running({ signal }),
        entry.rows === 0 ? null : decoder.decode(file, entry.rows, { signal, onBytes }),
      ]);
      const insert = async () => {
        const inserting = duckdb.insert({ name: mart, columns: table.columns }, stream).then(() => {
          loaded.add(entry.file);
          cache.clear();
        });
        inserts.set(entry.file, inserting);
        inserting.catch(() => inserts.delete(entry.file));
        await inserting;
      };
      // Whoever needs the file now has said so in `load`.
      await readersFirst.ahead(insert, signal, entry.file);
    };
  };

  function wantedPart(entry: PartEntry): WantedFile {
    const { bytes, sha256 } = entry;
    const name = `data/${version}/${entry.file}`;
    return { url: new URL(entry.file, dataFolder).href, name, bytes, sha256 };
  }

  return {
    async start(waiter) {
      await running(waiter);
    },
    async load(parts, waiter = {}) {
      const started = running(waiter);
      // The parts below report it when it fails; without parts nobody would.
      started.catch(() => undefined);
      const [wanted] = await Promise.all([find(parts), parts.length === 0 ? started : undefined]);
      waiter.signal?.throwIfAborted();
      const absent = wanted.filter(({ entry }) => !current?.loaded.has(entry.file));
      const totals = combine(absent, waiter);
      const load = () => Promise.all(absent.map((part) => loads.join(part.entry.file, fetchPart(part), totals(part))));
      const files = absent.map(({ entry }) => entry.file);
      const loading = waiter.ahead ? load() : readersFirst.reader(load, files);
      loading.catch((error: unknown) => {
        if (isMissing(error)) options.onMissing?.();
      });
      await loading;
    },
    async query(sql, bindings = [], waiter = {}) {
      const engine = await running(waiter);
      const key = queryKey(sql, bindings);
      const known = cache.get(key);
      if (known) return known;
      const work: Work<RawRow[]> = async (signal) => {
        const before = engine.loaded.size;
        const rows = await engine.duckdb.select(sql, bindings, signal);
        // Counted while more data came in: right for what was asked, not for who asks next.
        if (current === engine && before === engine.loaded.size) cache.set(key, rows);
        return rows;
      };
      const count = () => queries.join(`${engine.loaded.size} ${key}`, work, waiter);
      return (await (waiter.ahead ? readersFirst.ahead(count, waiter.signal) : readersFirst.reader(count))).slice();
    },
    async bytesToFetch(parts) {
      const files = new Set((await find(parts)).map(({ entry }) => entry));
      return [...files].reduce((sum, { file, bytes }) => sum + (current?.loaded.has(file) ? 0 : bytes), 0);
    },
    status: () => status,
    async plan(sql) {
      await (await running()).duckdb.plan(sql);
    },
    dispose() {
      closing.abort(closed());
      decoder.close();
      start.close();
    },
  };
}

/** Progress of several files as one. */
function sum(files: readonly WantedFile[], step: string, report: EngineOptions['onProgress']) {
  const received = new Map<WantedFile, number>();
  const total = files.reduce((bytes, file) => bytes + (file.bytes ?? 0), 0);
  return (file: WantedFile) => (bytes: number) => {
    received.set(file, bytes);
    report?.({ step, loaded: [...received.values()].reduce((all, each) => all + each, 0), total });
  };
}

/** Progress of the parts of one call as one. */
function combine(parts: readonly LoadablePart[], { signal, onProgress }: EngineOptions) {
  const received = new Map<LoadablePart, number>();
  const total = parts.reduce((bytes, { entry }) => bytes + entry.bytes, 0);
  return (part: LoadablePart): EngineOptions => ({
    ...(signal ? { signal } : {}),
    onProgress: ({ step, loaded }) => {
      received.set(part, loaded);
      onProgress?.({ step, loaded: [...received.values()].reduce((all, each) => all + each, 0), total });
    },
  });
}

function label(mart: string): string {
  return mart.replaceAll('_', ' ');
}

function closed(): EngineError {
  return new EngineError('unavailable', 'The query engine was closed.');
}

function absolute(url: string): URL {
  const folder = url.endsWith('/') ? url : `${url}/`;
  return new URL(folder, document.baseURI);
}
