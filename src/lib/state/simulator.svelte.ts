import type { PlaceInput } from '../projection/input.ts';
import type { PlaceProjection, Thresholds } from '../projection/place.ts';
import type { ProjectionReply, ProjectionRequest } from '../projection/projection-message.ts';
import type { Scenario } from '../projection/scenario.ts';

export interface SimulatedPlace {
  input: PlaceInput;
  thresholds: Thresholds;
  months: number;
}

interface Waiting {
  scenario: Scenario;
  resolve: (projection: PlaceProjection) => void;
  reject: (error: unknown) => void;
}

/**
 * Scenarios simulated in a worker, one after the other. Cancelling ends the worker at once; the next question starts
 * another on the same place.
 */
export class Simulator {
  /** Share of the run that is under way; null while nothing is. */
  progress = $state<number | null>(null);
  #place: SimulatedPlace | null = null;
  #worker: Worker | null = null;
  readonly #waiting = new Map<number, Waiting>();
  #ids = 0;

  /** The place all further scenarios are of. */
  use(place: SimulatedPlace): void {
    this.cancel();
    this.#place = place;
  }

  project(scenario: Scenario, signal?: AbortSignal): Promise<PlaceProjection> {
    return new Promise((resolve, reject) => {
      if (!this.#place || signal?.aborted) return reject(stopped());
      const worker = this.#open(this.#place);
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

  #open(place: SimulatedPlace): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(new URL('../projection/projection.worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<ProjectionReply>) => this.#receive(data));
    worker.addEventListener('error', () =>
      this.#end(new Error('The simulation stopped. Reload the page to try again.')),
    );
    worker.postMessage({ action: 'place', ...place } satisfies ProjectionRequest);
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
    if (message.action === 'done') waiting.resolve(message.projection);
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
