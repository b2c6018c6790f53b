import type { AnswerFile, FirstView, PackedAnswer } from '../dataset/answers.ts';
import { unpackAnswer } from '../dataset/answers.ts';
import { periodsNear } from '../calendar/period-steps.ts';
import { calendarOf } from '../dataset/calendar.ts';
import type { Progress } from '../engine/engine.ts';
import type { BrowserEngine } from '../engine/wasm/browser-engine.ts';
import { figureSearch } from '../explore/figure-link.ts';
import { unreadWords } from '../findings/unread.ts';
import type { Measure } from '../measures/measure.ts';
import { panelRequest, shownBy, type Page, type Panel } from '../pages/page.ts';
import { defaultView, withComparison, type ChosenView } from '../pages/view.ts';
import { ask, describeRequest, MissingTables } from '../questions/ask.ts';
import type { Question, Request, Statement } from '../questions/question.ts';
import { formatScope, parentScope, type Scope } from '../questions/scope.ts';
import type { Dataset } from './dataset.svelte.ts';
import { onceIdle, type QueryEngine } from './engine.svelte.ts';

/** What one figure shows. `rows` stay while new ones are on their way; `stale` says so. */
export interface PanelState {
  status: 'ready' | 'loading' | 'failed' | 'missing';
  rows: object[];
  stale: boolean;
  /** A sentence for whatever is not ready. */
  message: string | null;
  progress: Progress | null;
  /** Version of the data the rows were counted on. */
  dataset: string | null;
  /** What the rows are of: while they are stale, not what the reader has chosen since. */
  of: { readonly measure: string; readonly request: Request } | null;
}

/** Milliseconds within which answers wait for each other. */
const together = 80;

const loading: PanelState = {
  status: 'loading',
  rows: [],
  stale: false,
  message: null,
  progress: null,
  dataset: null,
  of: null,
};

/**
 * The figures of a page. Answers cover what a reader sees first; whatever a reader changes is asked of the engine.
 * Latest wins: a new view cancels what was under way for the one before.
 */
export class Panels {
  /** Definitions of the measures of the page, by id. */
  #measures = $state.raw<Readonly<Record<string, Measure>>>({});
  readonly #page: Page;
  readonly #dataset: Dataset;
  readonly #engine: QueryEngine;
  /** Replaced whole, never changed: rows by the thousand are not worth watching one by one. */
  #states = $state.raw<Readonly<Record<string, PanelState>>>({});
  /** Request each panel's rows belong to. */
  readonly #shown = new Map<string, string>();
  /** Panels a reader has seen current: only their rows can be "those of the view before". */
  readonly #seen = new Set<string>();
  #controller: AbortController | null = null;
  #view = $state.raw() as ChosenView;

