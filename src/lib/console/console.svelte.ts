import { reasonOf } from '../format/reason.ts';
import { own } from '../analysis/own.ts';
import type { FileList } from '../export/manifest.ts';
import { type Progress } from '../engine/engine.ts';
import type { BrowserEngine } from '../engine/wasm/browser-engine.ts';
import { readStatement } from './console-sql.ts';
import { QueryHistory, type Ran } from './history.ts';
import { countRows, QueryProblem, runStatement, type QueryResult } from './run.ts';

export type ConsoleStatus = 'idle' | 'running' | 'done' | 'failed' | 'cancelled';

export interface Shown extends QueryResult {
  /** The text that gave it: the editor may say something else by now. */
  sql: string;
  /** Rows there are in all; null while they are counted, or when counting was stopped. */
  total: number | null;
  /** Tables that were read. */
  tables: string[];
  /** Whose rows alone were loaded of tables split by institution, in words; '' where all were, or none is split. */
  place: string;
}

export interface Problem {
  message: string;
  line: number | null;
}

export interface ConsoleOptions {
  /** Opens an engine of the console's own: what happens in it reaches no other page. */
  open: () => Promise<BrowserEngine>;
  /** The dataset as it is now: a newer export gets an engine of its own. */
  version: () => string;
  files: () => Promise<FileList>;
  history: QueryHistory;
  now: () => string;
}

/** Whose rows are loaded of tables that are split by institution. */
export interface Place {
  /** As `formatScope` writes it. */
  value: string;
  label: string;
  facilities: readonly string[] | null;
}

/** One query at a time: loading, running, counting, and what came of it. */
export class SqlConsole {
  status = $state<ConsoleStatus>('idle');
  progress = $state.raw<Progress | null>(null);
  shown = $state.raw<Shown | null>(null);
  problem = $state.raw<Problem | null>(null);
  counting = $state(false);
  /** Runs that have ended, with rows or without. */
  ended = $state(0);
  history = $state.raw<Ran[]>([]);
  readonly #options: ConsoleOptions;
  #engine: { key: string; engine: Promise<BrowserEngine> } | null = null;
  #work: AbortController | null = null;

  constructor(options: ConsoleOptions) {
    this.#options = options;
  }

  /** Reads what this browser has kept. */
  remember(): void {
    this.history = this.#options.history.all();
  }

  forget(): void {
    this.#options.history.clear();
    this.history = [];
  }

  async run(sql: string, place: Place): Promise<void> {
    this.cancel();
    const statement = readStatement(sql);
    this.problem = null;
    if ('problem' in statement) {
      this.#fail({ message: statement.problem, line: statement.line });
      return;
    }
    const work = new AbortController();
    const { signal } = work;
    this.#work = work;
    this.status = 'running';
    this.progress = null;
    let tables: string[] = [];
    try {
      const [engine, { marts }] = await Promise.all([this.#engineFor(place), this.#options.files()]);
      signal.throwIfAborted();
      const result = await runStatement(engine, marts, statement, {
        signal,
        facilities: place.facilities,
        onProgress: (progress) => (this.progress = progress),
        onLoaded: (loaded) => {
          tables = loaded;
          this.progress = null;
        },
      });
      if (this.#work !== work) return;
      const split = tables.some((table) => own(marts, table)?.parts.some(({ part }) => part !== 'agency'));
      const total = result.more ? null : result.rows.length;
      this.shown = { ...result, sql, total, tables, place: split && place.facilities ? place.label : '' };
      this.status = 'done';
      this.history = this.#options.history.add({
        sql,
        at: this.#options.now(),
        rows: result.rows.length,
        milliseconds: Math.round(result.milliseconds),
      });
      this.ended += 1;
      if (result.more) await this.#count(engine, statement.select, work);
    } catch (error) {
      if (this.#work !== work) return;
      if (signal.aborted) this.status = 'cancelled';
      else this.#fail(asProblem(error));
    } finally {
      if (this.#work === work) this.progress = null;
    }
  }

  /** Stops what is under way. */
  cancel(): void {
    const work = this.#work;
    this.#work = null;
    work?.abort(new DOMException('Cancelled', 'AbortError'));
    this.progress = null;
    this.counting = false;
    if (this.status === 'running') this.status = 'cancelled';
  }

  /** Ends the engine: the page is left. */
  close(): void {
    this.cancel();
    void this.#engine?.engine.then((engine) => engine.dispose()).catch(() => undefined);
    this.#engine = null;
  }

  #engineFor(place: Place): Promise<BrowserEngine> {
    // Tables hold the rows of the place chosen and no others, so another place begins with empty tables.
    const key = `${this.#options.version()} ${place.value}`;
    if (this.#engine?.key !== key) {
      void this.#engine?.engine.then((engine) => engine.dispose()).catch(() => undefined);
      const opened = { key, engine: this.#options.open() };
      this.#engine = opened;
      opened.engine.catch(() => {
        if (this.#engine === opened) this.#engine = null;
      });
    }
    return this.#engine.engine;
  }

  async #count(engine: BrowserEngine, select: string, work: AbortController): Promise<void> {
    this.counting = true;
    try {
      const total = await countRows(engine, select, { signal: work.signal });
      if (this.#work === work && this.shown) this.shown = { ...this.shown, total };
    } catch {
      // The rows are right without it; it says “more than”.
    } finally {
      if (this.#work === work) this.counting = false;
    }
  }

  #fail(problem: Problem): void {
    this.problem = problem;
    this.status = 'failed';
    this.ended += 1;
  }
}

function asProblem(error: unknown): Problem {
  if (error instanceof QueryProblem) return { message: error.message, line: error.line };
  return { message: reasonOf(error), line: null };
}
