import type { Vector } from 'apache-arrow';
import type { RawRow } from '../engine/engine.ts';
import { openParquetWriter, parquetFile, vectors, type ParquetColumn } from '../engine/wasm/parquet-writer.ts';
import type { ResultColumn } from './run.ts';

/**
 * Rows as a Parquet file with columns of their own types: whole numbers, fractions, dates, yes or no, text.
 * @param about what stands in the file beside the rows: title, as-of date, query
 */
export async function toParquet(
  columns: readonly ResultColumn[],
  rows: readonly RawRow[],
  about: Readonly<Record<string, string>>,
  engineFolder: string,
): Promise<Uint8Array<ArrayBuffer>> {
  await openParquetWriter(engineFolder);
  return parquetFile(parquetColumns(columns, rows), Object.entries(about));
}

/** Exported for its test: what the file will hold. */
export function parquetColumns(columns: readonly ResultColumn[], rows: readonly RawRow[]): ParquetColumn[] {
  return columns.map(({ name, type }) => {
    const values = rows.map((row) => row[name] ?? null);
    return [name, vectorOf(type, values)];
  });
}

function vectorOf(type: string, values: readonly RawRow[string][]): Vector {
  if (type === 'BOOLEAN') return vectors.boolean(values as (boolean | null)[]);
  const numbers = values as (number | null)[];
  if (/^U?(?:TINY|SMALL)INT$|^INTEGER$/.test(type)) return vectors.int32(numbers);
  if (/^(?:BIGINT|HUGEINT|UINTEGER)$/.test(type) && values.every((value) => value === null || isWhole(value))) {
    return vectors.int64(numbers);
  }
  if (/^(?:BIGINT|HUGEINT|UINTEGER|FLOAT|DOUBLE|DECIMAL)/.test(type)) return vectors.double(numbers);
  // Infinite dates have no place in the format.
  const isDay = (value: RawRow[string]) => value === null || Number.isFinite(Date.parse(`${String(value)}T00:00:00Z`));
  if (type === 'DATE' && values.every(isDay)) return vectors.date(values as (string | null)[]);
  return vectors.text(values.map((value) => (value === null ? null : String(value))));
}

function isWhole(value: RawRow[string]): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value);
}
