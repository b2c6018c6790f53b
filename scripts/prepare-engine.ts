import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { withExports } from './module-exports.ts';

const engineFolder = fileURLToPath(new URL('../static/engine', import.meta.url));

const worker = 'dist/duckdb-browser-eh.worker.js';

/**
 * The package and the file in it that each engine file is made from. DuckDB exports every one of its functions, 75,000,
 * for extensions to find them; ours loads none. A browser makes an object of each when the engine starts, which in WebKit
 * takes longer than all the rest. So only those stay that the worker's script calls.
 */
const sources = [
  { file: 'duckdb-eh.bin', package: '@duckdb/duckdb-wasm', path: 'dist/duckdb-eh.wasm', calledBy: worker },
  { file: 'duckdb-worker.bin', package: '@duckdb/duckdb-wasm', path: worker },
  { file: 'parquet.bin', package: 'parquet-wasm', path: 'esm/parquet_wasm_bg.wasm' },
];

interface EngineFile {
  file: string;
  bytes: number;
  sha256: string;
  /** Size after inflating. */
  inflated: number;
  /** Package, version and file it was made from: tells whether it is out of date. */
  source: string;
}

/**
 * Writes compressed copies of the engine to `static/engine`, with their sizes and hashes in `engine.json`. Plain file
 * hosts do not compress, and some refuse or mislabel .wasm, hence gzip under a neutral name. Does nothing when the
 * copies are there and current.
 */
export async function prepareEngine(folder = engineFolder): Promise<void> {
  await mkdir(folder, { recursive: true });
  const list = join(folder, 'engine.json');
  const before = await readList(list);
  const files: EngineFile[] = [];
  for (const { file, package: name, path, calledBy } of sources) {
    const target = join(folder, file);
    const origin = createRequire(import.meta.url).resolve(`${name}/${path}`);
    const source = `${name}@${await packageVersion(origin, path)}/${path}${calledBy ? ` as called by ${calledBy}` : ''}`;
    const caller = calledBy && join(origin.slice(0, -path.length), calledBy);
    const known = before.find((entry) => entry.file === file && entry.source === source);
    const size = await stat(target).then(
      (found) => found.size,
      () => -1,
    );
    files.push(known?.bytes === size ? known : await compress(origin, target, { file, source }, caller));
  }
  const text = JSON.stringify({ files }, null, 2) + '\n';
  // Last, and only when it changed, so that a development server does not reload.
  if (JSON.stringify(files) !== JSON.stringify(before)) await replace(list, text);
}

async function compress(
  origin: string,
  target: string,
  about: Pick<EngineFile, 'file' | 'source'>,
  caller: string | undefined,
) {
  const whole = await readFile(origin);
  const content = caller === undefined ? whole : withExports(whole, calledIn(await readFile(caller, 'utf8')));
  const compressed = await promisify(gzip)(content, { level: 9 });
  await replace(target, compressed);
  const sha256 = createHash('sha256').update(compressed).digest('hex');
  return { file: about.file, bytes: compressed.length, sha256, inflated: content.length, source: about.source };
}

/**
 * Whether a script may call an export: it has its name as a word, also with the `_` that Emscripten puts before it, or
 * puts it together from `dynCall_` and the types of a call.
 */
function calledIn(script: string): (name: string) => boolean {
  const words = new Set(script.match(/[\w$]+/g));
  return (name) => words.has(name) || words.has(`_${name}`) || name.startsWith('dynCall_');
}

async function packageVersion(origin: string, path: string): Promise<string> {
  const manifest = join(origin.slice(0, -path.length), 'package.json');
  return (JSON.parse(await readFile(manifest, 'utf8')) as { version: string }).version;
}

/** An unreadable list means nothing: everything is made again. */
async function readList(list: string): Promise<EngineFile[]> {
  try {
    return (JSON.parse(await readFile(list, 'utf8')) as { files: EngineFile[] }).files;
  } catch {
    return [];
  }
}

/** A server may read the file meanwhile: it finds the old one or the new one, whole. */
async function replace(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}`;
  await writeFile(temporary, content);
  await rename(temporary, path);
}
