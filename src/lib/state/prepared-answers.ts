import { own } from '../analysis/own.ts';
import type { AnswerFile, PackedAnswer } from '../export/answers.ts';
import type { FileEntry } from '../export/manifest.ts';
import { readPart } from '../export/part-file.ts';
import { filteredOf, writtenFilter } from '../pages/filtered.ts';
import { panelRequest, type Page, type Panel } from '../pages/page.ts';
import { defaultView, type ChosenView } from '../pages/view.ts';
import type { Request } from '../questions/question.ts';
import { agencyScope, formatScope, parentScope, type Scope } from '../questions/scope.ts';
import type { Dataset } from './dataset.svelte.ts';
import { panelKey } from './panel-question.ts';

/** A panel of a view, with what it asks. */
export interface Wanted {
  panel: Panel;
  request: Request;
  view: ChosenView;
}

export interface Prepared {
  item: Wanted;
  packed: PackedAnswer;
  /** Version of the dataset it was counted on. */
  dataset: string;
}

/** Milliseconds a filter's file may take: the engine may be awake, and quicker than a slow host. */
const patience = 1500;

/**
 * What the answer files hold of what a view asks: the first view of a place, of its units and of whom the page is about;
 * what a link chooses, in a part of them; and of the whole agency, the first view under a single filter. Each comes by
 * itself, so that what is there is shown; what cannot be had is left out, for the engine may still know it.
 */
export function preparedAnswers(
  dataset: Dataset,
  page: Page,
  view: ChosenView,
  wanted: readonly Wanted[],
): Promise<Prepared[]>[] {
  // Answers are written for whom a page is about, and for nothing else a link of its own may carry; parts for all of it.
  const about = page.about?.parameter ?? '';
  const whom = view.pageParams[about];
  const plain = defaultView(view.dataset, view.scope);
  const asked = (first: ChosenView) => (item: Wanted) => {
    const asFirst = panelRequest(item.panel, first);
    return asFirst !== null && panelKey(item.panel, asFirst, first) === panelKey(item.panel, item.request, view);
  };
  const asChosen = asked({ ...plain, pageParams: view.pageParams });
  const inPart = wanted.find((item) => item.panel.key === page.parts?.panel && asChosen(item));
  const asFirst = asked({ ...plain, pageParams: whom === undefined ? {} : { [about]: whom } });
  const covered = wanted.filter((item) => item !== inPart && asFirst(item));
  const filter = view.scope.kind === 'agency' ? writtenFilter(page, view.filters) : null;
  const asFiltered = asked({ ...plain, filters: view.filters });
  const filtered = filter === null ? [] : wanted.filter((item) => !covered.includes(item) && asFiltered(item));
  const sources = [
    ...(covered.length > 0 ? [ofPlace(dataset, page, view, covered)] : []),
    ...(inPart ? [ofPart(dataset, page, view, inPart)] : []),
    ...(filter !== null && filtered.length > 0
      ? [Promise.race([underFilter(dataset, page, filter, filtered), nothingAfter(patience)])]
      : []),
  ];
  return sources.map((source) => source.catch(() => []));
}

function nothingAfter(milliseconds: number): Promise<Prepared[]> {
  return new Promise((resolve) => setTimeout(() => resolve([]), milliseconds));
}

async function ofPlace(
  dataset: Dataset,
  page: Page,
  view: ChosenView,
  covered: readonly Wanted[],
): Promise<Prepared[]> {
  const answers = await dataset.answers(page.id, formatScope(fileScope(view.scope, view)));
  return heldOf(covered, panelsFor(page, view, answers), answers.dataset);
}

async function ofPart(dataset: Dataset, page: Page, view: ChosenView, item: Wanted): Promise<Prepared[]> {
  const answers = await dataset.answers(page.id, formatScope(fileScope(view.scope, view)));
  const packed = await page.parts?.rows(view, answers.parts ?? {}, fetchPart(dataset));
  return packed ? [{ item, packed, dataset: answers.dataset }] : [];
}

async function underFilter(
  dataset: Dataset,
  page: Page,
  filter: string,
  filtered: readonly Wanted[],
): Promise<Prepared[]> {
  const answers = await dataset.answers(filteredOf(page.id), formatScope(agencyScope));
  const entry = own(answers.parts ?? {}, filter);
  if (!entry) return [];
  const panels = (await readPart(fetchPart(dataset), entry)) as Record<string, PackedAnswer>;
  return heldOf(filtered, panels, answers.dataset);
}

const fetchPart = (dataset: Dataset) => (entry: FileEntry) => dataset.bytes(entry);

function heldOf(
  wanted: readonly Wanted[],
  panels: Readonly<Record<string, PackedAnswer>>,
  dataset: string,
): Prepared[] {
  return wanted.flatMap((item) => {
    const packed = own(panels, item.panel.key);
    return packed ? [{ item, packed, dataset }] : [];
  });
}

/** The part of an answer file that is about the view. */
function panelsFor(page: Page, view: ChosenView, answers: AnswerFile): Record<string, PackedAnswer> {
  if (page.about)
    return { ...answers.panels, ...own(answers.people ?? {}, view.pageParams[page.about.parameter] ?? '') };
  return view.scope.kind === 'unit' ? (own(answers.units ?? {}, view.scope.id) ?? {}) : answers.panels;
}

/** A unit's answers lie in its institution's file. */
function fileScope(scope: Scope, view: ChosenView): Scope {
  return scope.kind === 'unit' ? (parentScope(scope, view.dataset) ?? scope) : scope;
}
