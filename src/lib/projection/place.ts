import { bandWidths, chanceAbove, empiricalShares, levels, type PastErrors, type Widths } from './bands.ts';
import { admissionErrors } from './errors.ts';
import type { PlaceInput } from './input.ts';
import { countLevel, expectedAt } from './level.ts';
import { baseline, isBaseline, type Scenario } from './scenario.ts';
import { halfWidths, quantile, simulate, type Simulation } from './simulate.ts';
import { fitStockFlow, totals } from './snapshot.ts';

/** Paths and seed of every projection shown: the same figures wherever they are asked for. */
export const shownPaths = 1000;
export const shownSeed = 1;

/** Months of history a projection needs. */
export const fewestMonths = 12;

/** One month ahead of a place. */
export interface MonthAhead {
  /** Months ahead, 1 and on. */
  ahead: number;
  projected: number;
  widths: Widths;
  /** Expected in the month; null where only counts are known. */
  admissions: number | null;
  exits: number | null;
}

/** The difference a scenario makes, by months ahead. */
export interface Difference {
  ahead: number;
  difference: number;
  lower80: number;
  upper80: number;
}

export interface PlaceProjection {
  months: MonthAhead[];
  /** Null for the baseline. */
  differences: Difference[] | null;
  /** The baseline's paths, to be handed in again; null where only counts are known. */
  plain: Simulation | null;
}

export interface ProjectOptions {
  months: number;
  scenario?: Scenario;
  /** Past relative errors of this method here, for the bands; see `pastErrors`. */
  errors: PastErrors;
  paths?: number;
  seed?: number;
  progress?: (share: number) => void;
  /** The baseline simulated before with the same place, months, paths and seed. */
  plain?: Simulation;
}

/** Why a place has no projection, as a sentence; null where it has one. */
export function refusal(input: PlaceInput | null): string | null {
  if (!input) return 'Nobody has been held here within the history, so there is nothing to project.';
  const months = input.last - input.first + 1;
  const known = input.snapshot ? months : input.population.filter((people) => people !== null).length - 1;
  if (known < fewestMonths) {
    return `There is too little history: ${known} whole months are known, and a projection needs ${fewestMonths}.`;
  }
  if (input.snapshot) {
    return input.population.at(-1) === 0
      ? 'Nobody is held here on the as-of date. A projection of nobody would say nothing.'
      : null;
  }
  const since = input.population.length - 1 - input.population.findLastIndex((people) => people !== null);
  return since > 3 ? `The last count is ${since} months old; a projection needs one of the last three months.` : null;
}

/** Projects a place. Call `refusal` first. Throws what `progress` throws. */
export function projectPlace(input: PlaceInput, options: ProjectOptions): PlaceProjection {
  return input.snapshot ? fromStays(input, options) : fromCounts(input, options);
}

function fromStays(input: PlaceInput, options: ProjectOptions): PlaceProjection {
  const { months, scenario = baseline, errors, paths = shownPaths, seed = shownSeed, progress } = options;
  const snapshot = input.snapshot!;
  const model = fitStockFlow(snapshot);
  if (!model) return { months: [], differences: null, plain: null };
  const counts = totals(snapshot.strata);
  const known = counts.length;
  const past = admissionErrors(counts, snapshot.firstMonth);
  const changed = !isBaseline(scenario);
  const run = (what: Scenario, from: number, part: number) =>
    simulate(model, {
      months,
      paths,
      seed,
      errors: past,
      known,
      scenario: what,
      ...(progress ? { progress: (share: number) => progress(from + part * share) } : {}),
    });
  const given = options.plain;
  const plain = given ?? run(baseline, 0, changed ? 0.5 : 1);
  const simulation = changed ? run(scenario, given ? 0 : 0.5, given ? 1 : 0.5) : plain;
  const empirical = levels.map((level) => empiricalShares(errors, level, months));
  const simulated = halfWidths(simulation, levels);
  const { population, admissions, exits } = simulation.expected;
  return {
    months: Array.from({ length: months }, (_, i) => {
      const h = i + 1;
      const projected = population[h]!;
      const widths = bandWidths(
        projected,
        h,
        simulated.map((width) => width[h]!),
        empirical.map((share) => share[h]!),
      );
      return { ahead: h, projected, widths, admissions: admissions[h]!, exits: exits[h]! };
    }),
    differences: changed ? differencesOf(plain, simulation) : null,
    plain,
  };
}

/** Scenario less baseline, path by path: what chance they share falls away. */
function differencesOf(plain: Simulation, changed: Simulation): Difference[] {
  const { months, count } = plain;
  const size = months + 1;
  const column = new Float64Array(count);
  return Array.from({ length: months }, (_, i) => {
    const h = i + 1;
    for (let path = 0; path < count; path++)
      column[path] = changed.paths[path * size + h]! - plain.paths[path * size + h]!;
    column.sort();
    const difference = changed.expected.population[h]! - plain.expected.population[h]!;
    // The paths are whole people around the expected difference; an interval never leaves it outside.
    return {
      ahead: h,
      difference,
      lower80: Math.min(difference, quantile(column, 0.1)),
      upper80: Math.max(difference, quantile(column, 0.9)),
    };
  });
}

function fromCounts(input: PlaceInput, { months, errors }: ProjectOptions): PlaceProjection {
  // The first value lies before the first month.
  const level = countLevel(input.population, (input.first + 11) % 12);
  if (!level) return { months: [], differences: null, plain: null };
  const behind = input.population.length - 1 - input.population.findLastIndex((people) => people !== null);
  const empirical = levels.map((each) => empiricalShares(errors, each, months, true));
  return {
    months: Array.from({ length: months }, (_, i) => {
      const h = i + 1;
      const projected = expectedAt(level, h + behind);
      const widths = bandWidths(
        projected,
        h,
        [],
        empirical.map((share) => share[h]!),
      );
      return { ahead: h, projected, widths, admissions: null, exits: null };
    }),
    differences: null,
    plain: null,
  };
}

/** The lower and upper limit of a band; nobody is fewer than none. */
export function limits({ projected, widths }: Pick<MonthAhead, 'projected' | 'widths'>, level: 0 | 1 | 2 | 3) {
  return { lower: Math.max(0, projected - widths[level]), upper: projected + widths[level] };
}

/** Chance that the average daily population of a month is above a number. */
export function chanceOfAverageAbove(limit: number, before: number, { projected, widths }: MonthAhead): number {
  return chanceAbove(limit, (before + projected) / 2, widths);
}
