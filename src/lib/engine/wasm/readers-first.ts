/**
 * What is got ready ahead of a reader's choice must not keep a reader waiting: it begins only while nobody waits for the
 * engine, and one thing at a time. What is under way cannot be stopped, but is short.
 */
export interface ReadersFirst {
  /** Does what a reader waits for; the files it needs are no longer ahead of anything. */
  reader<Result>(work: () => Promise<Result>, files?: readonly string[]): Promise<Result>;
  /** Does something, with a file, once nobody waits, or somebody waits for that file. Rejects with the signal's reason. */
  ahead<Result>(work: () => Promise<Result>, signal: AbortSignal | undefined, file?: string): Promise<Result>;
}

/** Milliseconds after what a reader waited for in which more may be asked: an answer can take several statements. */
const pause = 50;

export function createReadersFirst(): ReadersFirst {
  let readers = 0;
  let underWay = 0;
  /** Readers that wait for each file. */
  const needed = new Map<string, number>();
  const sleeping = new Set<() => void>();
  const wake = () => {
    for (const look of [...sleeping]) look();
  };

  /** Settles when it is the turn of what is ahead, which is then under way. */
  function turn(signal: AbortSignal | undefined, file: string | undefined): Promise<void> {
    const open = () => (readers === 0 && underWay === 0) || (file !== undefined && needed.has(file));
    return new Promise((resolve, reject) => {
      const look = () => {
        if (!open() && !signal?.aborted) return;
        sleeping.delete(look);
        signal?.removeEventListener('abort', look);
        if (signal?.aborted) return reject(signal.reason as Error);
        underWay += 1;
        resolve();
      };
      sleeping.add(look);
      signal?.addEventListener('abort', look, { once: true });
      look();
    });
  }

  return {
    async reader(work, files = []) {
      readers += 1;
      for (const file of files) needed.set(file, (needed.get(file) ?? 0) + 1);
      wake();
      try {
        return await work();
      } finally {
        for (const file of files) {
          const others = (needed.get(file) ?? 1) - 1;
          if (others === 0) needed.delete(file);
          else needed.set(file, others);
        }
        setTimeout(() => {
          readers -= 1;
          wake();
        }, pause);
      }
    },
    async ahead(work, signal, file) {
      await turn(signal, file);
      try {
        return await work();
      } finally {
        underWay -= 1;
        wake();
      }
    },
  };
}
