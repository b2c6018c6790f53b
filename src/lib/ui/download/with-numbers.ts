import { cellValue } from '../table/column.ts';
import type { SavedTable } from './saved-table.ts';

/** The agency's own number of a case; null where the key does not know it. */
export type NumberOf = (pseudonym: string) => string | null;

/** Whether a table names a case the key knows. */
export function namesCases({ columns, rows }: SavedTable, numberOf: NumberOf): boolean {
  return columns.some((column) => holdsCases(column, rows, numberOf));
}

/** A table with the agency's numbers beside every column of pseudonyms, and a line that says so. */
export function withNumbers(table: SavedTable, numberOf: NumberOf): SavedTable {
  const columns = table.columns.flatMap((column): SavedTable['columns'] => {
    if (!holdsCases(column, table.rows, numberOf)) return [column];
    const value = (row: SavedTable['rows'][number]) => numberOf(String(cellValue(row, column)));
    return [
      column,
      { key: `${column.key} number`, label: 'Case number', kind: 'text', missing: 'not in the key', value },
    ];
  });
  if (columns.length === table.columns.length) return table;
  const said = 'Put in by whoever saved this file. It names people: keep it as the records are kept.';
  const about = { ...table.about, facts: [...table.about.facts, { name: 'Case numbers', text: said }] };
  return { ...table, about, columns };
}

function holdsCases(column: SavedTable['columns'][number], rows: SavedTable['rows'], numberOf: NumberOf): boolean {
  return column.kind === 'text' && rows.some((row) => numberOf(String(cellValue(row, column))) !== null);
}
