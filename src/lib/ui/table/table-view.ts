import type { SortDirection } from './column.ts';

/** How a reader looks at one table of a page. */
export interface TableView {
  /** Shown in place of its chart. */
  readonly open: boolean;
  readonly sort: { readonly key: string; readonly direction: SortDirection } | null;
  /** Keys of the columns shown, in their order; null for all, in the page's. */
  readonly columns: readonly string[] | null;
}

/** By the id of the table on its page. */
export type TableViews = Readonly<Record<string, TableView>>;

export const plainTable: TableView = { open: false, sort: null, columns: null };

/** Parameters of tables: `table=trend`, `ascending.trend=month`, `column.trend=month&column.trend=average`. */
const tableParameter = 'table';
const prefixes = { ascending: 'ascending.', descending: 'descending.', column: 'column.' } as const;

export function isTableParameter(name: string): boolean {
  return name === tableParameter || Object.values(prefixes).some((prefix) => name.startsWith(prefix));
}

/** The tables of a link; whether a page has them is known only there. What contradicts itself is named in `notes`. */
export function parseTables(search: URLSearchParams): { tables: TableViews; notes: string[] } {
  const notes: string[] = [];
  const tables = new Map<string, TableView>();
  const change = (id: string, changes: (before: TableView) => Partial<TableView>) => {
    const before = tables.get(id) ?? plainTable;
    tables.set(id, { ...before, ...changes(before) });
  };
  for (const [name, value] of search) {
    if (name === tableParameter) change(value, () => ({ open: true }));
    for (const direction of ['ascending', 'descending'] as const) {
      if (!name.startsWith(prefixes[direction])) continue;
      const id = name.slice(prefixes[direction].length);
      if (tables.get(id)?.sort) notes.push(`The link sorts the table “${id}” twice; the second order was ignored.`);
      else change(id, () => ({ sort: { key: value, direction } }));
    }
    if (name.startsWith(prefixes.column)) {
      change(name.slice(prefixes.column.length), ({ columns }) =>
        columns?.includes(value) ? {} : { columns: [...(columns ?? []), value] },
      );
    }
  }
  return { tables: Object.fromEntries(tables), notes };
}

/** Writes the tables into a link, in place of those it carried. */
export function formatTables(search: URLSearchParams, tables: TableViews): void {
  for (const name of [...new Set(search.keys())]) if (isTableParameter(name)) search.delete(name);
  for (const [id, { open, sort, columns }] of Object.entries(tables)) {
    if (open) search.append(tableParameter, id);
    if (sort) search.append(`${prefixes[sort.direction]}${id}`, sort.key);
    for (const key of columns ?? []) search.append(`${prefixes.column}${id}`, key);
  }
}

/** The columns chosen, in their order; all of them where none of those chosen exists. */
export function chosenColumns<C extends { key: string }>(
  columns: readonly C[],
  chosen: TableView['columns'],
): readonly C[] {
  const found = (chosen ?? []).flatMap((key) => columns.find((column) => column.key === key) ?? []);
  return found.length > 0 ? found : columns;
}

/**
 * The columns of the file behind a table whose drawing has other columns: those a reader took away are left out, those
 * chosen come first in their order, those that were never offered (limits, counts) follow.
 */
export function savedColumns<C extends { key: string }>(
  saved: readonly C[],
  offered: readonly string[],
  chosen: TableView['columns'],
): readonly C[] {
  if (!chosen || !chosen.some((key) => offered.includes(key))) return saved;
  const first = chosen.flatMap((key) => saved.find((column) => column.key === key) ?? []);
  const rest = saved.filter(({ key }) => !chosen.includes(key) && !offered.includes(key));
  const all = [...first, ...rest];
  return all.length > 0 ? all : saved;
}

/** What of a table's view its page does not know, as sentences. */
export function tableNotes(id: string, view: TableView, keys: ReadonlySet<string> | undefined): string[] {
  if (!keys) return [`This page has no table “${id}” here; how the link shows it was ignored.`];
  const asked = [...(view.sort ? [view.sort.key] : []), ...(view.columns ?? [])];
  return [...new Set(asked.filter((key) => !keys.has(key)))].map(
    (key) => `The table “${id}” has no column “${key}”; it was ignored.`,
  );
}
