import { own } from '../analysis/own.ts';
import { replaceState } from '$app/navigation';
import { page } from '$app/state';
import { untrack } from 'svelte';
import type { SavedTable } from '../ui/download/saved-table.ts';
import type { ListedTable } from '../ui/table/table-host.ts';
import { formatTables, plainTable, tableNotes, type TableView, type TableViews } from '../ui/table/table-view.ts';

/** How the tables of the page are looked at: in the link, so that a copied one shows the same. */
export class Tables {
  views = $state.raw<TableViews>({});
  /** Replaced whole at every change: who lists them watches the list, not the map. */
  #listed = $state.raw<ReadonlyMap<string, ListedTable>>(new Map());

  of(id: string): TableView {
    return own(this.views, id) ?? plainTable;
  }

  /** Changes how a table is looked at, and the address with it, without a new entry in the history. */
  change(id: string, changes: Partial<TableView>): void {
    const next = { ...this.of(id), ...changes };
    const rest = Object.entries(this.views).filter(([other]) => other !== id);
    const plain = !next.open && !next.sort && !next.columns;
    this.views = Object.fromEntries(plain ? rest : [...rest, [id, next]]);
    const address = new URL(location.href);
    formatTables(address.searchParams, this.views);
    replaceState(address, page.state);
  }

  /** Makes a table known while it is on the page; gives back what takes it away. */
  list(id: string, table: ListedTable): () => unknown {
    // Two figures of one panel share how they are looked at; both are saved.
    // Not watched: who makes a table known does not depend on which others are.
    return untrack(() => {
      let key = id;
      for (let number = 2; this.#listed.has(key); number += 1) key = `${id} ${number}`;
      this.#listed = new Map([...this.#listed, [key, table]]);
      return () => (this.#listed = new Map([...this.#listed].filter(([other]) => other !== key)));
    });
  }

  /** Every table of the page that has something to save, in the order they were drawn. */
  saved(): SavedTable[] {
    return [...this.#listed.values()].flatMap((table) => table.saved() ?? []);
  }

  get count(): number {
    return this.#listed.size;
  }

  /** What the link asks of tables that are not here, or do not have the column. */
  notes(): string[] {
    return Object.entries(this.views).flatMap(([id, view]) => {
      const same = [...this.#listed].filter(([key]) => key === id || key.startsWith(`${id} `));
      const keys = same.length > 0 ? new Set(same.flatMap(([, table]) => table.keys())) : undefined;
      return tableNotes(id, view, keys);
    });
  }
}
