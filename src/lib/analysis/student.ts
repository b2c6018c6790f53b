/**
 * Student's t with any number of degrees of freedom above 0, whole or not: what a forecast is held to be wrong by when
 * its spread is itself known from few errors.
 */
import { lowerBeta, upperBeta } from './beta.ts';
import { poissonDensity } from './gamma.ts';
import { normalQuantile } from './normal.ts';

/** ln Γ(z), from a Poisson probability that has it in its denominator; z ≥ 1, or one half. */
function logGamma(z: number): number {
  if (z === 0.5) return Math.log(Math.PI) / 2;
  const a = z - 1;
  return a === 0 ? 0 : a * Math.log(a) - a - Math.log(poissonDensity(a, a));
}

/** Density of t with `freedom` degrees at `x`. */
export function studentDensity(x: number, freedom: number): number {
  return Math.exp(
    logGamma((freedom + 1) / 2) -
      logGamma(freedom / 2) -
      0.5 * Math.log(freedom * Math.PI) -
      ((freedom + 1) / 2) * Math.log1p((x * x) / freedom),
  );
}

/** Chance that t with `freedom` degrees lies above `x`; exact to the last digits however small it is. */
export function studentTail(x: number, freedom: number): number {
  if (x === Infinity) return 0;
  if (x === -Infinity) return 1;
  const square = x * x;
  // Near the middle the share of the beta variable near 1 would lose its digits.
  const half =
    square < freedom
      ? 0.5 * upperBeta(square / (freedom + square), 0.5, freedom / 2)
      : 0.5 * lowerBeta(freedom / (freedom + square), freedom / 2, 0.5);
  return x >= 0 ? half : 1 - half;
}

/**
 * The value t with `freedom` degrees (2 or more) stays below with probability `p`, 0 < p < 1; relative error below 1e-9.
 * Source: Hill (1970), Algorithm 396, refined by Newton steps.
 */
export function studentQuantile(p: number, freedom: number): number {
  if (p === 0.5) return 0;
  if (p < 0.5) return -studentQuantile(1 - p, freedom);
  let x = hill(2 * (1 - p), freedom);
  for (let step = 0; step < 8; step += 1) {
    const off = studentTail(x, freedom) - (1 - p);
    const change = off / studentDensity(x, freedom);
    x += change;
    if (Math.abs(change) <= 1e-12 * Math.max(1, x)) break;
  }
  return x;
}

/**
 * Hill's approximation to the quantile above the middle, without refinement: relative error below 1e-4 from 3 degrees
 * on, for draws by the ten thousand.
 * @param twoTails chance of lying further out on either side, 0 to 1
 */
export function hill(twoTails: number, freedom: number): number {
  const n = freedom;
  const a = 1 / (n - 0.5);
  const b = 48 / (a * a);
  let c = (((20700 * a) / b - 98) * a - 16) * a + 96.36;
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * n;
  let y = (d * twoTails) ** (2 / n);
  if (y > 0.05 + a) {
    const x = normalQuantile(0.5 * twoTails);
    y = x * x;
    if (n < 5) c += 0.3 * (n - 4.5) * (x + 0.6);
    c = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c;
    y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x;
    y = Math.expm1(a * y * y);
  } else {
    y =
      ((1 / (((n + 6) / (n * y) - 0.089 * d - 0.822) * (n + 2) * 3) + 0.5 / (n + 4)) * y - 1) * ((n + 1) / (n + 2)) +
      1 / y;
  }
  return Math.sqrt(n * y);
}

/**
 * Continuous ranked probability score of a standard t forecast when `x` came, in units of its scale; lower is better.
 * More than 1 degree of freedom. Source: Jordan, Krüger & Lerch (2019), Journal of Statistical Software 90(12).
 */
export function studentScore(x: number, freedom: number): number {
  const inside = 1 - 2 * studentTail(Math.abs(x), freedom);
  const far = (2 * studentDensity(x, freedom) * (freedom + x * x)) / (freedom - 1);
  return Math.abs(x) * inside + far - spreadTerm(freedom);
}

const spreadTerms = new Map<number, number>();

/** Half the mean distance of two draws, which is what a forecast's own width costs it. */
function spreadTerm(freedom: number): number {
  const known = spreadTerms.get(freedom);
  if (known !== undefined) return known;
  const beta = (a: number, b: number) => Math.exp(logGamma(a) + logGamma(b) - logGamma(a + b));
  const term = ((2 * Math.sqrt(freedom)) / (freedom - 1)) * (beta(0.5, freedom - 0.5) / beta(0.5, freedom / 2) ** 2);
  if (spreadTerms.size > 100_000) spreadTerms.clear();
  spreadTerms.set(freedom, term);
  return term;
}
