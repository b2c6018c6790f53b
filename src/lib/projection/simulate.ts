/**
 * Chance added to a projection: a thousand paths. Each draws how wrong the expected admissions turn out to be (blocks
 * of six months of past errors, kept together), which of the last two years' slippage of release dates comes again, and
 * every exit and admission (binomial and Poisson). One seed gives one set of paths; scenarios on the same seed differ
 * only by what was changed.
 */
import { unknownError } from './errors.ts';
import { binomialAt, normalAt, poissonAt } from './draws.ts';
import { openUniform } from '../analysis/random.ts';
import { baseline, type Scenario } from './scenario.ts';
import { blockMonths, windowMonths, type FittedStockFlow } from './snapshot.ts';
import { projectStockFlow, stockAhead, type Projected } from './stock-flow.ts';
import { median } from './season.ts';

/** Multiple of the typical error (as a standard deviation, from the median) beyond which an error is not usual. */
const usualErrors = 1.5;

export interface SimulationOptions {
  months: number;
  paths: number;
  seed: number;
  /** Past relative errors of a month's admissions; see errors.ts. */
  errors: readonly (number | null)[];
  /** Months of history known: later errors are not used. */
  known: number;
  scenario?: Scenario;
  /** The baseline of the same model, months, paths and seed, simulated before: what a scenario leaves is taken from it. */
  plain?: Simulation | null;
  /** Called now and then with the share of paths done; throwing stops the simulation. */
  progress?: (share: number) => void;
}

export interface Simulation {
  expected: Projected;
  /** People at path × (months + 1) + h. */
  paths: Float64Array;
  /** Of them, who came in month h and was there at its end, likewise. */
  came: Float64Array;
  months: number;
  count: number;
  /** Of today's people, who is still there, likewise. */
  held: Float64Array;
  luck: Luck;
}

/** What chance gives every path, whatever the scenario. */
interface Luck {
  /** Relative errors of a month's admissions, at path × (months + 1) + h, and whether they are past ones. */
  errors: Float64Array;
  recorded: boolean;
  /** Where each path lies, from 0 to 1, among the slippages of release dates. */
  slippage: Float64Array;
  /** Where it lies among those of today's people who stay, of the arrived who stay, and of who comes, month by month. */
  held: Float64Array;
  arrived: Float64Array;
  came: Float64Array;
}

export function simulate(model: FittedStockFlow, options: SimulationOptions): Simulation {
  const { months, paths: count, scenario = baseline } = options;
  const size = months + 1;
  const expected = projectStockFlow(model, months, scenario);
  const stocks =
    model.slippage.length > 1
      ? model.slippage.map((hazard) => stockAhead(model, months, scenario, hazard))
      : [expected.stock];
  const arrivedBy = expected.arrived;
  const entering = Float64Array.from({ length: size }, (_, j) => arrivedBy[j * size + j] ?? 0);
  const luck = options.plain?.luck ?? drawLuck(options);
  const kept = scenario.retroactive ? null : options.plain?.held;
  const held = kept ?? heldPaths(stocks, luck, months, count);
  const paths = new Float64Array(count * size);
  const came = new Float64Array(count * size);
  const mean = new Float64Array(size);
  for (let path = 0; path < count; path++) {
    if (path % 100 === 0) options.progress?.(path / count);
    const from = path * size;
    mean.fill(0);
    for (let j = 1; j <= months; j++) {
      const factor = 1 + luck.errors[from + j]!;
      if (factor <= 0) continue;
      for (let h = j, at = j * size + j; h <= months; h++, at++) mean[h]! += factor * arrivedBy[at]!;
    }
    let arrived = 0;
    paths[from] = held[from]!;
    for (let h = 1; h <= months; h++) {
      const fresh = entering[h]! * Math.max(0, 1 + luck.errors[from + h]!);
      const staying = mean[h - 1]! > 0 ? Math.max(0, mean[h]! - fresh) / mean[h - 1]! : 0;
      const chance = luck.came[from + h]!;
      // Past errors of a month's admissions hold their Poisson chance already.
      const fromOutside = luck.recorded ? Math.floor(fresh + chance) : poissonAt(chance, fresh);
      arrived = binomialAt(luck.arrived[from + h]!, arrived, Math.min(1, staying)) + fromOutside;
      paths[from + h] = held[from + h]! + arrived;
      came[from + h] = fromOutside;
    }
  }
  return { expected, paths, came, months, count, held, luck };
}

