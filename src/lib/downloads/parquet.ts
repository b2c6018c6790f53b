import {
  Bool,
  DateDay,
  Float64,
  Int64,
  makeData,
  makeVector,
  Table,
  tableToIPC,
  Utf8,
  type Vector,
} from 'apache-arrow';
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
  if ((column.kind === 'date' || column.kind === 'month') && known.every((value) => isIsoDate(String(value)))) {
    const data = Int32Array.from(values, (value) =>
      isMissing(value) ? 0 : Date.parse(`${String(value)}T00:00:00Z`) / day,
    );
    return makeVector(makeData({ type: new DateDay(), data, ...gaps(values) }));
  }
  if (known.length > 0 ? known.every((value) => typeof value === 'number') : isNumeric(column)) {
    if (column.kind === 'count' && known.every((value) => Number.isSafeInteger(value))) {
      const data = BigInt64Array.from(values, (value) => (isMissing(value) ? 0n : BigInt(Number(value))));
      return makeVector(makeData({ type: new Int64(), data, ...gaps(values) }));
    }
    const data = Float64Array.from(values, (value) => (isMissing(value) ? 0 : Number(value)));
    return makeVector(makeData({ type: new Float64(), data, ...gaps(values) }));
  }
  if (known.length > 0 && known.every((value) => typeof value === 'boolean')) {
    const data = bits(values, (value) => value === true);
    return makeVector(makeData({ type: new Bool(), data, ...gaps(values) }));
  }
  const texts = values.map((value) => new TextEncoder().encode(isMissing(value) ? '' : String(value)));
  const valueOffsets = new Int32Array(values.length + 1);
  for (const [index, text] of texts.entries()) valueOffsets[index + 1] = (valueOffsets[index] ?? 0) + text.length;
  const data = new Uint8Array(valueOffsets.at(-1) ?? 0);
  for (const [index, text] of texts.entries()) data.set(text, valueOffsets[index]);
  return makeVector(makeData({ type: new Utf8(), valueOffsets, data, ...gaps(values) }));
}

const day = 86_400_000;

/** Length and validity of a column. (Arrow's builders would do it by evaluating text, which the page forbids.) */
function gaps(values: readonly CellValue[]): { length: number; nullCount: number; nullBitmap: Uint8Array } {
  const nullCount = values.filter(isMissing).length;
  return { length: values.length, nullCount, nullBitmap: bits(values, (value) => !isMissing(value)) };
}

/** One bit a value, the first the lowest, in whole eights of bytes. */
function bits(values: readonly CellValue[], isSet: (value: CellValue) => boolean): Uint8Array {
  const found = new Uint8Array(Math.ceil(values.length / 64) * 8);
  for (const [index, value] of values.entries()) {
    if (isSet(value)) found[index >> 3] = (found[index >> 3] ?? 0) | (1 << (index & 7));
  }
  return found;
}
