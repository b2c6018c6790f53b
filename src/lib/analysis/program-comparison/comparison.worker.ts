/** Works out one comparison away from the page's own thread. Ended from outside when a reader cancels. */
import { serveCalls } from '../../browser/serve-calls.ts';
import { runComparison, type ComparisonCalls } from './run.ts';

serveCalls<ComparisonCalls>({ compare: (input, { progress }) => runComparison(input, progress) });
