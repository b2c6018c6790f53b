import {
  Bool,
  DateDay,
  Float64,
  Int32,
  Int64,
  Table,
  tableToIPC,
  Utf8,
  vectorFromArray,
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
  if (type === 'BOOLEAN') return vectorFromArray(values as (boolean | null)[], new Bool());
  if (/^U?(?:TINY|SMALL)INT$|^INTEGER$/.test(type)) return vectorFromArray(values as (number | null)[], new Int32());
  if (/^(?:BIGINT|HUGEINT|UINTEGER)$/.test(type) && values.every((value) => value === null || isWhole(value))) {
    return vectorFromArray(
      values.map((value) => (value === null ? null : BigInt(value as number))),
      new Int64(),
    );
  }
  if (/^(?:BIGINT|HUGEINT|UINTEGER|FLOAT|DOUBLE|DECIMAL)/.test(type)) {
    return vectorFromArray(values as (number | null)[], new Float64());
  }
  if (type === 'DATE') {
    // Infinite dates and those before our era have no place in the format.
    const days = values.map((value) => (value === null ? null : new Date(`${String(value)}T00:00:00Z`)));
    if (days.every((day) => day === null || !Number.isNaN(day.getTime()))) return vectorFromArray(days, new DateDay());
  }
  return vectorFromArray(
    values.map((value) => (value === null ? null : String(value))),
    new Utf8(),
  );
}

function isWhole(value: RawRow[string]): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value);
}
