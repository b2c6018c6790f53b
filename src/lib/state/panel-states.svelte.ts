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

/** What every figure of a page shows, and what it was asked for. */
export class PanelStates {
  /** Replaced whole, never changed: rows by the thousand are not worth watching one by one. */
  #states = $state.raw<Readonly<Record<string, PanelState>>>({});
  /** What was asked for the rows of each panel. */
  readonly #asked = new Map<string, string>();

  constructor(panels: readonly Panel[]) {
    this.#states = Object.fromEntries(panels.map(({ key }) => [key, { ...loading }]));
  }

  get keys(): string[] {
    return Object.keys(this.#states);
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#states, key);
  }

  of(key: string): PanelState {
    return this.#states[key] ?? loading;
  }

  /** Whether a panel shows what this asks for. */
  shows({ key }: Panel, asked: string): boolean {
    return this.#asked.get(key) === asked;
  }

  /** Puts the answer to what was asked. */
  answer({ key }: Panel, asked: string, answer: Pick<PanelState, 'status'> & Partial<PanelState>): void {
    this.#asked.set(key, asked);
    this.#set(key, { ...loading, ...answer });
  }

  update({ key }: Panel, changes: Partial<PanelState>): void {
    this.#set(key, { ...this.of(key), ...changes });
  }

  /** Puts a state without rows: whatever was shown is forgotten. */
  drop({ key }: Panel, state: Partial<PanelState> = {}): void {
    this.#asked.delete(key);
    this.#set(key, { ...loading, ...state });
  }

  /** What was shown is of another view: nothing of it stays, and the sentence says why nothing came. */
  fail(panel: Panel, message: string): void {
    this.drop(panel, { status: 'failed', message });
  }

  #set(key: string, state: PanelState): void {
    this.#states = { ...this.#states, [key]: state };
  }
}
