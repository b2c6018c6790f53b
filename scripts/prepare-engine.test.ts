import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareEngine } from './prepare-engine.ts';

interface Listed {
  files: { file: string; bytes: number; sha256: string; inflated: number }[];
}

let folder: string;

// Compressed once for all: it takes seconds.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engine-'));
  await prepareEngine(folder);
});
afterAll(() => rm(folder, { recursive: true }));

test('takes out no export that the module itself asks its loader for', async () => {
  const ours = new WebAssembly.Module(gunzipSync(await readFile(join(folder, 'duckdb-eh.bin'))));
  const whole = createRequire(import.meta.url).resolve('@duckdb/duckdb-wasm/dist/duckdb-eh.wasm');
  const exportsOf = (module: WebAssembly.Module) => new Set(WebAssembly.Module.exports(module).map(({ name }) => name));
  const [kept, all] = [exportsOf(ours), exportsOf(new WebAssembly.Module(await readFile(whole)))];
  const taken = WebAssembly.Module.imports(ours).filter(({ name }) => all.has(name) && !kept.has(name));
  expect(taken).toEqual([]);
  expect(kept.has('duckdb_web_query_run')).toBe(true);
  expect(kept.size).toBeLessThan(all.size / 100);
});

test('lists what it wrote, leaves it alone while current, and mends what is not', { timeout: 120_000 }, async () => {
  const list = join(folder, 'engine.json');
  const { files } = JSON.parse(await readFile(list, 'utf8')) as Listed;
  expect(files.map(({ file }) => file)).toEqual(['duckdb-eh.bin', 'duckdb-worker.bin', 'parquet.bin']);
  for (const { file, bytes, sha256, inflated } of files) {
    const content = await readFile(join(folder, file));
    expect(content.length).toBe(bytes);
    expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
    expect(gunzipSync(content).length).toBe(inflated);
  }

  const times = () => Promise.all(files.map(async ({ file }) => (await stat(join(folder, file))).mtimeMs));
  const written = await times();
  const listed = (await stat(list)).mtimeMs;
  await prepareEngine(folder);
  expect(await times()).toEqual(written);
  expect((await stat(list)).mtimeMs).toBe(listed);

  await truncate(join(folder, 'parquet.bin'), 10);
  await prepareEngine(folder);
  expect((await stat(join(folder, 'parquet.bin'))).size).toBe(files[2]?.bytes);

  const text = await readFile(list, 'utf8');
  await writeFile(list, text.replace('parquet-wasm@', 'parquet-wasm@0.0.0 then '));
  await prepareEngine(folder);
  expect(await readFile(list, 'utf8')).toBe(text);
});
