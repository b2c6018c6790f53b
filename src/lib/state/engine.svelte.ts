import { reasonOf } from '../format/reason.ts';
import type { EngineOptions, Progress } from '../engine/engine.ts';
import type { BrowserEngine } from '../engine/wasm/browser-engine.ts';
import type { Dataset } from './dataset.svelte.ts';

export type EngineMaker = (dataset: Dataset, version: string) => Promise<BrowserEngine>;

/**
 * The query engine as the page sees it: asleep until the browser is idle or a reader changes something, one for each
 * version of the data.
 */
export class QueryEngine {
  state = $state<'asleep' | 'starting' | 'ready' | 'failed'>('asleep');
  /** Why it is not available, as a sentence. */
  problem = $state<string | null>(null);
  progress = $state.raw<Progress | null>(null);
  readonly #dataset: Dataset;
  readonly #make: EngineMaker;
  #running: { version: string; engine: Promise<BrowserEngine> } | null = null;

  /** @param make the engine for one version of the data, not yet started */
  constructor(dataset: Dataset, make: EngineMaker) {
    this.#dataset = dataset;
    this.#make = make;
  }

  /** The engine for the current data, started. Rejects with a readable error; the next call tries again. */
  async start(options: EngineOptions = {}): Promise<BrowserEngine> {
    try {
      const engine = await this.open();
      if (this.state !== 'ready') this.state = 'starting';
      await engine.start({
        ...options,
        onProgress: (progress) => {
          this.progress = progress;
          options.onProgress?.(progress);
        },
      });
      this.state = 'ready';
      this.problem = null;
      return engine;
    } catch (error) {
      if (options.signal?.aborted) throw error;
      this.state = 'failed';
      this.problem = reasonOf(error);
      throw error;
    } finally {
      this.progress = null;
    }
  }

  /** Starts without anybody waiting for it; a failure is only remembered for the notice. */
  wake(): void {
    if (this.state !== 'asleep') return;
    this.#dataset.files().catch(() => undefined);
    this.start().catch(() => undefined);
  }

  /**
   * The same when the browser has nothing better to do, and no figure is on its way: one that needs the engine starts it
   * by itself, and the others would come later for it.
   */
  wakeWhenIdle(busy: () => unknown): void {
    onceIdle(() => (busy() ? setTimeout(() => this.wakeWhenIdle(busy), 99) : this.wake()));
  }

  /** The engine for the current data, whether or not it has been started: what is asked of it starts it. */
  open(): Promise<BrowserEngine> {
    const { version } = this.#dataset.manifest;
    if (this.#running?.version !== version) {
      this.#running?.engine.then(
        (engine) => engine.dispose(),
        () => undefined,
      );
      const running = { version, engine: this.#make(this.#dataset, version) };
      this.#running = running;
      running.engine.catch(() => {
        if (this.#running === running) this.#running = null;
      });
    }
    return this.#running.engine;
  }
}

/**
 * DuckDB in the browser, fetched when it is first wanted.
 * @param engineFolder URL of the `engine/` folder
 */
export function duckdbFrom(engineFolder: string): EngineMaker {
  return async (dataset, version) => {
    const { createBrowserEngine } = await import('../engine/wasm/browser-engine.ts');
    return createBrowserEngine({
      base: dataset.folder,
      engineBase: engineFolder,
      version,
      files: () => dataset.files(),
      onMissing: () => dataset.miss(),
    });
  };
}

/** Whether the reader asked the browser to fetch no more than it must. */
export function savesData(): boolean {
  const { connection } = (globalThis.navigator ?? {}) as { connection?: { saveData?: boolean } };
  return connection?.saveData === true;
}

/** Does something when the browser has nothing better to do, four seconds from now at the latest. */
export function onceIdle(work: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work, { timeout: 4000 });
  else setTimeout(work, 1000);
}
