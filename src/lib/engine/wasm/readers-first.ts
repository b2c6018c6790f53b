/**
 * What is got ready ahead of a reader's choice must not keep a reader waiting: it begins only while nobody waits for
 * the engine. What is under way cannot be stopped, but is short.
 */
export interface ReadersFirst {
  /** Some work a reader waits for, and the files that it needs: those are no longer ahead of anything. */
  reader<Result>(work: () => Promise<Result>, files?: readonly string[]): Promise<Result>;
  /** Settles when nobody waits, or somebody waits for this file; rejects with the signal's reason. */
  turn(signal: AbortSignal | undefined, file?: string): Promise<void>;
}

export function createReadersFirst(): ReadersFirst {
  let readers = 0;
  const needed = new Set<string>();
  const sleeping = new Set<() => void>();
  const wake = () => {
    for (const look of [...sleeping]) look();
  };
  return {
    async reader(work, files = []) {
      readers += 1;
      for (const file of files) needed.add(file);
      wake();
      try {
        return await work();
      } finally {
        readers -= 1;
        wake();
      }
    },
    turn(signal, file) {
      const open = () => readers === 0 || (file !== undefined && needed.has(file));
      return new Promise((resolve, reject) => {
        const look = () => {
          if (!open() && !signal?.aborted) return;
          sleeping.delete(look);
          signal?.removeEventListener('abort', look);
          if (signal?.aborted) reject(signal.reason as Error);
          else resolve();
        };
        sleeping.add(look);
        signal?.addEventListener('abort', look, { once: true });
        look();
      });
    },
  };
}
