import type { Period } from '../calendar/period.ts';
import type { MemoWhom } from '../documents/memo/gather.ts';
import type { MemoInput } from '../documents/memo/input.ts';
import { DocumentJob } from './document-job.svelte.ts';

/** The facts of one memorandum or of an institution's: nobody reads fifteen memoranda at first sight. */
export class MemoFigures extends DocumentJob<readonly MemoInput[]> {
  get inputs(): readonly MemoInput[] {
    return this.result ?? [];
  }

  show(whom: MemoWhom, period: Period): Promise<void> {
    return this.ask([whom, period.id], async (source, options) => {
      // With the questions behind it, heavier than the page.
      const { memoInputs } = await import('../documents/memo/gather.ts');
      return memoInputs(source, whom, period, options);
    });
  }
}
