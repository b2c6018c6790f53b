import openParquet, { readParquet } from 'parquet-wasm/esm';
import { EngineError } from '../engine.ts';
import type { WorkerStep } from '../trace.ts';
import { inflated } from './engine-files.ts';
import { fetchFile, remedy, type WantedFile } from './fetch-file.ts';
import type { ParquetReply, ParquetRequest } from './parquet-message.ts';

/** Rows handed over at a time: a row group of DuckDB, so that inserting costs one step for each. */
const batchSize = 122_880;

const cancelled = new Map<number, AbortController>();

/** Files may be asked for before the module is. */
let opening: (module: Promise<void>) => void;
const opened = new Promise<void>((resolve) => (opening = resolve));

const reply = (message: ParquetReply, transfer: Transferable[] = []) => postMessage(message, { transfer });

addEventListener('message', (event: MessageEvent<ParquetRequest>) => {
  const request = event.data;
  if (request.action === 'cancel') cancelled.get(request.id)?.abort();
  else void answer(request);
});
reply({ action: 'awake' });

async function answer(request: Exclude<ParquetRequest, { action: 'cancel' }>): Promise<void> {
  const { id, file, timeoutMs } = request;
  const controller = new AbortController();
  cancelled.set(id, controller);
  const onBytes = (received: number) => reply({ id, action: 'bytes', received });
  const times = [now()];
  const onFetched = () => times.push(now());
  try {
    const fetched = fetchFile(file, { signal: controller.signal, onBytes, onFetched, timeoutMs });
    if (request.action === 'open') {
      opening(fetched.then(open));
      await opened;
      reply({ id, action: 'done', stream: null, steps: [] });
      return;
    }
    const bytes = await fetched;
    const [asked = now(), arrived = now()] = times;
    const verified = now();
    await opened;
    controller.signal.throwIfAborted();
    const begun = now();
    const stream = decode(bytes, request);
    const steps: WorkerStep[] = [
      { step: 'part fetched', from: asked, to: arrived },
      { step: 'part verified', from: arrived, to: verified },
      { step: 'part decoded', from: begun, to: now() },
    ];
    reply({ id, action: 'done', stream, steps }, [stream.buffer]);
  } catch (error) {
    const known = error instanceof EngineError;
    const kind = known ? error.kind : 'unavailable';
    const message = known ? error.message : `${file.name} could not be read: ${String(error)}. ${remedy}`;
    // After a trap, or without the module, nothing in here can be trusted.
    const broken = !controller.signal.aborted && (!known || request.action === 'open');
    reply({ id, action: 'failed', kind, message, broken });
  } finally {
    cancelled.delete(id);
  }
}

/** Milliseconds since 1970, of a clock that is never set back. */
function now(): number {
  return performance.timeOrigin + performance.now();
}

async function open(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const module = await WebAssembly.compileStreaming(inflated(bytes, 'application/wasm'));
  await openParquet({ module_or_path: module });
}

function decode(bytes: Uint8Array, { file, rows }: { file: WantedFile; rows: number }): Uint8Array<ArrayBuffer> {
  const table = readParquet(bytes, { batchSize });
  let found = 0;
  for (const batch of table.recordBatches()) {
    found += batch.numRows;
    batch.free();
  }
  if (found !== rows) {
    throw new EngineError('corrupt', `${file.name} has ${found} rows where ${rows} were expected. ${remedy}`);
  }
  return table.intoIPCStream() as Uint8Array<ArrayBuffer>;
}
