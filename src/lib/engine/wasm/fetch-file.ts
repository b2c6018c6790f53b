import { EngineError } from '../engine.ts';
import { sha256 } from '../../export/sha256.ts';

export interface WantedFile {
  url: string;
  /** The name readers and administrators know it by: its path under the site. */
  name: string;
  /** Size and hash it must have; null when nothing vouches for it. */
  bytes: number | null;
  sha256: string | null;
}

/** What a reader can do about a file that is missing or wrong. What its keeper can is in docs/operations.md. */
export const remedy = 'Reload the page; if that does not help, tell whoever keeps this site.';

export interface FetchOptions {
  signal?: AbortSignal | undefined;
  /** Bytes received so far. Falls back to 0 when the file is fetched again. */
  onBytes?: ((received: number) => void) | undefined;
  /**
   * Each piece as it arrives, before anything vouches for it, with the bytes received by then: as many as the piece
   * itself when the file is begun, or fetched again.
   */
  onChunk?: ((bytes: Uint8Array<ArrayBuffer>, received: number) => void) | undefined;
  /** Called when the bytes are all there and their hash is about to be looked at. */
  onFetched?: (() => void) | undefined;
  /** Milliseconds without a byte after which the connection counts as lost. */
  timeoutMs: number;
}

/**
 * Fetches a whole file and checks its size and hash. A lost connection, a server error and a wrong content are tried
 * once more past every cache: a proxy or browser may hold the file of an earlier release.
 *
 * @throws EngineError naming the file and what to do; the signal's reason when aborted.
 */
export async function fetchFile(file: WantedFile, options: FetchOptions): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await attempt(file, options, file.sha256 === null ? 'no-cache' : 'default');
  } catch (error) {
    options.signal?.throwIfAborted();
    // The server said plainly that there is no such file.
    if (error instanceof EngineError && error.kind === 'missing') throw error;
    options.onBytes?.(0);
    return await attempt(file, options, 'reload');
  }
}

async function attempt(file: WantedFile, options: FetchOptions, cache: RequestCache) {
  const bytes = await receive(file, options, cache);
  options.onFetched?.();
  options.signal?.throwIfAborted();
  if (file.bytes !== null && bytes.length !== file.bytes) {
    const found = `has ${bytes.length} bytes where ${file.bytes} were expected`;
    throw new EngineError('corrupt', wrongContent(file, bytes, found));
  }
  if (file.sha256 !== null && (await sha256(bytes)) !== file.sha256) {
    throw new EngineError('corrupt', wrongContent(file, bytes, 'does not match its checksum'));
  }
  return bytes;
}

async function receive(file: WantedFile, options: FetchOptions, cache: RequestCache) {
  const { signal, onBytes, onChunk, timeoutMs } = options;
  const controller = new AbortController();
  const stop = () => controller.abort(signal?.reason);
  signal?.throwIfAborted();
  signal?.addEventListener('abort', stop, { once: true });
  let stalled = false;
  const stall = () => {
    stalled = true;
    controller.abort();
  };
  let timer = setTimeout(stall, timeoutMs);
  try {
    const response = await fetch(file.url, { signal: controller.signal, cache, credentials: 'same-origin' });
    if (!response.ok) {
      await response.body?.cancel();
      throw new EngineError(response.status >= 500 ? 'unavailable' : 'missing', refusal(file, response.status));
    }
    const chunks: Uint8Array[] = [];
    let received = 0;
    const reader = response.body?.getReader();
    for (;;) {
      const next = await reader?.read();
      if (!next || next.done) break;
      clearTimeout(timer);
      timer = setTimeout(stall, timeoutMs);
      chunks.push(next.value);
      received += next.value.length;
      onBytes?.(received);
      onChunk?.(next.value, received);
      if (file.bytes !== null && received > file.bytes) {
        await reader?.cancel();
        throw new EngineError('corrupt', `${file.name} is longer than the ${file.bytes} bytes expected. ${remedy}`);
      }
    }
    return joined(chunks, received);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof EngineError) throw error;
    const lost = stalled ? `no answer for ${Math.ceil(timeoutMs / 1000)} s` : 'the connection failed';
    throw new EngineError(
      'unavailable',
      `${file.name} could not be fetched: ${lost}. Check the network and try again.`,
      {
        cause: error,
      },
    );
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

function joined(chunks: Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

function refusal(file: WantedFile, status: number): string {
  if (status === 404 || status === 410) return `${file.name} is not on the server. ${remedy}`;
  if (status >= 500) return `${file.name} could not be fetched: the server failed (${status}). Try again later.`;
  return `${file.name} could not be fetched: the server refused it (${status}). ${remedy}`;
}

/** Hosts that answer every address with their start page are the usual reason for wrong content. */
function wrongContent(file: WantedFile, bytes: Uint8Array, found: string): string {
  const opening = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart();
  const what = opening.startsWith('<') ? 'is a web page instead of the file' : found;
  return `${file.name} ${what}. ${remedy}`;
}
