import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readExport } from '../export/read-export.server.ts';
import { answerKey, type AnswerFile, type FirstView } from '../export/answers.ts';
import type { Manifest } from '../export/manifest.ts';
import { findMeasure } from '../measures/measures.ts';
import { pages } from '../pages/index.ts';
import { panelsOf } from '../pages/page.ts';

/** The export the site is prerendered from: what lies in static/data when it is built (see svelte.config.js). */
const exportFolder = join(process.env['CASEBOARD_SITE'] ?? '', 'static/data');

/** What the manifest of that export says. */
export async function readManifest(): Promise<Manifest> {
  return (await readExport(exportFolder)).manifest;
}

/** The answers of a page for the default scope and its measures, as they go into the prerendered HTML. */
export async function readAgencyAnswers(page: string): Promise<FirstView> {
  const { files, folder } = await readExport(exportFolder);
  const entry = files.answers[answerKey(page, 'agency')];
  if (!entry) throw new Error(`the export has no answers for ${page}; export again with this version`);
  const answers = JSON.parse(await readFile(join(folder, entry.file), 'utf8')) as AnswerFile;
  const shown = pages.find(({ id }) => id === page);
  const measures = (shown ? panelsOf(shown) : []).flatMap(({ measure }) => findMeasure(measure) ?? []);
  return { ...answers, measures: Object.fromEntries(measures.map((measure) => [measure.id, measure])) };
}
