/** Observed over expected counts, with exact Poisson limits. */
import { lowerGamma, poissonDensity, upperGamma } from './gamma.ts';
import { increasingRoot } from './root.ts';

export interface Ratio {
  readonly ratio: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * The ratio of `observed` (a whole count) to `expected`, and its exact limits at confidence `level` (tails equal).
 * Null when nothing was expected. Throws a RangeError for counts that are negative, broken or not finite.
 * Source: Garwood, F. (1936), Biometrika 28, 437–442; Breslow & Day (1987), vol. II, 2.3.
 */
export function observedToExpected(observed: number, expected: number, level = 0.95): Ratio | null {
  if (!Number.isInteger(observed) || observed < 0) throw new RangeError(`observed must be a count, not ${observed}`);
  if (!(expected >= 0 && expected < Infinity)) throw new RangeError(`expected must not be negative, not ${expected}`);
  if (!(level > 0 && level < 1)) throw new RangeError(`confidence level must be between 0 and 1, not ${level}`);
  if (expected === 0) return null;
  const tail = (1 - level) / 2;
  return {
    ratio: observed / expected,
    lower: lowerMean(observed, tail) / expected,
    upper: upperMean(observed, tail) / expected,
  };
}

/** The mean at which `observed` or more events have probability `tail`. */
function lowerMean(observed: number, tail: number): number {
  if (observed === 0) return 0;
  const graph = (mean: number) => ({
    value: lowerGamma(observed, mean) - tail,
    slope: poissonDensity(observed - 1, mean),
  });
  return increasingRoot(graph, { start: observed, low: 0 });
}

/** The mean at which `observed` or fewer events have probability `tail`. */
function upperMean(observed: number, tail: number): number {
  const graph = (mean: number) => ({
    value: tail - upperGamma(observed + 1, mean),
    slope: poissonDensity(observed, mean),
  });
  return increasingRoot(graph, { start: observed + 1, low: 0 });
}
