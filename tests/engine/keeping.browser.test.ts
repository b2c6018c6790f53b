import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { createBrowserEngine } from '../../src/lib/engine/wasm/browser-engine.ts';
import { sha256 } from '../../src/lib/export/sha256.ts';
import { agency, openCase } from './open-case.ts';

afterEach(() => vi.unstubAllGlobals());

test('a result is kept until more data comes in, and nobody can change it for others', async () => {
  const engine = createBrowserEngine(openCase().options);
  onTestFinished(() => engine.dispose());
  const sql = 'SELECT random() AS value FROM range(3)';
  const first = await engine.query(sql);
  const copy = first.slice();
  first.reverse();
  first.pop();
  expect(await engine.query(sql)).toEqual(copy);
  await engine.load(agency('every_type'));
  expect(await engine.query(sql)).not.toEqual(copy);
});

test('asked with other values it is counted again', async () => {
  const engine = createBrowserEngine(openCase().options);
  onTestFinished(() => engine.dispose());
  const sql = 'SELECT ? AS a, ? AS b';
  const asked = [
    ['1', 1],
    [1, '1'],
    [null, 'null'],
    ['null', null],
    [true, 'true'],
  ] as const;
  for (const values of [...asked, ...asked]) {
    expect(await engine.query(sql, values)).toEqual([{ a: values[0], b: values[1] }]);
  }
});

test('a failed query is asked again', async () => {
  const engine = createBrowserEngine(openCase().options);
  onTestFinished(() => engine.dispose());
  const sql = 'SELECT count(*) AS n FROM every_type WHERE id > ?';
  await expect(engine.query(sql, [1])).rejects.toMatchObject({ kind: 'query', sql });
  await engine.load(agency('every_type'));
  expect(await engine.query(sql, [1])).toEqual([{ n: 4 }]);
});

test('checksums are the same with and without the digest of the browser', async () => {
  for (const length of [0, 1, 63, 64, 65, 100_000]) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 31) & 255);
    const own = await sha256(bytes);
    expect(own).toMatch(/^[0-9a-f]{64}$/);
    vi.stubGlobal('crypto', {});
    expect(await sha256(bytes)).toBe(own);
    vi.unstubAllGlobals();
  }
});
