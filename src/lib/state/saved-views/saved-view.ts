import { periodLabel } from '../../calendar/period.ts';
import { calendarOf } from '../../export/calendar.ts';
import type { Manifest } from '../../export/manifest.ts';
import { contents } from '../../pages/contents.ts';
import { offersPicker } from '../../pages/page.ts';
import { parseView, viewOn } from '../../pages/view.ts';
import { scopeName, scopePath } from '../../questions/scope.ts';
import { comparisonOptions, filterWords } from '../../pages/pickers.ts';

/** A page as a reader left it, under a name of their own. What it shows is in its address and nowhere else. */
export interface SavedView {
  readonly id: string;
  readonly name: string;
  /** Route of the page: `/population/`. */
  readonly route: string;
  /** Its query string, with the question mark; empty for what everybody sees first. */
  readonly search: string;
  /** When it was saved, ISO 8601. */
  readonly saved: string;
}

export const maxNameLength = 120;

export interface ViewInWords {
  page: string;
  place: string;
  /** Null where the page offers no other. */
  period: string | null;
  comparison: string | null;
  filters: string;
  /** What of it this export does not know. */
  notes: string[];
}

/** What a saved view shows, read against the export that is open. */
export function viewInWords({ route, search }: Pick<SavedView, 'route' | 'search'>, dataset: Manifest): ViewInWords {
  const page = contents.find((item) => item.route === route);
  const { view: asked, notes } = parseView(new URLSearchParams(search), dataset);
  const view = page ? viewOn(page, asked) : asked;
  const offers = (picker: 'period' | 'comparison') => page !== undefined && offersPicker(page, picker);
  const steps = scopePath(view.scope, dataset);
  const person = dataset.scopes.staff.find(({ id }) => id === view.pageParams['staff'])?.name;
  return {
    page: page?.title ?? route,
    place: [
      ...(steps.length > 1 ? steps.slice(1) : steps).map((scope) => scopeName(scope, dataset)),
      ...(person ? [person] : []),
    ].join(' › '),
    period: offers('period') ? periodLabel(view.period, calendarOf(dataset)).short : null,
    comparison: offers('comparison')
      ? (comparisonOptions.find(({ value }) => value === view.compare)?.label ?? null)
      : null,
    filters: page?.unfiltered ? '' : filterWords(view).join('; '),
    notes,
  };
}

/** A name to begin with: 'Population, Northern Region, FY 2026 Q3'. */
export function suggestedName(words: ViewInWords): string {
  return [words.page, words.place, words.period, words.filters].filter(Boolean).join(', ').slice(0, maxNameLength);
}