/** Draws what chance gives, path by path: the order is part of figures that were published. */
function drawLuck(options: SimulationOptions): Luck {
  const { months, paths: count, seed } = options;
  const size = months + 1;
  const draw = openUniform(seed);
  const { fill, recorded } = errorPaths(options, draw);
  const [errors, held, arrived, came] = Array.from({ length: 4 }, () => new Float64Array(count * size)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const slippage = new Float64Array(count);
  for (let path = 0; path < count; path++) {
    const from = path * size;
    fill(errors.subarray(from, from + size));
    slippage[path] = draw();
    for (let at = from + 1; at < from + size; at++) {
      held[at] = draw();
      arrived[at] = draw();
      came[at] = draw();
    }
  }
  return { errors, recorded, slippage, held, arrived, came };
}

/** Today's people of every path who are still there, each path with one of the slippages of release dates. */
function heldPaths(stocks: readonly Float64Array[], luck: Luck, months: number, count: number): Float64Array {
  const size = months + 1;
  const held = new Float64Array(count * size);
  for (let path = 0; path < count; path++) {
    const stock = stocks[Math.min(stocks.length - 1, Math.floor(luck.slippage[path]! * stocks.length))]!;
    let people = Math.round(stock[0]!);
    held[path * size] = people;
    for (let h = 1, at = path * size + 1; h <= months; h++, at++) {
      people = binomialAt(luck.held[at]!, people, stock[h - 1]! > 0 ? stock[h]! / stock[h - 1]! : 0);
      held[at] = people;
    }
  }
  return held;
}

/**
 * Fills one path of relative admission errors with blocks of past ones. An error far beyond the usual is drawn at the
 * edge of the usual: an epidemic belongs to the floor of the bands, not to every path's future.
 */
function errorPaths({ months, errors, known }: SimulationOptions, draw: () => number) {
  const past = errors.slice(Math.max(0, known - windowMonths), known).filter((error) => error !== null);
  const starts = past.length - blockMonths + 1;
  if (starts < blockMonths) {
    const fill = (into: Float64Array): void => {
      into.fill(unknownError * normalAt(draw()));
    };
    return { recorded: false, fill };
  }
  const limit = usualErrors * 1.4826 * median(past.map(Math.abs));
  const usual = past.map((error) => Math.min(limit, Math.max(-limit, error)));
  const fill = (into: Float64Array): void => {
    for (let h = 1; h <= months; h += blockMonths) {
      const start = Math.min(starts - 1, Math.floor(draw() * starts));
      for (let i = 0; i < blockMonths && h + i <= months; i++) into[h + i] = usual[start + i]!;
    }
  };
  return { recorded: true, fill };
}

/** Standard deviation of the paths around the expected number, people, by months ahead. */
export function deviations({
  paths,
  months,
  count,
  expected,
}: Pick<Simulation, 'paths' | 'months' | 'count' | 'expected'>): Float64Array {
  const size = months + 1;
  return Float64Array.from({ length: size }, (_, h) => {
    let squares = 0;
    for (let path = 0; path < count; path++) squares += (paths[path * size + h]! - expected.population[h]!) ** 2;
    return Math.sqrt(squares / count);
  });
}

/** The p-quantile of sorted values, between the two nearest (R's type 7). */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  if (sorted.length === 0) return NaN;
  const at = p * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(sorted.length - 1, low + 1);
  return sorted[low]! + (at - low) * (sorted[high]! - sorted[low]!);
}
