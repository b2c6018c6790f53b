import { serveCalls, HandedOver } from '../../browser/serve-calls.ts';
import openParquet, { readParquet } from 'parquet-wasm/esm';
import { EngineError } from '../engine.ts';
import type { WorkerStep } from '../trace.ts';
import { inflated } from './engine-files.ts';
import { fetchFile, remedy, type WantedFile } from './fetch-file.ts';
import type { ParquetCalls } from './parquet-message.ts';

/** Rows handed over at a time: a row group of DuckDB, so that inserting costs one step for each. */
const batchSize = 122_880;

/** Files may be asked for before the module is. */
let opening: (module: Promise<void>) => void;
const opened = new Promise<void>((resolve) => (opening = resolve));

serveCalls<ParquetCalls>(
  {
    open({ file, timeoutMs }, { signal, progress }) {
      opening(fetchFile(file, { signal, onBytes: progress, timeoutMs }).then(open));
      return opened;
    },
    async decode({ file, rows, timeoutMs }, { signal, progress }) {
      const asked = now();
      let arrived = asked;
      const onFetched = () => (arrived = now());
      const bytes = await fetchFile(file, { signal, onBytes: progress, onFetched, timeoutMs });
      const verified = now();
      await opened;
      signal.throwIfAborted();
      const begun = now();
      const stream = decode(bytes, file, rows);
      const steps: WorkerStep[] = [
        { step: 'part fetched', from: asked, to: arrived },
        { step: 'part verified', from: arrived, to: verified },
        { step: 'part decoded', from: begun, to: now() },
      ];
      return new HandedOver({ stream, steps }, [stream.buffer]);
    },
  },
  (error, { name, input: { file }, signal }) => {
    const known = error instanceof EngineError;
    const kind = known ? error.kind : 'unavailable';
    const message = known ? error.message : `${file.name} could not be read: ${String(error)}. ${remedy}`;
    // After a trap, or without the module, nothing in here can be trusted.
    return { failure: { kind, message }, broken: !signal.aborted && (!known || name === 'open') };
  },
);

/** Milliseconds since 1970, of a clock that is never set back. */
function now(): number {
  return performance.timeOrigin + performance.now();
}

async function open(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const module = await WebAssembly.compileStreaming(inflated(bytes, 'application/wasm'));
  await openParquet({ module_or_path: module });
}

function decode(bytes: Uint8Array, file: WantedFile, rows: number): Uint8Array<ArrayBuffer> {
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