  /**
   * @param first the answers and measures in the prerendered HTML, for the agency at the default view
   * @param view the view of the link, once it has been read
   */
  constructor(page: Page, dataset: Dataset, engine: QueryEngine, first: FirstView, view: ChosenView | null) {
    this.#page = page;
    this.#measures = first.measures;
    this.#dataset = dataset;
    this.#engine = engine;
    const answered = defaultView(dataset.manifest);
    this.#view = view ?? answered;
    this.#states = Object.fromEntries(page.panels.map((panel) => [panel.key, { ...loading }]));
    // Answers of another version than the manifest's are not shown under its date: `show` fetches the right ones.
    if (first.dataset !== dataset.manifest.version) return;
    for (const panel of page.panels) {
      const packed = first.panels[panel.key];
      const request = panelRequest(panel, answered);
      const wanted = panelRequest(panel, this.#view);
      const same = request && wanted && keyOf(panel, wanted, this.#view) === keyOf(panel, request, answered);
      if (packed && same) this.#show(panel, request, packed, first.dataset, answered);
    }
  }

  get measures(): Readonly<Record<string, Measure>> {
    return this.#measures;
  }

  state(key: string): PanelState {
    return this.#states[key] ?? loading;
  }

  /** Rows of a panel; the question of the panel says of what type. */
  rows<Row>(key: string): Row[] {
    return this.state(key).rows as Row[];
  }

  /** What the figures are of: the view of the link, without what does not reach this page. */
  get view(): ChosenView {
    return this.#page.unfiltered ? { ...this.#view, filters: {} } : this.#view;
  }

  /** Whether some figure is still on its way to the view. */
  get pending(): boolean {
    return Object.keys(this.#states).some((key) => this.freshness(key).busy);
  }

  /** Whether some figure could not be brought to the view and still shows the one before, dimmed. */
  get behind(): boolean {
    return Object.values(this.#states).some(({ stale, message }) => stale && message !== null);
  }

  /** Whether what a panel shows is of another view, and whether new figures are on their way. */
  freshness(key: string): { stale: boolean; busy: boolean } {
    const { status, stale, message } = this.state(key);
    return { stale, busy: status === 'loading' || (stale && message === null) };
  }

  /** Whether two panels answer the same view, so that one may be compared with the other. */
  inStep(one: string, other: string): boolean {
    const [a, b] = [this.state(one), this.state(other)];
    return a.status === 'ready' && b.status === 'ready' && a.stale === b.stale;
  }

  /** What stands in a tile without a number: why there is none. */
  absence(key: string, otherwise = 'no data'): string {
    const { status, message } = this.state(key);
    return unreadWords(status) ?? (status === 'missing' && message ? message : otherwise);
  }

  /** The measure a panel shows. */
  measure(key: string): Measure | undefined {
    const panel = this.#page.panels.find((candidate) => candidate.key === key);
    return panel && this.#measures[shownBy(panel, this.#view).measure];
  }

  /** The statements behind a panel for the view shown, for "How this is calculated". */
  async statements(key: string): Promise<Statement[]> {
    const panel = this.#page.panels.find((candidate) => candidate.key === key);
    const request = panel && panelRequest(panel, this.#view);
    if (!panel || !request) return [];
    return (await loadQuestion(panel, this.#view)).statements(request);
  }

  /** Query string under which the SQL console shows a panel's statements for the view shown. */
  link(key: string): string {
    return figureSearch(this.#page.id, key, this.#view);
  }

  /** Cancels what is under way; figures not yet replaced stay dimmed with a sentence. */
  cancel(): void {
    this.#controller?.abort();
  }

  /** Ends all work: the page is left. */
  close(): void {
    const controller = this.#controller;
    this.#controller = null;
    controller?.abort();
  }

  /** Brings every panel to a view. */
  async show(view: ChosenView): Promise<void> {
    const before = this.#controller;
    const controller = new AbortController();
    this.#controller = controller;
    before?.abort();
    this.#view = view;
    void this.#define(view);
    const wanted = this.#page.panels.flatMap((panel) => {
      const request = panelRequest(panel, view);
      if (!request) {
        this.#drop(panel, { ...loading, status: 'ready', dataset: view.dataset.version });
        return [];
      }
      if (this.#shown.get(panel.key) === keyOf(panel, request, view)) {
        this.#seen.add(panel.key);
        if (this.state(panel.key).stale) this.#update(panel, { stale: false, message: null, progress: null });
        return [];
      }
      if (this.state(panel.key).rows.length === 0) this.#drop(panel, loading);
      else this.#update(panel, { stale: true, message: null, progress: null });
      return [{ panel, request, view }];
    });
    if (wanted.length === 0) return;
    controller.signal.addEventListener('abort', () => {
      // Not when a newer view has taken over, or the page was left.
      if (this.#controller === controller) this.#stop(wanted);
    });
    const open = await this.#fromAnswers(wanted, view, controller.signal);
    if (!controller.signal.aborted && open.length > 0) await this.#fromEngine(open, controller.signal);
  }

  /** Shows what the answer files hold and gives back what they do not. */
  async #fromAnswers(wanted: Wanted[], view: ChosenView, signal: AbortSignal): Promise<Wanted[]> {
    // Answers are written for whom a page is about, and for nothing else a link of its own may carry.
    const about = this.#page.about?.parameter ?? '';
    const whom = view.own[about];
    const first = { ...defaultView(view.dataset, view.scope), own: whom === undefined ? {} : { [about]: whom } };
    const covered = wanted.filter(({ panel, request }) => {
      const asFirst = panelRequest(panel, first);
      return asFirst !== null && keyOf(panel, asFirst, first) === keyOf(panel, request, view);
    });
    if (covered.length === 0) return wanted;
    const file = fileScope(view.scope, view);
    try {
      const answers = await this.#dataset.answers(this.#page.id, formatScope(file));
      if (signal.aborted) return [];
      const panels = panelsFor(this.#page, view, answers);
      return wanted.filter(({ panel, request }) => {
        const packed = panels[panel.key];
        if (!packed || !covered.some((item) => item.panel === panel)) return true;
        this.#show(panel, request, packed, answers.dataset, view);
        this.#seen.add(panel.key);
        return false;
      });
    } catch {
      // The engine reads other files: it may still know. If it does not, its own sentence says why.
      return signal.aborted ? [] : wanted;
    }
  }

  async #fromEngine(wanted: Wanted[], signal: AbortSignal): Promise<void> {
    try {
      const engine = await this.#engine.start({ signal, onProgress: (progress) => this.#progress(wanted, progress) });
      const { marts } = await this.#dataset.files();
      // All at once: what they need is fetched together, and while one answer is worked out here the engine, which takes
      // them in turn, counts the next. Those that come quickly are shown together: each time anything is shown, the whole
      // page is laid out and painted.
      let answered: (() => void)[] = [];
      let timer: ReturnType<typeof setTimeout> | undefined;
      const show = () => {
        clearTimeout(timer);
        timer = undefined;
        if (!signal.aborted) for (const each of answered) each();
        answered = [];
      };
      await Promise.all(
        wanted.map(async (item) => {
          const answer = await this.#ask(item, engine, marts, signal);
          answered.push(answer);
          timer ??= setTimeout(show, together);
        }),
      );
      show();
      if (!signal.aborted) onceIdle(() => void this.#ahead(engine, signal));
    } catch (error) {
      if (signal.aborted) return;
      const why = error instanceof Error ? error.message : String(error);
      for (const { panel } of wanted) this.#fail(panel, why);
    }
  }

  /**
   * While nothing else is to be done, asks for what a reader is likely to choose next: what the page itself names, and
   * the periods near, as far as nothing has to be fetched for them. The engine keeps the results. Ends with the view.
   */
  async #ahead(engine: BrowserEngine, signal: AbortSignal): Promise<void> {
    const { dataset, period } = this.#view;
    const chosen = (this.#page.ahead?.(this.#view) ?? []).map((own) => ({ ...this.#view, own }));
    const near = periodsNear(period, calendarOf(dataset), { from: dataset.history_from ?? dataset.as_of });
    const views = [...chosen, ...near.map((each) => withComparison({ ...this.#view, period: each }))];
    for (const [index, view] of views.entries()) {
      for (const panel of this.#page.panels) {
        const request = panelRequest(panel, view);
        if (!request) continue;
        if (signal.aborted) return;
        try {
          const question = await loadQuestion(panel, view);
          const parts = question.needs(request);
          if (index < chosen.length) await engine.load(parts, { signal });
          else if (!(await engine.holds(parts))) continue;
          for (const { sql, bindings } of question.statements(request)) await engine.query(sql, bindings, { signal });
        } catch {
          // Its own turn, should it come, says what is wrong.
        }
      }
    }
  }

  /** Asks one panel's question; gives back what shows the answer, or why there is none. */
  async #ask(
    { panel, request, view }: Wanted,
    engine: BrowserEngine,
    marts: Awaited<ReturnType<Dataset['files']>>['marts'],
    signal: AbortSignal,
  ): Promise<() => void> {
    try {
      const ofRows = { measure: shownBy(panel, view).measure, request };
      const answer = await ask(engine, marts, await loadQuestion(panel, view), request, {
        signal,
        onProgress: (progress) => this.#update(panel, { progress }),
      });
      return () => {
        this.#shown.set(panel.key, keyOf(panel, request, view));
        this.#seen.add(panel.key);
        this.#set(panel, { ...loading, status: 'ready', rows: answer.rows, dataset: answer.dataset, of: ofRows });
      };
    } catch (error) {
      if (error instanceof MissingTables) {
        return () => {
          this.#shown.set(panel.key, keyOf(panel, request, view));
          this.#set(panel, { ...loading, status: 'missing', message: error.message });
        };
      }
      return () => this.#fail(panel, error instanceof Error ? error.message : String(error));
    }
  }

  /** Definitions of what the reader chose, which the HTML does not carry. */
  async #define(view: ChosenView): Promise<void> {
    const unknown = this.#page.panels
      .map((panel) => shownBy(panel, view).measure)
      .filter((id) => !(id in this.#measures));
    if (unknown.length === 0) return;
    const { findMeasure } = await import('../measures/measures.ts');
    const found = unknown.flatMap((id) => findMeasure(id) ?? []);
    this.#measures = { ...this.#measures, ...Object.fromEntries(found.map((measure) => [measure.id, measure])) };
  }

  #show(panel: Panel, request: Request, packed: PackedAnswer, dataset: string, view: ChosenView): void {
    this.#shown.set(panel.key, keyOf(panel, request, view));
    this.#set(
      panel,
      'missing' in packed
        ? { ...loading, status: 'missing', message: new MissingTables(packed, packed.missing).message }
        : {
            ...loading,
            status: 'ready',
            rows: unpackAnswer<object>(packed),
            dataset,
            of: { measure: shownBy(panel, view).measure, request },
          },
    );
  }

  /** Puts a state without rows: whatever was shown is forgotten. */
  #drop(panel: Panel, state: PanelState): void {
    this.#shown.delete(panel.key);
    this.#seen.delete(panel.key);
    this.#set(panel, state);
  }

  #update(panel: Panel, changes: Partial<PanelState>): void {
    this.#set(panel, { ...this.state(panel.key), ...changes });
  }

  #set(panel: Panel, state: PanelState): void {
    this.#states = { ...this.#states, [panel.key]: state };
  }

  #progress(wanted: Wanted[], progress: Progress): void {
    for (const { panel } of wanted) this.#update(panel, { progress });
  }

  #stop(wanted: Wanted[]): void {
    for (const { panel, request, view } of wanted) {
      if (this.#shown.get(panel.key) !== keyOf(panel, request, view))
        this.#fail(panel, 'Cancelled. Change anything to ask again.');
    }
  }

  /** A figure a reader has seen keeps its rows, dimmed: they are right, only for another view. */
  #fail(panel: Panel, message: string): void {
    const before = this.state(panel.key);
    if (before.rows.length === 0 || !this.#seen.has(panel.key)) {
      this.#drop(panel, { ...loading, status: 'failed', message });
      return;
    }
    const mark = 'The figures shown are those of the view before.';
    this.#set(panel, { ...before, stale: true, message: `${message} ${mark}`, progress: null });
  }
}

interface Wanted {
  panel: Panel;
  request: Request;
  view: ChosenView;
}

/** The questions and their SQL are heavy, and the first view needs none of them: its rows lie in the answers. */
async function loadQuestion(panel: Panel, view: ChosenView): Promise<Question> {
  questions ??= import('../questions/index.ts');
  questions.catch(() => (questions = null));
  return (await questions).questionOf(shownBy(panel, view).question);
}

/** Kept, for asking the browser for a module it has costs a page of panels some milliseconds each time. */
let questions: Promise<typeof import('../questions/index.ts')> | null = null;

function keyOf(panel: Panel, request: Request, view: ChosenView): string {
  return JSON.stringify([request.dataset.version, shownBy(panel, view).question, describeRequest(request)]);
}

/** The part of an answer file that is about the view. */
function panelsFor(page: Page, view: ChosenView, answers: AnswerFile): Record<string, PackedAnswer> {
  if (page.about) return { ...answers.panels, ...answers.people?.[view.own[page.about.parameter] ?? ''] };
  return view.scope.kind === 'unit' ? (answers.units?.[view.scope.id] ?? {}) : answers.panels;
}

/** A unit's answers lie in its institution's file. */
function fileScope(scope: Scope, view: ChosenView): Scope {
  return scope.kind === 'unit' ? (parentScope(scope, view.dataset) ?? scope) : scope;
}
