/**
 * How strongly something that was not recorded would have to be tied to taking part and to the event, each by that ratio
 * and over and above what was recorded, to explain a difference away. Source: VanderWeele & Ding (2017), Annals of
 * Internal Medicine 167, 268–274.
 */
import type { Rates } from './weighting.ts';

export interface EValue {
  /** For the difference found. */
  readonly estimate: number;
  /** For the limit nearer to no difference; 1 where the interval holds none. */
  readonly limit: number;
}

/** Of a ratio of rates; null where there is none to take it of. */
export function eValueOf(ratio: number): number | null {
  if (!(ratio > 0 && ratio < Infinity)) return null;
  const above = Math.max(ratio, 1 / ratio);
  return above + Math.sqrt(above * (above - 1));
}

/** Of a difference of rates with its limits, as ratios to the rate of those who did not take part. */
export function eValues({ comparison, difference }: Rates, limits: { lower: number; upper: number }): EValue | null {
  const nearer = limits.upper < 0 ? limits.upper : limits.lower > 0 ? limits.lower : 0;
  const estimate = eValueOf(1 + difference / comparison);
  const limit = eValueOf(1 + nearer / comparison);
  return estimate === null || limit === null ? null : { estimate, limit };
}
