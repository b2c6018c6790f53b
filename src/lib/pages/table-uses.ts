import { measures } from '../measures/measures.ts';
import type { Measure } from '../measures/measure.ts';
import { pages } from './index.ts';
import { panelsOf, type Page } from './page.ts';

/** What a contract table is for: pages that are empty without it, and pages that lack some of their figures. */
export interface TableUses {
  /** Titles of pages that cannot do without it, in one of the ways they can be made. */
  needed: string[];
  /** Titles of further pages with figures of it. */
  fuller: string[];
}

/** Measures of a page's panels, each once. */
export function measuresOn(page: Page): Measure[] {
  const ids = new Set<string>(panelsOf(page).map(({ measure }) => measure));
  return measures.filter(({ id }) => ids.has(id));
}

export function tableUses(table: string): TableUses {
  const needed = pages.filter(({ needs }) => needs.some((list) => list.includes(table)));
  const fuller = pages.filter(
    (page) =>
      !needed.includes(page) &&
      measuresOn(page).some(({ tables }) => tables.some((list: readonly string[]) => list.includes(table))),
  );
  return { needed: needed.map(({ title }) => title), fuller: fuller.map(({ title }) => title) };
}
