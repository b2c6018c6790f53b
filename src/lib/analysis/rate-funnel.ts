/**
 * Funnel limits of rates of events in time: how far a place's events may lie from those expected by chance alone.
 * The counterpart of funnel.ts for events that are not parts of a whole, with the same half count and the same
 * over-dispersion. Source: Spiegelhalter (2005), Statistics in Medicine 24, 1185–1202, A.1.1 and A.2.
 */
import { falseDiscoveryRates } from './false-discovery.ts';
import { ACT_LEVEL, DISCOVERY_RATE, LOOK_LEVEL, type FunnelPosition } from './funnel.ts';
import { upperGamma } from './gamma.ts';
import { overDispersion, type Dispersion } from './over-dispersion.ts';
import { MINIMUM_EXPECTED } from './minimum-counts.ts';

export interface RatedUnit {
  readonly unit: string;
  /** Events, a whole count. */
  readonly events: number;
  /** Time or people among which they happened, in any unit, the same for all. */
  readonly exposure: number;
}

export interface RateSignal {
  readonly unit: string;
  readonly position: FunnelPosition;
  /** Two-sided probability of a rate at least this far out by chance, over-dispersion included. */
  readonly p: number;
  readonly q: number;
  /** Beyond the limits, and among the discoveries at 5 % (Benjamini–Hochberg). */
  readonly signal: boolean;
}

/** P(X ≤ x) of a Poisson variable, x a whole number; 0 below none. R: ppois(x, mean). */
function poissonAtMost(x: number, mean: number): number {
  return x < 0 ? 0 : upperGamma(x + 1, mean);
}

/** The probability below a count, half of its own included, straight between whole counts. */
function below(x: number, mean: number): number {
  const shifted = x - 0.5;
  const whole = Math.floor(shifted);
  const first = poissonAtMost(whole, mean);
  return first + (shifted - whole) * (poissonAtMost(whole + 1, mean) - first);
}

/** The same for the other side. */
function above(x: number, mean: number): number {
  const shifted = x + 0.5;
  const whole = Math.ceil(shifted);
  const first = 1 - poissonAtMost(whole - 1, mean);
  return first + (whole - shifted) * (poissonAtMost(whole - 1, mean) - poissonAtMost(whole - 2, mean));
}

/**
 * Compares places by their rate of events with that of all together. Places with fewer than five expected are named
 * apart. Throws a RangeError for events that are no count or an exposure that is negative.
 */
export function compareRatesOf(units: readonly RatedUnit[]): {
  readonly rate: number;
  readonly dispersion: Dispersion;
  readonly units: readonly RateSignal[];
  readonly tooFew: readonly string[];
} {
  for (const { events, exposure } of units) {
    if (!Number.isInteger(events) || events < 0) throw new RangeError(`events must be a count, not ${events}`);
    if (!(exposure >= 0 && exposure < Infinity)) throw new RangeError(`exposure must not be negative: ${exposure}`);
  }
  const total = units.reduce((sum, { exposure }) => sum + exposure, 0);
  const rate = total === 0 ? 0 : units.reduce((sum, { events }) => sum + events, 0) / total;
  const enough = ({ exposure }: RatedUnit) => exposure * rate >= MINIMUM_EXPECTED;
  const compared = units.filter(enough);
  const dispersion = overDispersion(
    compared.map(({ events, exposure }) => {
      const expected = exposure * rate;
      return { z: (events - expected) / Math.sqrt(expected), s: Math.sqrt(expected) / exposure };
    }),
  );
  const signals = compared.map(({ unit, events, exposure }) => {
    const expected = exposure * rate;
    const factor = Math.sqrt(1 + (dispersion.tau2 * exposure ** 2) / expected);
    // Drawn in by as much as the limits are drawn out.
    const count = Math.max(0, expected + (events - expected) / factor);
    const tail = Math.min(below(count, expected), above(count, expected));
    const p = Math.min(1, Math.max(0, 2 * tail));
    return { unit, p, position: positionOf(p, events > expected) };
  });
  const rates = falseDiscoveryRates(signals.map(({ p }) => p));
  return {
    rate,
    dispersion,
    units: signals.map((signal, index) => {
      const q = rates[index] ?? 1;
      return { ...signal, q, signal: signal.position !== 'within' && q <= DISCOVERY_RATE };
    }),
    tooFew: units.filter((unit) => !enough(unit)).map(({ unit }) => unit),
  };
}

/** Where a unit lies by the chance of a value as far out, and on which side. */
export function positionOf(p: number, higher: boolean): FunnelPosition {
  if (p >= 1 - LOOK_LEVEL) return 'within';
  if (p >= 1 - ACT_LEVEL) return higher ? 'above' : 'below';
  return higher ? 'far-above' : 'far-below';
}
