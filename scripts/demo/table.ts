/** Rows on their way to a file: whole-number columns filled here, appended to DuckDB in chunks, formatted when written. */
import { DuckDBDataChunk, INTEGER, type DuckDBAppender, type DuckDBConnection } from '@duckdb/node-api';
import { staged, type Column } from './column.ts';
import { NONE } from './day.ts';

export interface TableWriter {
  name: string;
  columns: readonly Column[];
  rows: number;
  /** One value a column, in order; NONE is null. */
  add(...values: number[]): void;
  /** Appends what is left; nothing can be added afterwards. */
  close(): void;
}

/** Rows of a DuckDB vector. */
const CHUNK = 2048;

/** Opens the staging table of one contract table. */
export async function openTable(
  connection: DuckDBConnection,
  name: string,
  columns: readonly Column[],
): Promise<TableWriter> {
  await connection.run(`CREATE TABLE "${name}" (${columns.map((c) => `${staged(c)} INTEGER`).join(', ')})`);
  const appender: DuckDBAppender = await connection.createAppender(name);
  const types = columns.map(() => INTEGER);
  const buffers = columns.map(() => new Int32Array(CHUNK));
  let filled = 0;

  function flush() {
    if (filled === 0) return;
    const chunk = DuckDBDataChunk.create(types, filled);
    buffers.forEach((buffer, c) => {
      const vector = chunk.getColumnVector(c);
      for (let i = 0; i < filled; i++) vector.setItem(i, buffer[i]!);
      vector.flush();
    });
    appender.appendDataChunk(chunk);
    filled = 0;
  }

  const writer: TableWriter = {
    name,
    columns,
    rows: 0,
    add(...values) {
      if (values.length !== buffers.length)
        throw new Error(`${name}: ${values.length} values for ${buffers.length} columns`);
      for (let c = 0; c < values.length; c++) buffers[c]![filled] = values[c]!;
      writer.rows++;
      if (++filled === CHUNK) flush();
    },
    close() {
      flush();
      appender.closeSync();
    },
  };
  return writer;
}

/** 1, 0 or NONE for a flag column. */
export function asFlag(value: boolean | undefined): number {
  return value === undefined ? NONE : value ? 1 : 0;
}
