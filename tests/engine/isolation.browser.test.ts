import { expect, onTestFinished, test } from 'vitest';
import { commands } from 'vitest/browser';
import { createBrowserEngine } from '../../src/lib/engine/wasm/browser-engine.ts';
import { agency, openCase } from './open-case.ts';
import type { StrictResult } from './strict-page.ts';

test('asks nothing of any other origin', async () => {
  await commands.recordRequests();
  const engine = createBrowserEngine(openCase().options);
  onTestFinished(() => engine.dispose());
  await engine.load([...agency('every_type'), ...agency('large')]);
  await engine.query('SELECT count(*) FROM large WHERE day > CAST(? AS DATE)', ['2020-01-01']);
  for (const sql of [
    "SELECT * FROM 'https://example.com/elsewhere.parquet'",
    "SELECT * FROM read_parquet('https://example.com/elsewhere.parquet')",
    "SELECT * FROM read_csv('https://example.com/elsewhere.csv')",
    "ATTACH 'https://example.com/elsewhere.db'",
    'LOAD icu',
    'SELECT current_date',
    'SET enable_external_access = true',
    'SET autoload_known_extensions = true',
  ]) {
    await expect(engine.query(sql), sql).rejects.toMatchObject({ kind: 'query' });
  }
  // Succeeds without doing anything.
  await engine.query('INSTALL icu');
  const requests = await commands.recordedRequests();
  // It hears the workers too, or hearing nothing would mean nothing.
  expect(requests.some((url) => url.endsWith('/large-agency.parquet'))).toBe(true);
  expect(requests.some((url) => url.endsWith('/duckdb-eh.bin'))).toBe(true);
  const elsewhere = requests.filter((url) => !url.replace(/^blob:/, '').startsWith(`${location.origin}/`));
  expect(elsewhere).toEqual([]);
});

test('planning a statement runs nothing, whatever it is', async () => {
  const engine = createBrowserEngine(openCase().options);
  onTestFinished(() => engine.dispose());
  await engine.load(agency('every_type'));
  const rows = () => engine.query('SELECT (SELECT count(*) FROM every_type) AS n, random() IS NULL AS fresh');
  const before = await rows();
  for (const sql of [
    'DROP TABLE every_type',
    'SELECT 1; DROP TABLE every_type',
    'EXPLAIN ANALYZE DELETE FROM every_type',
    'SELECT form FORM; DROP TABLE every_type',
  ]) {
    await engine.plan(sql).catch(() => undefined);
  }
  await engine.load(agency('large'));
  expect(await rows()).toEqual(before);
  await expect(engine.plan('SELECT n\nFORM every_type')).rejects.toThrow(/LINE 2/);
  await expect(engine.plan('SELECT 1 AS n')).resolves.toBeUndefined();
});

test("works under the site's content security policy, which also binds the worker", async () => {
  const { options } = openCase();
  const frame = document.createElement('iframe');
  onTestFinished(() => frame.remove());
  const result = new Promise<StrictResult>((resolve) => {
    addEventListener('message', (event: MessageEvent<StrictResult>) => {
      if (event.source === frame.contentWindow) resolve(event.data);
    });
  });
  frame.src = `/fixtures/strict.html#${options.base}`;
  document.body.append(frame);
  expect(await result).toEqual({ rows: [{ n: 200_000 }], violations: [], workerReachesOut: false });
});
