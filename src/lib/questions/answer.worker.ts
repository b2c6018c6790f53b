/** Turns the results of long questions into answers, away from the page's own thread. */
import { answerCalls } from '../browser/worker-answers.ts';
import type { Answer } from '../export/answers.ts';
import { answerTo, type Asked } from './ask.ts';
import { questionOf } from './index.ts';

export type AnswerCalls = {
  answer: { input: Asked; result: Answer };
};

answerCalls<AnswerCalls>({
  answer: ({ question, request, results }) => answerTo(questionOf(question), request, results),
});
