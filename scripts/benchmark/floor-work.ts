import { pages } from '../../src/lib/pages/index.ts';
import { panelRequest, panelsOf, resolvePanel, type Page } from '../../src/lib/pages/page.ts';
import { defaultView, parseView, viewOn, type ChosenView } from '../../src/lib/pages/view.ts';
import { requestKey } from '../../src/lib/questions/ask.ts';
import { questionOf } from '../../src/lib/questions/index.ts';
import { readableSql } from '../../src/lib/questions/readable-sql.ts';
import type { Export } from '../../src/lib/export/read-export.server.ts';

/** What one change of a page asks of an engine, for the floor to do it bare. */
export interface FloorWork {
  /** Tables to be filled, each with its columns and the files that hold its rows, below the data folder. */
  tables: { name: string; create: string; files: string[] }[];
  /** The statements of each view, in order, as text. */
  views: string[][];
}

/** A page that is timed, with the views it is taken through: the first one cold. */
export interface TimedPage {
  id: string;
  /** The view that is open before: of an institution, where the page is about one. */
  opened: string;
  searches: readonly string[];
}

/** The pages of the budgets, and filters of each: none of the values a page asks ahead by itself. */
export function timedPages({ manifest }: Pick<Export, 'manifest'>): TimedPage[] {
  const one = (id: string) => pages.find((page) => page.id === id);
  return ['overview', 'population', 'case-managers', 'recidivism'].flatMap((id) => {
    const page = one(id);
    if (!page) return [];
    const [facility] = manifest.scopes.facilities;
    const opened = page.unfiltered && facility ? `facility=${encodeURIComponent(facility.id)}` : '';
    return [{ id, opened, searches: searchesOf(page, opened, manifest) }];
  });
}

function searchesOf(page: Page, opened: string, manifest: Export['manifest']): string[] {
  if (page.unfiltered) {
    const quarters = ['2025Q3', '2025Q4', '2024Q1', '2024Q2', '2024Q3', '2024Q4', '2023Q3', '2023Q4'];
    return quarters.map((quarter) => `${opened}&period=${quarter}`);
  }
  const values = (page.filters ?? ['custody_level', 'sex', 'legal_status', 'offense_category']).flatMap((id) =>
    (manifest.dimensions[id] ?? [])
      .slice(1, 4)
      .filter((value) => value !== null)
      .map((value) => `${id}=${encodeURIComponent(value)}`),
  );
  return values.slice(0, 10);
}

/** The files and statements behind a page's views, as the panels of the page would ask them. */
export function workOf(page: TimedPage, { manifest, files }: Pick<Export, 'manifest' | 'files'>): FloorWork {
  const definition = pages.find(({ id }) => id === page.id);
  if (!definition) throw new Error(`there is no page ${page.id}`);
  const wanted = new Map<string, Set<string>>();
  const views = page.searches.map((search) => {
    const { view } = parseView(new URLSearchParams(search), manifest);
    return statementsOf(definition, viewOn(definition, view), ({ mart, part }) => {
      const file = files.marts[mart]?.parts.find((each) => each.part === part)?.file;
      if (file === undefined) return;
      const known = wanted.get(mart) ?? new Set();
      wanted.set(mart, known.add(file));
    });
  });
  const tables = [...wanted].map(([name, parts]) => {
    const columns = files.marts[name]?.columns ?? [];
    return {
      name,
      create: `CREATE TABLE "${name}" (${columns.map((each) => `"${each.name}" ${each.type}`).join(', ')})`,
      files: [...parts].map((file) => `${manifest.version}/${file}`),
    };
  });
  return { tables, views };
}

/** What changes against the answers in the HTML is asked; two panels that ask the same are asked once. */
function statementsOf(page: Page, view: ChosenView, need: (part: { mart: string; part: string }) => void): string[] {
  const first = defaultView(view.dataset, view.scope);
  const asked = new Set<string>();
  for (const panel of panelsOf(page)) {
    const request = panelRequest(panel, view);
    const before = panelRequest(panel, first);
    if (!request) continue;
    const { question: id } = resolvePanel(panel, view);
    const same = before !== null && requestKey(id, request) === requestKey(id, before);
    if (same && !panel.onDemand) continue;
    const question = questionOf(id);
    for (const part of question.needs(request)) need(part);
    for (const statement of question.statements(request)) asked.add(readableSql(statement));
  }
  return [...asked];
}
