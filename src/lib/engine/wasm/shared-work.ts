import type { EngineOptions, Progress } from '../engine.ts';

/** Work of one kind, by key: whoever asks for what is already under way joins it. */
export interface SharedWork<Result> {
  /**
   * Starts the work or joins it. Aborting only leaves it; the work itself is stopped when nobody waits any more, and
   * then whoever asks next starts anew. Nothing is kept after the work has ended.
   */
  join(key: string, work: Work<Result>, options?: EngineOptions): Promise<Result>;
}

export type Work<Result> = (signal: AbortSignal, report: (progress: Progress) => void) => Promise<Result>;

interface Running<Result> {
  result: Promise<Result>;
  controller: AbortController;
  waiting: Set<EngineOptions>;
}

export function createSharedWork<Result>(): SharedWork<Result> {
  const running = new Map<string, Running<Result>>();

  function begin(key: string, work: Work<Result>): Running<Result> {
    const controller = new AbortController();
    const waiting = new Set<EngineOptions>();
    const report = (progress: Progress) => {
      for (const options of waiting) options.onProgress?.(progress);
    };
    const result = work(controller.signal, report);
    const entry = { result, controller, waiting };
    const end = () => {
      if (running.get(key) === entry) running.delete(key);
    };
    // Also keeps a failure that nobody waits for any more from counting as unhandled.
    result.then(end, end);
    running.set(key, entry);
    return entry;
  }

  return {
    join(key, work, options = {}) {
      const { signal } = options;
      if (signal?.aborted) return Promise.reject(signal.reason as Error);
      const entry = running.get(key) ?? begin(key, work);
      // A copy, for the same options may wait twice.
      const waiter = { ...options };
      entry.waiting.add(waiter);
      return new Promise<Result>((resolve, reject) => {
        const leave = () => {
          entry.waiting.delete(waiter);
          signal?.removeEventListener('abort', abort);
        };
        const abort = () => {
          leave();
          reject(signal?.reason as Error);
          if (entry.waiting.size > 0) return;
          if (running.get(key) === entry) running.delete(key);
          entry.controller.abort();
        };
        signal?.addEventListener('abort', abort);
        entry.result.then(resolve, reject).finally(leave);
      });
    },
  };
}
