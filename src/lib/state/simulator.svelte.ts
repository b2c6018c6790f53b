import { WorkerCalls } from '../browser/worker-calls.ts';
import type { Ground, ProjectionCalls, ResultOn } from '../projection/projection-message.ts';
import type { Scenario } from '../projection/scenario.ts';

/**
 * Scenarios simulated in a worker, one after the other. Cancelling ends the worker at once; the next question starts
 * another on the same place, or the same institutions.
 */
export class Simulator<G extends Ground> {
  /** Share of the run that is under way; null while nothing is. */
  progress = $state<number | null>(null);
  #ground: G | null = null;
  #running = 0;
  readonly #worker = new WorkerCalls<ProjectionCalls>(
    () => new Worker(new URL('../projection/projection.worker.ts', import.meta.url), { type: 'module' }),
    { lost: () => new Error('The simulation stopped. Reload the page to try again.') },
  );

  /** What all further scenarios are of. */
  use(ground: G): void {
    this.cancel();
    this.#ground = ground;
  }

  async project(scenario: Scenario, signal?: AbortSignal): Promise<ResultOn<G>> {
    if (!this.#ground || signal?.aborted) throw stopped();
    const told = this.#worker.open ? null : this.#worker.call('use', this.#ground);
    // What it is of is told once, and the scenario sent after it: only a failure of the first matters.
    const untold = new Promise<never>((_, reject) => void told?.catch(reject));
    this.#running += 1;
    this.progress ??= 0;
    try {
      const onProgress = (share: number) => (this.progress = share);
      const projected = this.#worker.call('project', scenario, { onProgress });
      return (await Promise.race([projected, untold])) as ResultOn<G>;
    } finally {
      this.#running -= 1;
      if (this.#running === 0) this.progress = null;
    }
  }

  /** Ends what is under way; whoever waits for it hears so. */
  cancel(): void {
    this.#worker.end(stopped());
    this.progress = null;
  }
}

function stopped(): Error {
  return new DOMException('Cancelled.', 'AbortError');
}
