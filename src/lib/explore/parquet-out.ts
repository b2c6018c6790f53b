import {
  Bool,
  DateDay,
  Float64,
  Int32,
  Int64,
  makeData,
  makeVector,
  Table,
  tableToIPC,
  Utf8,
  type Data,
  type DataType,
  type Vector,
} from 'apache-arrow';
import openParquet, {
  Compression,
  Table as ParquetTable,
  WriterPropertiesBuilder,
  writeParquet,
} from 'parquet-wasm/esm';
import type { RawRow } from '../engine/engine.ts';
import { inflated, listEngineFiles } from '../engine/wasm/engine-files.ts';
import { fetchFile } from '../engine/wasm/fetch-file.ts';
import type { ResultColumn } from './run.ts';

const patience = 30_000;
let opening: Promise<unknown> | undefined;

/** Makes the writer ready: it is the reader's own module, which the browser has already. */
function open(engineFolder: string): Promise<unknown> {
  opening ??= (async () => {
    const { parquet } = await listEngineFiles(engineFolder, { patience });
    const bytes = await fetchFile(parquet, { patience });
    const module = await WebAssembly.compileStreaming(inflated(bytes, 'application/wasm'));
    await openParquet({ module_or_path: module });
  })();
  opening.catch(() => (opening = undefined));
  return opening;
}

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
  await open(engineFolder);
  const stream = tableToIPC(arrowTable(columns, rows), 'stream');
  const properties = new WriterPropertiesBuilder()
    .setCompression(Compression.ZSTD)
    .setKeyValueMetadata(new Map(Object.entries(about)))
    .build();
  return writeParquet(ParquetTable.fromIPCStream(stream), properties) as Uint8Array<ArrayBuffer>;
}

/** Exported for its test: what the file will hold. */
export function arrowTable(columns: readonly ResultColumn[], rows: readonly RawRow[]): Table {
  const vectors = columns.map(({ name, type }): [string, Vector] => {
    const values = rows.map((row) => row[name] ?? null);
    return [name, vectorOf(type, values)];
  });
  return new Table(Object.fromEntries(vectors));
}

function vectorOf(type: string, values: readonly RawRow[string][]): Vector {
  if (type === 'BOOLEAN')
    return packed(
      new Bool(),
      values,
      bitsOf(values, (value) => value === true),
    );
  if (/^U?(?:TINY|SMALL)INT$|^INTEGER$/.test(type)) return packed(new Int32(), values, Int32Array.from(values, Number));
  if (/^(?:BIGINT|HUGEINT|UINTEGER)$/.test(type) && values.every((value) => value === null || isWhole(value))) {
    return packed(
      new Int64(),
      values,
      BigInt64Array.from(values, (value) => BigInt((value as number | null) ?? 0)),
    );
  }
  if (/^(?:BIGINT|HUGEINT|UINTEGER|FLOAT|DOUBLE|DECIMAL)/.test(type)) {
    return packed(new Float64(), values, Float64Array.from(values, Number));
  }
  if (type === 'DATE') {
    // Infinite dates have no place in the format.
    const days = values.map((value) => (value === null ? 0 : Date.parse(`${String(value)}T00:00:00Z`) / 86_400_000));
    if (days.every(Number.isInteger)) return packed(new DateDay(), values, Int32Array.from(days));
  }
  return textOf(values);
}

/** Made by hand: the library's builders make functions of text, which the site's security policy forbids. */
function packed(type: DataType, values: readonly RawRow[string][], data: ArrayBufferView): Vector {
  return makeVector(makeData({ type, length: values.length, ...nullsOf(values), data } as never) as Data);
}

function textOf(values: readonly RawRow[string][]): Vector {
  const encoder = new TextEncoder();
  const pieces = values.map((value) => encoder.encode(value === null ? '' : String(value)));
  const valueOffsets = new Int32Array(values.length + 1);
  for (const [index, { length }] of pieces.entries()) valueOffsets[index + 1] = (valueOffsets[index] ?? 0) + length;
  const data = new Uint8Array(valueOffsets[values.length] ?? 0);
  for (const [index, piece] of pieces.entries()) data.set(piece, valueOffsets[index]);
  return makeVector(makeData({ type: new Utf8(), length: values.length, ...nullsOf(values), valueOffsets, data }));
}

function nullsOf(values: readonly RawRow[string][]) {
  const nullCount = values.filter((value) => value === null).length;
  return { nullCount, nullBitmap: bitsOf(values, (value) => value !== null) };
}

/** One bit a value, the first one lowest. */
function bitsOf(values: readonly RawRow[string][], isSet: (value: RawRow[string]) => boolean): Uint8Array {
  const bits = new Uint8Array(Math.ceil(values.length / 64) * 8);
  for (const [index, value] of values.entries()) {
    if (isSet(value)) bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
  }
  return bits;
}

function isWhole(value: RawRow[string]): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value);
}
