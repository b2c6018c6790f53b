import { reasonOf } from '../format/reason.ts';
import { own } from '../analysis/own.ts';
import type { PackedAnswer } from '../export/answers.ts';
import type { FirstView } from '../pages/first-view.ts';
import { unpackAnswer } from '../export/answers.ts';
import type { Progress } from '../engine/engine.ts';
import type { BrowserEngine } from '../engine/wasm/browser-engine.ts';
import { figureSearch } from '../console/figure-link.ts';
import { unreadWords } from '../summaries/unread.ts';
import type { Meaning } from '../measures/measure.ts';
import {
  panelOf,
  panelRequest,
  panelsOf,
  resolvePanel,
  type FigureRows,
  type Page,
  type Panel,
  type PageQuestions,
  type PanelQuestions,
  type PanelRows,
} from '../pages/page.ts';
import type { FigureRow } from '../measures/measure-figure.ts';
import type { QuestionId, RowOf } from '../questions/index.ts';
import { defaultView, type ChosenView } from '../pages/view.ts';
import { ask, MissingTables } from '../questions/ask.ts';
import type { Request, Statement } from '../questions/question.ts';
import type { Dataset } from './dataset.svelte.ts';
import { onceIdle, savesData, type QueryEngine } from './engine.svelte.ts';
import { isTraced, traced } from '../engine/trace.ts';
import { answerBeside, startAnswering } from './long-answers.ts';
import { preparedAnswers, type Wanted } from './prepared-answers.ts';
import { panelKey, loadQuestion } from './panel-question.ts';
import { PanelStates, type PanelState } from './panel-states.svelte.ts';

/**
 * What a part of a page needs of its figures besides their rows: the state of each, its measure and its SQL. Parts that
 * serve several pages take this; a part of one page takes `Panels` of that page, and its rows are typed.
 */
export type PanelView<Key extends string = string> = Omit<
  Panels<Readonly<Record<Key, QuestionId>>>,
  'rows' | 'figureRows'
>;

/** The figures of one page: `PanelsOf<typeof overview>`. */
export type PanelsOf<P> = Panels<PageQuestions<P>>;

/** Milliseconds within which answers wait for each other. */
const together = 240;

/** Milliseconds after which figures of the view before are no longer seen: what comes sooner is simply exchanged. */
const patience = 150;

/**
 * The figures of a page. Answers cover what a reader sees first; whatever a reader changes is asked of the engine.
 * Latest wins: a new view cancels what was under way for the one before.
 */
