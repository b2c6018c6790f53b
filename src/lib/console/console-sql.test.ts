import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asRows, readStatement } from './console-sql.ts';
import { refusedFunctions } from './functions.ts';

let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
  await connection.run('CREATE TABLE t AS SELECT 1 AS a');
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

const rowsOf = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJson();
const state = () => rowsOf('SELECT (SELECT count(*) FROM t), (SELECT count(*) FROM duckdb_tables())');

/** Each would change something, or reach out, if it ran. */
const escapes = [
  'DROP TABLE t',
  'SELECT 1; DROP TABLE t',
  'SELECT 1 -- ;\n; DROP TABLE t',
  "SELECT '; DROP TABLE t; --' ; DROP TABLE t",
  'SELECT /* /* */ 1; */ 2; DELETE FROM t',
  'WITH x AS (SELECT 1) DELETE FROM t',
  'WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x',
  "COPY t TO '/var/caseboard-escape.csv'",
  'EXPLAIN ANALYZE DELETE FROM t',
  'EXPLAIN ANALYZE INSERT INTO t VALUES (2)',
  'ANALYZE DELETE FROM t',
  'PREPARE p AS DELETE FROM t',
  "1') ; DROP TABLE t; SELECT * FROM query('SELECT 1",
  "SELECT 1') ; DROP TABLE t; --",
  'SELECT 1) x; DROP TABLE t; SELECT * FROM (SELECT 1',
  '$$ SELECT 1 $$; DROP TABLE t',
  "SELECT E'\\'; DROP TABLE t; --'; DROP TABLE t",
];
const reaching = [
  "FROM 'https://example.com/x.parquet'",
  "SELECT * FROM read_parquet('https://example.com/x')",
  'SELECT * FROM "read_csv"(\'/etc/passwd\')',
  "SELECT * FROM read_text /* quietly */ ('/etc/passwd')",
  "FROM glob('/*')",
  "FROM query('SELECT 1')",
  'FROM enable_logging()',
  'FROM system.main.checkpoint()',
  'FROM "/etc/passwd"',
  "ATTACH 'https://example.com/x.db'",
  'INSTALL httpfs',
  'LOAD httpfs',
  'PRAGMA database_list',
  'SET threads = 1',
];

/** Functions after FROM that make rows out of nothing but their arguments and the tables that are loaded. */
const allowedTableFunctions: ReadonlySet<string> = new Set([
  'duckdb_columns',
  'duckdb_functions',
  'duckdb_keywords',
  'duckdb_tables',
  'duckdb_types',
  'generate_series',
  'histogram',
  'histogram_values',
  'icu_calendar_names',
  'json_each',
  'json_tree',
  'pg_timezone_names',
  'pragma_platform',
  'pragma_table_info',
  'pragma_version',
  'range',
  'repeat',
  'repeat_row',
  'summary',
  'test_all_types',
  'test_vector_types',
  'unnest',
]);

describe('what may run', () => {
  it.each([...escapes, ...reaching])('refuses in words: %s', (sql) => {
    expect(readStatement(sql)).toMatchObject({ problem: expect.stringMatching(/\.$/) as string });
  });

  it.each(escapes)('is refused by DuckDB too, should the words be got around: %s', async (sql) => {
    const before = await state();
    await rowsOf(`SELECT * FROM ${asRows(sql)}`).catch(() => undefined);
    expect(await state()).toEqual(before);
  });

  it('whatever is put together of dangerous pieces, nothing changes', async () => {
    const piece = fc.constantFrom(
      ...["'", "''", '"', ';', ')', '(', '--', '\n', '/*', '*/', '$$', "E'\\'", ' SELECT 1 ', ' FROM t '],
      ...[' DROP TABLE t ', ' DELETE FROM t ', " query('", ' EXPLAIN ANALYZE ', ' WITH x AS (SELECT 1) '],
    );
    const before = await state();
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 8 }), async (pieces) => {
        await rowsOf(`SELECT * FROM ${asRows(pieces.join(''))} LIMIT 1`).catch(() => undefined);
        expect(await state()).toEqual(before);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    'select * from t',
    'WITH x AS (SELECT 1 AS a) SELECT * FROM x;;',
    'FROM t',
    '(SELECT 1) UNION ALL (SELECT 2)',
    'VALUES (1), (2)',
    'DESCRIBE t',
    'SUMMARIZE t',
    "SELECT ';' AS semicolon, '--' AS dashes -- and; this",
    "SELECT extract(year FROM DATE '2026-01-01'), trim(both FROM 'x ')",
    'SELECT count(*) FROM range(3)',
    'SELECT a AS "read_csv" FROM t',
  ])('runs: %s', async (sql) => {
    const statement = readStatement(sql);
    if ('problem' in statement) throw new Error(statement.problem);
    expect((await rowsOf(`SELECT * FROM ${asRows(statement.select)}`)).length).toBeGreaterThan(0);
  });

  it('takes EXPLAIN off and keeps count of lines', () => {
    expect(readStatement('-- plan\nEXPLAIN ANALYZE\nSELECT 1;')).toEqual({
      select: 'SELECT 1',
      explain: 'analyze',
      linesBefore: 2,
    });
    expect(readStatement('SELECT 1\n;\nDROP TABLE t')).toMatchObject({ line: 3 });
  });

  it('knows every function of DuckDB that makes rows', async () => {
    const names = await rowsOf(
      "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type IN ('table', 'table_macro')",
    );
    const unknown = names
      .map(([name]) => String(name))
      .filter((name) => !allowedTableFunctions.has(name) && !refusedFunctions.has(name));
    expect(unknown).toEqual([]);
    expect([...allowedTableFunctions].filter((name) => refusedFunctions.has(name))).toEqual([]);
  });
});
