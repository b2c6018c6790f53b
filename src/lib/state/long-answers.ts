import { WorkerCalls } from '../browser/worker-calls.ts';
import { timed } from '../engine/trace.ts';
import type { Answer } from '../export/answers.ts';
import type { LongAnswerCalls } from '../questions/long-answers.worker.ts';
import { answerTo, type Asked } from '../questions/ask.ts';

class LostWorker extends Error {}

/** One for all pages: a reader waits for the figures of one at a time. */
const worker = new WorkerCalls<LongAnswerCalls>(
  () => new Worker(new URL('../questions/long-answers.worker.ts', import.meta.url), { type: 'module' }),
  { lost: (how) => new LostWorker(how), timeoutMs: 10_000 },
);

/** Has the worker ready by the time the engine has counted. */
export function startAnswering(): void {
  worker.start();
}

/**
 * Turns the results of a long question into its answer beside the page, which stays free to draw and to be used. Where
 * the worker cannot be had, its script may be gone with the build it came from, the page does it itself.
 */
export function answerBeside(asked: Asked, signal: AbortSignal | undefined): Promise<Answer> {
  return timed('analysed', asked.question, async () => {
    try {
      return await worker.call('answer', asked, { signal });
    } catch (error) {
      if (!(error instanceof LostWorker)) throw error;
      const { questionOf } = await import('../questions/index.ts');
      return answerTo(questionOf(asked.question), asked.request, asked.results);
    }
  });
}
