/**
 * One engine, two homes. Native DuckDB (scripts) and DuckDB-WASM (site) both stand behind this interface, and every
 * question runs unchanged on either.
 */

/** One file of a mart: the agency's, or one institution's. */
export interface MartPart {
  mart: string;
  /** `agency` or a facility id. */
  part: string;
}

/** Values a statement may bind, by position. Dates travel as ISO text and are cast in the statement. */
export type Binding = string | number | boolean | null;

/** Rows as both engines give them: ISO text for dates (cast in SQL), plain numbers for counts. */
export type RawRow = Record<string, string | number | boolean | null>;

/** A cell that holds a number, or nothing. */
export function numberOrNull(value: RawRow[string] | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}

export interface Progress {
  /** What is being done, for the reader: "Starting the query engine", "Loading population by month". */
  step: string;
  /** Bytes so far and in all; `total` is null when unknown. */
  loaded: number;
  total: number | null;
}

export interface EngineOptions {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
  /** Nobody waits for it yet: it gives way to all that somebody does wait for. */
  ahead?: boolean;
}

export interface Engine {
  /** Makes parts of marts queryable under the mart's name. Parts already there cost nothing. */
  load(parts: readonly MartPart[], options?: EngineOptions): Promise<void>;
  /** Runs one SELECT with positional `?` bindings. */
  query(sql: string, bindings?: readonly Binding[], options?: EngineOptions): Promise<RawRow[]>;
}

/** Whether a file was not on the host, or not as it was written. */
export function isMissing(error: unknown): boolean {
  return error instanceof EngineError && (error.kind === 'missing' || error.kind === 'corrupt');
}

/** A failure a reader can act on. `what` names the thing, `action` says what to do about it. */
export class EngineError extends Error {
  readonly kind: 'unavailable' | 'corrupt' | 'missing' | 'query';
  /** The statement that failed, for "How this is calculated". */
  readonly sql: string | undefined;

  constructor(kind: EngineError['kind'], message: string, options: { cause?: unknown; sql?: string } = {}) {
    super(message, { cause: options.cause });
    this.name = 'EngineError';
    this.kind = kind;
    this.sql = options.sql;
  }
}
