import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readExport } from '../../../scripts/dataset/read-export.ts';
import { answerKey, type AnswerFile } from '../dataset/answers.ts';

/** The export the site is prerendered from: what lies in static/data when it is built (see svelte.config.js). */
export const exportFolder = join(process.env['CASEBOARD_SITE'] ?? '', 'static/data');

/** The answers of a page for the default scope, as they go into the prerendered HTML. */
export async function readAgencyAnswers(page: string): Promise<AnswerFile> {
  const { files, folder } = await readExport(exportFolder);
  const entry = files.answers[answerKey(page, 'agency')];
  if (!entry) throw new Error(`the export has no answers for ${page}; export again with this version`);
  return JSON.parse(await readFile(join(folder, entry.file), 'utf8')) as AnswerFile;
}
