import type { FileEntry } from '../../src/lib/export/manifest.ts';
import { writeList } from './parts.ts';

/** For tests: writes both lists of an export with nothing in it, and gives back how its manifest names them. */
export async function writeEmptyLists(
  folder: string,
  version: string,
): Promise<{ files: FileEntry; answers: FileEntry }> {
  return {
    files: await writeList(folder, 'files.json', { version, marts: {} }),
    answers: await writeList(folder, 'answers.json', { version, answers: {} }),
  };
}
