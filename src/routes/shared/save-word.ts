import type { MemoDocument } from '$lib/documents/document.ts';
import { downloadFile } from '$lib/ui/download/download.ts';

const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** Hands the reader memoranda as one Word file. What makes it is fetched when somebody first wants one. */
export async function downloadWord(name: string, memos: readonly MemoDocument[]): Promise<void> {
  const { docxBytes } = await import('$lib/documents/docx.ts');
  downloadFile(name, await docxBytes(memos), wordType);
}
