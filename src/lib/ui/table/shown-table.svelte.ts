import { getContext, setContext } from 'svelte';
import { plainTable, type TableView } from './table-view.ts';
import type { TableHost } from './table-host.ts';

/**
 * How one table is looked at: kept in the link where the table has an id on its page, else for as long as it is there.
 * A figure shares its own with the table inside it, so that both and the downloads show the same.
 */
export class ShownTable {
  readonly #host: TableHost;
  readonly #id: () => string | undefined;
  #own = $state.raw<TableView>(plainTable);
  /** Columns the drawn table offers; null while none is drawn. */
  offered = $state.raw<readonly { key: string; label: string }[] | null>(null);

  constructor(host: TableHost, id: () => string | undefined) {
    this.#host = host;
    this.#id = id;
  }

  get view(): TableView {
    const id = this.#id();
    return id === undefined ? this.#own : this.#host.tables.of(id);
  }

  change(changes: Partial<TableView>): void {
    const id = this.#id();
    if (id === undefined) this.#own = { ...this.#own, ...changes };
    else this.#host.tables.change(id, changes);
  }
}

const key = Symbol('table of a figure');

export const setFigureTable = (table: ShownTable): ShownTable => setContext(key, table);
/** The table of the figure round this one; undefined outside figures. */
export const getFigureTable = (): ShownTable | undefined => getContext<ShownTable | undefined>(key);
