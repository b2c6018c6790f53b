import { Client } from 'pg';
import { identifier } from '../engine/database.ts';
import { connectionOptions } from '../source/postgres-connection.ts';
import { databaseFailure } from '../source/postgres-failure.ts';
import type { FoundTable } from './found.ts';

/** Columns of text are looked at in so many rows; a large table is not read whole for its form. */
const sampled = 50_000;

/** Rows as the server's statistics have them; of a view, or a table never looked at, so many as a sample finds. */
async function rowsOf(client: Client, from: string, known: number): Promise<number> {
  if (known > 0) return known;
  const { rows } = await client.query<{ rows: string }>(
    `SELECT count(*)::text AS rows FROM (SELECT 1 FROM ${from} LIMIT ${sampled}) AS sample`,
  );
  return Number(rows[0]?.rows ?? 0);
}

/** Every table and view of a database that this user can read, with its columns. Close the client afterwards. */
export async function lookAtDatabase(url: string): Promise<{ tables: FoundTable[]; close(): Promise<void> }> {
  const client = new Client({ ...connectionOptions(url), application_name: 'caseboard' });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY');
    const { rows } = await client.query<{ schema: string; table: string; column: string; type: string; many: string }>(
      `SELECT c.table_schema AS schema, c.table_name AS table, c.column_name AS column, c.data_type AS type,
         p.reltuples::bigint::text AS many
       FROM information_schema.columns c
         JOIN pg_class p ON p.oid = format('%I.%I', c.table_schema, c.table_name)::regclass
       WHERE c.table_schema NOT IN ('pg_catalog', 'information_schema') AND has_table_privilege(p.oid, 'SELECT')
       ORDER BY c.table_schema, c.table_name, c.ordinal_position`,
    );
    const tables = new Map<string, FoundTable>();
    for (const row of rows) {
      const from = `${identifier(row.schema)}.${identifier(row.table)}`;
      const table = tables.get(from) ?? {
        name: `${row.schema}.${row.table}`,
        called: row.table,
        read: `the table or view ${row.schema}.${row.table}`,
        from,
        rows: await rowsOf(client, from, Number(row.many)),
        columns: [],
        ask: async (question) => (await client.query<Record<string, unknown>>(question(from))).rows,
      };
      tables.set(from, table);
      table.columns.push({
        name: row.column,
        isDate: row.type === 'date' || row.type.startsWith('timestamp'),
        filled: table.rows,
        async values(limit) {
          const found = await client.query<{ value: string; rows: string }>(
            `SELECT value, count(*)::text AS rows FROM (SELECT trim(${identifier(row.column)}::text) AS value FROM ${from} LIMIT ${sampled}) AS sample
             WHERE value <> '' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ${limit}`,
          );
          return found.rows.map((each) => ({ value: each.value, rows: Number(each.rows) }));
        },
      });
    }
    return { tables: [...tables.values()], close: () => client.end() };
  } catch (cause) {
    await client.end().catch(() => {});
    throw databaseFailure(cause, 'The database');
  }
}
