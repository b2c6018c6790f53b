import type { Column, ColumnKind, Table } from '../../data/contract/column.ts';
import { sqlTypeOf } from '../../data/contract/column.ts';
import { identifier, literal } from '../engine/database.ts';
import { daySql } from '../source/moments.ts';
import { textSql, type RawTable } from '../source/read-table.ts';
import { visibleTextSql } from '../source/text.ts';

/** SQL that reads a column of the source as its contract type, NULL where the value does not convert. */
export function convertedSql(name: string, column: Column, source: RawTable): string {
  const rawType = source.columns.get(name);
  const type = sqlTypeOf[column.kind];
  if (rawType === undefined) return `CAST(NULL AS ${type})`;
  const raw = identifier(name);
  const text = textSql(name, source);
  if (type === 'DATE') return finite(`(${daySql(raw, rawType, text, source.timeZone)})`, column.kind);
  if (rawType === type && type !== 'VARCHAR' && type !== 'DOUBLE') return raw;
  const longest = source.longest.get(name);
  if (column.kind === 'id' && longest !== undefined) return `CASE WHEN length(${text}) <= ${longest} THEN ${text} END`;
  if (type === 'VARCHAR') return text;
  const isText = source.texts.has(name);
  const cast = `TRY_CAST(${isText ? text : raw} AS ${type})`;
  // A cast would round 12.7 to 13 without a word: a whole number must be whole in the source.
  if (column.kind === 'integer') {
    const number = `TRY_CAST(${isText ? text : raw} AS DOUBLE)`;
    return `CASE WHEN ${number} = round(${number}) THEN ${cast} END`;
  }
  return finite(cast, column.kind);
}

/** Whether the source holds a value at all; blank text counts as none. */
export function presentSql(name: string, source: RawTable): string {
  if (!source.columns.has(name)) return 'false';
  return `${textSql(name, source)} IS NOT NULL`;
}

/** Values longer than this are cut in the rejects file. */
const maxShownLength = 500;

/** The value as the source wrote it, for the rejects file; what cannot be seen is written out. */
export function rawTextSql(name: string, source: RawTable): string {
  return source.columns.has(name) ? visibleTextSql(`CAST(${identifier(name)} AS VARCHAR)`, maxShownLength) : 'NULL';
}

function finite(sql: string, kind: ColumnKind): string {
  if (kind === 'date' || kind === 'decimal') return `CASE WHEN isfinite(${sql}) THEN ${sql} END`;
  // A month is named by its first day; another day is a sign that the column holds something else.
  if (kind === 'month') return `CASE WHEN isfinite(${sql}) AND day(${sql}) = 1 THEN ${sql} END`;
  return sql;
}

/** The value that stands in for a missing one, as the contract states it. */
export function withFallback(sql: string, column: Column): string {
  if (column.fallback === undefined) return sql;
  const value = typeof column.fallback === 'number' ? String(column.fallback) : literal(column.fallback);
  return `coalesce(${sql}, ${value})`;
}

/** Text that names a row to the people who know it: its key where it has one, else its ids and first dates. */
export function rowKeySql(table: Table, source: RawTable): string {
  const names = (
    table.key ??
    Object.keys(table.columns)
      .filter((name) => /_id$|date$/.test(name))
      .slice(0, 3)
  ).filter((name) => source.columns.has(name));
  if (names.length === 0) return "''";
  return `concat_ws(' · ', ${names.map((name) => rawTextSql(name, source)).join(', ')})`;
}
