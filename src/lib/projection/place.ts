import { minMonths } from './backtest.ts';
import { countAt, countLines } from './counts.ts';
import { admissionErrors } from './errors.ts';
import type { PlaceInput, WorkUnit } from './input.ts';
import { loadsAhead, type Load } from './load.ts';
import { simulatedSpread } from './past-places.ts';
import { chanceOfYearAbove, chancePassed, predictivePaths, walkingPaths, type Paths } from './paths.ts';
import { chanceAbove, chanceOver, spreadsOf, usualSpread, type Expected } from './predictive.ts';
import { baseline, isBaseline, type Scenario } from './scenario.ts';
import { projectStockFlow } from './stock-flow.ts';
import { deviations, quantile, simulate, type Simulation } from './simulate.ts';
import { fitStockFlow, totals } from './snapshot.ts';

/** Paths and seed of every projection shown: the same figures wherever they are asked for. */
export const shownPaths = 1000;
export const shownSeed = 1;

/** One month ahead of a place. */
export interface MonthAhead extends Expected {
  /** Months ahead, 1 and on. */
  ahead: number;
  /** Chance of more people than the capacity at the end of the month, and at the end of at least one month by then. */
  above: number | null;
  passed: number | null;
  /** Chance that the average population of the month, and of the twelve months up to it, is above the guideline. */
  monthOver: number | null;
  yearOver: number | null;
  /** Expected in the month; null where only counts are known. */
  admissions: number | null;
  exits: number | null;
  /** Work of the month, within the months it is projected for; null where it is not known. */
  loads: Readonly<Record<WorkUnit, Load | null>>;
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
  /** The baseline's simulation, to be handed in again; null where only counts are known. */
  plain: Simulation | null;
}

/** Numbers of people that chances are given of. */
export interface Thresholds {
  /** Capacity by months ahead, index 0 the next; null where none is known. */
  capacity: readonly (number | null)[];
  /** Average population from which an assistant coordinator is advised; null where it is not asked for. */
  guideline: number | null;
}

export const noThresholds: Thresholds = { capacity: [], guideline: null };

export interface ProjectOptions {
  months: number;
  scenario?: Scenario;
  thresholds?: Thresholds;
  paths?: number;
  seed?: number;
  progress?: (share: number) => void;
  /** The baseline simulated before with the same place, months, paths and seed. */
  plain?: Simulation;
  /**
   * People the scenario moves the place by, by months ahead from 0, where it is a share of what it moves a whole by; else
   * what it moves the place's own model by. No difference to the baseline is given then.
   */
  moved?: ArrayLike<number>;
}

