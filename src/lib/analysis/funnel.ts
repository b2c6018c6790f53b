/**
 * Funnel limits: how far the rate of a unit (a case manager, a unit, an institution) may lie from the comparison rate
 * by chance alone, given how many were due.
 *
 * Source: Spiegelhalter, D. J. (2005), "Funnel plots for comparing institutional performance", Statistics in Medicine
 * 24, 1185–1202: exact binomial limits interpolated between whole counts (A.1.1), over-dispersion (A.2, 3.3).
 * One step differs. The paper reads both limits off P(X ≤ x), which puts the upper one a whole count too close: with
 * a rate near 1 every unit that did all its work would be "above". Here half a count is added to both, so that the
 * limits mirror each other, and a count lies beyond one exactly when its mid-P value is below the tail's probability.
 */
import { binomialAtMost, binomialQuantile } from './beta.ts';
import { falseDiscoveryRates } from './false-discovery.ts';
import { overDispersion, type Dispersion } from './over-dispersion.ts';
import { MINIMUM_COMPARED, MINIMUM_EXPECTED } from './minimum-counts.ts';
import type { Interval } from './proportion.ts';
import { shrinkRatios } from './shrinkage.ts';

/** Confidence at which a figure is worth a look, and at which it is worth acting on. */
export const LOOK_LEVEL = 0.95;
export const ACT_LEVEL = 0.998;
/** Share of the comparisons called signals that may be chance. */
export const DISCOVERY_RATE = 0.05;

/** Shares from 0 to 1. A limit at 0 or 1 is one that no count can pass. */
export interface FunnelLimits {
  readonly lower95: number;
  readonly upper95: number;
  readonly lower998: number;
  readonly upper998: number;
}

export interface FunnelPoint extends FunnelLimits {
  /** Number due. */
  readonly due: number;
}

/** Beyond the 95 % limits on either side, 'far' beyond the 99.8 % ones. */
export type FunnelPosition = 'within' | 'above' | 'below' | 'far-above' | 'far-below';

/** What is needed of a unit: `expectedCounts` makes these, `sameExpectation` where nothing is adjusted for. */
export interface ComparedUnit {
  readonly unit: string;
  /** Whole counts. */
  readonly due: number;
  readonly onTime: number;
  /** How many would be on time if the unit's work were done as everybody's is, and the variance of that count. */
  readonly expected: number;
  readonly variance: number;
  /** How much of the variance is missing as the unit is part of what it is compared with, 0 (unless given) to 1. */
  readonly ownShare?: number;
}

export interface FunnelSignal {
  readonly unit: string;
  readonly position: FunnelPosition;
  /** onTime / due. */
  readonly raw: number;
  /** (onTime / expected) · comparison rate, at most 1: what is drawn. */
  readonly adjusted: number;
  /** The limits of this unit, for its own mix, on the scale of `adjusted`. The drawn curve is that of the usual mix. */
  readonly limits: FunnelLimits;
  /** (onTime − expected) / √variance, before over-dispersion; null when the variance is 0. */
  readonly z: number | null;
  /** Two-sided probability of a rate at least this far out by chance, over-dispersion included. */
  readonly p: number;
}

export interface UnitComparison {
  /** The comparison rate, 0 to 1. */
  readonly rate: number;
  readonly dispersion: Dispersion;
  /** Number of comparisons made at once. */
  readonly comparisons: number;
  /** In the order given. `signal`: beyond the limits, and among the discoveries at 5 % (Benjamini–Hochberg). */
  readonly units: readonly (FunnelSignal & {
    readonly q: number;
    readonly signal: boolean;
    /** The adjusted rate drawn towards the comparison rate as far as its own count says little (`shrinkRatios`). */
    readonly shrunk: number;
  })[];
  /** Units with fewer than 25 due or fewer than 5 expected: pool them over four quarters, or say "too few". */
  readonly tooFew: readonly string[];
}

function checkRate(rate: number, due: number, tau2 = 0): void {
  if (!(rate >= 0 && rate <= 1)) throw new RangeError(`comparison rate must be between 0 and 1, not ${rate}`);
  if (!Number.isInteger(due) || due < 1) throw new RangeError(`number due must be a positive count, not ${due}`);
  if (!(tau2 >= 0 && tau2 < Infinity)) throw new RangeError(`variance between units must not be negative: ${tau2}`);
}

