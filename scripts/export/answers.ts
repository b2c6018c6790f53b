import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { answerKey, packAnswer, type AnswerFile, type PackedAnswer } from '../../src/lib/dataset/answers.ts';
import type { FileList, Manifest } from '../../src/lib/dataset/manifest.ts';
import type { Engine } from '../../src/lib/engine/engine.ts';
import { pages } from '../../src/lib/pages/index.ts';
import { panelRequest, shownBy, type Page, type View } from '../../src/lib/pages/page.ts';
import { defaultView } from '../../src/lib/pages/view.ts';
import { ask, askEachUnit, missingTables } from '../../src/lib/questions/ask.ts';
import { questionOf } from '../../src/lib/questions/index.ts';
import { formatScope, type Scope } from '../../src/lib/questions/scope.ts';
import { shareOut } from '../engine/share-out.ts';
import type { Report } from '../terminal/progress.ts';
import { fileEntry } from './parts.ts';

/** An engine that can be narrowed to one institution's rows, so that its many small questions stay small. */
export interface AnsweringSession {
  engine: Engine;
  /** Narrows the engine; null widens it. */
  focus(facility: string | null): Promise<void>;
}

export interface AnswerOptions {
  report: Report;
  signal?: AbortSignal | undefined;
}

/** An answer file before the dataset has its version, which follows from the answers too. */
export type UnnamedAnswer = Omit<AnswerFile, 'dataset'> & { file: string };

/**
 * Runs every panel of every page for every scope at the default view. Panels of a page about people that say the same
 * of all of them are asked once for their institution. The sessions share the scopes out among themselves.
 */
export async function answerPages(
  sessions: readonly AnsweringSession[],
  dataset: Manifest,
  marts: FileList['marts'],
  { report, signal }: AnswerOptions,
): Promise<UnnamedAnswer[]> {
  const scopes = scopesOf(dataset);
  const answers: UnnamedAnswer[][] = [];
  await shareOut(sessions, scopes, async (session, scope, index) => {
    signal?.throwIfAborted();
    report.step(`Answering every page’s questions: scope ${index + 1} of ${scopes.length}`);
    answers[index] = await answerScope(session, dataset, marts, scope, index);
  });
  return answers.flat();
}

async function answerScope(
  { engine, focus }: AnsweringSession,
  dataset: Manifest,
  marts: FileList['marts'],
  scope: Scope,
  index: number,
): Promise<UnnamedAnswer[]> {
  const contents: UnnamedAnswer[] = [];
  await focus(scope.kind === 'facility' ? scope.id : null);
  for (const page of pages.filter(({ panels }) => panels.length > 0)) {
    if (!(page.answered ?? page.scopes).includes(scope.kind)) continue;
    const content: UnnamedAnswer = {
      file: `answers/${page.id}/${index}.json`,
      as_of: dataset.as_of,
      page: page.id,
      scope: formatScope(scope),
      panels: await answerPanels(engine, marts, page, defaultView(dataset, scope)),
    };
    if (scope.kind === 'facility' && page.about?.listed !== undefined) {
      content.people = {};
      const { parameter, listed } = page.about;
      for (const id of groupsOf(content.panels[listed])) {
        const view = { ...defaultView(dataset, scope), own: { [parameter]: id } };
        content.people[id] = await answerPanels(engine, marts, page, view, content.panels);
      }
    } else if (scope.kind === 'facility' && page.scopes.includes('unit')) {
      content.units = await answerUnits(engine, marts, page, dataset, scope.id);
    }
    contents.push(content);
  }
  return contents;
}

/** Writes the answer files of a version. */
export async function writeAnswers(
  answers: readonly UnnamedAnswer[],
  version: string,
  folder: string,
): Promise<FileList['answers']> {
  const entries: FileList['answers'] = {};
  for (const { file, ...content } of answers) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), JSON.stringify({ dataset: version, ...content } satisfies AnswerFile));
    entries[answerKey(content.page, content.scope)] = await fileEntry(folder, file);
  }
  return entries;
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
  known: Readonly<Record<string, PackedAnswer>> = {},
): Promise<Record<string, PackedAnswer>> {
  const panels: Record<string, PackedAnswer> = {};
  for (const panel of page.panels) {
    if (panel.onDemand || panel.key in known) continue;
    const request = panelRequest(panel, view);
    if (!request) continue;
    const question = questionOf(shownBy(panel, view).question);
    const missing = missingTables(question, request, marts);
    panels[panel.key] =
      missing.length > 0 ? { missing, title: question.title } : packAnswer(await ask(engine, marts, question, request));
  }
  return panels;
}

/** The first view of every unit of an institution; panels whose questions allow it are asked for all units at once. */
async function answerUnits(
  engine: Engine,
  marts: FileList['marts'],
  page: Page,
  dataset: Manifest,
  facility: string,
): Promise<Record<string, Record<string, PackedAnswer>>> {
  const units = dataset.scopes.units.filter(({ facility_id }) => facility_id === facility);
  const views = units.map(({ id }) => defaultView(dataset, { kind: 'unit' as const, id }));
  const answers: Record<string, Record<string, PackedAnswer>> = Object.fromEntries(units.map(({ id }) => [id, {}]));
  for (const panel of page.panels) {
    const asked = views.flatMap((view, index) => {
      const request = panel.onDemand ? null : panelRequest(panel, view);
      return request ? [{ request, own: answers[units[index]?.id ?? ''] ?? {} }] : [];
    });
    const [first] = asked;
    if (!first) continue;
    const question = questionOf(panel.question);
    const missing = missingTables(question, first.request, marts);
    // A panel of a unit's page may speak of the whole institution.
    const ofUnits = asked.every(({ request }) => request.scope.kind === 'unit');
    const found =
      missing.length === 0 && question.eachUnit && ofUnits
        ? await askEachUnit(
            engine,
            question,
            asked.map(({ request }) => request),
            facility,
          )
        : null;
    for (const [index, { request, own }] of asked.entries()) {
      const answer = found?.[index];
      if (missing.length > 0) own[panel.key] = { missing, title: question.title };
      else own[panel.key] = packAnswer(answer ?? (await ask(engine, marts, question, request)));
    }
  }
  return answers;
}

/** Everybody an answer has a row for. */
function groupsOf(answer: PackedAnswer | undefined): string[] {
  if (!answer || 'missing' in answer) return [];
  const at = answer.columns.indexOf('group');
  return [...new Set(answer.rows.map((row) => row[at]))].filter((id) => typeof id === 'string');
}
