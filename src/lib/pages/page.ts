import { addMonths, firstOfMonth } from '../calendar/date.ts';
import { effectiveEnd, rangePeriod, type Period } from '../calendar/period.ts';
import type { Manifest } from '../export/manifest.ts';
import type { MeasureId } from '../measures/measures.ts';
import { populationDimensions, type DimensionId } from '../questions/dimensions.ts';
import type { Filters, Request } from '../questions/question.ts';
import type { Scope } from '../questions/scope.ts';

/** What a reader looks at: everything a panel's question depends on. */
export interface View {
  scope: Scope;
  period: Period;
  /** The period compared with; null when the reader asked for none. */
  comparison: Period | null;
  filters: Filters;
  /** Link parameters of the page's own: the task type chosen, the case manager a page is about. */
  own: Readonly<Record<string, string>>;
  dataset: Manifest;
}

type Asked = Pick<Request, 'period'> & Partial<Pick<Request, 'by' | 'params' | 'scope' | 'filters' | 'alongside'>>;

/**
 * One figure of a page: the question behind it and how the view becomes a request. The export runs every panel for
 * every scope to write the answers; the page runs the same panel when something is changed.
 */
export interface Panel {
  readonly key: string;
  readonly measure: MeasureId;
  readonly question: string;
  /** Another measure and question, where the reader chooses what the panel shows; null for its own. */
  chosen?(view: View): { readonly measure: string; readonly question: string } | null;
  /** Null where the panel says nothing for this view (no comparison chosen, a unit has no institutions). */
  request(view: View): Asked | null;
  /** Kinds of scope whose figure belongs into the answers; without it, all. */
  readonly scopes?: readonly Scope['kind'][];
  /** Too many rows for the answers: asked of the engine when a reader opens the page. */
  readonly onDemand?: boolean;
}

/** What the frame around every page knows of one: all but its figures, which come with its route. */
export interface PageEntry {
  readonly id: string;
  readonly route: string;
  readonly title: string;
  readonly section: 'Overview' | 'Population' | 'Casework' | 'Outcomes' | 'Region' | 'About';
  /** What a reader finds there, for the data page and for pages whose tables are missing. */
  readonly shows: string;
  /** Contract tables the page is made from: any one list is enough. */
  readonly needs: readonly (readonly string[])[];
  readonly scopes: readonly Scope['kind'][];
  /** Link parameters of its own that outlast a change of period or place. */
  readonly keeps?: readonly string[];
  /** Which values of its own parameters it knows, by parameter; the others are left out of the view, and said. */
  readonly choices?: Readonly<Record<string, (value: string, dataset: Manifest) => boolean>>;
  /** Whom the page is about, within the place: it outlasts a change of period, not of place. */
  readonly about?: {
    readonly parameter: string;
    /** Panel of the institution whose rows name everybody the answers are written for, under `group`. */
    readonly listed?: string;
  };
  /** Its figures are of everybody in the place: a reader's filters do not reach them. */
  readonly unfiltered?: boolean;
  /** Characteristics its figures can be filtered by; without it, those of the population. */
  readonly filters?: readonly DimensionId[];
  /** What a reader can choose besides the place; both without it. */
  readonly pickers?: readonly ('period' | 'comparison')[];
  /** It opens an engine of its own: that of the figures is not started for it. */
  readonly ownEngine?: boolean;
  /** Reached from another page only: not in the navigation, which marks that page instead. */
  readonly under?: string;
}

/** A page with its figures: what its route draws and the export answers. */
export interface Page extends PageEntry {
  readonly panels: readonly Panel[];
  /** What it fetches only once a reader acts: answers in a file of their own, under `apartFrom` of its id. */
  readonly apart?: readonly Panel[];
  /** Kinds of scope whose first view is written at export; without it, all. The others are asked of the engine. */
  readonly answered?: readonly Scope['kind'][];
  /** Parameters of its own a reader is likely to choose next: little data, fetched and asked for while nothing else is. */
  readonly ahead?: (view: View) => readonly Readonly<Record<string, string>>[];
}

/** Name of the answers that lie apart from those of a page. */
export const apartFrom = (page: string): string => `${page}-apart`;

/** Whether a reader can choose what the page is about; the others are about the whole agency, whatever the link carries. */
export function isScoped(page: Pick<PageEntry, 'scopes'>): boolean {
  return page.scopes.length > 1;
}

/** The filters of a link that a page can apply: what it does not tell apart is left to the pages that do. */
export function filtersOn(page: Pick<PageEntry, 'filters'>, filters: Filters): Filters {
  const offered: readonly string[] = page.filters ?? populationDimensions;
  const entries = Object.entries(filters);
  const kept = entries.filter(([id]) => offered.includes(id));
  return kept.length === entries.length ? filters : Object.fromEntries(kept);
}

/** The parameters of a link that a page has, with a value it does not know. */
export function unknownChoices(
  page: Pick<PageEntry, 'choices'>,
  { own, dataset }: Pick<View, 'own' | 'dataset'>,
): string[] {
  return Object.entries(page.choices ?? {}).flatMap(([name, knows]) => {
    const value = own[name];
    return value === undefined || knows(value, dataset) ? [] : [name];
  });
}

/** The question a panel asks for a view, and the measure it shows. */
export function shownBy(panel: Panel, view: View): { readonly measure: string; readonly question: string } {
  return panel.chosen?.(view) ?? panel;
}

/** The full request of a panel, or null where it does not apply. */
export function panelRequest(panel: Panel, view: View): Request | null {
  if (panel.scopes && !panel.scopes.includes(view.scope.kind)) return null;
  const asked = panel.request(view);
  if (!asked) return null;
  return { scope: view.scope, filters: view.filters, dataset: view.dataset, by: null, params: {}, ...asked };
}

/** The link parameters of a page's own that a view carries on. */
export function ownParameters(
  page: Pick<PageEntry, 'keeps' | 'about'>,
  view: Pick<View, 'own'>,
  { place }: { place: 'same' | 'other' },
): Record<string, string> {
  const names = [...(page.keeps ?? []), ...(page.about && place === 'same' ? [page.about.parameter] : [])];
  return Object.fromEntries(names.flatMap((name) => (view.own[name] === undefined ? [] : [[name, view.own[name]]])));
}

/** The whole months up to the period's end: `count` of them, as a range. */
export function monthsUpTo(view: View, count: number): Period {
  const end = effectiveEnd(view.period, view.dataset.as_of);
  const last = firstOfMonth(end) === end ? end : addMonths(firstOfMonth(end), 1);
  return rangePeriod(addMonths(last, -count), last);
}
