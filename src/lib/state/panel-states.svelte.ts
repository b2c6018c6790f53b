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

/** What every figure of a page shows, what it was asked for, and whether a reader has seen it current. */
export class PanelStates {
  /** Replaced whole, never changed: rows by the thousand are not worth watching one by one. */
  #states = $state.raw<Readonly<Record<string, PanelState>>>({});
  /** What was asked for the rows of each panel. */
  readonly #asked = new Map<string, string>();
  /** Panels a reader has seen current: only their rows can be "those of your previous selection". */
  readonly #seen = new Set<string>();

  constructor(panels: readonly Panel[]) {
    this.#states = Object.fromEntries(panels.map(({ key }) => [key, { ...loading }]));
  }

  get keys(): string[] {
    return Object.keys(this.#states);
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

  /** A reader has the panel before them as it was asked for. */
  see({ key }: Panel): void {
    this.#seen.add(key);
  }

  update({ key }: Panel, changes: Partial<PanelState>): void {
    this.#set(key, { ...this.of(key), ...changes });
  }

  /** Puts a state without rows: whatever was shown is forgotten. */
  drop({ key }: Panel, state: Partial<PanelState> = {}): void {
    this.#asked.delete(key);
    this.#seen.delete(key);
    this.#set(key, { ...loading, ...state });
  }

  /** A figure a reader has seen keeps its rows, dimmed: they are right, only for another view. */
  fail(panel: Panel, message: string): void {
    if (this.of(panel.key).rows.length === 0 || !this.#seen.has(panel.key)) {
      this.drop(panel, { status: 'failed', message });
      return;
    }
    const mark = 'The figures shown are those of your previous selection.';
    this.update(panel, { stale: true, message: `${message} ${mark}`, progress: null });
  }

  #set(key: string, state: PanelState): void {
    this.#states = { ...this.#states, [key]: state };
  }
}
