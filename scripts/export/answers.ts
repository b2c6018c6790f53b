import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { answerKey, packAnswer, type AnswerFile, type PackedAnswer } from '../../src/lib/dataset/answers.ts';
import type { FileList, Manifest } from '../../src/lib/dataset/manifest.ts';
import type { Engine } from '../../src/lib/engine/engine.ts';
import { pages } from '../../src/lib/pages/index.ts';
import { panelRequest, type Page, type View } from '../../src/lib/pages/page.ts';
import { defaultView } from '../../src/lib/pages/view.ts';
import { ask, missingTables } from '../../src/lib/questions/ask.ts';
import { questionOf } from '../../src/lib/questions/index.ts';
import { formatScope, type Scope } from '../../src/lib/questions/scope.ts';
import type { Report } from '../terminal/progress.ts';
import { fileEntry } from './parts.ts';

export interface AnswerOptions {
  report: Report;
  signal?: AbortSignal | undefined;
  /** Narrows the engine to one institution's rows, so that its hundreds of small questions stay small; null widens it. */
  focus: (facility: string | null) => Promise<void>;
}

/** Runs every panel of every page for every scope at the default view, and writes the answer files. */
export async function writeAnswers(
  engine: Engine,
  dataset: Manifest,
  marts: FileList['marts'],
  folder: string,
  { report, signal, focus }: AnswerOptions,
): Promise<FileList['answers']> {
  const answers: FileList['answers'] = {};
  const answered = pages.filter(({ panels }) => panels.length > 0);
  for (const page of answered) await mkdir(join(folder, 'answers', page.id), { recursive: true });
  const scopes = scopesOf(dataset);
  for (const [index, scope] of scopes.entries()) {
    signal?.throwIfAborted();
    report.step(`Answering every page’s questions: scope ${index + 1} of ${scopes.length}`);
    await focus(scope.kind === 'facility' ? scope.id : null);
    for (const page of answered) {
      if (!page.scopes.includes(scope.kind)) continue;
      const content: AnswerFile = {
        dataset: dataset.version,
        as_of: dataset.as_of,
        page: page.id,
        scope: formatScope(scope),
        panels: await answerPanels(engine, marts, page, defaultView(dataset, scope)),
      };
      if (scope.kind === 'facility' && page.scopes.includes('unit')) {
        content.units = {};
        for (const unit of dataset.scopes.units.filter(({ facility_id }) => facility_id === scope.id)) {
          const view = defaultView(dataset, { kind: 'unit', id: unit.id });
          content.units[unit.id] = await answerPanels(engine, marts, page, view);
        }
      }
      const file = `answers/${page.id}/${index}.json`;
      await writeFile(join(folder, file), JSON.stringify(content));
      answers[answerKey(page.id, formatScope(scope))] = await fileEntry(folder, file);
    }
  }
  return answers;
}

/** The scopes with a file of their own: the agency, its regions, its institutions. */
function scopesOf(dataset: Manifest): Scope[] {
  return [
    { kind: 'agency' },
    ...dataset.scopes.regions.map(({ id }) => ({ kind: 'region' as const, id })),
    ...dataset.scopes.facilities.map(({ id }) => ({ kind: 'facility' as const, id })),
  ];
}

async function answerPanels(
  engine: Engine,
  marts: FileList['marts'],
  page: Page,
  view: View,
): Promise<Record<string, PackedAnswer>> {
  const panels: Record<string, PackedAnswer> = {};
  for (const panel of page.panels) {
    const request = panelRequest(panel, view);
    if (!request) continue;
    const question = questionOf(panel.question);
    const missing = missingTables(question, request, marts);
    panels[panel.key] = missing.length > 0 ? { missing } : packAnswer(await ask(engine, marts, question, request));
  }
  return panels;
}
