import { reasonOf } from '../format/reason.ts';
import { unpackAnswer } from '../export/answers.ts';
import { onActionOf } from '../pages/page.ts';
import { projection } from '../pages/projection.ts';
import type { ChosenView } from '../pages/view.ts';
import type { PackedInput } from '../projection/packed-input.ts';
import type { Beginning, MonthBeside, ProjectedMonth } from '../questions/population/projection.ts';
import { formatScope, type Scope } from '../questions/scope.ts';
import type { PlaceInput } from '../projection/input.ts';
import type { PlaceProjection, Thresholds } from '../projection/place.ts';
import type { OnePlace } from '../projection/projection-message.ts';
import { baseline, type Scenario } from '../projection/scenario.ts';
import { scenarioTexts } from '../projection/scenario-text.ts';
import type { App } from './app.svelte.ts';
import { Simulator } from './simulator.svelte.ts';

/** Where a place's projection begins, and what it is held against. */
interface Opened {
  beginning: Beginning;
  thresholds: Thresholds;
}

interface ScenarioMonths {
  rows: ProjectedMonth[];
  beside: MonthBeside[];
}

/** The months of each scenario a reader has asked for, simulated once. */
export class ScenarioRuns {
  /** Why scenarios cannot be shown, as a sentence. */
  problem = $state<string | null>(null);
  /** Whether a scenario that is wanted is still being fetched or simulated. */
  busy = $state(false);
  readonly simulator = new Simulator<OnePlace>();
  readonly #app: App;
  #rows = $state.raw<Readonly<Record<string, ScenarioMonths>>>({});
  #place = '';
  #opening: Promise<Opened | null> | null = null;
  /** Only the last wish counts: while a slider moves, the positions between are not worth waiting for. */
  #wish = 0;
  /** Ends when the worker is free: one simulation after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(app: App) {
    this.#app = app;
  }

  /** Months of a scenario at the place of a view; null while they are not there yet. */
  rows(view: ChosenView, scenario: Scenario): ProjectedMonth[] | null {
    return this.#found(view, scenario)?.rows ?? null;
  }

  /** The first of them with the work they bring. */
  beside(view: ChosenView, scenario: Scenario): MonthBeside[] | null {
    return this.#found(view, scenario)?.beside ?? null;
  }

  #found(view: ChosenView, scenario: Scenario): ScenarioMonths | null {
    const found = this.#rows[keyOf(scenario)] ?? null;
    // A view may have moved on to a place that nothing has been asked for.
    return placeOf(view) === this.#place ? found : null;
  }

  /** Brings the scenarios to a view, first things first. */
  async want(view: ChosenView, scenarios: readonly Scenario[], months: number): Promise<void> {
    const wish = (this.#wish += 1);
    const place = this.#moveTo(view);
    if (scenarios.every((scenario) => this.rows(view, scenario))) {
      this.busy = false;
      return;
    }
    this.busy = true;
    this.problem = null;
    try {
      const opened = await this.#beginning(view, months);
      if (!opened) return;
      const { monthsBeside, projectedMonths } = await import('../questions/population/projection.ts');
      for (const scenario of scenarios) {
        if (wish !== this.#wish) return;
        if (this.rows(view, scenario)) continue;
        const simulated = await this.#simulate(scenario, () => wish === this.#wish);
        if (!simulated) return;
        if (place !== this.#place) return;
        const rows = projectedMonths(simulated, opened.beginning, view, opened.thresholds);
        const beside = monthsBeside({ rows, months: simulated.months });
        this.#rows = { ...this.#rows, [keyOf(scenario)]: { rows, beside } };
      }
    } catch (error) {
      const stopped = error instanceof DOMException && error.name === 'AbortError';
      if (!stopped && wish === this.#wish) this.problem = `The scenario could not be simulated. ${reasonOf(error)}`;
    } finally {
      if (wish === this.#wish) this.busy = false;
    }
  }

  /** Fetches ahead what the first move of a slider will need. */
  prepare(view: ChosenView, months: number): void {
    const place = this.#moveTo(view);
    if (this.#opening) return;
    this.#beginning(view, months)
      // Scenarios are held against the baseline's paths, which the worker keeps.
      .then((opened) => opened && this.#simulate(baseline, () => place === this.#place))
      .catch(() => {
        // Whoever moves a slider asks again and hears why.
      });
  }

  /** Stops what is under way. Another move of a slider starts it again. */
  cancel(): void {
    this.#wish += 1;
    this.busy = false;
    this.simulator.cancel();
    this.problem = 'Cancelled. Move a slider to simulate again.';
  }

  close(): void {
    this.#wish += 1;
    this.simulator.cancel();
  }

  /** Null where it is not wanted any more when its turn comes. */
  #simulate(scenario: Scenario, wanted: () => boolean): Promise<PlaceProjection | null> {
    const run = this.#turn.then(() => (wanted() ? this.simulator.project(scenario) : null));
    this.#turn = run.catch(() => null);
    return run;
  }

  #moveTo(view: ChosenView): string {
    const place = placeOf(view);
    if (place !== this.#place) {
      this.#place = place;
      this.#rows = {};
      this.#opening = null;
      this.simulator.cancel();
    }
    return place;
  }

  #beginning(view: ChosenView, months: number): Promise<Opened | null> {
    const opening = (this.#opening ??= this.#open(view, months));
    opening.catch(() => {
      if (this.#opening === opening) this.#opening = null;
    });
    return opening;
  }

  /** Fetches what the place's projection is made from, some tens of kilobytes, and hands it to the worker. */
  async #open({ scope, dataset }: ChosenView, months: number): Promise<Opened | null> {
    const place = this.#place;
    const [input, { placeAt, thresholdsOf }] = await Promise.all([
      inputFor(this.#app, scope),
      import('../questions/population/projection.ts'),
    ]);
    if (!input || place !== this.#place) return null;
    const beginning = placeAt(input);
    const thresholds = thresholdsOf({ scope, dataset, by: null, filters: {} }, beginning, months);
    this.simulator.use({ action: 'place', input, thresholds, months });
    return { beginning, thresholds };
  }
}

/** What the projection of a place is made from; null where there is none. */
export async function inputFor(app: App, scope: Scope): Promise<PlaceInput | null> {
  const [answers, { unpackInput }] = await Promise.all([
    app.dataset.answers(onActionOf(projection.id), formatScope(scope)),
    import('../projection/packed-input.ts'),
  ]);
  const packed = answers.panels.input;
  return packed && 'rows' in packed ? unpackInput(unpackAnswer<PackedInput>(packed)) : null;
}

/** What tells the runs of one place from those of another. */
export function placeOf({ dataset, scope }: Pick<ChosenView, 'dataset' | 'scope'>): string {
  return `${dataset.version} ${formatScope(scope)}`;
}

/** What tells one scenario from another. */
export function keyOf(scenario: Scenario): string {
  return JSON.stringify(scenarioTexts(scenario));
}
