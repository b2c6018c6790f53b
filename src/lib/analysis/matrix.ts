/** Small symmetric matrices: information of a regression, covariance of a test. */

import { chiSquareTail } from './gamma.ts';

export type Matrix = readonly (readonly number[])[];

/** What is left of a variance below this share of it is rounding. */
const NEGLIGIBLE = 1e-10;

/**
 * The lower triangular L with L Lᵀ equal to a symmetric positive definite matrix; null when it is not positive
 * definite: a column is constant, or follows from the others.
 */
export function cholesky(matrix: Matrix): number[][] | null {
  const lower: number[][] = [];
  for (const [i, row] of matrix.entries()) {
    const own: number[] = [];
    for (let j = 0; j <= i; j += 1) {
      const other = j === i ? own : lower[j]!;
      let rest = row[j]!;
      for (let k = 0; k < j; k += 1) rest -= own[k]! * other[k]!;
      if (j < i) own.push(rest / other[j]!);
      else if (rest > row[i]! * NEGLIGIBLE) own.push(Math.sqrt(rest));
      else return null;
    }
    lower.push(own);
  }
  return lower;
}

/**
 * Which columns of a design do not follow from those before them, in order, given the sums of their products or their covariances. R's `glm`
 * leaves out the others, as it takes columns up in the same order.
 */
export function independentColumns(products: Matrix): number[] {
  const kept: number[] = [];
  const lower: number[][] = [];
  products.forEach((row, i) => {
    const own: number[] = [];
    for (const [at, j] of kept.entries()) {
      let rest = row[j]!;
      for (let k = 0; k < at; k += 1) rest -= own[k]! * lower[at]![k]!;
      own.push(rest / lower[at]![at]!);
    }
    const rest = own.reduce((sum, value) => sum - value * value, row[i]!);
    if (!(rest > row[i]! * NEGLIGIBLE)) return;
    own.push(Math.sqrt(rest));
    lower.push(own);
    kept.push(i);
  });
  return kept;
}

/** The x with L Lᵀ x = vector. */
export function solveCholesky(lower: Matrix, vector: readonly number[]): number[] {
  const x = [...vector];
  for (let i = 0; i < x.length; i += 1) {
    for (let k = 0; k < i; k += 1) x[i]! -= lower[i]![k]! * x[k]!;
    x[i]! /= lower[i]![i]!;
  }
  for (let i = x.length - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < x.length; k += 1) x[i]! -= lower[k]![i]! * x[k]!;
    x[i]! /= lower[i]![i]!;
  }
  return x;
}

/** The inverse of L Lᵀ. */
export function inverseCholesky(lower: Matrix): number[][] {
  return lower.map((_row, at) =>
    solveCholesky(
      lower,
      lower.map((_other, i) => (i === at ? 1 : 0)),
    ),
  );
}

export interface ChiSquareTest {
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
}

/** Whether a vector lies further from nought than chance leaves it: uᵀ V⁻ u as a chi-square; null where V has no rank. */
export function quadraticTest(matrix: Matrix, vector: readonly number[]): ChiSquareTest | null {
  const { value, rank } = quadraticForm(matrix, vector);
  return rank === 0 ? null : { statistic: value, df: rank, p: chiSquareTail(value, rank) };
}

/**
 * uᵀ V⁻ u and the rank of V, for a covariance matrix V that may not be of full rank. By symmetric elimination, the
 * least eliminated variance first, stopping when only rounding is left.
 */
export function quadraticForm(matrix: Matrix, vector: readonly number[]): { value: number; rank: number } {
  const v = matrix.map((row) => [...row]);
  const u = [...vector];
  const cell = (g: number, h: number): number => v[g]?.[h] ?? 0;
  const shareLeft = (g: number): number => cell(g, g) / (matrix[g]?.[g] || 1);
  const left = new Set(v.keys());
  let value = 0;
  let rank = 0;
  while (left.size > 0) {
    const pivot = [...left].reduce((best, g) => (shareLeft(g) > shareLeft(best) ? g : best));
    if (shareLeft(pivot) <= NEGLIGIBLE) break;
    left.delete(pivot);
    rank += 1;
    const remainder = u[pivot] ?? 0;
    value += (remainder * remainder) / cell(pivot, pivot);
    for (const g of left) {
      const factor = cell(g, pivot) / cell(pivot, pivot);
      u[g] = (u[g] ?? 0) - factor * remainder;
      const row = v[g] ?? [];
      for (const h of left) row[h] = cell(g, h) - factor * cell(pivot, h);
    }
  }
  return { value, rank };
}
