/** Differences between two rates of events in time. */
import { confidenceMultiple } from './normal.ts';
import { observedToExpected } from './observed-expected.ts';
import type { Interval } from './proportion.ts';

export interface RateComparison {
  /** First rate less the second, per unit of exposure, with its limits. */
  readonly difference: number;
  readonly differenceLimits: Interval;
  /** First rate as a multiple of the second, with limits by the log method; null where either had no event. */
  readonly ratio: (Interval & { readonly ratio: number }) | null;
}

/**
 * Two rates, `x` events in an exposure `t`. The difference takes the exact Poisson limits of each rate by the method of
 * variance estimates recovery; the ratio is of log method, standard error √(1/x1 + 1/x2). Null when either has no
 * exposure. Throws a RangeError for counts that are not whole or negative.
 * Sources: Zou & Donner (2008), Statistics in Medicine 27, 1693–1702; Rothman, Greenland & Lash, Modern Epidemiology,
 * 3rd ed., 14.
 */
export function compareRates(x1: number, t1: number, x2: number, t2: number, level = 0.95): RateComparison | null {
  const first = observedToExpected(x1, t1, level);
  const second = observedToExpected(x2, t2, level);
  if (!first || !second) return null;
  const difference = first.ratio - second.ratio;
  const error = confidenceMultiple(level) * Math.sqrt(1 / x1 + 1 / x2);
  const ratio = first.ratio / second.ratio;
  return {
    difference,
    differenceLimits: {
      lower: difference - Math.hypot(first.ratio - first.lower, second.upper - second.ratio),
      upper: difference + Math.hypot(first.upper - first.ratio, second.ratio - second.lower),
    },
    ratio: x1 > 0 && x2 > 0 ? { ratio, lower: ratio * Math.exp(-error), upper: ratio * Math.exp(error) } : null,
  };
}