/** Why a place has no projection, as a sentence; null where it has one. */
export function refusal(input: PlaceInput | null): string | null {
  if (!input) return 'Nobody has been held here within the history, so there is nothing to project.';
  const months = input.last - input.first + 1;
  const known = input.snapshot ? months : input.population.filter((people) => people !== null).length - 1;
  if (known < minMonths) {
    return `There is too little history: ${known} whole months are known, and a projection needs ${minMonths}.`;
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

const nothing: PlaceProjection = { months: [], differences: null, plain: null };

function fromStays(input: PlaceInput, options: ProjectOptions): PlaceProjection {
  const { months, scenario = baseline, paths = shownPaths, seed = shownSeed, progress } = options;
  const snapshot = input.snapshot!;
  const model = fitStockFlow(snapshot);
  if (!model) return nothing;
  const counts = totals(snapshot.strata);
  const known = counts.length;
  const past = admissionErrors(counts, snapshot.firstMonth);
  const changed = !isBaseline(scenario);
  const run = (what: Scenario, from: number, part: number, before: Simulation | null = null) =>
    simulate(model, {
      months,
      paths,
      seed,
      errors: past,
      known,
      scenario: what,
      plain: before,
      ...(progress ? { progress: (share: number) => progress(from + part * share) } : {}),
    });
  const [given, shared] = [options.plain, changed ? options.moved : undefined];
  const plain = given ?? (shared ? null : run(baseline, 0, changed ? 0.5 : 1));
  const simulation =
    changed || !plain ? run(scenario, plain === given ? 0 : 0.5, plain === given ? 1 : 0.5, plain) : plain;
  const today = input.population.findLast((people) => people !== null) ?? 0;
  const spreads = spreadsOf(input.record, months);
  const wide = deviations(simulation);
  const modelled = plain?.expected.population ?? projectStockFlow(model, months).population;
  const expected = Array.from({ length: months }, (_, i): Expected => {
    const h = i + 1;
    // The scenario moves the baseline by what it moves the model.
    const moved = shared?.[h] ?? simulation.expected.population[h]! - modelled[h]!;
    const { scale, freedom } = spreads[h]!;
    return {
      projected: Math.max(0, (input.baseline[h] ?? modelled[h]!) + moved),
      scale: scale * simulatedSpread(wide[h]!, h, today),
      freedom,
    };
  });
  const drawn = predictivePaths({ values: simulation.paths, months, count: paths }, expected, today);
  const { admissions } = simulation.expected;
  const flows = expected.map(({ projected }, i) => {
    const change = projected - (i === 0 ? today : expected[i - 1]!.projected);
    // Where a place is not what its model says, more or fewer come and leave; they are made to balance.
    const exits = Math.max(0, admissions[i + 1]! - change);
    return { admissions: exits + change, exits };
  });
  const loads = loadsAhead(input.work, simulation, drawn, flows);
  return {
    months: monthsOf(input, expected, drawn, options.thresholds).map((month, i) => ({
      ...month,
      ...flows[i]!,
      loads: { deadlines: loads.deadlines?.[i] ?? null, hours: loads.hours?.[i] ?? null },
    })),
    differences: changed && plain && !shared ? differencesOf(plain, simulation) : null,
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

function fromCounts(
  input: PlaceInput,
  { months, thresholds, paths = shownPaths, seed = shownSeed }: ProjectOptions,
): PlaceProjection {
  // The first value lies before the first month.
  const line = countLines(input.population, (input.first + 11) % 12, input.population.length - 1).at(-1);
  if (!line) return nothing;
  const spreads = spreadsOf(input.record, months);
  const expected = Array.from({ length: months }, (_, i): Expected => {
    const h = i + 1;
    const { scale, freedom } = spreads[h]!;
    const projected = input.baseline[h] ?? countAt(line, h);
    return { projected, scale: scale * usualSpread(h + line.behind, line.last), freedom };
  });
  const drawn = predictivePaths(walkingPaths(months, paths, seed), expected, line.last);
  const uncounted = { admissions: null, exits: null, loads: { deadlines: null, hours: null } };
  return {
    ...nothing,
    months: monthsOf(input, expected, drawn, thresholds).map((month) => ({ ...month, ...uncounted })),
  };
}

function monthsOf(
  input: PlaceInput,
  expected: readonly Expected[],
  drawn: Paths,
  { capacity, guideline }: Thresholds = noThresholds,
): Omit<MonthAhead, 'admissions' | 'exits' | 'loads'>[] {
  const above = expected.map((each, i) => (capacity[i] == null ? null : chanceAbove(capacity[i], each)));
  const passed = chancePassed(drawn, capacity, above);
  const years = guideline === null ? null : chanceOfYearAbove(drawn, guideline, input.population);
  const today: Expected = { projected: drawn.values[0] ?? 0, scale: 0, freedom: 1 };
  return expected.map((each, i) => {
    const before = expected[i - 1] ?? today;
    const month = {
      projected: (before.projected + each.projected) / 2,
      // Month ends a month apart are wrong in the same direction.
      scale: (before.scale + each.scale) / 2,
      freedom: each.freedom,
    };
    return {
      ...each,
      ahead: i + 1,
      above: above[i] ?? null,
      passed: passed[i] ?? null,
      monthOver: guideline === null ? null : chanceOver(guideline, month),
      yearOver: years?.[i] ?? null,
    };
  });
}
