import { parsePeriod } from '../calendar/period.ts';
import { comparisonPeriod, type Comparison } from '../calendar/period-steps.ts';
import { calendarOf } from '../export/calendar.ts';
import type { Manifest } from '../export/manifest.ts';
import { dimensionIds, dimensions, type DimensionId } from '../questions/dimensions.ts';
import { notRecorded } from '../questions/read-request.ts';
import { agencyScope, parentScope, parseScope, type Scope } from '../questions/scope.ts';
import { filtersOn, isScoped, unknownChoices, type PageEntry, type View } from './page.ts';
import { formatTables, isTableParameter, parseTables, type TableViews } from '../ui/table/table-view.ts';

export const defaultComparison: Comparison = 'last-year';
const comparisons: readonly Comparison[] = ['previous', 'last-year', 'none'];

/** A view with what only the link knows: which comparison was chosen, as the period compared with follows from it. */
export interface ChosenView extends View {
  compare: Comparison;
}

/** What a reader sees of a scope before changing anything; the view the answers are written for. */
export function defaultView(dataset: Manifest, scope: Scope = agencyScope): ChosenView {
  const period = parsePeriod(dataset.default_period, calendarOf(dataset));
  if ('error' in period) throw new Error(period.error);
  return withComparison({
    scope,
    period,
    filters: {},
    pageParams: {},
    dataset,
    comparison: null,
    compare: defaultComparison,
  });
}

/**
 * The view a page shows: the link's, or the default one where the page offers no other. A page that cannot speak of a
 * unit speaks of its institution.
 */
export function viewOn(page: Pick<PageEntry, 'scopes' | 'filters' | 'choices'>, view: ChosenView): ChosenView {
  if (!isScoped(page)) return defaultView(view.dataset);
  let scope: Scope | null = view.scope;
  while (scope && !page.scopes.includes(scope.kind)) scope = parentScope(scope, view.dataset);
  const filters = filtersOn(page, view.filters);
  const unknown = unknownChoices(page, view);
  if ((scope === null || scope === view.scope) && filters === view.filters && unknown.length === 0) return view;
  const own = Object.fromEntries(Object.entries(view.pageParams).filter(([name]) => !unknown.includes(name)));
  return { ...view, scope: scope ?? view.scope, filters, pageParams: own };
}

/** The view at an institution; where none is named, as it is. */
export function viewAt(view: ChosenView, facility: string | null): ChosenView {
  return facility === null ? view : { ...view, scope: { kind: 'facility', id: facility } };
}

/** The view with the period compared with worked out from its period. */
export function withComparison(view: ChosenView): ChosenView {
  return { ...view, comparison: comparisonPeriod(view.period, view.compare) };
}

/** What a link asks for, as far as it is known. */
export interface ParsedView {
  view: ChosenView;
  tables: TableViews;
  notes: string[];
}

/**
 * Reads a view from a link. What is unknown (an id of another agency, a misspelt period) is left out and named in
 * `notes`, so that nobody takes the figures for those of what the link asked for.
 */
export function parseView(search: URLSearchParams, dataset: Manifest): ParsedView {
  const { tables, notes } = parseTables(search);
  const view = defaultView(dataset);
  for (const kind of ['unit', 'facility', 'region'] as const) {
    const id = search.get(kind);
    if (id === null) continue;
    const scope = parseScope(`${kind}=${id}`, dataset);
    if ('error' in scope) notes.push(`${scope.error} The link’s ${kind} was ignored.`);
    else if (view.scope.kind === 'agency') view.scope = scope;
  }
  const period = search.get('period');
  if (period !== null) {
    const parsed = parsePeriod(period, calendarOf(dataset));
    if ('error' in parsed) notes.push(`${parsed.error} The link’s period was ignored.`);
    else view.period = parsed;
  }
  const compare = search.get('compare');
  if (compare !== null) {
    if ((comparisons as readonly string[]).includes(compare)) view.compare = compare as Comparison;
    else notes.push(`“${compare}” is not a comparison; the link’s was ignored.`);
  }
  for (const id of dimensionIds.filter((dimension) => dimensions[dimension].filter)) {
    const values = search.getAll(id);
    if (values.length === 0) continue;
    const known = readFilter(id, values, dataset, notes);
    if (known.length > 0) view.filters[id] = known;
  }
  view.pageParams = Object.fromEntries([...search].filter(([name]) => !shared.has(name) && !isTableParameter(name)));
  // A link to one person names the place too; where it does not, the person's own institution is meant.
  const institution =
    view.scope.kind === 'agency' && dataset.scopes.staff.find(({ id }) => id === view.pageParams['staff'])?.facility_id;
  if (institution) view.scope = { kind: 'facility', id: institution };
  return { view: withComparison(view), tables, notes };
}

/** Parameters every page understands; whatever else a link carries is some page's pageParams. */
const shared: ReadonlySet<string> = new Set(['unit', 'facility', 'region', 'period', 'compare', ...dimensionIds]);

function readFilter(id: DimensionId, values: string[], dataset: Manifest, notes: string[]): (string | null)[] {
  const recorded = dataset.dimensions[id] ?? [];
  return values.flatMap((text) => {
    const value = text === notRecorded ? null : text;
    if (recorded.includes(value)) return [value];
    notes.push(`“${text}” is not among the recorded values of ${dimensions[id].label.toLowerCase()}; it was ignored.`);
    return [];
  });
}

/**
 * The view as a query string, with defaults left out: `?facility=F03&period=2026Q2&sex=F`, or an empty text.
 * @param further parameters of the page itself, put first
 * @param tables how its tables are looked at; left out of links to other pages
 */
export function formatView(view: ChosenView, further: Record<string, string> = {}, tables: TableViews = {}): string {
  const search = new URLSearchParams(further);
  if (view.scope.kind !== 'agency') search.set(view.scope.kind, view.scope.id);
  if (view.period.id !== view.dataset.default_period) search.set('period', view.period.id);
  if (view.compare !== defaultComparison) search.set('compare', view.compare);
  for (const id of dimensionIds) {
    for (const value of view.filters[id] ?? []) search.append(id, value ?? notRecorded);
  }
  formatTables(search, tables);
  return queryText(search);
}

/** A query string with its question mark; an empty text where it holds nothing. */
export function queryText(search: URLSearchParams): string {
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}
