/** Works out one comparison away from the page's own thread. Ended by `terminate` when a reader cancels. */
import { reasonOf } from '../../format/reason.ts';
import type { ComparisonInput } from './comparison.ts';
import { runComparison, type ComparisonMessage } from './run.ts';

const post = (message: ComparisonMessage): void => self.postMessage(message);

self.addEventListener('message', ({ data }: MessageEvent<ComparisonInput>) => {
  try {
    post({ result: runComparison(data, (progress) => post({ progress })) });
  } catch (error) {
    post({ failure: reasonOf(error) });
  }
});