export class Panels<Questions extends PanelQuestions = PanelQuestions> implements PanelRows<Questions>, FigureRows {
  /** What the measures of the page mean, by id. */
  #measures = $state.raw<Readonly<Record<string, Meaning>>>({});
  readonly #page: Page;
  readonly #dataset: Dataset;
  readonly #engine: QueryEngine;
  readonly #states: PanelStates;
  #controller: AbortController | null = null;
  /** Ends with the page: what is fetched ahead for one view serves the next. */
  readonly #left = new AbortController();
  /** The view for which what comes next has been asked for. */
  #prepared: AbortSignal | null = null;
  #view = $state.raw() as ChosenView;
  /** Figures that are not of the view have stood for longer than `patience`, or a reader never had them before them. */
  #waited = $state(false);
  #waiting: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param first the answers and measures in the prerendered HTML, for the agency at the default view
   * @param view the view of the link, once it has been read
   */
  constructor(page: Page<Questions>, dataset: Dataset, engine: QueryEngine, first: FirstView, view: ChosenView | null) {
    this.#page = page;
    const panels = panelsOf(page);
    this.#measures = first.measures;
    this.#dataset = dataset;
    this.#engine = engine;
    const answered = defaultView(dataset.manifest);
    this.#view = view ?? answered;
    this.#states = new PanelStates(panels);
    // Answers of another version than the manifest's are not shown under its date: `show` fetches the right ones.
    if (first.dataset !== dataset.manifest.version) return;
    for (const panel of panels) {
      const packed = first.panels[panel.key];
      const request = panelRequest(panel, answered);
      const wanted = panelRequest(panel, this.#view);
      const same = request && wanted && panelKey(panel, wanted, this.#view) === panelKey(panel, request, answered);
      if (packed && same) this.#show(panel, request, packed, first.dataset, answered);
    }
  }

  get measures(): Readonly<Record<string, Meaning>> {
    return this.#measures;
  }

  state(key: keyof Questions & string): PanelState {
    return this.#states.of(key);
  }

  /** Rows of a panel, of the type of its question. */
  rows<Key extends keyof Questions & string>(key: Key): RowOf<Questions[Key]>[] {
    return this.#states.of(key).rows as RowOf<Questions[Key]>[];
  }

  /** Rows of a panel that is read through the figure of a measure. */
  figureRows(key: keyof Questions & string): readonly FigureRow[] {
    return this.#states.of(key).rows as FigureRow[];
  }

  /** What the figures are of: the view of the link, without what does not reach this page. */
  get view(): ChosenView {
    return this.#page.unfiltered ? { ...this.#view, filters: {} } : this.#view;
  }

  /** Whether some figure is still on its way to the view. */
  get pending(): boolean {
    return this.#states.keys.some((key) => this.freshness(key).busy);
  }

  /**
   * Whether nothing of the view before may be seen any more. The layout then blanks the page but for what belongs to no
   * view and what says that it is current (see `look`), each thing keeping its size.
   */
  get blank(): boolean {
    return this.#waited && this.#anyStale;
  }

  get #anyStale(): boolean {
    return this.#states.keys.some((key) => this.state(key).stale);
  }

  /**
   * Whether what some panels show is of another view, and whether new figures are on their way. A figure made of several
   * is current when all are; what the page has no panel for is left out.
   */
  freshness(...keys: (keyof Questions & string)[]): { stale: boolean; busy: boolean } {
    const states = keys.filter((key) => this.#states.has(key)).map((key) => this.state(key));
    const stale = states.some((state) => state.stale);
    return { stale, busy: stale || states.some(({ status }) => status === 'loading') };
  }

  /** The class of what is drawn from some panels: without one it is seen once all figures of the page are current. */
  look(...keys: (keyof Questions & string)[]): 'current' | 'outdated' {
    return this.freshness(...keys).stale ? 'outdated' : 'current';
  }

  /** Whether two panels answer the same view, so that one may be compared with the other. */
  inStep(one: keyof Questions & string, other: keyof Questions & string): boolean {
    const [a, b] = [this.state(one), this.state(other)];
    return a.status === 'ready' && b.status === 'ready' && a.stale === b.stale;
  }

  /** What stands in a tile without a number: why there is none. */
  absence(key: keyof Questions & string, otherwise = 'no data'): string {
    const { status, message } = this.state(key);
    return unreadWords(status) ?? (status === 'missing' && message ? message : otherwise);
  }

  /** The measure a panel shows. */
  measure(key: keyof Questions & string): Meaning | undefined {
    const panel = panelOf(this.#page, key);
    return panel && own(this.#measures, resolvePanel(panel, this.#view).measure);
  }

  /** The statements behind a panel for the view shown, for "How this is calculated". */
  async statements(key: keyof Questions & string): Promise<Statement[]> {
    const panel = panelOf(this.#page, key);
    const request = panel && panelRequest(panel, this.#view);
    if (!panel || !request) return [];
    return (await loadQuestion(panel, this.#view)).statements(request);
  }

  /** Query string under which the SQL console shows a panel's statements for the view shown. */
  link(key: keyof Questions & string): string {
    return figureSearch(this.#page.id, key, this.#view);
  }

  /** Cancels what is under way; where a figure was still to come there is a sentence. */
  cancel(): void {
    this.#controller?.abort();
  }

  /** Ends all work: the page is left. */
  close(): void {
    const controller = this.#controller;
    this.#controller = null;
    controller?.abort();
    clearTimeout(this.#waiting);
    this.#left.abort();
  }

  /** Brings every panel to a view. */
  async show(view: ChosenView): Promise<void> {
    const before = this.#controller;
    const controller = new AbortController();
    this.#controller = controller;
    before?.abort();
    this.#view = view;
    if (!this.#anyStale) {
      clearTimeout(this.#waiting);
      this.#waiting = undefined;
      // The figures of the HTML are those of no view a reader has chosen.
      this.#waited = before === null;
    }
    void this.#define(view);
    const wanted = panelsOf(this.#page).flatMap((panel) => {
      const request = panelRequest(panel, view);
      if (!request) {
        this.#states.drop(panel, { status: 'ready', dataset: view.dataset.version });
        return [];
      }
      if (this.#states.shows(panel, panelKey(panel, request, view))) {
        if (this.state(panel.key).stale) this.#states.update(panel, { stale: false, progress: null });
        return [];
      }
      const { status } = this.state(panel.key);
      if (status === 'loading' || status === 'failed') this.#states.drop(panel);
      else this.#states.update(panel, { stale: true, progress: null });
      return [{ panel, request, view }];
    });
    if (wanted.length === 0) return this.#prepareWhenIdle(controller.signal);
    if (this.#anyStale) this.#waiting ??= setTimeout(() => (this.#waited = true), patience);
    controller.signal.addEventListener('abort', () => {
      // Not when a newer view has taken over, or the page was left.
      if (this.#controller === controller) this.#stop(wanted);
    });
    const open = await this.#fromAnswers(wanted, view, controller.signal);
    if (controller.signal.aborted) return;
    if (open.length > 0) await this.#fromEngine(open, controller.signal);
    if (!controller.signal.aborted) this.#prepareWhenIdle(controller.signal);
  }

  /**
   * Gets ready what the reader is likely to choose next, for they seem about to; once for each view, and not where they
   * save data.
   */
  prepare(): void {
    if (savesData()) return;
    const signal = this.#controller?.signal;
    if (!signal || signal.aborted || this.#prepared === signal) return;
    this.#prepared = signal;
    const view = this.view;
    // Nothing hangs on it: where it cannot be loaded, a choice takes its own time.
    void Promise.all([this.#engine.open(), import('./prefetch.ts')]).then(
      ([engine, { prefetch }]) => prefetch(this.#page, view, engine, { view: signal, page: this.#left.signal }),
      () => undefined,
    );
  }

  #prepareWhenIdle(signal: AbortSignal): void {
    if (savesData() || this.#page.ownEngine) return;
    onceIdle(() => {
      if (!signal.aborted && this.#controller?.signal === signal) this.prepare();
    });
  }

  /** Shows what the answer files hold, each as it comes, and gives back what they do not. */
  async #fromAnswers(wanted: Wanted[], view: ChosenView, signal: AbortSignal): Promise<Wanted[]> {
    const shown = new Set<Wanted>();
    const sources = preparedAnswers(this.#dataset, this.#page, view, wanted).map(async (source) => {
      for (const { item, packed, dataset } of await source) {
        if (signal.aborted) return;
        this.#show(item.panel, item.request, packed, dataset, view);
        shown.add(item);
      }
    });
    await Promise.all(sources);
    return signal.aborted ? [] : wanted.filter((item) => !shown.has(item));
  }

  async #fromEngine(wanted: Wanted[], signal: AbortSignal): Promise<void> {
    try {
      // The engine starts while the list of files comes, and what the questions need is fetched and decoded.
      const onProgress = (progress: Progress) => this.#progress(wanted, progress);
      const started = this.#engine.start({ signal, onProgress });
      // Looked at below, with the answers.
      started.catch(() => undefined);
      const [engine, { marts }] = await Promise.all([this.#engine.open(), this.#dataset.files()]);
      // All at once: what they need is fetched together, and while one answer is worked out here the engine, which takes
      // them in turn, counts the next. Those that come quickly are shown together: each time anything is shown, the whole
      // page is laid out and painted.
      let answered: (() => void)[] = [];
      let timer: ReturnType<typeof setTimeout> | undefined;
      const show = () => {
        clearTimeout(timer);
        timer = undefined;
        if (!signal.aborted && answered.length > 0) {
          traceDrawing(this.#page.id);
          for (const each of answered) each();
        }
        answered = [];
      };
      const asked = wanted.map(async (item) => {
        const answer = await this.#ask(item, engine, marts, signal);
        answered.push(answer);
        timer ??= setTimeout(show, together);
      });
      await Promise.all([started, ...asked]);
      show();
    } catch (error) {
      if (signal.aborted) return;
      const why = reasonOf(error);
      for (const { panel } of wanted) this.#states.fail(panel, why);
    }
  }

  /** Asks one panel's question; gives back what shows the answer, or why there is none. */
  async #ask(
    { panel, request, view }: Wanted,
    engine: BrowserEngine,
    marts: Awaited<ReturnType<Dataset['files']>>['marts'],
    signal: AbortSignal,
  ): Promise<() => void> {
    const asked = panelKey(panel, request, view);
    try {
      const ofRows = { measure: resolvePanel(panel, view).measure, request };
      const question = await loadQuestion(panel, view);
      if (question.long) startAnswering();
      const answer = await ask(engine, marts, question, request, {
        signal,
        onProgress: (progress) => this.#states.advance(panel, progress),
        answerTo: answerBeside,
      });
      return () => {
        const { rows, dataset, note = null } = answer;
        this.#states.answer(panel, asked, { status: 'ready', rows, dataset, note, of: ofRows });
      };
    } catch (error) {
      if (error instanceof MissingTables) {
        return () => this.#states.answer(panel, asked, { status: 'missing', message: error.message });
      }
      return () => this.#states.fail(panel, reasonOf(error));
    }
  }

  /** Definitions of what the reader chose, which the HTML does not carry. */
  async #define(view: ChosenView): Promise<void> {
    const unknown = panelsOf(this.#page)
      .map((panel) => resolvePanel(panel, view).measure)
      .filter((id) => !Object.hasOwn(this.#measures, id));
    if (unknown.length === 0) return;
    const { findMeasure } = await import('../measures/measures.ts');
    const found = unknown.flatMap((id) => findMeasure(id) ?? []);
    this.#measures = { ...this.#measures, ...Object.fromEntries(found.map((measure) => [measure.id, measure])) };
  }

  #show(panel: Panel, request: Request, packed: PackedAnswer, dataset: string, view: ChosenView): void {
    this.#states.answer(
      panel,
      panelKey(panel, request, view),
      'missing' in packed
        ? { status: 'missing', message: new MissingTables(packed, packed.missing).message }
        : {
            status: 'ready',
            rows: unpackAnswer<object>(packed),
            note: packed.note ?? null,
            dataset,
            of: { measure: resolvePanel(panel, view).measure, request },
          },
    );
  }

  #progress(wanted: Wanted[], progress: Progress): void {
    for (const { panel } of wanted) this.#states.advance(panel, progress);
  }

  #stop(wanted: Wanted[]): void {
    for (const { panel, request, view } of wanted) {
      if (!this.#states.shows(panel, panelKey(panel, request, view)))
        this.#states.fail(panel, 'Cancelled. Change anything to ask again.');
    }
  }
}

/** Notes how long the browser takes from here until it has laid out and painted what is put before it now. */
function traceDrawing(of: string): void {
  if (!isTraced()) return;
  const from = performance.now();
  requestAnimationFrame(() => setTimeout(() => traced('drawn', of, from)));
}
