import type { Binding, RawRow } from '../../src/lib/engine/engine.ts';

/**
 * What statements gave, up to so many rows together: what was asked longest ago goes first. Every place of an agency asks
 * some statements that are about the whole of it. Whoever is given rows must not change them.
 */
export class KeptResults {
  readonly #results = new Map<string, RawRow[]>();
  readonly #maxRows: number;
  #rows = 0;

  constructor(maxRows: number) {
    this.#maxRows = maxRows;
  }

  get(sql: string, bindings: readonly Binding[]): RawRow[] | undefined {
    const key = keyOf(sql, bindings);
    const rows = this.#results.get(key);
    if (rows) {
      this.#results.delete(key);
      this.#results.set(key, rows);
    }
    return rows;
  }

  set(sql: string, bindings: readonly Binding[], rows: RawRow[]): void {
    const key = keyOf(sql, bindings);
    this.#rows += rows.length - (this.#results.get(key)?.length ?? 0);
    this.#results.delete(key);
    this.#results.set(key, rows);
    for (const [oldest, { length }] of this.#results) {
      if (this.#rows <= this.#maxRows) break;
      this.#results.delete(oldest);
      this.#rows -= length;
    }
  }
}

const keyOf = (sql: string, bindings: readonly Binding[]): string => JSON.stringify([sql, bindings]);
