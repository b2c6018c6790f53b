import { own } from '../analysis/own.ts';
import type { Period } from '../calendar/period.ts';
import type { MemoWhom } from '../documents/memo/gather.ts';
import type { MemoInput } from '../documents/memo/input.ts';
import { preparedInput, type MemoHead, type PreparedMemo } from '../documents/memo/prepared.ts';
import { memoQuarter } from '../documents/memo/quarter.ts';
import { unpackAnswer } from '../export/answers.ts';
import { readPart } from '../export/part-file.ts';
import { defaultView } from '../pages/view.ts';
import { formatScope } from '../questions/scope.ts';
import type { Dataset } from './dataset.svelte.ts';
import { DocumentJob } from './document-job.svelte.ts';

/** The memoranda of an institution and a quarter: what is known of each at first sight, and all of one. */
export interface MemoBatch {
  readonly heads: readonly MemoHead[];
  /** The facts of one memorandum; null where there is none of that person. */
  whole(staff: string): Promise<MemoInput | null>;
}

/** The facts of one memorandum. */
export class MemoFigures extends DocumentJob<readonly MemoInput[]> {
  get inputs(): readonly MemoInput[] {
    return this.result ?? [];
  }

  /** @param whom the institution too, where it is known: the export writes memoranda by institution */
  show(whom: Extract<MemoWhom, { staff: string }>, period: Period): Promise<void> {
    return this.ask(
      [whom, period.id],
      async (source, options) => {
        // With the questions behind it, heavier than the page.
        const { memoInputs } = await import('../documents/memo/gather.ts');
        return memoInputs(source, whom, period, options);
      },
      async (dataset) => {
        const batch = whom.facility === undefined ? null : await preparedBatch(dataset, whom.facility, period);
        const input = await batch?.whole(whom.staff);
        return batch && (input ? [input] : []);
      },
    );
  }
}

/** Those of everybody at an institution. */
export class BatchFigures extends DocumentJob<MemoBatch> {
  show(facility: string, period: Period): Promise<void> {
    return this.ask(
      [facility, period.id],
      async (source, options) => {
        const { memoInputs } = await import('../documents/memo/gather.ts');
        const inputs = await memoInputs(source, { facility }, period, options);
        const whole = (staff: string) => Promise.resolve(inputs.find(({ person }) => person.id === staff) ?? null);
        return { heads: inputs, whole };
      },
      (dataset) => preparedBatch(dataset, facility, period),
    );
  }
}

/** What the export has written of an institution's memoranda; null for any quarter but its own. */
async function preparedBatch(dataset: Dataset, facility: string, period: Period): Promise<MemoBatch | null> {
  const { manifest } = dataset;
  if (period.id !== memoQuarter(defaultView(manifest).period, manifest).id) return null;
  const { panels, parts = {} } = await dataset.answers('memos', formatScope({ kind: 'facility', id: facility }));
  const { heads } = panels;
  if (!heads || 'missing' in heads) return null;
  return {
    heads: unpackAnswer<MemoHead>(heads).map((head) => ({ ...head, dataVersion: manifest.version })),
    async whole(staff) {
      const entry = own(parts, staff);
      return entry
        ? preparedInput((await readPart((file) => dataset.bytes(file), entry)) as PreparedMemo, manifest.version)
        : null;
    },
  };
}
