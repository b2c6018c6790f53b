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
  const draw = openUniform(options.seed);
  const { fill: errorPath, recorded } = errorPaths(options, draw);
  const paths = new Float64Array(count * size);
  const arrivals = new Float64Array(count * size);
  const relative = new Float64Array(size);
  const mean = new Float64Array(size);
  for (let path = 0; path < count; path++) {
    if (path % 100 === 0) options.progress?.(path / count);
    errorPath(relative);
    const stock = stocks[Math.min(stocks.length - 1, Math.floor(draw() * stocks.length))]!;
    mean.fill(0);
    for (let j = 1; j <= months; j++) {
      const factor = 1 + relative[j]!;
      if (factor <= 0) continue;
      for (let h = j, at = j * size + j; h <= months; h++, at++) mean[h]! += factor * arrivedBy[at]!;
    }
    let held = Math.round(stock[0]!);
    let arrived = 0;
    paths[path * size] = held;
    for (let h = 1; h <= months; h++) {
      const [u, v, w] = [draw(), draw(), draw()];
      held = binomialAt(u, held, stock[h - 1]! > 0 ? stock[h]! / stock[h - 1]! : 0);
      const fresh = entering[h]! * Math.max(0, 1 + relative[h]!);
      const staying = mean[h - 1]! > 0 ? Math.max(0, mean[h]! - fresh) / mean[h - 1]! : 0;
      // Past errors of a month's admissions hold their Poisson chance already.
      const came = recorded ? Math.floor(fresh + w) : poissonAt(w, fresh);
      arrived = binomialAt(v, arrived, Math.min(1, staying)) + came;
      paths[path * size + h] = held + arrived;
      arrivals[path * size + h] = came;
    }
  }
  return { expected, paths, came: arrivals, months, count };
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
export function deviations({ paths, months, count, expected }: Simulation): Float64Array {
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
