import { addDays, addMonths, firstOfMonth } from '../calendar/date.ts';
import { effectiveEnd, rangePeriod, type Period } from '../calendar/period.ts';
import type { PackedAnswer } from '../export/answers.ts';
import type { FileEntry, Manifest } from '../export/manifest.ts';
import type { FetchPart } from '../export/part-file.ts';
import type { FigureRow } from '../measures/measure-figure.ts';
import type { MeasureId } from '../measures/measures.ts';
import type { QuestionId, RowOf } from '../questions/index.ts';
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
  pageParams: Readonly<Record<string, string>>;
  dataset: Manifest;
}

type Asked = Pick<Request, 'period'> & Partial<Pick<Request, 'by' | 'params' | 'scope' | 'filters' | 'alongside'>>;

/** How a panel is written: the question behind it and how the view becomes a request. */
export interface PanelDefinition<Id extends QuestionId = QuestionId> {
  readonly measure: MeasureId;
  readonly question: Id;
  /** Another measure and question, where the reader chooses what the panel shows; null for its pageParams. */
  chosen?(view: View): { readonly measure: MeasureId; readonly question: QuestionId } | null;
  /** Null where the panel says nothing for this view (no comparison chosen, a unit has no institutions). */
  request(view: View): Asked | null;
  /** Kinds of scope whose figure belongs into the answers; without it, all. */
  readonly scopes?: readonly Scope['kind'][];
  /** Too many rows for the answers: asked of the engine when a reader opens the page. */
  readonly onDemand?: boolean;
}

/**
 * One figure of a page. The export runs every panel for every scope to write the answers; the page runs the same panel
 * when something is changed.
 */
export interface Panel<Id extends QuestionId = QuestionId> extends PanelDefinition<Id> {
  readonly key: string;
}

/** Which question each panel of a page asks, by the key of the panel: what its rows are follows from it. */
export type PanelQuestions = Readonly<Record<string, QuestionId>>;

/** Rows of the panels of a page, each of the type of its question. */
export interface PanelRows<Questions extends PanelQuestions> {
  rows<Key extends keyof Questions & string>(key: Key): readonly RowOf<Questions[Key]>[];
}

/** Rows of panels that are read through the figure of a measure, which names their columns. */
export interface FigureRows {
  figureRows(key: string): readonly FigureRow[];
}

/** What the frame around every page knows of one: all but its figures, which come with its route. */
export interface PageEntry {
  readonly id: string;
  readonly route: string;
  readonly title: string;
  readonly section: 'Overview' | 'Population' | 'Casework' | 'Outcomes' | 'Region' | 'About';
  /** Contract tables the page is made from: any one list is enough. */
  readonly needs: readonly (readonly string[])[];
  readonly scopes: readonly Scope['kind'][];
  /** Link parameters of its own that outlast a change of period or place. */
  readonly keeps?: readonly string[];
  /** The one of them that says what is compared with: let go when a reader chooses a comparison in the header. */
  readonly insteadOfComparison?: string;
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
  /** Those of them whose single values are written with the export for the whole agency: what most readers choose first. */
  readonly firstFilters?: readonly DimensionId[];
  /** What a reader can choose besides the place; both without it. */
  readonly pickers?: readonly ('period' | 'comparison')[];
  /** It opens an engine of its own: that of the figures is not started for it. */
  readonly ownEngine?: boolean;
  /** Reached from another page only: not in the navigation, which marks that page instead. */
  readonly under?: string;
}

/** A page with its figures: what its route draws and the export answers. */
export interface Page<Questions extends PanelQuestions = PanelQuestions> extends PageEntry {
  readonly panels: { readonly [Key in keyof Questions]: Panel<Questions[Key]> };
  /** What it fetches only once a reader acts: answers in a file of their own, named by `onActionOf`. */
  readonly onAction: Readonly<Record<string, Panel>>;
  /** Kinds of scope whose first view is written at export; without it, all. The others are asked of the engine. */
  readonly answered?: readonly Scope['kind'][];
  /** A panel whose rows for what a link chooses are written too, in parts of the answers of the place. */
  readonly parts?: PageParts;
  /** Parameters of its own a reader is likely to choose next: little data, fetched and asked for while nothing else is. */
  readonly ahead?: (view: View) => readonly Readonly<Record<string, string>>[];
}

