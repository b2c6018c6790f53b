import { setOwn } from '../../analysis/own.ts';
import { DataType, type RecordBatch, type Vector } from 'apache-arrow';
import type { RawRow } from '../engine.ts';

type Cell = RawRow[string];

/**
 * Arrow batches as plain rows, the same ones the native engine gives: counts of any width as numbers, dates as ISO
 * text, enumerations as text.
 *
 * @throws TypeError for a column no row can carry (a list, a time of day): the statement has to cast it.
 */
export function plainRows(batches: readonly RecordBatch[]): RawRow[] {
  const rows: RawRow[] = [];
  for (const batch of batches) {
    const columns = batch.schema.fields.map((field, index) => {
      const vector = batch.getChildAt(index);
      if (!vector) throw new TypeError(`column ${field.name} is missing from the result`);
      return { name: field.name, cell: reader(field.name, vector) };
    });
    for (let index = 0; index < batch.numRows; index += 1) {
      const row: RawRow = {};
      for (const { name, cell } of columns) setOwn(row, name, cell(index));
      rows.push(row);
    }
  }
  return rows;
}

function reader(name: string, vector: Vector): (index: number) => Cell {
  const type: DataType = vector.type;
  const plain = (index: number) => vector.get(index) as Cell;
  if (DataType.isNull(type)) return () => null;
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isBool(type) || DataType.isFloat(type))
    return plain;
  if (DataType.isDictionary(type) && DataType.isUtf8(type.dictionary)) return codes(vector);
  if (DataType.isDecimal(type)) return decimals(vector, type.scale);
  if (DataType.isInt(type)) {
    if (type.bitWidth < 64) return plain;
    return (index) => {
      const value = vector.get(index) as bigint | null;
      return value === null ? null : Number(value);
    };
  }
  if (DataType.isDate(type)) {
    return (index) => {
      // Midnight UTC, whatever the time zone of the reader.
      const time = vector.get(index) as number | Date | null;
      return time === null ? null : new Date(time).toISOString().slice(0, 10);
    };
  }
  throw new TypeError(`column ${name} is ${String(type)}, which no row can carry; cast it in the statement`);
}

/** Enumerations: each value is decoded once, not once for each row. */
function codes(vector: Vector): (index: number) => Cell {
  const [data] = vector.data;
  if (!data?.dictionary) return () => null;
  const words = Array.from(data.dictionary as Iterable<string | null>);
  const keys = data.values as Uint8Array | Uint16Array | Uint32Array;
  return (index) => (data.getValid(index) ? (words[keys[index] ?? 0] ?? null) : null);
}

/**
 * Decimals, and integers of 128 bits, as the nearest number: divided once when the digits fit a number, as DuckDB
 * itself does. (The library's own cast multiplies by 0.01 and makes 3.5100000000000002 of 3.51.)
 */
function decimals(vector: Vector, scale: number): (index: number) => Cell {
  const [data] = vector.data;
  if (!data) return () => null;
  const words = data.values as Uint32Array;
  const power = 10 ** scale;
  const powerDigits = 10n ** BigInt(scale);
  return (index) => {
    if (!data.getValid(index)) return null;
    const at = index * 4;
    const low = words[at] ?? 0;
    const second = words[at + 1] ?? 0;
    const third = words[at + 2] ?? 0;
    const high = words[at + 3] ?? 0;
    if (high === 0 && third === 0 && second < 0x200000) return (second * 0x100000000 + low) / power;
    const upper = (BigInt(high | 0) << 32n) | BigInt(third);
    const digits = (upper << 64n) | (BigInt(second) << 32n) | BigInt(low);
    const fits = digits >= -0x20000000000000n && digits <= 0x20000000000000n;
    if (fits || scale === 0) return Number(digits) / power;
    return Number(digits / powerDigits) + Number(digits % powerDigits) / power;
  };
}
