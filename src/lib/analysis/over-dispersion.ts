/**
 * Over-dispersion: units that differ by more than chance, for reasons no count explains.
 *
 * Sources: Spiegelhalter, D. J. (2005), "Handling over-dispersion of performance indicators", Quality and Safety in
 * Health Care 14, 347–351 (additive model); DerSimonian & Laird (1986), Controlled Clinical Trials 7, 177–188.
 */
import { group as groupBy } from 'd3-array';

export interface Deviation {
  /** Standardised deviation of a unit: (observed − expected) / √variance. */
  readonly z: number;
  /** Standard error of the unit's figure, on the scale on which τ² is wanted; positive. */
  readonly s: number;
}

export interface Dispersion {
  /** Units it was estimated from. */
  readonly units: number;
  /** Mean squared z after winsorising, 1 by chance alone without winsorising, about 0.68 with; null with no units. */
  readonly phi: number | null;
  /** Variance between units, 0 unless there is more than chance explains. */
  readonly tau2: number;
}

/** Share of the units at either end whose deviation is drawn in, so that a few unusual ones do not widen the limits. */
export const WINSORISED = 0.1;

/**
 * The values with the `share` lowest and highest replaced by their nearest neighbours within, in the order given.
 * Throws a RangeError unless 0 ≤ share < 0.5.
 */
export function winsorise(values: readonly number[], share = WINSORISED): number[] {
  if (!(share >= 0 && share < 0.5)) throw new RangeError(`share must be between 0 and a half, not ${share}`);
  const sorted = [...values].sort((a, b) => a - b);
  const cut = Math.floor(sorted.length * share);
  const lowest = sorted[cut] ?? 0;
  const highest = sorted[sorted.length - 1 - cut] ?? 0;
  return values.map((value) => Math.min(highest, Math.max(lowest, value)));
}

/**
 * φ, the mean of squared (winsorised) z, and when kφ > k − 1 the variance between the k units,
 * τ² = (kφ − (k − 1)) / (Σw − Σw²/Σw), w = 1/s². With fewer than two units τ² is 0. Throws a RangeError for a z that
 * is no number, an s that is not positive, or a share outside 0 to 0.5.
 */
export function overDispersion(deviations: readonly Deviation[], share = WINSORISED): Dispersion {
  const broken = deviations.find(({ z, s }) => !(Number.isFinite(z) && s > 0 && s < Infinity));
  if (broken) throw new RangeError(`no deviation: z ${broken.z}, standard error ${broken.s}`);
  const units = deviations.length;
  if (units === 0) return { units, phi: null, tau2: 0 };
  const squares = winsorise(
    deviations.map(({ z }) => z),
    share,
  ).reduce((sum, z) => sum + z * z, 0);
  const weights = deviations.map(({ s }) => 1 / (s * s));
  const total = weights.reduce((sum, w) => sum + w, 0);
  const effective = total - weights.reduce((sum, w) => sum + w * w, 0) / total;
  const excess = squares - (units - 1);
  return { units, phi: squares / units, tau2: units > 1 && excess > 0 && effective > 0 ? excess / effective : 0 };
}

/** A part of a group: an institution of a region. */
export interface PartDeviation {
  readonly group: string;
  /** Its figure, on the scale on which τ² is wanted, and its standard error there; positive. */
  readonly y: number;
  readonly s: number;
}

/**
 * Variance between the parts of a group beyond chance, whatever the groups differ by themselves: the method of
 * moments within each group, τ² = (Σ w (y − ȳ)² − (k − g)) / Σ (Σw − Σw²/Σw), w = 1/s², over k parts of g groups. 0
 * where no group has two parts. Source: DerSimonian & Laird (1986), group by group. Throws a RangeError for an s that
 * is not positive.
 */
export function spreadWithin(parts: readonly PartDeviation[]): number {
  const broken = parts.find(({ y, s }) => !(Number.isFinite(y) && s > 0 && s < Infinity));
  if (broken) throw new RangeError(`no deviation: ${broken.y}, standard error ${broken.s}`);
  let [squares, free, effective] = [0, 0, 0];
  for (const own of groupBy(parts, ({ group }) => group).values()) {
    const weights = own.map(({ s }) => 1 / (s * s));
    const total = weights.reduce((sum, w) => sum + w, 0);
    const mean = own.reduce((sum, { y }, at) => sum + weights[at]! * y, 0) / total;
    squares += own.reduce((sum, { y }, at) => sum + weights[at]! * (y - mean) ** 2, 0);
    free += own.length - 1;
    effective += total - weights.reduce((sum, w) => sum + w * w, 0) / total;
  }
  return effective > 0 ? Math.max(0, (squares - free) / effective) : 0;
}
