/** Staged rows to a source folder: one data file and one SELECT a table. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { literal } from '../engine/database.ts';
import { formatted } from './column.ts';
import type { TableName, TablePlan } from './columns.ts';
import { isoDate } from './day.ts';
import { FAULTS, faultRows, type FaultPlan } from './fault.ts';
import type { Scenario } from './scenario.ts';
import type { TableWriter } from './table.ts';

export interface WrittenTable {
  rows: number;
  /** Rows to be rejected, by rule. */
  faults: Record<string, number>;
  /** Rows to be loaded with a value emptied, by rule. */
  cleared: Record<string, number>;
}

/** Writes the data file and the SELECT of a table, faulty rows last, and drops its staging table. */
export async function writeTable(
  connection: DuckDBConnection,
  scenario: Scenario,
  folder: string,
  name: TableName,
  plan: TablePlan,
  writer: TableWriter,
): Promise<WrittenTable> {
  writer.close();
  mkdirSync(join(folder, 'files'), { recursive: true });
  const columns = plan.columns.map(formatted).join(', ');
  const faults: Record<string, number> = {};
  const cleared: Record<string, number> = {};
  let added = 0;
  const parts = [`SELECT ${columns} FROM "${name}"`];
  for (const [i, fault] of (FAULTS[name] ?? []).entries()) {
    const count = await stageFault(connection, scenario, name, plan, writer.rows, fault, i);
    if (count === 0) continue;
    added += count;
    const counts = fault.cleared ? cleared : faults;
    counts[fault.rule] = (counts[fault.rule] ?? 0) + count;
    parts.push(`SELECT * FROM "${name}_fault_${i}"`);
  }
  const file = `files/${name}.${plan.format}`;
  const options = plan.format === 'csv' ? 'FORMAT csv, HEADER' : 'FORMAT parquet, COMPRESSION zstd';
  await connection.run(`COPY (${parts.join(' UNION ALL ')}) TO ${literal(join(folder, file))} (${options})`);
  await connection.run(`DROP TABLE "${name}"`);
  const from =
    plan.format === 'csv'
      ? `read_csv('${file}', all_varchar = true, header = true, quote = '"')`
      : `read_parquet('${file}')`;
  const names = plan.columns.map((column) => column.name).join(',\n  ');
  writeFileSync(join(folder, `${name}.sql`), `SELECT\n  ${names}\nFROM ${from}\n`);
  return { rows: writer.rows + added, faults, cleared };
}

async function stageFault(
  connection: DuckDBConnection,
  scenario: Scenario,
  name: TableName,
  plan: TablePlan,
  rows: number,
  fault: FaultPlan,
  index: number,
): Promise<number> {
  const wanted = faultRows(rows, fault);
  if (wanted === 0) return 0;
  // Every k-th row, so that faults are spread over the whole history; some do not qualify, hence the margin.
  const step = Math.max(1, Math.floor((rows / wanted) * (fault.where ? 0.3 : 0.9)));
  const asOf = `DATE '${isoDate(scenario.asOf)}'`;
  const fill = (sql: string) => sql.replaceAll('$as_of', asOf);
  const good = `SELECT ${plan.columns.map(formatted).join(', ')}, rowid AS n FROM "${name}" WHERE rowid % ${step} = ${(index * 7) % step}`;
  const values = plan.columns.map(({ name: column }) => {
    const replacement = fault.replace[column];
    return replacement === undefined ? `"${column}"` : `${fill(replacement)} AS "${column}"`;
  });
  const where = fault.where ? `WHERE ${fill(fault.where)}` : '';
  const result = await connection.runAndReadAll(
    `CREATE TEMP TABLE "${name}_fault_${index}" AS SELECT ${values.join(', ')} FROM (${good}) ${where} ORDER BY n LIMIT ${wanted}`,
  );
  return Number(result.getRows()[0]![0]);
}