/** A widening below this is rounding. */
const NEGLIGIBLE = 1e-6;

/** How many times wider the limits are by differences between units that no count explains. */
function widening(tau2: number, variance: number): number {
  return tau2 === 0 || variance === 0 ? 1 : Math.sqrt(1 + tau2 / variance);
}

/** The share below which lies probability `tail`: (r − α + ½)/n in the paper's letters. */
function lowerLimit(tail: number, rate: number, due: number): number {
  const r = binomialQuantile(tail, due, rate);
  const atMost = binomialAtMost(r, due, rate);
  const alpha = (atMost - tail) / (atMost - binomialAtMost(r - 1, due, rate));
  return (r - alpha + 0.5) / due;
}

/** The inverse of `lowerLimit`: the probability below a share. */
function tailBelow(share: number, rate: number, due: number): number {
  const x = share * due - 0.5;
  const whole = Math.floor(x);
  const below = binomialAtMost(whole, due, rate);
  return below + (x - whole) * (binomialAtMost(whole + 1, due, rate) - below);
}

/**
 * Exact limits at one confidence `level`, `factor` times as far from the rate, none outside 0 to 1. Throws a RangeError
 * unless 0 ≤ rate ≤ 1, due is a positive count, 0 < level < 1 and factor ≥ 0.
 */
export function binomialLimits(rate: number, due: number, level: number, factor = 1): Interval {
  checkRate(rate, due);
  if (!(level > 0 && level < 1)) throw new RangeError(`confidence level must be between 0 and 1, not ${level}`);
  if (!(factor >= 0)) throw new RangeError(`widening must not be negative, not ${factor}`);
  const tail = (1 - level) / 2;
  return {
    lower: Math.max(0, rate + factor * (lowerLimit(tail, rate, due) - rate)),
    // The same for those not on time, mirrored.
    upper: Math.min(1, rate + factor * (1 - lowerLimit(tail, 1 - rate, due) - rate)),
  };
}

function limitsWidened(rate: number, due: number, factor: number): FunnelLimits {
  const look = binomialLimits(rate, due, LOOK_LEVEL, factor);
  const act = binomialLimits(rate, due, ACT_LEVEL, factor);
  return { lower95: look.lower, upper95: look.upper, lower998: act.lower, upper998: act.upper };
}

/**
 * The limits round a comparison rate for `due` items. `tau2` is the variance between units on the scale of rates
 * (see `overDispersion`); the limits then lie √(1 + τ²/s²) times as far out, s² = rate (1 − rate) / due.
 * Throws a RangeError unless 0 ≤ rate ≤ 1, due is a positive count and tau2 ≥ 0.
 */
export function funnelLimits(rate: number, due: number, tau2 = 0): FunnelLimits {
  checkRate(rate, due, tau2);
  return limitsWidened(rate, due, widening(tau2, (rate * (1 - rate)) / due));
}

/**
 * The limits for drawing, from 1 to `largest` due at about `points` steps that crowd at the small end, where the
 * curve bends. Throws as `funnelLimits` does.
 */
export function funnelCurve(rate: number, largest: number, tau2 = 0, points = 60): FunnelPoint[] {
  checkRate(rate, largest, tau2);
  const steps = Array.from({ length: points }, (_, i) => Math.round(1 + (largest - 1) * (i / (points - 1)) ** 2));
  return [...new Set(steps)].map((due) => ({ due, ...funnelLimits(rate, due, tau2) }));
}

/** The same expectation for everybody: `due` times the comparison rate. Throws a RangeError unless 0 ≤ rate ≤ 1. */
export function sameExpectation(
  unit: { readonly unit: string; readonly due: number; readonly onTime: number },
  rate: number,
): ComparedUnit {
  if (!(rate >= 0 && rate <= 1)) throw new RangeError(`comparison rate must be between 0 and 1, not ${rate}`);
  return { ...unit, expected: unit.due * rate, variance: unit.due * rate * (1 - rate) };
}

/**
 * Where one unit lies. Its count is judged against the binomial of its own expected share, expected / due, which for
 * the usual mix is the comparison rate, drawn in or out to the variance given and widened by over-dispersion. Throws a RangeError for counts that cannot be, when nothing was due or
 * expected, or when more is expected than was due.
 */
