import { timed } from '../trace.ts';
import { compileModule } from './compile-module.ts';
import type { Duckdb } from './duckdb.ts';
import type { EngineFiles } from './engine-files.ts';
import { fetchFile, type FetchOptions, type WantedFile } from './fetch-file.ts';

/** The start of DuckDB, tried as often as it is asked for. */
export interface DuckdbStart {
  /**
   * Fetches and compiles the engine, and opens its database. What an attempt has is kept for the next one: a file that
   * is missing must not cost the eight megabytes of the others each time something asks for the engine.
   *
   * @throws EngineError as `fetchFile`, `compileModule` and `openDuckdb` do
   */
  open(files: EngineFiles, fetching: Fetching): Promise<Duckdb>;
  /** Ends a database nobody came to use. */
  close(): void;
}

type Fetching = (file: WantedFile) => FetchOptions;

export function createDuckdbStart(timeoutMs: number): DuckdbStart {
  const library = untilItFails(() => import('./duckdb.ts'));
  const module = untilItFails(compileModule);
  const script = untilItFails(fetchFile);
  /** Who waits now is told of bytes that an earlier attempt asked for. */
  let latest: Fetching;
  const told: Fetching = (file) => ({ ...latest(file), onBytes: (received) => latest(file).onBytes?.(received) });
  const database = untilItFails(async (files: EngineFiles) => {
    const compiled = module.get(files.duckdb, told(files.duckdb));
    const [worker, { openDuckdb }] = await Promise.all([
      timed('engine fetched', files.worker.name, () => script.get(files.worker, told(files.worker))),
      library.get(),
    ]);
    const duckdb = await openDuckdb({ worker, module: compiled }, timeoutMs);
    void duckdb.lost.then(() => database.forget());
    // It has them now: here they would only take memory.
    module.forget();
    script.forget();
    return duckdb;
  });
  return {
    open(files, fetching) {
      latest = fetching;
      return database.get(files);
    },
    close() {
      database
        .kept()
        ?.then((duckdb) => duckdb.close())
        .catch(() => undefined);
    },
  };
}

/** Work whose result is kept; after a failure the next to ask begins it anew. */
function untilItFails<Given extends unknown[], Result>(work: (...given: Given) => Promise<Result>) {
  let kept: Promise<Result> | undefined;
  return {
    get(...given: Given): Promise<Result> {
      if (kept) return kept;
      const begun = work(...given);
      kept = begun;
      begun.catch(() => {
        if (kept === begun) kept = undefined;
      });
      return begun;
    },
    kept: () => kept,
    forget: () => void (kept = undefined),
  };
}
