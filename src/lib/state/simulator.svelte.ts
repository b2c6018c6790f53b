import type { Ground, ProjectionReply, ProjectionRequest, ResultOn } from '../projection/projection-message.ts';
import type { Scenario } from '../projection/scenario.ts';

interface Waiting<Result> {
  scenario: Scenario;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

/**
 * Scenarios simulated in a worker, one after the other. Cancelling ends the worker at once; the next question starts
 * another on the same place, or the same institutions.
 */
export class Simulator<G extends Ground> {
  /** Share of the run that is under way; null while nothing is. */
  progress = $state<number | null>(null);
  #ground: G | null = null;
  #worker: Worker | null = null;
  readonly #waiting = new Map<number, Waiting<ResultOn<G>>>();
  #ids = 0;

  /** What all further scenarios are of. */
  use(ground: G): void {
    this.cancel();
    this.#ground = ground;
  }

  project(scenario: Scenario, signal?: AbortSignal): Promise<ResultOn<G>> {
    return new Promise((resolve, reject) => {
      if (!this.#ground || signal?.aborted) return reject(stopped());
      const worker = this.#open(this.#ground);
      const id = (this.#ids += 1);
      this.#waiting.set(id, { scenario, resolve, reject });
      this.progress ??= 0;
      worker.postMessage({ action: 'project', id, scenario } satisfies ProjectionRequest);
    });
  }

  /** Ends what is under way; whoever waits for it hears so. */
  cancel(): void {
    this.#end(stopped());
  }

  #open(ground: G): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(new URL('../projection/projection.worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<ProjectionReply>) => this.#receive(data));
    worker.addEventListener('error', () =>
      this.#end(new Error('The simulation stopped. Reload the page to try again.')),
    );
    worker.postMessage(ground satisfies ProjectionRequest);
    this.#worker = worker;
    return worker;
  }

  #receive(message: ProjectionReply): void {
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return;
    if (message.action === 'progress') {
      this.progress = message.share;
      return;
    }
    this.#waiting.delete(message.id);
    if (this.#waiting.size === 0) this.progress = null;
    if (message.action === 'done') waiting.resolve(message.result as ResultOn<G>);
    else waiting.reject(new Error(message.message));
  }

  #end(why: Error): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.progress = null;
    for (const { reject } of this.#waiting.values()) reject(why);
    this.#waiting.clear();
  }
}

function stopped(): Error {
  return new DOMException('Cancelled.', 'AbortError');
}
