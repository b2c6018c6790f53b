/** The zero of an increasing function, by Newton's method, halving where a step would leave the bracket. */

/** A function at a point, and its slope there. */
export interface Graph {
  readonly value: number;
  readonly slope: number;
}

const MOST_STEPS = 200;

/**
 * Where `at`, which increases, is nought: sought from `start` between `low` and `high`, either of which may be without
 * end. Exact to the last digits, as far as the function itself is.
 */
export function increasingRoot(
  at: (x: number) => Graph,
  {
    start,
    low = -Infinity,
    high = Infinity,
  }: { readonly start: number; readonly low?: number; readonly high?: number },
): number {
  let [below, above] = [low, high];
  let x = start;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const { value, slope } = at(x);
    if (value === 0) return x;
    if (value < 0) below = x;
    else above = x;
    const newton = x - value / slope;
    const next = newton > below && newton < above ? newton : between(below, above);
    if (Math.abs(next - x) <= Math.abs(x) * Number.EPSILON * 2) return next;
    x = next;
  }
  return x;
}

/** A point inside the bracket, further out where it has no end on one side. */
function between(low: number, high: number): number {
  if (high === Infinity) return low + Math.max(1, Math.abs(low));
  if (low === -Infinity) return high - Math.max(1, Math.abs(high));
  return (low + high) / 2;
}
