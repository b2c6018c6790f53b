/**
 * The first filter a reader chooses is one value of one characteristic. What the whole agency's pages show under those that
 * most readers begin with is written with the export, so that it is there at once, before the query engine wakes. All of
 * them would make an export half as long again.
 */
import type { Manifest } from '../export/manifest.ts';
import { requestKey } from '../questions/ask.ts';
import type { Filters, Request } from '../questions/question.ts';
import { isScoped, panelRequest, panelsOf, resolvePanel, type Page, type Panel } from './page.ts';
import { defaultView, type ChosenView } from './view.ts';

/** Of a characteristic with more recorded values only the engine knows the figures. */
const maxValues = 6;

/** Name of the answers of a page under a filter; each filter's are a part of them. */
export const filteredOf = (page: string): string => `${page}-filtered`;

/**
 * The name of a single filter among the parts: 'sex=F'; null for none, for several, for "not recorded", and for a
 * characteristic that only the engine knows the figures of.
 */
export function writtenFilter(page: Pick<Page, 'firstFilters'>, filters: Filters): string | null {
  const [entry, ...others] = Object.entries(filters).filter(([, values]) => values.length > 0);
  if (!entry || others.length > 0) return null;
  const [id, [value, ...further]] = entry;
  const written: readonly string[] = page.firstFilters ?? [];
  return written.includes(id) && typeof value === 'string' && further.length === 0 ? `${id}=${value}` : null;
}

/** The view of a page under each filter whose figures are written, by name. */
export function filteredViews(page: Page, dataset: Manifest): Map<string, ChosenView> {
  const views = new Map<string, ChosenView>();
  if (page.unfiltered || !isScoped(page) || !page.scopes.includes('agency')) return views;
  const plain = defaultView(dataset);
  for (const id of page.firstFilters ?? []) {
    const values = dataset.dimensions[id] ?? [];
    const recorded = values.filter((value) => value !== null);
    // With one value, "not recorded" counted, there is nothing to filter by.
    if (values.length < 2 || recorded.length > maxValues) continue;
    for (const value of recorded) {
      const filters: Filters = { [id]: [value] };
      const name = writtenFilter(page, filters);
      if (name !== null) views.set(name, { ...plain, filters });
    }
  }
  return views;
}

/** Whether the figures of a view are written with the export because it is one of those. */
export function isWrittenFiltered(page: Page, { scope, filters, period, compare, dataset }: ChosenView): boolean {
  const first = defaultView(dataset);
  if (scope.kind !== 'agency' || period.id !== first.period.id || compare !== first.compare) return false;
  return writtenFilter(page, filters) !== null;
}

/** What the panels of a page ask under a filter and not without it. */
export function askedWhenFiltered(
  page: Page,
  view: ChosenView,
): { panel: Panel; question: string; request: Request }[] {
  const plain: ChosenView = { ...view, filters: {} };
  return panelsOf(page).flatMap((panel) => {
    const request = panel.onDemand ? null : panelRequest(panel, view);
    if (!request) return [];
    const { question } = resolvePanel(panel, view);
    const before = panelRequest(panel, plain);
    return before && requestKey(question, before) === requestKey(question, request)
      ? []
      : [{ panel, question, request }];
  });
}
