/** Turns the results of long questions into answers, away from the page's own thread. */
import { serveCalls } from '../browser/serve-calls.ts';
import type { Answer } from '../export/answers.ts';
import { answerTo, type Asked } from './ask.ts';
import { questionOf } from './index.ts';

export type LongAnswerCalls = {
  answer: { input: Asked; result: Answer };
};

serveCalls<LongAnswerCalls>({
  answer: ({ question, request, results }) => answerTo(questionOf(question), request, results),
});
