import { EngineError } from '../engine.ts';
import { timed, traced } from '../trace.ts';
import { asLost } from './duckdb-failure.ts';
import { fetchFile, type FetchOptions, type WantedFile } from './fetch-file.ts';

/** What the page tells the worker; a second `begin` starts over. */
export type CompileRequest =
  { action: 'begin' } | { action: 'bytes'; bytes: Uint8Array<ArrayBuffer> } | { action: 'end' };

export type CompileReply = { module: WebAssembly.Module } | { failure: string };

/**
 * Fetches a compressed WebAssembly module and compiles it beside the page while its bytes arrive. It is handed over only
 * when they had the size and hash they must have.
 *
 * @throws EngineError as `fetchFile` does; `unavailable` for a module that does not compile
 */
export async function compileModule(file: WantedFile, options: FetchOptions): Promise<WebAssembly.Module> {
  const worker = new Worker(new URL('./compile.worker.ts', import.meta.url), { type: 'module' });
  const send = (request: CompileRequest) => worker.postMessage(request);
  let settle: (reply: CompileReply) => void;
  const compiled = new Promise<CompileReply>((resolve) => (settle = resolve));
  worker.addEventListener('message', ({ data }: MessageEvent<CompileReply>) => settle(data));
  worker.addEventListener('error', () => settle({ failure: 'its worker did not start' }));
  try {
    const from = performance.now();
    await timed('engine fetched', file.name, () =>
      fetchFile(file, {
        ...options,
        onChunk(bytes, received) {
          if (received === bytes.length) send({ action: 'begin' });
          send({ action: 'bytes', bytes });
        },
      }),
    );
    send({ action: 'end' });
    const reply = await inTime(compiled, options);
    traced('engine compiled', file.name, from);
    if ('failure' in reply) throw asLost(reply.failure);
    return reply.module;
  } finally {
    worker.terminate();
  }
}

/** A worker that says nothing counts as lost. */
function inTime(compiled: Promise<CompileReply>, { timeoutMs }: FetchOptions): Promise<CompileReply> {
  const seconds = Math.ceil(timeoutMs / 1000);
  return new Promise((resolve, reject) => {
    const giveUp = () =>
      reject(
        new EngineError('unavailable', `The query engine did not start within ${seconds} s. Reload the page to retry.`),
      );
    const watchdog = setTimeout(giveUp, timeoutMs);
    void compiled.then(resolve).finally(() => clearTimeout(watchdog));
  });
}
