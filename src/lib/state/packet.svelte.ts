import type { Period } from '../calendar/period.ts';
import type { MemoDocument } from '../documents/document.ts';
import { DocumentJob } from './document-job.svelte.ts';

/** The packet of one region and quarter. */
export class PacketFigures extends DocumentJob<MemoDocument> {
  get document(): MemoDocument | null {
    return this.result;
  }

  show(region: { id: string; name: string }, period: Period): Promise<void> {
    return this.ask([region.id, period.id], async (source, options) => {
      const [{ packetInput, packetQuestions }, { buildPacket }] = await Promise.all([
        import('../documents/packet/gather.ts'),
        import('../documents/packet/build.ts'),
      ]);
      options.signal?.throwIfAborted();
      this.questions = packetQuestions;
      return buildPacket(await packetInput(source, region, period, options));
    });
  }
}
