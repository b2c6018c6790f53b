import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileEntry } from '../../src/lib/export/manifest.ts';
import { entryOf } from './parts.ts';

/** For tests: writes both lists of an export with nothing in it, and gives back how its manifest names them. */
export function writeEmptyLists(folder: string, version: string): { files: FileEntry; answers: FileEntry } {
  const write = (file: string, content: object): FileEntry => {
    const list = Buffer.from(JSON.stringify({ version, ...content }));
    writeFileSync(join(folder, file), list);
    return entryOf(file, list);
  };
  return { files: write('files.json', { marts: {} }), answers: write('answers.json', { answers: {} }) };
}
