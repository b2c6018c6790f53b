import {
  Bool,
  DateDay,
  Float64,
  Int32,
  Int64,
  makeData,
  makeVector,
  RecordBatch,
  Schema,
  Struct,
  Field,
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
import { inflated, listEngineFiles } from './engine-files.ts';
import { fetchFile } from './fetch-file.ts';

/** Milliseconds without a byte after which the host counts as lost. */
const timeoutMs = 30_000;
let opened: Promise<unknown> | null = null;

/**
 * Fetches the Parquet library's module, once: it is the reader's own, which the browser often has already.
 * @param engineFolder URL of the `engine/` folder
 */
export function openParquetWriter(engineFolder: string): Promise<unknown> {
  opened ??= (async () => {
    const { parquet } = await listEngineFiles(engineFolder, { timeoutMs });
    const bytes = await fetchFile(parquet, { timeoutMs });
    const module = await WebAssembly.compileStreaming(inflated(bytes, 'application/wasm'));
    return openParquet({ module_or_path: module });
  })();
  opened.catch(() => (opened = null));
  return opened;
}

/** A column of a file to be: its name, and what `vectors` made of its values. */
export type ParquetColumn = readonly [name: string, values: Vector];

/**
 * Columns, all of one length and of names that differ, as a Parquet file. The library must be open.
 * @param facts what the file says of itself, as its key-value metadata
 */
export function parquetFile(
  columns: readonly ParquetColumn[],
  facts: readonly (readonly [string, string])[],
): Uint8Array<ArrayBuffer> {
  const properties = new WriterPropertiesBuilder()
    .setCompression(Compression.SNAPPY)
    .setKeyValueMetadata(new Map(facts))
    .setCreatedBy('Caseboard')
    .build();
  const stream = tableToIPC(arrowTable(columns), 'stream');
  return writeParquet(ParquetTable.fromIPCStream(stream), properties) as Uint8Array<ArrayBuffer>;
}

/** Columns in their order. (As the keys of an object, those named like numbers would come first.) */
export function arrowTable(columns: readonly ParquetColumn[]): Table {
  const schema = new Schema(columns.map(([name, { type }]) => new Field(name, type as DataType, true)));
  const children = columns.map(([, { data }]) => data[0] as Data);
  const length = children[0]?.length ?? 0;
  const batch = new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length, nullCount: 0, children }));
  return new Table(schema, batch);
}

type Known<Value> = readonly (Value | null)[];

/**
 * Values as Arrow columns, null as null. Made by hand: the library's builders make functions of text, which the site's
 * security policy forbids.
 */
export const vectors = {
  boolean: (values: Known<boolean>) =>
    packed(
      new Bool(),
      values,
      bitsOf(values, (value) => value === true),
    ),
  int32: (values: Known<number>) =>
    packed(
      new Int32(),
      values,
      Int32Array.from(values, (value) => value ?? 0),
    ),
  /** Of safe integers. */
  int64: (values: Known<number>) =>
    packed(
      new Int64(),
      values,
      BigInt64Array.from(values, (value) => BigInt(value ?? 0)),
    ),
  double: (values: Known<number>) =>
    packed(
      new Float64(),
      values,
      Float64Array.from(values, (value) => value ?? 0),
    ),
  /** Of ISO dates. */
  date: (values: Known<string>) =>
    packed(
      new DateDay(),
      values,
      Int32Array.from(values, (value) => (value === null ? 0 : Date.parse(`${value}T00:00:00Z`) / day)),
    ),
  text(values: Known<string>): Vector {
    const encoder = new TextEncoder();
    const pieces = values.map((value) => encoder.encode(value ?? ''));
    const valueOffsets = new Int32Array(values.length + 1);
    for (const [index, { length }] of pieces.entries()) valueOffsets[index + 1] = (valueOffsets[index] ?? 0) + length;
    const data = new Uint8Array(valueOffsets[values.length] ?? 0);
    for (const [index, piece] of pieces.entries()) data.set(piece, valueOffsets[index]);
    return makeVector(makeData({ type: new Utf8(), ...gapsOf(values), valueOffsets, data }));
  },
};

const day = 86_400_000;

function packed(type: DataType, values: Known<unknown>, data: ArrayBufferView): Vector {
  return makeVector(makeData({ type, ...gapsOf(values), data } as never) as Data);
}

/** Length and validity of a column. */
function gapsOf(values: Known<unknown>): { length: number; nullCount: number; nullBitmap: Uint8Array } {
  const nullCount = values.filter((value) => value === null).length;
  return { length: values.length, nullCount, nullBitmap: bitsOf(values, (value) => value !== null) };
}

/** One bit a value, the first the lowest, in whole eights of bytes. */
function bitsOf<Value>(values: readonly Value[], isSet: (value: Value) => boolean): Uint8Array {
  const bits = new Uint8Array(Math.ceil(values.length / 64) * 8);
  for (const [index, value] of values.entries()) {
    if (isSet(value)) bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
  }
  return bits;
}
