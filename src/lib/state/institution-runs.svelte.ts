import { reasonOf } from '../format/reason.ts';
import type { ChosenView } from '../pages/view.ts';
import type { WholeOfParts } from '../projection/projection-message.ts';
import { isBaseline, type Scenario } from '../projection/scenario.ts';
import type { MonthBeside } from '../questions/population/projection.ts';
import { facilitiesOf } from '../questions/scope.ts';
import type { App } from './app.svelte.ts';
import { inputFor, keyOf, placeOf } from './scenario-runs.svelte.ts';
import { Simulator } from './simulator.svelte.ts';

/** Months of the institutions of a place, by institution. */
export type MonthsByInstitution = ReadonlyMap<string, readonly MonthBeside[]>;

/** The scenario of a place at each of its institutions: theirs add up to it. One is kept, the last asked for. */
export class InstitutionRuns {
  /** Why it cannot be shown, as a sentence. */
  problem = $state<string | null>(null);
  readonly #app: App;
  readonly #simulator = new Simulator<WholeOfParts>();
  #months = $state.raw<MonthsByInstitution | null>(null);
  /** What the months are of, and what is wanted. */
  #of = $state.raw('');
  #wanted = '';
  #ground: { at: string; open: Promise<WholeOfParts | null> } | null = null;

  constructor(app: App) {
    this.#app = app;
  }

  /** Null while they are not there. */
  months(view: ChosenView, scenario: Scenario): MonthsByInstitution | null {
    return this.#of === wish(view, scenario) ? this.#months : null;
  }

  /** Brings the institutions to a scenario; the baseline stops what is under way. */
  async want(view: ChosenView, scenario: Scenario): Promise<void> {
    const wanted = wish(view, scenario);
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.problem = null;
    this.#simulator.cancel();
    if (isBaseline(scenario) || this.#of === wanted || view.scope.kind === 'facility') return;
    try {
      const ground = await this.#open(view);
      if (!ground || wanted !== this.#wanted) return;
      this.#simulator.use(ground);
      const [{ besideMonths }, found] = await Promise.all([
        import('../questions/population/projection-institutions.ts'),
        this.#simulator.project(scenario),
      ]);
      if (wanted !== this.#wanted) return;
      const request = { scope: view.scope, dataset: view.dataset, by: null, filters: {} };
      const parts = new Map(ground.parts.map((part) => [part.id, part]));
      this.#months = new Map(
        found.flatMap(({ id, months }) => {
          const part = parts.get(id);
          return part ? [[id, besideMonths(part, months, request)] as const] : [];
        }),
      );
      this.#of = wanted;
    } catch (error) {
      if (wanted !== this.#wanted) return;
      this.#wanted = '';
      this.problem = `The scenario could not be worked out by institution. ${reasonOf(error)}`;
    }
  }

  close(): void {
    this.#wanted = '';
    this.#simulator.cancel();
  }

  /** Fetches what the place and its institutions are projected from, once. */
  #open(view: ChosenView): Promise<WholeOfParts | null> {
    const at = placeOf(view);
    if (this.#ground?.at === at) return this.#ground.open;
    const open = fetchGround(this.#app, view);
    this.#ground = { at, open };
    open.catch(() => {
      if (this.#ground?.open === open) this.#ground = null;
    });
    return open;
  }
}

async function fetchGround(app: App, { scope, dataset }: ChosenView): Promise<WholeOfParts | null> {
  const [{ partsOf }, { defaultMonths }, whole, ...inputs] = await Promise.all([
    import('../questions/population/projection-institutions.ts'),
    import('../questions/population/projection.ts'),
    inputFor(app, scope),
    ...facilitiesOf(scope, dataset).map(async (id) => ({ id, input: await inputFor(app, { kind: 'facility', id }) })),
  ]);
  if (!whole) return null;
  const known = inputs.flatMap(({ id, input }) => (input ? [{ id, input }] : []));
  const parts = partsOf(known, { scope, dataset, by: null, filters: {} });
  return { action: 'whole', whole, parts, months: defaultMonths };
}

function wish(view: ChosenView, scenario: Scenario): string {
  return `${placeOf(view)} ${keyOf(scenario)}`;
}
