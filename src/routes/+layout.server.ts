import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { answerKey, type AnswerFile } from '$lib/export/answers.ts';
import { readSiteExport } from '$lib/export/read-export.server.ts';
import { meaningOf } from '$lib/measures/measure.ts';
import { findMeasure } from '$lib/measures/measures.ts';
import { routeOf } from '$lib/pages/contents.ts';
import type { FirstView } from '$lib/pages/first-view.ts';
import { pages } from '$lib/pages/index.ts';
import { panelsOf } from '$lib/pages/page.ts';
import type { LayoutServerLoad } from './$types';

export const prerender = true;
export const trailingSlash = 'always';

/**
 * The export pages are rendered from: what lies in static/data when the site is built (see svelte.config.js), or what was
 * exported into the built site (scripts/publish).
 */
const exportFolder = process.env['CASEBOARD_EXPORT'] ?? join(process.env['CASEBOARD_SITE'] ?? '', 'static/data');

/** Every page has the manifest, and one with figures its answers for the whole agency, as they go into the HTML. */
export const load: LayoutServerLoad = async ({ route }) => {
  const { manifest, files, folder } = await readSiteExport(exportFolder);
  const page = pages.find((each) => each.route === routeOf(route.id ?? '/'));
  const panels = page ? panelsOf(page) : [];
  if (!page || panels.length === 0) return { manifest, answers: nothing(manifest.version) };
  const entry = files.answers[answerKey(page.id, 'agency')];
  if (!entry) throw new Error(`the export has no answers for ${page.id}; export again with this version`);
  const answers = JSON.parse(await readFile(join(folder, entry.file), 'utf8')) as AnswerFile;
  const measures = panels.flatMap(({ measure }) => findMeasure(measure) ?? []);
  return {
    manifest,
    answers: { ...answers, measures: Object.fromEntries(measures.map((measure) => [measure.id, meaningOf(measure)])) },
  };
};

function nothing(dataset: string): FirstView {
  return { dataset, as_of: '', page: '', scope: 'agency', panels: {}, measures: {} };
}
