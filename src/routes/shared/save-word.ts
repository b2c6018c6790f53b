import type { PaperMemo } from '$lib/documents/memo/sealed-file.ts';
import { downloadFile } from '$lib/ui/download/download.ts';

const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** Hands the reader memoranda as one Word file. What makes it is fetched when somebody first wants one. */
export async function downloadWord(name: string, memos: readonly PaperMemo[]): Promise<void> {
  const { memoDocxBytes } = await import('$lib/documents/memo/sealed-file.ts');
  downloadFile(name, await memoDocxBytes(memos), wordType);
}
