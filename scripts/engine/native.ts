import { join } from 'node:path';
import type { FileList } from '../../src/lib/export/manifest.ts';
import { EngineError, type Binding, type Engine } from '../../src/lib/engine/engine.ts';
import { messageOf } from '../terminal/failure.ts';
import { identifier, literal, openDatabase, type Database } from './database.ts';
import { KeptResults } from './kept-results.ts';

/** Runs statements on a native database, with the errors and cancellation of the engine's interface. */
function queryOn(database: Database): Engine['query'] {
  return async (sql, bindings: readonly Binding[] = [], { signal } = {}) => {
    signal?.throwIfAborted();
    const stop = () => database.interrupt();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      return await database.rows(sql, bindings);
    } catch (cause) {
      signal?.throwIfAborted();
      throw new EngineError('query', messageOf(cause), { cause, sql });
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  };
}

/** The engine on a database in which every mart is already a table: the export's own. */
export function engineOn(database: Database): Engine {
  return { load: async () => {}, query: queryOn(database) };
}

/**
 * The same engine, which remembers what its statements gave: questions of one place share some of them. Whoever asks
 * must not change the rows, and nobody the tables.
 * @param shared results that outlast this place, of statements that do not name it
 */
export function remembering(engine: Engine, shared?: { kept: KeptResults; place: string | null }): Engine {
  const known = new KeptResults(Infinity);
  return {
    ...engine,
    async query(sql, bindings = [], options) {
      const kept = shared && (shared.place === null || !bindings.includes(shared.place)) ? shared.kept : undefined;
      const before = known.get(sql, bindings) ?? kept?.get(sql, bindings);
      const rows = before ?? (await engine.query(sql, bindings, options));
      known.set(sql, bindings, rows);
      kept?.set(sql, bindings, rows);
      return rows;
    },
  };
}

/**
 * The native home of the engine on an export folder. Marts are views over their Parquet files; unlike the browser it
 * has all parts at once, and every question keeps to its scope by itself.
 * @param folder the version folder of an export
 * @param options.copied reads every mart once into memory, as the browser does: worth its second where thousands of
 *   questions are asked
 */
export async function nativeEngine(
  folder: string,
  files: FileList,
  { copied = false }: { copied?: boolean } = {},
): Promise<Engine & { close(): void }> {
  const database = await openDatabase();
  for (const [name, mart] of Object.entries(files.marts)) {
    if (mart.missing.length > 0) continue;
    const columns = mart.columns
      .map((column) => `CAST(NULL AS ${column.type}) AS ${identifier(column.name)}`)
      .join(', ');
    const rows =
      mart.parts.length === 0
        ? `SELECT ${columns} WHERE false`
        : `SELECT * FROM read_parquet([${mart.parts.map((part) => literal(join(folder, part.file))).join(', ')}])`;
    await database.run(`CREATE ${copied ? 'TABLE' : 'VIEW'} ${identifier(name)} AS ${rows}`);
  }
  return { ...engineOn(database), close: () => database.close() };
}
