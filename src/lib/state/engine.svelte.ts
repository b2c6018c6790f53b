import type { EngineOptions, Progress } from '../engine/engine.ts';
import type { BrowserEngine } from '../engine/wasm/browser-engine.ts';
import type { Dataset } from './dataset.svelte.ts';

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
  readonly #engineFolder: string;
  #running: { version: string; engine: Promise<BrowserEngine> } | null = null;

  /** @param engineFolder URL of the `engine/` folder */
  constructor(dataset: Dataset, engineFolder: string) {
    this.#dataset = dataset;
    this.#engineFolder = engineFolder;
  }

  /** The engine for the current data, whether or not it has been started: what is asked of it starts it. */
  open(): Promise<BrowserEngine> {
    return this.#open();
  }

  /** The engine for the current data, started. Rejects with a readable error; the next call tries again. */
  async start(options: EngineOptions = {}): Promise<BrowserEngine> {
    const engine = await this.#open();
    if (this.state !== 'ready') this.state = 'starting';
    try {
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
      this.problem = error instanceof Error ? error.message : String(error);
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

  #open(): Promise<BrowserEngine> {
    const { version } = this.#dataset.manifest;
    if (this.#running?.version !== version) {
      void this.#running?.engine.then((engine) => engine.dispose());
      const engine = import('../engine/wasm/browser-engine.ts').then(({ createBrowserEngine }) =>
        createBrowserEngine({
          base: this.#dataset.folder,
          engineBase: this.#engineFolder,
          version,
          files: () => this.#dataset.files(),
        }),
      );
      engine.catch(() => (this.#running = null));
      this.#running = { version, engine };
    }
    return this.#running.engine;
  }
}

/** Whether the reader asked the browser to fetch no more than it must. */
export function savesData(): boolean {
  return (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;
}

/** Does something when the browser has nothing better to do, four seconds from now at the latest. */
export function onceIdle(work: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(work, { timeout: 4000 });
  else setTimeout(work, 1000);
}