export interface PageParts {
  readonly panel: string;
  /** The rows of a view among the parts there are; null where none holds them. */
  rows(view: View, parts: Readonly<Record<string, FileEntry>>, fetchPart: FetchPart): Promise<PackedAnswer | null>;
}

/** Which question each panel of a page asks. */
export type PageQuestions<P> = P extends Page<infer Questions> ? Questions : never;

type Definitions = Readonly<Record<string, PanelDefinition>>;

/** A page from its panels, each under its key; the compiler keeps which question each asks. */
export function page<const Panels extends Definitions>(
  definition: Omit<Page, 'panels' | 'onAction'> & { readonly panels: Panels; readonly onAction?: Definitions },
): Page<{ readonly [Key in keyof Panels]: Panels[Key]['question'] }> {
  const { panels, onAction = {}, ...entry } = definition;
  return { ...entry, panels: keyed(panels), onAction: keyed(onAction) } as Page<{
    readonly [Key in keyof Panels]: Panels[Key]['question'];
  }>;
}

function keyed(panels: Definitions): Record<string, Panel> {
  return Object.fromEntries(Object.entries(panels).map(([key, panel]) => [key, { ...panel, key }]));
}

/** The panels of a page, in its order. */
export function panelsOf(page: Pick<Page, 'panels'>): readonly Panel[] {
  return Object.values(page.panels);
}

/** A panel by its key, which may come from a link. */
export function panelOf(page: Pick<Page, 'panels'>, key: string): Panel | undefined {
  return Object.hasOwn(page.panels, key) ? page.panels[key] : undefined;
}

/** Name of the answers a page fetches only once a reader acts. */
export const onActionOf = (page: string): string => `${page}-on-action`;

/** Whether a reader can choose what the page is about; the others are about the whole agency, whatever the link carries. */
export function isScoped(page: Pick<PageEntry, 'scopes'>): boolean {
  return page.scopes.length > 1;
}

/** Whether a reader can choose the page's period, or what it is compared with. */
export function offersPicker(page: Pick<PageEntry, 'scopes' | 'pickers'>, picker: 'period' | 'comparison'): boolean {
  return isScoped(page) && (page.pickers?.includes(picker) ?? true);
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
  { pageParams, dataset }: Pick<View, 'pageParams' | 'dataset'>,
): string[] {
  return Object.entries(page.choices ?? {}).flatMap(([name, knows]) => {
    const value = pageParams[name];
    return value === undefined || knows(value, dataset) ? [] : [name];
  });
}

/** The question a panel asks for a view, and the measure it shows. */
export function resolvePanel(panel: Panel, view: View): { readonly measure: MeasureId; readonly question: QuestionId } {
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
export function keptParams(
  page: Pick<PageEntry, 'keeps' | 'about' | 'insteadOfComparison'>,
  view: Pick<View, 'pageParams'>,
  { place, comparison = 'same' }: { place: 'same' | 'other'; comparison?: 'same' | 'other' },
): Record<string, string> {
  const names = [...(page.keeps ?? []), ...(page.about && place === 'same' ? [page.about.parameter] : [])].filter(
    (name) => comparison === 'same' || name !== page.insteadOfComparison,
  );
  return Object.fromEntries(
    names.flatMap((name) => (view.pageParams[name] === undefined ? [] : [[name, view.pageParams[name]]])),
  );
}

/** A projection is made as of the data and of everybody, whatever period and filters a reader looks at elsewhere. */
export function asOfData({ dataset }: View): { period: Period; filters: Filters } {
  return { period: rangePeriod(dataset.as_of, addDays(dataset.as_of, 1)), filters: {} };
}

/** The whole months up to the period's end: `count` of them, as a range. */
export function monthsUpTo(view: View, count: number): Period {
  const end = effectiveEnd(view.period, view.dataset.as_of);
  const last = firstOfMonth(end) === end ? end : addMonths(firstOfMonth(end), 1);
  return rangePeriod(addMonths(last, -count), last);
}
