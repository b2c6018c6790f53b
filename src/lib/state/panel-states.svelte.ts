import type { Progress } from '../engine/engine.ts';
import type { Panel } from '../pages/page.ts';
import type { Request } from '../questions/question.ts';

/** What one figure shows. `rows` stay while new ones are on their way; `stale` says so. */
export interface PanelState {
  status: 'ready' | 'loading' | 'failed' | 'missing';
  rows: object[];
  stale: boolean;
  /** A sentence for whatever is not ready. */
  message: string | null;
  /** What the answer says beside its rows. */
  note: string | null;
  progress: Progress | null;
  /** Version of the data the rows were counted on. */
  dataset: string | null;
  /** What the rows are of: while they are stale, not what the reader has chosen since. */
  of: { readonly measure: string; readonly request: Request } | null;
}

const loading: PanelState = {
  status: 'loading',
  rows: [],
  stale: false,
  message: null,
  note: null,
  progress: null,
  dataset: null,
  of: null,
};

/** Milliseconds between two pictures of how far something is: bytes arrive by the hundred pieces a second. */
const progressEvery = 100;

/** What one figure shows, watched by itself: what is put here is laid out anew, and nothing else of the page. */
class Cell {
  /** Replaced whole, never changed: rows by the thousand are not worth watching one by one. */
  state = $state.raw<PanelState>(loading);
}

/** What every figure of a page shows, and what it was asked for. */
export class PanelStates {
  readonly #cells: ReadonlyMap<string, Cell>;
  /** What was asked for the rows of each panel. */
  readonly #asked = new Map<string, string>();
  /** How far each panel is that has not been shown yet. */
  readonly #progress = new Map<string, Progress>();
  #showing: ReturnType<typeof setTimeout> | undefined;

  constructor(panels: readonly Panel[]) {
    this.#cells = new Map(panels.map(({ key }) => [key, new Cell()]));
  }

  get keys(): string[] {
    return [...this.#cells.keys()];
  }

  has(key: string): boolean {
    return this.#cells.has(key);
  }

  of(key: string): PanelState {
    return this.#cells.get(key)?.state ?? loading;
  }

  /** Whether a panel shows what this asks for. */
  shows({ key }: Panel, asked: string): boolean {
    return this.#asked.get(key) === asked;
  }

  /** Puts the answer to what was asked. */
  answer({ key }: Panel, asked: string, answer: Pick<PanelState, 'status'> & Partial<PanelState>): void {
    this.#asked.set(key, asked);
    this.#progress.delete(key);
    this.#set(key, { ...loading, ...answer });
  }

  update({ key }: Panel, changes: Partial<PanelState>): void {
    this.#set(key, { ...this.of(key), ...changes });
  }

  /** Says how far a panel is, soon: the latest of what is said meanwhile. */
  advance({ key }: Panel, progress: Progress): void {
    this.#progress.set(key, progress);
    if (this.#showing !== undefined) return;
    this.#showing = setTimeout(() => {
      this.#showing = undefined;
      for (const [waiting, latest] of this.#progress) {
        const state = this.of(waiting);
        if (state.status === 'loading' || state.stale) this.#set(waiting, { ...state, progress: latest });
      }
      this.#progress.clear();
    }, progressEvery);
  }

  /** Puts a state without rows: whatever was shown is forgotten. */
  drop({ key }: Panel, state: Partial<PanelState> = {}): void {
    this.#asked.delete(key);
    this.#progress.delete(key);
    this.#set(key, { ...loading, ...state });
  }

  /** What was shown is of another view: nothing of it stays, and the sentence says why nothing came. */
  fail(panel: Panel, message: string): void {
    this.drop(panel, { status: 'failed', message });
  }

  #set(key: string, state: PanelState): void {
    const cell = this.#cells.get(key);
    if (cell) cell.state = state;
  }
}
