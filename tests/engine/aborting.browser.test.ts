import { expect, onTestFinished, test } from 'vitest';
import type { Progress } from '../../src/lib/engine/engine.ts';
import { createBrowserEngine, type BrowserEngineOptions } from '../../src/lib/engine/wasm/browser-engine.ts';
import { agency, openCase } from './open-case.ts';
import { pieces } from './statements.ts';

const endless =
  'SELECT count(*) AS n FROM range(30000) AS a(x), range(30000) AS b(y), range(3000) AS c(z) WHERE x * y % 7 = z';
const aborted = { name: 'AbortError' };

function open(options: BrowserEngineOptions) {
  const engine = createBrowserEngine(options);
  onTestFinished(() => engine.dispose());
  return engine;
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Milliseconds until it rejects with an AbortError. */
async function abortion(work: Promise<unknown>, abort: () => void): Promise<number> {
  const begun = performance.now();
  abort();
  await expect(work).rejects.toMatchObject(aborted);
  return performance.now() - begun;
}

test('leaving a load takes no time, and a later one is whole', async () => {
  const slow = openCase('slow', 'large-agency.parquet');
  const engine = open(slow.options);
  await engine.start();
  const controller = new AbortController();
  const load = engine.load(agency('large'), { signal: controller.signal });
  await pause(200);
  expect(await abortion(load, () => controller.abort())).toBeLessThan(500);
  await expect(engine.query('SELECT count(*) AS n FROM large')).rejects.toMatchObject({ kind: 'query' });
  await engine.load(agency('large'));
  expect(await engine.query('SELECT count(*) AS n FROM large')).toEqual([{ n: 200_000 }]);
  // The first transfer was given up, not finished behind our back.
  expect((await slow.requests()).filter((file) => file.endsWith('large-agency.parquet'))).toHaveLength(2);
});

test('who waits for the same file gets it from one transfer, whoever else leaves', async () => {
  const slow = openCase('slow', 'large-agency.parquet');
  const engine = open(slow.options);
  const controller = new AbortController();
  const left = engine.load(agency('large'), { signal: controller.signal });
  const kept = [engine.load(agency('large')), engine.load(agency('large'), { signal: new AbortController().signal })];
  await pause(500);
  expect(await abortion(left, () => controller.abort())).toBeLessThan(500);
  await Promise.all(kept);
  await engine.load(agency('large'));
  expect((await slow.requests()).filter((file) => file.endsWith('large-agency.parquet'))).toHaveLength(1);
  expect(await engine.query('SELECT count(*) AS n FROM large')).toEqual([{ n: 200_000 }]);
});

test('a load left at any moment leaves no part twice and none halfway', async () => {
  const engine = open(openCase().options);
  await engine.start();
  for (const [index, part] of pieces.entries()) {
    const controller = new AbortController();
    const load = engine.load([{ mart: 'pieces', part }], { signal: controller.signal }).catch(() => undefined);
    await pause(index * 8);
    controller.abort();
    // At once, while what was left may still be on its way in.
    await Promise.all([load, engine.load([{ mart: 'pieces', part }])]);
  }
  const counted = await engine.query('SELECT part, count(*) AS n FROM pieces GROUP BY part');
  expect(counted).toHaveLength(pieces.length);
  for (const { n } of counted) expect(n).toBe(20_000);
});

test.for([
  { sql: endless, bindings: [] },
  { sql: `${endless} AND x <> ?`, bindings: [-1] },
])('a long query stops when left: $bindings', async ({ sql, bindings }) => {
  const engine = open(openCase().options);
  await engine.start();
  const controller = new AbortController();
  const query = engine.query(sql, bindings, { signal: controller.signal });
  query.catch(() => undefined);
  await pause(300);
  expect(await abortion(query, () => controller.abort())).toBeLessThan(500);
  const begun = performance.now();
  expect(await engine.query('SELECT ? AS one', [1])).toEqual([{ one: 1 }]);
  expect(performance.now() - begun).toBeLessThan(5_000);
});

test('a result left while it is handed over does not disturb the next', async () => {
  const engine = open(openCase().options);
  await engine.load(agency('large'));
  for (const milliseconds of [0, 2, 5, 10, 20, 40, 80, 160]) {
    const controller = new AbortController();
    const query = engine.query('SELECT * FROM large', [], { signal: controller.signal }).catch(() => undefined);
    await pause(milliseconds);
    controller.abort();
    expect(await engine.query('SELECT count(*) AS n, ? AS at FROM large', [milliseconds])).toEqual([
      { n: 200_000, at: milliseconds },
    ]);
    await query;
  }
});

test('a query that waits for its turn can be left, and one asked twice is kept for who stays', async () => {
  const engine = open(openCase().options);
  await engine.start();
  const long = new AbortController();
  const waiting = new AbortController();
  const first = engine.query(endless, [], { signal: long.signal });
  const second = engine.query('SELECT 2 AS two', [], { signal: waiting.signal });
  const third = engine.query('SELECT 3 AS three', [], { signal: waiting.signal });
  const stays = engine.query('SELECT 3 AS three');
  for (const query of [first, second, third]) query.catch(() => undefined);
  expect(await abortion(second, () => waiting.abort())).toBeLessThan(500);
  await expect(third).rejects.toMatchObject(aborted);
  await abortion(first, () => long.abort());
  expect(await stays).toEqual([{ three: 3 }]);
});

test('what is aborted before it begins asks nothing of the server', async () => {
  const none = openCase();
  const engine = open(none.options);
  const signal = AbortSignal.abort();
  await expect(engine.load(agency('large'), { signal })).rejects.toMatchObject(aborted);
  await expect(engine.query('SELECT 1', [], { signal })).rejects.toMatchObject(aborted);
  await expect(engine.start({ signal })).rejects.toMatchObject(aborted);
  expect(await none.requests()).toEqual([]);
});

test('leaving the start does not stop it for the next', async () => {
  const slow = openCase('slow', 'duckdb-eh.bin');
  const engine = open(slow.options);
  const controller = new AbortController();
  const start = engine.start({ signal: controller.signal });
  await pause(300);
  expect(await abortion(start, () => controller.abort())).toBeLessThan(500);
  expect(await engine.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect((await slow.requests()).filter((file) => file === 'engine/duckdb-eh.bin')).toHaveLength(1);
});

test('tells how far it is, in bytes', async () => {
  const engine = open(openCase().options);
  const starting: Progress[] = [];
  await engine.start({ onProgress: (progress) => starting.push(progress) });
  expect(new Set(starting.map(({ step }) => step))).toEqual(new Set(['Starting the query engine']));
  expect(starting.at(-1)?.loaded).toBe(starting.at(-1)?.total);
  expect(starting.length).toBeGreaterThan(3);
  const loading: Progress[] = [];
  const parts = [...agency('large'), ...agency('every_type')];
  await engine.load(parts, { onProgress: (progress) => loading.push(progress) });
  expect(new Set(loading.map(({ step }) => step))).toEqual(new Set(['Loading large', 'Loading every type']));
  expect(loading.at(-1)?.loaded).toBe(loading.at(-1)?.total);
});
