import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { identifier, literal, openDatabase } from '../../scripts/engine/database.ts';
import type { PostgresServer } from './postgres-server.ts';

/** What a SELECT of the demonstration agency reads. */
export const readsFile = /FROM (read_\w+\([^)]*\))/;

const postgresTypes: Record<string, string> = {
  VARCHAR: 'text',
  DATE: 'date',
  INTEGER: 'integer',
  BIGINT: 'bigint',
  SMALLINT: 'smallint',
  DOUBLE: 'double precision',
  'DECIMAL(12,2)': 'numeric(12, 2)',
  BOOLEAN: 'boolean',
};

/** Loads the tables of a demonstration agency into a database, each under its name, and says which. */
export async function loadDemo(server: PostgresServer, demo: string, home: string): Promise<string[]> {
  const tables = readdirSync(demo).filter((name) => name.endsWith('.sql'));
  const database = await openDatabase();
  for (const name of tables) {
    const table = name.replace('.sql', '');
    const [, read = ''] = readsFile.exec(readFileSync(join(demo, name), 'utf8')) ?? [];
    const from = read.replace("'files/", `'${demo}/files/`);
    const columns = await database.rows(`DESCRIBE SELECT * FROM ${from}`);
    const typed = columns.map(({ column_name: column, column_type: type }) => {
      const known = postgresTypes[String(type)];
      if (!known) throw new Error(`${table}.${String(column)} is of type ${String(type)}`);
      return `${identifier(String(column))} ${known}`;
    });
    const file = join(home, `${table}.csv`);
    await database.run(`COPY (SELECT * FROM ${from}) TO ${literal(file)} (FORMAT csv, HEADER true, FORCE_QUOTE *)`);
    server.sql(
      `CREATE TABLE ${table} (${typed.join(', ')});\n\\copy ${table} FROM ${literal(file)} (FORMAT csv, HEADER true, FORCE_NULL (${columns.map(({ column_name: column }) => identifier(String(column))).join(', ')}))\n`,
    );
  }
  database.close();
  return tables;
}
