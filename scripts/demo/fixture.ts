/** A generated source opened for tests: its good rows as typed tables, and its truth. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance, type Json } from '@duckdb/node-api';
import { sqlTypeOf, type Table } from '../../data/contract/column.ts';
import { contract, contractTable } from '../../data/contract/contract.ts';
import type { truthOf } from './truth.ts';

export type Truth = ReturnType<typeof truthOf>;

export interface OpenedDemo {
  truth: Truth;
  /** Tables the source holds, as the contract defines them. */
  tables: Table[];
  rows(sql: string): Promise<Record<string, Json>[]>;
  number(sql: string): Promise<number>;
  close(): void;
}

/** Opens a source folder; every table holds the good rows only, which are written before the faulty ones. */
export async function openDemo(folder: string): Promise<OpenedDemo> {
  const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Truth;
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  await connection.run(`SET file_search_path = '${folder}'`);
  const tables = contract.map(({ name }) => contractTable(name)!).filter(({ name }) => name in truth.rows);
  for (const table of tables) {
    const select = readFileSync(join(folder, `${table.name}.sql`), 'utf8');
    const columns = Object.entries(table.columns).map(([name, { kind }]) => `${name}::${sqlTypeOf[kind]} AS ${name}`);
    const good = truth.rows[table.name]! - sum(truth.faults[table.name]) - sum(truth.cleared[table.name]);
    await connection.run(`CREATE TABLE "${table.name}" AS SELECT ${columns.join(', ')} FROM (${select} LIMIT ${good})`);
  }
  const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjectsJson();
  return {
    truth,
    tables,
    rows,
    async number(sql) {
      const [row] = await rows(sql);
      return Number(Object.values(row ?? {})[0]);
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Rows of all rules together. */
export function sum(counts: Record<string, number> | undefined): number {
  return Object.values(counts ?? {}).reduce((total, count) => total + count, 0);
}
