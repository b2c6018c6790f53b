import { noteFetched } from '../../browser/fetched.ts';
import { EngineError } from '../engine.ts';
import { tracedInWorker } from '../trace.ts';
import type { WantedFile } from './fetch-file.ts';
import type { ParquetReply, ParquetRequest } from './parquet-message.ts';

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

interface Waiting {
  resolve: (stream: Uint8Array<ArrayBuffer> | null) => void;
  reject: (error: unknown) => void;
  onBytes: DecodeOptions['onBytes'];
  file: WantedFile;
}

interface Session {
  worker: Worker;
  waiting: Map<number, Waiting>;
  opened: Promise<unknown>;
  /** Why it ended, once it has. */
  failure?: unknown;
}

type Task = { action: 'open'; file: WantedFile } | { action: 'decode'; file: WantedFile; rows: number };

/** A worker that broke is replaced at the next call. */
export function createParquetDecoder(module: () => Promise<WantedFile>, timeoutMs: number): ParquetDecoder {
  let session: Session | undefined;
  let requests = 0;

  function begin(options: DecodeOptions): Session {
    const worker = new Worker(new URL('./parquet.worker.ts', import.meta.url), { type: 'module' });
    const waiting = new Map<number, Waiting>();
    const created: Session = { worker, waiting, opened: Promise.resolve() };
    const lost = (why: string) =>
      end(created, new EngineError('unavailable', `The data reader ${why}. Reload the page to try again.`));
    // A script that never arrives raises no event.
    const watchdog = setTimeout(() => lost('did not start'), timeoutMs);
    worker.addEventListener('error', () => {
      clearTimeout(watchdog);
      lost('stopped');
    });
    worker.addEventListener('message', (event: MessageEvent<ParquetReply>) => {
      clearTimeout(watchdog);
      receive(created, event.data);
    });
    session = created;
    created.opened = module().then((file) => ask(created, { action: 'open', file }, { onBytes: options.onBytes }));
    created.opened.catch((error: unknown) => end(created, error));
    return created;
  }

  function receive(from: Session, message: ParquetReply) {
    if (message.action === 'awake') return;
    const waiter = from.waiting.get(message.id);
    if (message.action === 'bytes') {
      waiter?.onBytes?.(message.received);
      return;
    }
    from.waiting.delete(message.id);
    if (message.action === 'done') {
      if (waiter) {
        noteFetched(waiter.file.url);
        tracedInWorker(waiter.file.name, message.steps);
      }
      waiter?.resolve(message.stream);
      return;
    }
    const error = new EngineError(message.kind, message.message);
    waiter?.reject(error);
    if (message.broken) end(from, error);
  }

  function end(ended: Session, error: unknown) {
    ended.failure = error;
    ended.worker.terminate();
    for (const waiter of ended.waiting.values()) waiter.reject(error);
    ended.waiting.clear();
    if (session === ended) session = undefined;
  }

  function ask(to: Session, task: Task, options: DecodeOptions): Promise<Uint8Array<ArrayBuffer> | null> {
    const { signal } = options;
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    if (to.failure) return Promise.reject(to.failure as Error);
    const id = requests++;
    const send = (request: ParquetRequest) => to.worker.postMessage(request);
    return new Promise<Uint8Array<ArrayBuffer> | null>((resolve, reject) => {
      const abort = () => {
        to.waiting.delete(id);
        send({ id, action: 'cancel' });
        reject(signal?.reason as Error);
      };
      const settled = <Value>(settle: (value: Value) => void) => {
        return (value: Value) => {
          signal?.removeEventListener('abort', abort);
          settle(value);
        };
      };
      signal?.addEventListener('abort', abort, { once: true });
      to.waiting.set(id, {
        resolve: settled(resolve),
        reject: settled(reject),
        onBytes: options.onBytes,
        file: task.file,
      });
      send({ id, timeoutMs, ...task });
    });
  }

  return {
    async open(options) {
      await (session ?? begin(options)).opened;
    },
    async decode(file, rows, options) {
      const current = session ?? begin({});
      // Fetching goes on while the module is still being compiled.
      const [stream] = await Promise.all([ask(current, { action: 'decode', file, rows }, options), current.opened]);
      if (!stream) throw new EngineError('unavailable', `${file.name} was not decoded. Reload the page to try again.`);
      return stream;
    },
    close() {
      if (session) end(session, new EngineError('unavailable', 'The query engine was closed.'));
    },
  };
}
