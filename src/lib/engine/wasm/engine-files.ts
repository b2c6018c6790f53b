import { EngineError } from '../engine.ts';
import { fetchFile, remedy, type FetchOptions, type WantedFile } from './fetch-file.ts';

/** What `scripts/prepare-engine.ts` puts into `static/engine`. */
export interface EngineFiles {
  /** The worker script of DuckDB. */
  worker: WantedFile;
  /** DuckDB itself. */
  duckdb: WantedFile;
  /** The Parquet reader. */
  parquet: WantedFile;
}

/** Reads the list of engine files with their sizes and hashes. */
export async function listEngineFiles(base: string, options: FetchOptions): Promise<EngineFiles> {
  const name = 'engine/engine.json';
  const list = { url: new URL('engine.json', base).href, name, bytes: null, sha256: null };
  const text = new TextDecoder().decode(await fetchFile(list, options));
  let files: unknown;
  try {
    files = (JSON.parse(text) as { files?: unknown }).files;
  } catch (cause) {
    const what = text.trimStart().startsWith('<') ? 'is a web page instead of a list' : 'cannot be read';
    throw new EngineError('corrupt', `${name} ${what}. ${remedy}`, { cause });
  }
  const wanted = (file: string): WantedFile => {
    const entry: unknown = Array.isArray(files)
      ? files.find((each: unknown) => (each as { file?: unknown } | null)?.file === file)
      : undefined;
    const { bytes, sha256 } = (entry ?? {}) as { bytes?: unknown; sha256?: unknown };
    if (typeof bytes !== 'number' || typeof sha256 !== 'string') {
      throw new EngineError('corrupt', `${name} does not list ${file}. ${remedy}`);
    }
    return { url: new URL(file, base).href, name: `engine/${file}`, bytes, sha256 };
  };
  return { worker: wanted('duckdb-worker.bin'), duckdb: wanted('duckdb-eh.bin'), parquet: wanted('parquet.bin') };
}

/** The content of a gzip file as a stream, in a response of the given media type. */
export function inflated(
  bytes: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>,
  type: string,
): Response {
  const compressed = bytes instanceof ReadableStream ? bytes : new Blob([bytes]).stream();
  const stream = compressed.pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream, { headers: { 'content-type': type } });
}
