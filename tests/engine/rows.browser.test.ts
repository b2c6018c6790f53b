import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RawRow } from '../../src/lib/engine/engine.ts';
import { createBrowserEngine } from '../../src/lib/engine/wasm/browser-engine.ts';
import { agency, openCase } from './open-case.ts';
import { statements } from './statements.ts';

const { options } = openCase();
const engine = createBrowserEngine(options);
let expected: RawRow[][];

beforeAll(async () => {
  expected = (await (await fetch(`${options.base}v1/expected.json`)).json()) as RawRow[][];
  await engine.load([
    ...['every_type', 'empty_table', 'large'].flatMap(agency),
    { mart: 'appended', part: 'F01' },
    { mart: 'appended', part: 'F02' },
    { mart: 'appended', part: 'F03' },
  ]);
});
afterAll(() => engine.dispose());

test.for(statements.map((statement, index) => ({ ...statement, index })))(
  'gives the rows of the native engine: $sql',
  async ({ sql, bindings, index }) => {
    const rows = await engine.query(sql, bindings);
    expect(rows.length).toBe(expected[index]?.length);
    // One by one, so that a difference of 200,000 rows can be read.
    rows.forEach((row, at) => {
      if (JSON.stringify(row) !== JSON.stringify(expected[index]?.[at])) expect(row).toEqual(expected[index]?.[at]);
    });
  },
);

test('gives columns in the order of the statement, as plain values', async () => {
  const [row] = await engine.query(
    'SELECT 2 AS b, 1 AS a, NULL AS c, true AS d, 5::HUGEINT AS e, 0.5::DECIMAL(3, 1) AS f',
  );
  expect(Object.entries(row ?? {})).toEqual([
    ['b', 2],
    ['a', 1],
    ['c', null],
    ['d', true],
    ['e', 5],
    ['f', 0.5],
  ]);
});

test('an institution without rows adds none, and the table is there', async () => {
  const other = createBrowserEngine(openCase().options);
  await other.load([{ mart: 'appended', part: 'F03' }]);
  expect(await other.query('SELECT * FROM appended')).toEqual([]);
  await other.load([{ mart: 'appended', part: 'F02' }]);
  expect(await other.query('SELECT count(*) AS n FROM appended')).toEqual([{ n: 2000 }]);
  other.dispose();
});

test('refuses a column no row can carry', async () => {
  await expect(engine.query('SELECT [1, 2] AS list')).rejects.toThrow(/column list is List.*cast it/);
});

test('a statement that fails names the reason and keeps its text', async () => {
  const failed = engine.query('SELECT nowhere FROM every_type');
  await expect(failed).rejects.toMatchObject({ kind: 'query', sql: 'SELECT nowhere FROM every_type' });
  await expect(failed).rejects.toThrow(/nowhere/);
  expect(await engine.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
});