export function funnelSignal(unit: ComparedUnit, rate: number, tau2 = 0): FunnelSignal {
  const { due, onTime, expected, variance, ownShare = 0 } = unit;
  checkRate(rate, due, tau2);
  if (!Number.isInteger(onTime) || !(onTime >= 0 && onTime <= due)) {
    throw new RangeError(`not a part of a whole: ${onTime} of ${due}`);
  }
  // Sums of shares may pass the whole by a rounding error.
  const own = Math.min(1, expected / due);
  if (!(expected > 0 && expected <= due * (1 + 1e-9))) throw new RangeError(`cannot expect ${expected} of ${due}`);
  if (!(variance >= 0)) throw new RangeError(`variance must not be negative, not ${variance}`);
  if (!(ownShare >= 0 && ownShare <= 1)) throw new RangeError(`a share must be between 0 and 1, not ${ownShare}`);

  const raw = onTime / due;
  const scale = rate / own;
  const binomial = due * own * (1 - own);
  // How many times as far out as the binomial's the limits lie: nearer where the unit's work is of unlike chances or
  // a large part of what it is compared with, further out by over-dispersion.
  const factor = binomial === 0 ? 1 : Math.sqrt((variance * (1 - ownShare) + tau2 * (expected / rate) ** 2) / binomial);
  const limits = limitsWidened(own, due, factor);
  const shared = {
    unit: unit.unit,
    raw,
    adjusted: Math.min(1, raw * scale),
    limits: {
      lower95: Math.min(1, limits.lower95 * scale),
      upper95: Math.min(1, limits.upper95 * scale),
      lower998: Math.min(1, limits.lower998 * scale),
      upper998: Math.min(1, limits.upper998 * scale),
    },
  };
  // Compared with nothing but itself.
  if (factor < NEGLIGIBLE) return { ...shared, position: 'within', z: null, p: 1 };
  const inward = own + (raw - own) / factor;
  return {
    ...shared,
    position: positionOf(raw, limits),
    z: variance > 0 ? (onTime - expected) / Math.sqrt(variance) : null,
    p: Math.min(1, 2 * Math.min(tailBelow(inward, own, due), tailBelow(1 - inward, 1 - own, due))),
  };
}

function positionOf(share: number, limits: FunnelLimits): FunnelPosition {
  if (share < limits.lower998) return 'far-below';
  if (share > limits.upper998) return 'far-above';
  if (share < limits.lower95) return 'below';
  return share > limits.upper95 ? 'above' : 'within';
}

/**
 * Compares units with each other: over-dispersion, position, and which of the many comparisons may be called
 * signals. `rate` is the comparison rate (`expectedCounts(…).rate`). Units under `minimum` due (25) or five expected
 * are named apart. Throws as `funnelSignal` does.
 */
export function compareUnits(
  units: readonly ComparedUnit[],
  rate: number,
  { minimum = MINIMUM_COMPARED }: { readonly minimum?: number } = {},
): UnitComparison {
  const enough = (unit: ComparedUnit): boolean => unit.due >= minimum && unit.expected >= MINIMUM_EXPECTED;
  const compared = units.filter(enough);
  const dispersion = overDispersion(
    compared
      .filter(({ variance }) => variance > 0)
      .map(({ onTime, expected, variance }) => ({
        z: (onTime - expected) / Math.sqrt(variance),
        s: (Math.sqrt(variance) * rate) / expected,
      })),
  );
  const signals = compared.map((unit) => funnelSignal(unit, rate, dispersion.tau2));
  const shrunk = new Map(shrinkRatios(compared).units.map((unit) => [unit.unit, unit.shrunk]));
  const rates = falseDiscoveryRates(signals.map(({ p }) => p));
  return {
    rate,
    dispersion,
    comparisons: compared.length,
    units: signals.map((signal, index) => {
      const q = rates[index] ?? 1;
      return {
        ...signal,
        q,
        signal: signal.position !== 'within' && q <= DISCOVERY_RATE,
        shrunk: Math.min(1, (shrunk.get(signal.unit) ?? signal.adjusted / rate) * rate),
      };
    }),
    tooFew: units.filter((unit) => !enough(unit)).map(({ unit }) => unit),
  };
}
