import { normalQuantile } from '../analysis/normal.ts';

/** Normal quantiles at k / 2048, read between: a simulation asks for millions. */
const cells = 2048;
const nodes = Float64Array.from({ length: cells + 1 }, (_, k) =>
  k === 0 || k === cells ? 0 : normalQuantile(k / cells),
);

/** The standard normal value at probability `u`, to about 1e-3 and better; exact in the tails. */
export function normalAt(u: number): number {
  const at = u * cells;
  const k = Math.floor(at);
  if (k < 16 || k >= cells - 16) return normalQuantile(u);
  return nodes[k]! + (at - k) * (nodes[k + 1]! - nodes[k]!);
}

/** Below this variance the distribution is walked through exactly; above it, normal with a correction for skewness. */
const exactBelow = 16;

/**
 * The Poisson count at probability `u`. One uniform number a draw: two scenarios drawn from the same numbers differ by
 * what differs between them, not by luck.
 * @param mean expected count, 0 or more
 */
export function poissonAt(u: number, mean: number): number {
  if (mean <= 0) return 0;
  if (mean > exactBelow) {
    const z = normalAt(u);
    return Math.max(0, Math.round(mean + z * Math.sqrt(mean) + (z * z - 1) / 6));
  }
  let count = 0;
  let mass = Math.exp(-mean);
  for (let sum = mass; u > sum && count < 1000; sum += mass) mass *= mean / ++count;
  return count;
}

/** The binomial count of `n` trials of chance `p` at probability `u`. */
export function binomialAt(u: number, n: number, p: number): number {
  if (n <= 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - binomialAt(1 - u, n, 1 - p);
  const variance = n * p * (1 - p);
  if (variance > exactBelow) {
    const z = normalAt(u);
    const count = Math.round(n * p + z * Math.sqrt(variance) + ((z * z - 1) * (1 - 2 * p)) / 6);
    return Math.min(n, Math.max(0, count));
  }
  let count = 0;
  let mass = (1 - p) ** n;
  const odds = p / (1 - p);
  for (let sum = mass; u > sum && count < n; sum += mass) {
    mass *= ((n - count) / (count + 1)) * odds;
    count++;
  }
  return count;
}
