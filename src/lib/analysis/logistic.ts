/**
 * Logistic regression on counted patterns of yes-or-no columns: the chance of taking part, given what is recorded.
 *
 * By iteratively reweighted least squares, McCullagh & Nelder, Generalized Linear Models, 2nd ed., 2.5. Agrees with R's
 * `glm(family = binomial)`: same start, same end (relative change of the deviance under 1e-8), so that also an estimate
 * without end, where all of a kind took part, stops at the same figure.
 */
import { cholesky, inverseCholesky, solveCholesky } from './matrix.ts';

/** People who are alike in every column. */
export interface LogisticRow {
  /** Columns that are 1 for them, besides the constant; each once. */
  readonly columns: ArrayLike<number>;
  readonly count: number;
  /** Of them, those with the outcome. */
  readonly successes: number;
}

export interface LogisticFit {
  /** The constant, then each column. */
  readonly coefficients: readonly number[];
  readonly standardErrors: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  readonly deviance: number;
  readonly steps: number;
}

const MOST_STEPS = 25;
const TOLERANCE = 1e-8;

/**
 * Fits the regression with `width` columns. Null when it has no solution: nobody, or columns that follow from others.
 * Throws a RangeError for counts that cannot be.
 */
export function logisticRegression(rows: readonly LogisticRow[], width: number): LogisticFit | null {
  const present = rows.filter((row) => row.count > 0);
  const wrong = present.find(({ count, successes }) => !(successes >= 0 && successes <= count));
  if (wrong) throw new RangeError(`not a part of a whole: ${wrong.successes} of ${wrong.count}`);
  if (present.length === 0) return null;
  let predictor = present.map(({ count, successes }) => {
    const start = (successes + 0.5) / (count + 1);
    return Math.log(start / (1 - start));
  });
  let before = devianceOf(present, predictor);
  for (let step = 1; step <= MOST_STEPS; step += 1) {
    const { information, target } = normalEquations(present, predictor, width);
    const lower = cholesky(information);
    if (!lower) return null;
    const coefficients = solveCholesky(lower, target);
    predictor = present.map((row) => predictorOf(row.columns, coefficients));
    const deviance = devianceOf(present, predictor);
    if (Math.abs(deviance - before) / (Math.abs(deviance) + 0.1) < TOLERANCE) {
      const covariance = inverseCholesky(lower);
      const standardErrors = covariance.map((row, i) => Math.sqrt(row[i]!));
      return { coefficients, standardErrors, covariance, deviance, steps: step };
    }
    before = deviance;
  }
  return null;
}

/** The log odds of people with these columns. */
export function predictorOf(columns: ArrayLike<number>, coefficients: readonly number[]): number {
  let sum = coefficients[0]!;
  for (let k = 0; k < columns.length; k += 1) sum += coefficients[columns[k]! + 1]!;
  return sum;
}

function normalEquations(rows: readonly LogisticRow[], predictor: readonly number[], width: number) {
  const size = width + 1;
  const squares = new Float64Array(size * size);
  const target = new Float64Array(size);
  rows.forEach(({ columns, count, successes }, at) => {
    const odds = Math.exp(predictor[at]!);
    const share = odds / (1 + odds);
    const slope = share / (1 + odds);
    const weight = count * slope;
    const pull = weight * predictor[at]! + (successes - count * share);
    squares[0]! += weight;
    target[0]! += pull;
    for (let k = 0; k < columns.length; k += 1) {
      const i = columns[k]! + 1;
      target[i]! += pull;
      squares[i * size]! += weight;
      for (let l = 0; l <= k; l += 1) {
        const j = columns[l]! + 1;
        squares[i > j ? i * size + j : j * size + i]! += weight;
      }
    }
  });
  const information = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_column, j) => squares[i > j ? i * size + j : j * size + i]!),
  );
  return { information, target: [...target] };
}

function devianceOf(rows: readonly LogisticRow[], predictor: readonly number[]): number {
  let sum = 0;
  rows.forEach(({ count, successes }, at) => {
    const eta = predictor[at]!;
    // ln(1 + e^η) without overflow; the share itself is e^η / (1 + e^η).
    const both = Math.max(eta, 0) + Math.log1p(Math.exp(-Math.abs(eta)));
    const failures = count - successes;
    const saturated = xlogx(successes) + xlogx(failures) - xlogx(count);
    sum += 2 * (saturated - successes * (eta - both) + failures * both);
  });
  return sum;
}

function xlogx(x: number): number {
  return x > 0 ? x * Math.log(x) : 0;
}
