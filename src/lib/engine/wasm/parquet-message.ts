import type { WorkerStep } from '../trace.ts';
import type { WantedFile } from './fetch-file.ts';

/** What the page asks of the Parquet worker; the progress of both is the bytes received. */
export type ParquetCalls = {
  /** The module, which must be there before anything is decoded; files may be asked for before. */
  open: { input: { file: WantedFile; timeoutMs: number }; result: void; progress: number };
  decode: { input: { file: WantedFile; rows: number; timeoutMs: number }; result: DecodedFile; progress: number };
};

/** A file as an Arrow IPC stream, and what it took to get there. */
export interface DecodedFile {
  stream: Uint8Array<ArrayBuffer>;
  steps: readonly WorkerStep[];
}
