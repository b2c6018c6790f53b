import type { ChosenView } from '../pages/view.ts';
import type { Beginning, ProjectedMonth } from '../questions/population-projection.ts';
import { formatScope } from '../questions/scope.ts';
import type { Scenario } from '../projection/scenario.ts';
import { scenarioTexts } from '../projection/scenario-text.ts';
import type { App } from './app.svelte.ts';
import { Simulator } from './simulator.svelte.ts';

/** The months of each scenario a reader has asked for, simulated once. */
export class ScenarioRuns {
  /** Why scenarios cannot be shown, as a sentence. */
  problem = $state<string | null>(null);
  readonly simulator = new Simulator();
  readonly #app: App;
  #rows = $state.raw<Readonly<Record<string, ProjectedMonth[]>>>({});
  #place = '';
  #opening: Promise<Beginning | null> | null = null;
  /** Only the last wish counts: while a slider moves, the positions between are not worth waiting for. */
  #wish = 0;

  constructor(app: App) {
    this.#app = app;
  }

  /** Months of a scenario; null while they are not there yet. */
  rows(scenario: Scenario): ProjectedMonth[] | null {
    return this.#rows[keyOf(scenario)] ?? null;
  }

  /** Brings the scenarios to a view, first things first. */
  async want(view: ChosenView, scenarios: readonly Scenario[], months: number): Promise<void> {
    const wish = (this.#wish += 1);
    const place = `${view.dataset.version} ${formatScope(view.scope)}`;
    if (place !== this.#place) {
      this.#place = place;
      this.#rows = {};
      this.#opening = null;
      this.simulator.cancel();
    }
    if (scenarios.every((scenario) => this.rows(scenario))) return;
    try {
      this.#opening ??= this.#open(view, months);
      const beginning = await this.#opening;
      if (!beginning) return;
      const { projectedMonths } = await import('../questions/population-projection.ts');
      for (const scenario of scenarios) {
        if (wish !== this.#wish) return;
        if (this.rows(scenario)) continue;
        const projection = await this.simulator.project(scenario);
        if (place !== this.#place) return;
        const request = { scope: view.scope, dataset: view.dataset, by: null, filters: {} };
        this.#rows = { ...this.#rows, [keyOf(scenario)]: projectedMonths(projection, beginning, request) };
      }
      this.problem = null;
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') {
        if (wish === this.#wish) this.problem = 'Cancelled. Move a slider to simulate again.';
        return;
      }
      this.#opening = null;
      this.problem = `The scenario could not be simulated. ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  close(): void {
    this.#wish += 1;
    this.simulator.cancel();
  }

  /** Fetches what the place's projection is made from and hands it to the worker. */
  async #open(view: ChosenView, months: number): Promise<Beginning | null> {
    const [engine, { populationProjection, placeAt }, { errorsOf, inputOf }] = await Promise.all([
      this.#app.engine.start(),
      import('../questions/population-projection.ts'),
      import('../questions/projection.ts'),
    ]);
    const { dataset, scope } = view;
    const request = { scope, period: view.period, by: null, filters: {}, params: {}, dataset };
    await engine.load(populationProjection.needs(request));
    const results = [];
    for (const { sql, bindings } of populationProjection.statements(request))
      results.push(await engine.query(sql, bindings));
    const [found = [], past = []] = results;
    const input = inputOf(found);
    if (!input) return null;
    this.simulator.use({ input, errors: errorsOf(past), months });
    return placeAt(input);
  }
}

function keyOf(scenario: Scenario): string {
  return JSON.stringify(scenarioTexts(scenario));
}
