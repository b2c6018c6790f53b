import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { answerKey, type AnswerFile } from '../../src/lib/export/answers.ts';
import type { AnswerList, FileEntry } from '../../src/lib/export/manifest.ts';
import { entryOf } from './parts.ts';

/** An answer file before the dataset has its version, which follows from the answers too. */
export type UnnamedAnswer = Omit<AnswerFile, 'dataset'> & { file: string };

/** Writes a file of the version, compressed, and says how it is listed. */
export type WriteFile = (file: string, content: string) => Promise<FileEntry>;

const compress = promisify<string, Buffer>(gzip);

/** Parts are compressed here, because few hosts inside an agency compress what they send. */
export function compressedInto(folder: string): WriteFile {
  const write = writerInto(folder);
  return async (file, content) => write(file, await compress(content));
}

function writerInto(folder: string): (file: string, content: string | Buffer) => Promise<FileEntry> {
  return async (file, content) => {
    const written = Buffer.from(content as string);
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), written);
    return entryOf(file, written);
  };
}

/** Writes the answer files of a version. */
export async function writeAnswers(
  answers: readonly UnnamedAnswer[],
  version: string,
  folder: string,
): Promise<AnswerList['answers']> {
  const entries: AnswerList['answers'] = {};
  const write = writerInto(folder);
  for (const { file, ...content } of answers) {
    const entry = await write(file, JSON.stringify({ dataset: version, ...content } satisfies AnswerFile));
    const parts = Object.keys(content.parts ?? {}).length;
    entries[answerKey(content.page, content.scope)] = parts > 0 ? { ...entry, parts } : entry;
  }
  return entries;
}
