import type { EngineError } from '../engine.ts';
import type { WorkerStep } from '../trace.ts';
import type { WantedFile } from './fetch-file.ts';

/** What the page asks of the Parquet worker. Every request but `cancel` is answered by `done` or `failed`. */
export type ParquetRequest =
  | { id: number; action: 'open'; file: WantedFile; timeoutMs: number }
  | { id: number; action: 'decode'; file: WantedFile; rows: number; timeoutMs: number }
  | { id: number; action: 'cancel' };

/** What the worker says. `awake` comes first, before any request. */
export type ParquetReply =
  | { action: 'awake' }
  | { id: number; action: 'bytes'; received: number }
  /** `stream` is the Arrow IPC stream of a decoded file; null after `open`. */
  | { id: number; action: 'done'; stream: Uint8Array<ArrayBuffer> | null; steps: readonly WorkerStep[] }
  /** `broken` when the worker cannot be used any more. */
  | { id: number; action: 'failed'; kind: EngineError['kind']; message: string; broken: boolean };
