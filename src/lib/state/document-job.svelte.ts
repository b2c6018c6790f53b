import { reasonOf } from '../format/reason.ts';
import { untrack } from 'svelte';
import type { Progress } from '../engine/engine.ts';
import type { AskerOptions, MemoSource } from '../documents/asker.ts';
import type { App } from './app.svelte.ts';
import type { Dataset } from './dataset.svelte.ts';

/**
 * A document's figures, read as the export wrote them or asked of the engine when somebody opens it. Latest wins; a failure says why, and the same may
 * then be asked again.
 */
export class DocumentJob<Result> {
  result = $state.raw<Result | null>(null);
  status = $state<'idle' | 'loading' | 'ready' | 'failed' | 'cancelled'>('idle');
  /** Why there is none, as a sentence. */
  problem = $state<string | null>(null);
  progress = $state.raw<Progress | null>(null);
  /** The question being answered, and how many were before it. */
  question = $state.raw<{ title: string; before: number } | null>(null);
  /** How many there are in all, where that is known beforehand. */
  questions = $state<number | null>(null);
  readonly #app: App;
  #controller: AbortController | null = null;
  #shown = '';

  constructor(app: App) {
    this.#app = app;
  }

  /**
   * @param what everything the result depends on besides the data, as plain values
   * @param prepared what the export has written of it, which needs no engine; null where it has written nothing
   */
  protected async ask(
    what: readonly unknown[],
    work: (source: MemoSource, options: AskerOptions) => Promise<Result>,
    prepared?: (dataset: Dataset) => Promise<Result | null>,
  ): Promise<void> {
    const { dataset, engine } = this.#app;
    const { manifest } = dataset;
    const asked = JSON.stringify([manifest.version, ...what]);
    // Not watched: who shows figures asks again for another view, not because this one failed or was cancelled.
    if (asked === this.#shown && untrack(() => this.status) !== 'failed') return;
    this.close();
    const controller = new AbortController();
    this.#controller = controller;
    this.#shown = asked;
    this.status = 'loading';
    this.problem = null;
    this.result = null;
    this.questions = null;
    const options: AskerOptions = {
      signal: controller.signal,
      onProgress: (progress) => (this.progress = progress),
      onQuestion: (title, before) => (this.question = { title, before }),
    };
    try {
      // What cannot be fetched may still be counted.
      const written = prepared ? await prepared(dataset).catch(() => null) : null;
      if (controller.signal.aborted) return;
      const count = async () => {
        const running = await engine.start(options);
        const { marts } = await dataset.files();
        return work({ engine: running, marts, dataset: manifest }, options);
      };
      const result = written ?? (await count());
      if (controller.signal.aborted) return;
      this.result = result;
      this.status = 'ready';
    } catch (error) {
      if (controller.signal.aborted) return;
      this.status = 'failed';
      this.problem = reasonOf(error);
    } finally {
      if (!controller.signal.aborted) {
        this.progress = null;
        this.question = null;
      }
    }
  }

  /** A reader waits no longer; the same may be asked again. */
  cancel(): void {
    this.close();
    this.status = 'cancelled';
    this.progress = null;
    this.question = null;
  }

  /** Ends what is under way: the page is left, or something else was asked. */
  close(): void {
    this.#controller?.abort();
    this.#controller = null;
    this.#shown = '';
  }
}
