import type { Vector } from 'apache-arrow';
import { isIsoDate } from '../../calendar/date.ts';
import { cellValue, isMissing, isNumeric, type CellValue, type Column } from '../table/column.ts';
import { parquetFile, vectors, type ParquetColumn } from '../../engine/wasm/parquet-writer.ts';
import { uniqueHeads, type SavedTable } from './saved-table.ts';

export { openParquetWriter } from '../../engine/wasm/parquet-writer.ts';

/**
 * A table as a Parquet file: whole numbers as BIGINT, other numbers as DOUBLE, dates and months as DATE, the rest as
 * VARCHAR. What it is stands in the file's key-value metadata. The library must be open.
 */
export function toParquet({ about, columns, rows }: SavedTable): Uint8Array<ArrayBuffer> {
  const heads = uniqueHeads(columns.map(({ label }) => label));
  const found = columns.map((column, index): ParquetColumn => {
    const values = rows.map((row) => cellValue(row, column));
    return [heads[index] ?? '', vectorOf(values, column)];
  });
  return parquetFile(found, [['Title', about.title], ...about.facts.map(({ name, text }) => [name, text] as const)]);
}

/** The type is the column's; values that do not fit it (a word among numbers) make the whole column text. */
function vectorOf(cells: readonly CellValue[], { kind }: Pick<Column<object>, 'kind'>): Vector {
  const values = cells.map((value) => (isMissing(value) ? null : value));
  const known = values.filter((value) => value !== null);
  if ((kind === 'date' || kind === 'month') && known.every((value) => isIsoDate(String(value)))) {
    return vectors.date(values as (string | null)[]);
  }
  if (known.length > 0 ? known.every((value) => typeof value === 'number') : isNumeric({ kind })) {
    const numbers = values as (number | null)[];
    return kind === 'count' && known.every(Number.isSafeInteger) ? vectors.int64(numbers) : vectors.double(numbers);
  }
  if (known.length > 0 && known.every((value) => typeof value === 'boolean')) {
    return vectors.boolean(values as (boolean | null)[]);
  }
  return vectors.text(values.map((value) => (value === null ? null : String(value))));
}
