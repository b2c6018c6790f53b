import type { Manifest } from '../dataset/manifest.ts';
import { data, measuresPage, methodsPage } from './about.ts';
import { caseManager, caseManagers, casePage, worklist } from './casework.ts';
import { coordinator } from './coordinator.ts';
import { explore } from './explore.ts';
import { memoPage, memosPage } from './memo.ts';
import { programPage, programsPage, recidivismPage } from './outcomes.ts';
import { overview } from './overview.ts';
import type { Page } from './page.ts';
import { population } from './population.ts';
import { projection } from './projection.ts';

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
  measuresPage,
  methodsPage,
  data,
  explore,
];

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
