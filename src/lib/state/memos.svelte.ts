import type { Period } from '../calendar/period.ts';
import type { Progress } from '../engine/engine.ts';
import type { MemoWhom } from '../memo/gather.ts';
import type { MemoInput } from '../memo/input.ts';
import type { App } from './app.svelte.ts';

/**
 * The facts of one memorandum or of an institution's: asked of the engine when somebody opens them, as nobody reads
 * fifteen memoranda at first sight. Latest wins, and a failure keeps what is shown.
 */
export class MemoFigures {
  inputs = $state.raw<readonly MemoInput[]>([]);
  status = $state<'idle' | 'loading' | 'ready' | 'failed'>('idle');
  /** Why there are no figures, as a sentence. */
  problem = $state<string | null>(null);
  progress = $state.raw<Progress | null>(null);
  readonly #app: App;
  #controller: AbortController | null = null;
  #shown = '';

  constructor(app: App) {
    this.#app = app;
  }

  async show(whom: MemoWhom, period: Period): Promise<void> {
    const { dataset, engine } = this.#app;
    const asked = JSON.stringify([dataset.manifest.version, whom, period.id]);
    if (asked === this.#shown && this.status !== 'failed') return;
    this.close();
    const controller = new AbortController();
    this.#controller = controller;
    this.#shown = asked;
    this.status = 'loading';
    this.problem = null;
    this.inputs = [];
    const options = { signal: controller.signal, onProgress: (progress: Progress) => (this.progress = progress) };
    try {
      const manifest = dataset.manifest;
      const running = await engine.start(options);
      const { marts } = await dataset.files();
      // With the questions behind it, heavier than the page.
      const { memoInputs } = await import('../memo/gather.ts');
      const inputs = await memoInputs({ engine: running, marts, dataset: manifest }, whom, period, options);
      if (controller.signal.aborted) return;
      this.inputs = inputs;
      this.status = 'ready';
    } catch (error) {
      if (controller.signal.aborted) return;
      this.status = 'failed';
      this.problem = error instanceof Error ? error.message : String(error);
    } finally {
      if (!controller.signal.aborted) this.progress = null;
    }
  }

  /** Ends what is under way: the page is left, or something else was asked. */
  close(): void {
    this.#controller?.abort();
    this.#controller = null;
    this.#shown = '';
  }
}
