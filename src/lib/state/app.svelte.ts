import { getContext, setContext } from 'svelte';
import { aboutTable } from '../pages/about-table.ts';
import { defaultView, parseView, type ChosenView } from '../pages/view.ts';
import type { About, AboutOptions } from '../ui/download/about.ts';
import { setTableHost, type TableHost } from '../ui/table/table-host.ts';
import { CaseKey } from './case-key.svelte.ts';
import type { Dataset } from './dataset.svelte.ts';
import type { QueryEngine } from './engine.svelte.ts';
import type { PanelView } from './panels.svelte.ts';
import { Tables } from './tables.svelte.ts';

/** What every page shares: the data, the engine, and the view the link names. */
export class App implements TableHost {
  readonly dataset: Dataset;
  readonly engine: QueryEngine;
  readonly tables = new Tables();
  /** The agency's own numbers of cases, where a reader has opened a key. */
  readonly key = new CaseKey();
  /** Query string of the page, once the page runs; the prerendered HTML always shows the default view. */
  search = $state<string | null>(null);
  /** The figures of the page that is shown; null on pages without any. */
  panels = $state.raw<PanelView | null>(null);
  /** Name of whom the page is about, for the breadcrumb; null on pages about places. */
  subject = $state<string | null>(null);
  readonly #parsed = $derived.by(() =>
    this.search === null
      ? { view: defaultView(this.dataset.manifest), tables: {}, notes: [] }
      : parseView(new URLSearchParams(this.search), this.dataset.manifest),
  );

  constructor(dataset: Dataset, engine: QueryEngine) {
    this.dataset = dataset;
    this.engine = engine;
  }

  get view(): ChosenView {
    return this.#parsed.view;
  }

  /** What of the link was left out, and why. Tables are known once the figures are there. */
  get notes(): string[] {
    const settled = this.search !== null && !this.panels?.pending;
    return [...this.#parsed.notes, ...(settled ? this.tables.notes() : [])];
  }

  /** What a download of a table says of the place, period and data shown. */
  about(options: AboutOptions): About {
    return aboutTable(this.panels?.view ?? null, this.view.dataset, options);
  }

  /** Takes up the link of the page that is shown from now on. */
  follow(search: string): void {
    this.search = search;
    this.tables.views = this.#parsed.tables;
  }
}

const key = Symbol('app');

export function setApp(app: App): App {
  setTableHost(app);
  return setContext(key, app);
}
export const getApp = (): App => getContext<App>(key);
