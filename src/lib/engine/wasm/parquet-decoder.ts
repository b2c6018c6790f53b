import { noteFetched } from '../../browser/fetched.ts';
import { WorkerCalls } from '../../browser/worker-calls.ts';
import { EngineError } from '../engine.ts';
import { tracedInWorker } from '../trace.ts';
import type { WantedFile } from './fetch-file.ts';
import type { ParquetCalls } from './parquet-message.ts';

/** Turns Parquet files into Arrow IPC streams, off the page's thread. */
export interface ParquetDecoder {
  /** Starts the worker; called by `decode` when it has not been. */
  open(options: DecodeOptions): Promise<void>;
  /** Fetches, verifies and decodes a file that must have so many rows. */
  decode(file: WantedFile, rows: number, options: DecodeOptions): Promise<Uint8Array<ArrayBuffer>>;
  close(): void;
}

export interface DecodeOptions {
  signal?: AbortSignal;
  onBytes?: (received: number) => void;
}

/** A worker that broke is replaced at the next call. */
export function createParquetDecoder(module: () => Promise<WantedFile>, timeoutMs: number): ParquetDecoder {
  const worker = new WorkerCalls<ParquetCalls>(
    () => new Worker(new URL('./parquet.worker.ts', import.meta.url), { type: 'module' }),
    {
      lost: (how) => new EngineError('unavailable', `The data reader ${how}. Reload the page to try again.`),
      failed: ({ kind, message }) => new EngineError(kind as EngineError['kind'], message),
      timeoutMs,
    },
  );
  let opened: Promise<void> | undefined;

  function open({ signal, onBytes }: DecodeOptions): Promise<void> {
    if (opened && worker.open) return opened;
    // It gets ready while the page looks where its module lies.
    worker.start();
    const begun = module().then(async (file) => {
      await worker.call('open', { file, timeoutMs }, { signal, onProgress: onBytes });
      noteFetched(file.url);
    });
    begun.catch((error: unknown) => {
      if (opened === begun) worker.end(error);
    });
    opened = begun;
    return begun;
  }

  return {
    open,
    async decode(file, rows, { signal, onBytes }) {
      const ready = open({});
      // Fetching goes on while the module is still being compiled.
      const decoding = worker.call('decode', { file, rows, timeoutMs }, { signal, onProgress: onBytes });
      const [{ stream, steps }] = await Promise.all([decoding, ready]);
      noteFetched(file.url);
      tracedInWorker(file.name, steps);
      return stream;
    },
    close() {
      worker.end(new EngineError('unavailable', 'The query engine was closed.'));
    },
  };
}
