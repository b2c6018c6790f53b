/**
 * Shrunk estimates: the ratio of observed to expected drawn towards 1 as far as its own count is uninformative, shown
 * beside the raw one. The best guess of a unit's true ratio, where the raw one is the best description of its past.
 *
 * Source: Morris, C. N. (1983), JASA 78, 47–55; τ² by DerSimonian & Laird (1986), Controlled Clinical Trials 7, 177–188.
 */
import { overDispersion } from './over-dispersion.ts';

export interface RatioUnit {
  readonly unit: string;
  /** Observed count, and the expected one with its variance (see `expectedCounts`). */
  readonly onTime: number;
  readonly expected: number;
  readonly variance: number;
}

export interface ShrunkUnit {
  readonly unit: string;
  /** Observed over expected as it is. */
  readonly raw: number;
  /** exp(B · ln raw). */
  readonly shrunk: number;
  /** B, 0 to 1: the share of the raw log ratio that is kept. */
  readonly weight: number;
}

export interface Shrinkage {
  /** Variance between the true log ratios; 0 when chance explains all the differences, and then all ratios are 1. */
  readonly tau2: number;
  /** In the order given; units with nothing expected, or no variance, are left out. */
  readonly units: readonly ShrunkUnit[];
}

/** Added to both counts where none was observed, so that there is a logarithm. */
const HALF = 0.5;

/**
 * Shrinks the ratios of `units` towards 1: B = τ²/(τ² + s²), s² = variance/expected² on the log scale. τ² is estimated
 * from all units as they are; winsorising, right for limits that unusual units should not widen, would shrink those
 * very units to nothing here. Throws a RangeError for counts that are negative or no numbers.
 */
export function shrinkRatios(units: readonly RatioUnit[]): Shrinkage {
  const broken = units.find((unit) => !(unit.onTime >= 0 && unit.expected >= 0 && unit.variance >= 0));
  if (broken) throw new RangeError(`no counts: ${broken.onTime} observed, ${broken.expected} expected`);
  const logs = units
    .filter(({ expected, variance }) => expected > 0 && variance > 0)
    .map(({ unit, onTime, expected, variance }) => ({
      unit,
      raw: onTime / expected,
      log: onTime > 0 ? Math.log(onTime / expected) : Math.log(HALF / (expected + HALF)),
      s: Math.sqrt(variance) / expected,
    }));
  const { tau2 } = overDispersion(
    logs.map(({ log, s }) => ({ z: log / s, s })),
    0,
  );
  return {
    tau2,
    units: logs.map(({ unit, raw, log, s }) => {
      const weight = tau2 / (tau2 + s * s);
      return { unit, raw, shrunk: Math.exp(weight * log), weight };
    }),
  };
}
