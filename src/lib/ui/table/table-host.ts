import { getContext, setContext } from 'svelte';
import type { About, AboutOptions } from '../download/about.ts';
import type { SavedTable } from '../download/saved-table.ts';
import type { TableView } from './table-view.ts';

/** A table of the page that is open. */
export interface ListedTable {
  /** Keys a link may sort by or choose. */
  readonly keys: () => readonly string[];
  /** As it would be saved now; null while it has nothing to save. */
  readonly saved: () => SavedTable | null;
}

/** What tables and figures need of the page they stand on: where their order is kept, and what a download says. */
export interface TableHost {
  readonly tables: {
    of(id: string): TableView;
    change(id: string, changes: Partial<TableView>): void;
    /** Makes a table known while it is on the page; gives back what takes it away. */
    list(id: string, table: ListedTable): () => unknown;
  };
  /** The agency's own numbers of cases, where a reader has opened a key. */
  readonly key: { readonly size: number; numberOf(pseudonym: string | null): string | null };
  /** The facts of the place, period and data shown. */
  about(options: AboutOptions): About;
}

const key = Symbol('table host');

export const setTableHost = (host: TableHost): TableHost => setContext(key, host);
export const getTableHost = (): TableHost => getContext<TableHost>(key);
