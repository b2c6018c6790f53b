import { Bool, DateDay, Float64, Int64, Table, tableToIPC, Utf8, vectorFromArray, type Vector } from 'apache-arrow';
import openParquet, {
  Compression,
  Table as ParquetTable,
  WriterPropertiesBuilder,
  writeParquet,
} from 'parquet-wasm/esm';
import { isIsoDate } from '../calendar/date.ts';
import { cellValue, isMissing, isNumeric, type CellValue, type Column } from '../components/column.ts';
import { inflated, listEngineFiles } from '../engine/wasm/engine-files.ts';
import { fetchFile } from '../engine/wasm/fetch-file.ts';
import { uniqueHeads, type SavedTable } from './saved-table.ts';

/** Milliseconds without a byte after which the host counts as lost. */
const patience = 30_000;
let opened: Promise<unknown> | null = null;

/**
 * Fetches the Parquet library's module, once.
 * @param engineFolder URL of the `engine/` folder
 */
export function openParquetWriter(engineFolder: string): Promise<unknown> {
  opened ??= (async () => {
    const { parquet } = await listEngineFiles(engineFolder, { patience });
    const bytes = await fetchFile(parquet, { patience });
    const module = await WebAssembly.compileStreaming(inflated(bytes, 'application/wasm'));
    return openParquet({ module_or_path: module });
  })();
  opened.catch(() => (opened = null));
  return opened;
}

/**
 * A table as a Parquet file: whole numbers as BIGINT, other numbers as DOUBLE, dates and months as DATE, the rest as
 * VARCHAR. What it is stands in the file's key-value metadata. The library must be open.
 */
export function toParquet({ about, columns, rows }: SavedTable): Uint8Array<ArrayBuffer> {
  const heads = uniqueHeads(columns.map(({ label }) => label));
  const vectors = columns.map((column, index) => {
    const values = rows.map((row) => cellValue(row, column));
    return [heads[index] ?? '', arrowVector(values, column)] as const;
  });
  const facts: [string, string][] = [
    ['Title', about.title],
    ...about.facts.map(({ name, text }): [string, string] => [name, text]),
  ];
  const properties = new WriterPropertiesBuilder()
    .setCompression(Compression.SNAPPY)
    .setKeyValueMetadata(new Map(facts))
    .setCreatedBy('Caseboard')
    .build();
  const stream = tableToIPC(new Table(Object.fromEntries(vectors)), 'stream');
  return writeParquet(ParquetTable.fromIPCStream(stream), properties) as Uint8Array<ArrayBuffer>;
}

/** The type is the column's; values that do not fit it (a word among numbers) make the whole column text. */
function arrowVector(values: readonly CellValue[], column: Pick<Column<object>, 'kind'>): Vector {
  const known = values.filter((value) => !isMissing(value));
  const of = (convert: (value: NonNullable<CellValue>) => unknown) =>
    values.map((value) => (isMissing(value) ? null : convert(value)));
  if ((column.kind === 'date' || column.kind === 'month') && known.every((value) => isIsoDate(String(value)))) {
    return vectorFromArray(of((value) => new Date(`${String(value)}T00:00:00Z`)) as Date[], new DateDay());
  }
  if (known.length > 0 ? known.every((value) => typeof value === 'number') : isNumeric(column)) {
    if (column.kind === 'count' && known.every((value) => Number.isSafeInteger(value))) {
      return vectorFromArray(of((value) => BigInt(value as number)) as bigint[], new Int64());
    }
    return vectorFromArray(of(Number) as number[], new Float64());
  }
  if (known.length > 0 && known.every((value) => typeof value === 'boolean')) {
    return vectorFromArray(of(Boolean) as boolean[], new Bool());
  }
  return vectorFromArray(of(String) as string[], new Utf8());
}
