import type { Manifest } from '../dataset/manifest.ts';
import { data, helpPage, measuresPage, methodsPage, viewsPage } from './about.ts';
import { caseManager, caseManagers, casePage, worklist } from './casework.ts';
import { compare } from './compare.ts';
import { coordinator } from './coordinator.ts';
import { explore } from './explore.ts';
import { memoPage, memosPage } from './memo.ts';
import { programPage, programsPage, recidivismPage } from './outcomes.ts';
import { overview } from './overview.ts';
import type { Page } from './page.ts';
import { packetPage } from './packet.ts';
import { population } from './population.ts';
import { projection } from './projection.ts';
import { regions } from './regions.ts';
import { trends } from './trends.ts';

/** Every page with a place in the navigation, in its order. */
export const pages: readonly Page[] = [
  overview,
  population,
  projection,
  worklist,
  caseManagers,
  caseManager,
  casePage,
  memosPage,
  memoPage,
  coordinator,
  recidivismPage,
  programsPage,
  programPage,
  regions,
  trends,
  compare,
  packetPage,
  measuresPage,
  methodsPage,
  data,
  viewsPage,
  helpPage,
  explore,
];

/** The page at a route of the router, such as `/population`; undefined for pages without a place in this list. */
export function pageAt(routeId: string | null): Page | undefined {
  return pages.find((page) => page.route === routeId?.replace(/\/?$/, '/'));
}

/** Tables whose absence keeps a page from showing anything; empty when one of its lists is complete. */
export function tablesLacking(page: Page, dataset: Pick<Manifest, 'tables'>): string[] {
  const supplied = new Set(dataset.tables.filter((table) => table.supplied).map((table) => table.name));
  const lacking = page.needs.map((list) => list.filter((table) => !supplied.has(table)));
  return lacking.some((list) => list.length === 0) ? [] : (lacking[0] ?? []);
}

/** Pages on which a measure is drawn. */
export function pagesUsing(measure: string): Page[] {
  return pages.filter((page) => page.panels.some((panel) => panel.measure === measure));
}
