/**
 * The regularised incomplete beta function, the tail of the binomial distribution, and the exact limits made from it.
 * Relative errors stay below 1e-12 for counts up to some ten thousands (against R's pbeta and pbinom).
 */
import { poissonDensity } from './gamma.ts';
import { normalQuantile } from './normal.ts';
import type { Interval } from './proportion.ts';
import { increasingRoot } from './root.ts';

/** The fraction needs some multiple of √(a+b) terms: ample for counts of millions. */
const MOST_TERMS = 100_000;
/** Stands in for a zero that Lentz's method would divide by. */
const TINY = 1e-300;

/**
 * Γ(a+b+1)/Γ(a+1)/Γ(b+1) x^a (1−x)^b, for whole numbers the binomial probability of `a` in `a + b`; a, b ≥ 0.
 * Three Poisson probabilities say the same, and lose no digits where factorials would.
 */
function density(a: number, b: number, x: number): number {
  const n = a + b;
  return (poissonDensity(a, n * x) * poissonDensity(b, n * (1 - x))) / poissonDensity(n, n);
}

/** The continued fraction of I_x(a,b), by Lentz's method; converges fast for x < (a+1)/(a+b+2). */
function fraction(a: number, b: number, x: number): number {
  const guarded = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / guarded(1 - ((a + b) * x) / (a + 1));
  let product = d;
  for (let m = 1; m <= MOST_TERMS; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guarded(1 + even * d);
    c = guarded(1 + even / c);
    product *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guarded(1 + odd * d);
    c = guarded(1 + odd / c);
    const factor = d * c;
    product *= factor;
    if (Math.abs(factor - 1) <= Number.EPSILON) break;
  }
  return product;
}

/** I_x(a,b) where the fraction converges; elsewhere 1 − I_{1−x}(b,a). */
function byFraction(a: number, b: number, x: number): number {
  return ((density(a, b, x) * b) / (a + b)) * fraction(a, b, x);
}

function check(x: number, a: number, b: number): void {
  if (!(a > 0 && a < Infinity && b > 0 && b < Infinity)) throw new RangeError(`shapes must be positive: ${a}, ${b}`);
  if (!(x >= 0 && x <= 1)) throw new RangeError(`argument must be between 0 and 1, not ${x}`);
}

/**
 * I_x(a,b), the share of a beta variable of shapes `a` and `b` that lies below `x`, exact to the last digits however
 * small it is. Throws a RangeError unless a, b > 0 and 0 ≤ x ≤ 1.
 * Source: Press et al., Numerical Recipes, 3rd ed., 6.4; the factor before the fraction as in Loader (2000).
 */
export function lowerBeta(x: number, a: number, b: number): number {
  check(x, a, b);
  if (x === 0 || x === 1) return x;
  return x < (a + 1) / (a + b + 2) ? byFraction(a, b, x) : 1 - byFraction(b, a, 1 - x);
}

/** 1 − I_x(a,b), exact to the last digits however small it is. Throws as `lowerBeta` does. */
export function upperBeta(x: number, a: number, b: number): number {
  check(x, a, b);
  if (x === 0 || x === 1) return 1 - x;
  return x < (a + 1) / (a + b + 2) ? 1 - byFraction(a, b, x) : byFraction(b, a, 1 - x);
}

/**
 * The value a beta variable of shapes `a` and `b` stays below with probability `p`. Throws a RangeError unless
 * a, b > 0 and 0 ≤ p ≤ 1.
 */
export function betaQuantile(p: number, a: number, b: number): number {
  check(p, a, b);
  if (p === 0 || p === 1) return p;
  // The smaller tail is compared: it has all its digits.
  const lowerTail = p <= 0.5;
  return increasingRoot(
    (x) => ({
      value: lowerTail ? lowerBeta(x, a, b) - p : 1 - p - upperBeta(x, a, b),
      slope: (density(a, b, x) * a * b) / ((a + b) * x * (1 - x)),
    }),
    { start: a / (a + b), low: 0, high: 1 },
  );
}

function checkBinomial(n: number, p: number): void {
  if (!Number.isInteger(n) || n < 0) throw new RangeError(`number of trials must be a count, not ${n}`);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`probability must be between 0 and 1, not ${p}`);
}

/**
 * The binomial probability of `x` or fewer in `n`, each with probability `p`; a broken `x` counts as the whole number
 * below. Throws a RangeError unless n is a count and 0 ≤ p ≤ 1. R: pbinom(x, n, p).
 */
export function binomialAtMost(x: number, n: number, p: number): number {
  checkBinomial(n, p);
  const k = Math.floor(x);
  if (k < 0) return 0;
  if (k >= n) return 1;
  return upperBeta(p, k + 1, n - k);
}

/**
 * The binomial probability of `x` or more in `n`; a broken `x` counts as the whole number above. Throws as
 * `binomialAtMost` does. R: pbinom(x − 1, n, p, lower.tail = FALSE).
 */
export function binomialAtLeast(x: number, n: number, p: number): number {
  checkBinomial(n, p);
  const k = Math.ceil(x);
  if (k <= 0) return 1;
  if (k > n) return 0;
  return lowerBeta(p, k, n - k + 1);
}

/**
 * The smallest count with probability at least `q` of that many or fewer in `n`. Throws a RangeError unless n is a
 * count and p and q are between 0 and 1. R: qbinom(q, n, p).
 */
export function binomialQuantile(q: number, n: number, p: number): number {
  checkBinomial(n, p);
  if (!(q >= 0 && q <= 1)) throw new RangeError(`probability must be between 0 and 1, not ${q}`);
  // Small tails keep their digits: above the middle the probability of more is compared.
  const reaches = (k: number): boolean =>
    q <= 0.5 ? binomialAtMost(k, n, p) >= q : binomialAtLeast(k + 1, n, p) <= 1 - q;
  // The normal approximation is a few counts off at most: steps from it that double bracket the answer at once.
  const usual = q > 0 && q < 1 ? n * p + normalQuantile(q) * Math.sqrt(n * p * (1 - p)) : n * p;
  let low = -1;
  let high = n;
  for (let at = Math.min(n - 1, Math.max(0, Math.floor(usual))), step = 1; at > low && at < high; step *= 2) {
    if (reaches(at)) {
      high = at;
      at -= step;
    } else {
      low = at;
      at += step;
    }
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reaches(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * The exact (Clopper–Pearson) interval of `x` of `n`, as shares from 0 to 1. Null when n is 0. Throws a RangeError
 * unless both are counts, x ≤ n and 0 < level < 1.
 * Source: Clopper, C. J. & Pearson, E. S. (1934), Biometrika 26, 404–413; R: binom.test.
 */
export function exactInterval(x: number, n: number, level = 0.95): Interval | null {
  if (!Number.isInteger(x) || !Number.isInteger(n) || !(x >= 0 && x <= n)) {
    throw new RangeError(`not a part of a whole: ${x} of ${n}`);
  }
  if (!(level > 0 && level < 1)) throw new RangeError(`confidence level must be between 0 and 1, not ${level}`);
  if (n === 0) return null;
  const tail = (1 - level) / 2;
  return {
    lower: x === 0 ? 0 : betaQuantile(tail, x, n - x + 1),
    upper: x === n ? 1 : 1 - betaQuantile(tail, n - x, x + 1),
  };
}
