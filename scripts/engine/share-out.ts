/**
 * Lets workers take jobs one after another, each the next one as soon as it is free: the engine gives a single
 * statement one core for much of its time, so two sessions fill two. After a failure nobody takes a further job, and
 * it is thrown once nothing runs any more.
 */
export async function shareOut<Worker, Job>(
  workers: readonly Worker[],
  jobs: readonly Job[],
  work: (worker: Worker, job: Job, index: number) => Promise<void>,
): Promise<void> {
  const waiting = [...jobs.entries()];
  const ended = await Promise.allSettled(
    workers.map(async (worker) => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [index, job] = next;
        try {
          await work(worker, job, index);
        } catch (cause) {
          waiting.length = 0;
          throw cause;
        }
      }
    }),
  );
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
}
