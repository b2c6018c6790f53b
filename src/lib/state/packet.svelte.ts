import type { Period } from '../calendar/period.ts';
import type { Progress } from '../engine/engine.ts';
import type { MemoDocument } from '../memo/document.ts';
import type { App } from './app.svelte.ts';

/**
 * The packet of one region and quarter: asked of the engine when somebody opens it. Latest wins, and a failure says
 * why.
 */
export class PacketFigures {
  document = $state.raw<MemoDocument | null>(null);
  status = $state<'idle' | 'loading' | 'ready' | 'failed'>('idle');
  /** Why there is no packet, as a sentence. */
  problem = $state<string | null>(null);
  progress = $state.raw<Progress | null>(null);
  readonly #app: App;
  #controller: AbortController | null = null;
  #shown = '';

  constructor(app: App) {
    this.#app = app;
  }

  async show(region: { id: string; name: string }, period: Period): Promise<void> {
    const { dataset, engine } = this.#app;
    const asked = JSON.stringify([dataset.manifest.version, region.id, period.id]);
    if (asked === this.#shown && this.status !== 'failed') return;
    this.close();
    const controller = new AbortController();
    this.#controller = controller;
    this.#shown = asked;
    this.status = 'loading';
    this.problem = null;
    this.document = null;
    const options = { signal: controller.signal, onProgress: (progress: Progress) => (this.progress = progress) };
    try {
      const manifest = dataset.manifest;
      const running = await engine.start(options);
      const { marts } = await dataset.files();
      const [{ packetInput }, { buildPacket }] = await Promise.all([
        import('../packet/gather.ts'),
        import('../packet/build.ts'),
      ]);
      const input = await packetInput({ engine: running, marts, dataset: manifest }, region, period, options);
      if (controller.signal.aborted) return;
      this.document = buildPacket(input);
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
