import type { Binding, RawRow } from '../engine.ts';

/** Results of statements on the data as loaded now, least recently used first out. */
export interface QueryCache {
  get(key: string): RawRow[] | undefined;
  set(key: string, rows: RawRow[]): void;
  /** More data was loaded: what was counted before may no longer be whole. */
  clear(): void;
}

const maxResults = 200;
const maxRows = 200_000;

export function createQueryCache(): QueryCache {
  const results = new Map<string, RawRow[]>();
  let rowsKept = 0;

  function forget(key: string) {
    rowsKept -= results.get(key)?.length ?? 0;
    results.delete(key);
  }

  return {
    get(key) {
      const rows = results.get(key);
      if (!rows) return undefined;
      results.delete(key);
      results.set(key, rows);
      // Callers may sort what they get.
      return rows.slice();
    },
    set(key, rows) {
      forget(key);
      if (rows.length > maxRows / 4) return;
      results.set(key, rows.slice());
      rowsKept += rows.length;
      for (const oldest of results.keys()) {
        if (results.size <= maxResults && rowsKept <= maxRows) break;
        forget(oldest);
      }
    },
    clear() {
      results.clear();
      rowsKept = 0;
    },
  };
}

export function queryKey(sql: string, bindings: readonly Binding[]): string {
  return JSON.stringify([sql, ...bindings]);
}
