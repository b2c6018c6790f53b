import { WorkerCalls } from '../browser/worker-calls.ts';
import { timed } from '../engine/trace.ts';
import type { Answer } from '../export/answers.ts';
import type { AnswerCalls } from '../questions/answer.worker.ts';
import type { Asked } from '../questions/ask.ts';

/** One for all pages: a reader waits for the figures of one at a time. */
const worker = new WorkerCalls<AnswerCalls>(
  () => new Worker(new URL('../questions/answer.worker.ts', import.meta.url), { type: 'module' }),
  { lost: () => new Error('The figures could not be worked out. Reload the page to try again.') },
);

/** Has the worker ready by the time the engine has counted. */
export function startAnswering(): void {
  worker.start();
}

/** Turns the results of a long question into its answer beside the page, which stays free to draw and to be used. */
export function answerBeside(asked: Asked, signal: AbortSignal | undefined): Promise<Answer> {
  return timed('analysed', asked.question, () => worker.call('answer', asked, { signal }));
}
