/** Works out one comparison away from the page's own thread. Ended from outside when a reader cancels. */
import { answerCalls } from '../../browser/worker-answers.ts';
import { runComparison, type ComparisonCalls } from './run.ts';

answerCalls<ComparisonCalls>({ compare: (input, { progress }) => runComparison(input, progress) });
