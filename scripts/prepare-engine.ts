import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const root = fileURLToPath(new URL('../', import.meta.url));

/** The file of a package each engine file is made from. */
const sources = {
  'duckdb-eh.bin': '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm',
  'duckdb-worker.bin': '@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js',
  'parquet.bin': 'parquet-wasm/esm/parquet_wasm_bg.wasm',
};

interface EngineFile {
  file: string;
  bytes: number;
  sha256: string;
  /** Size after inflating. */
  inflated: number;
  /** Name, size and date of the file it was made from: tells whether it is out of date. */
  source: string;
}

/**
 * Writes compressed copies of the engine to `static/engine`, with their sizes and hashes in `engine.json`. Plain file
 * hosts do not compress, and some refuse or mislabel .wasm, hence gzip under a neutral name. Does nothing when the
 * copies are there and current.
 */
export async function prepareEngine(folder = join(root, 'static/engine')): Promise<void> {
  const require = createRequire(import.meta.url);
  await mkdir(folder, { recursive: true });
  const list = join(folder, 'engine.json');
  const before = await readFile(list, 'utf8').then(
    (text) => (JSON.parse(text) as { files: EngineFile[] }).files,
    () => [],
  );
  const files: EngineFile[] = [];
  for (const [file, specifier] of Object.entries(sources)) {
    const path = require.resolve(specifier);
    const source = await describe(specifier, path, require);
    const known = before.find((entry) => entry.file === file && entry.source === source);
    const present = await stat(join(folder, file)).catch(() => null);
    if (known && present?.size === known.bytes) {
      files.push(known);
      continue;
    }
    const content = await readFile(path);
    const compressed = await promisify(gzip)(content, { level: 9 });
    await write(join(folder, file), compressed);
    files.push({
      file,
      bytes: compressed.length,
      sha256: createHash('sha256').update(compressed).digest('hex'),
      inflated: content.length,
      source,
    });
  }
  const text = JSON.stringify({ files }, null, 2) + '\n';
  if (text !== (await readFile(list, 'utf8').catch(() => ''))) await write(list, text);
}

async function describe(specifier: string, path: string, require: NodeJS.Require): Promise<string> {
  void require;
  return `${specifier} ${(await stat(path)).size}`;
}

/** Builds may run beside a server: a file is whole or the old one. */
async function write(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(temporary, content);
  await rename(temporary, path);
}
