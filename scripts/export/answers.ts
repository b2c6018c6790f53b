import { own, setOwn } from '../../src/lib/analysis/own.ts';
import type { PackedAnswer } from '../../src/lib/export/answers.ts';
import type { FileList, Manifest } from '../../src/lib/export/manifest.ts';
import type { Engine } from '../../src/lib/engine/engine.ts';
import { pages } from '../../src/lib/pages/index.ts';
import { onActionOf, panelRequest, panelsOf, resolvePanel, type Page, type View } from '../../src/lib/pages/page.ts';
import { defaultView } from '../../src/lib/pages/view.ts';
import { formatScope, type Scope } from '../../src/lib/questions/scope.ts';
import type { KeptResults } from '../engine/kept-results.ts';
import { remembering } from '../engine/native.ts';
import { compressedInto, type UnnamedAnswer } from './answer-files.ts';
import { partsFor } from './answer-parts.ts';
import { knownAnswers, type KnownAnswers } from './known-answers.ts';

/**
 * Runs every panel of every page for a scope at the default view. Panels of a page about people that say the same of
 * all of them are asked once for their institution.
 * @param index where the scope stands among all: the name of its files
 * @param folder of the version, into which parts of answers are written at once: they are too much to be kept until all
 *   is known
 * @param kept results of the scopes before: some statements are about the whole agency
 */
export async function answerScope(
  engine: Engine,
  dataset: Manifest,
  marts: FileList['marts'],
  scope: Scope,
  { index, folder, kept }: { index: number; folder: string; kept: KeptResults },
): Promise<UnnamedAnswer[]> {
  const contents: UnnamedAnswer[] = [];
  const memory = remembering(engine, { kept, place: scope.kind === 'agency' ? null : scope.id });
  const answers = knownAnswers(memory, marts);
  const write = compressedInto(folder);
  for (const page of pages.filter(
    (each) => panelsOf(each).length > 0 || (each.id === 'memos' && namesPeople(dataset, scope)),
  )) {
    if (!(page.answered ?? page.scopes).includes(scope.kind)) continue;
    const content: UnnamedAnswer = {
      file: `answers/${page.id}/${index}.json`,
      as_of: dataset.as_of,
      page: page.id,
      scope: formatScope(scope),
      panels: await answerPanels(answers, page, defaultView(dataset, scope)),
    };
    if (scope.kind === 'facility' && page.about?.listed !== undefined) {
      const { parameter, listed } = page.about;
      const views = groupsOf(content.panels[listed]).map((id): [string, View] => [
        id,
        { ...defaultView(dataset, scope), pageParams: { [parameter]: id } },
      ]);
      content.people = await answerEach(answers, page, views, scope.id, content.panels);
    } else if (scope.kind === 'facility' && page.scopes.includes('unit') && panelsOf(page).length > 0) {
      const units = dataset.scopes.units.filter(({ facility_id }) => facility_id === scope.id);
      const views = units.map(({ id }): [string, View] => [id, defaultView(dataset, { kind: 'unit', id })]);
      content.units = await answerEach(answers, page, views, scope.id);
    }
    if (scope.kind === 'facility' && namesPeople(dataset, scope)) {
      Object.assign(content, await partsFor(page.id, { engine, memory, answers, dataset, marts, scope, index, write }));
    }
    contents.push(content);
    if (Object.keys(page.onAction).length > 0) {
      const name = onActionOf(page.id);
      const panels = await answerPanels(answers, { panels: page.onAction }, defaultView(dataset, scope));
      contents.push({ ...content, file: `answers/${name}/${index}.json`, page: name, panels });
    }
  }
  return contents;
}

/** Rows of cases and people leave the agency in no export but the internal one. */
function namesPeople({ profile }: Manifest, { kind }: Scope): boolean {
  return profile === 'internal' && kind === 'facility';
}

async function answerPanels(
  answers: KnownAnswers,
  page: Pick<Page, 'panels'>,
  view: View,
): Promise<Record<string, PackedAnswer>> {
  const panels: Record<string, PackedAnswer> = {};
  for (const panel of panelsOf(page)) {
    const request = panel.onDemand ? null : panelRequest(panel, view);
    if (request) setOwn(panels, panel.key, await answers.one(resolvePanel(panel, view).question, request));
  }
  return panels;
}

/**
 * The first views of a page that an institution's answers hold besides its own, by id: of every unit, or of everybody.
 * Panels whose questions allow it are asked for all of them at once.
 * @param given panels that say the same of all of them, and are left out
 */
async function answerEach(
  answers: KnownAnswers,
  page: Page,
  views: readonly (readonly [string, View])[],
  facility: string,
  given: Readonly<Record<string, PackedAnswer>> = {},
): Promise<Record<string, Record<string, PackedAnswer>>> {
  const found: Record<string, Record<string, PackedAnswer>> = {};
  for (const [id] of views) setOwn(found, id, {});
  const [first] = views;
  if (!first) return found;
  for (const panel of panelsOf(page)) {
    if (panel.onDemand || Object.hasOwn(given, panel.key)) continue;
    const asked = views.flatMap(([id, view]) => {
      const request = panelRequest(panel, view);
      return request ? [{ request, panels: own(found, id) ?? {} }] : [];
    });
    const { question } = resolvePanel(panel, first[1]);
    const requests = asked.map(({ request }) => request);
    for (const [index, answer] of (await answers.each(question, requests, facility)).entries()) {
      const panels = asked[index]?.panels;
      if (panels) setOwn(panels, panel.key, answer);
    }
  }
  return found;
}

/** Everybody an answer has a row for. */
function groupsOf(answer: PackedAnswer | undefined): string[] {
  if (!answer || 'missing' in answer) return [];
  const at = answer.columns.indexOf('group');
  return [...new Set(answer.rows.map((row) => row[at]))].filter((id) => typeof id === 'string');
}
