import { chiSquareTail } from '../analysis/gamma.ts';
import { normalQuantile } from '../analysis/normal.ts';
import { quantile } from './simulate.ts';

/** Bands of the fan. The 90 % one is not drawn; the floors are set at it. */
export const levels = [0.5, 0.8, 0.9, 0.95] as const;
export type Level = (typeof levels)[number];

/** Half-widths of the bands around a projected number, in people, narrowest first. */
export type Widths = readonly [number, number, number, number];

/** Normal multiples of the levels. */
const multiples = levels.map((level) => normalQuantile(0.5 + level / 2));

/**
 * What projections of whole correctional agencies have been wrong by, whatever their method: half-width of the 90 %
 * band as a share, at 12, 24, 36 and 60 months (methods: population projection).
 */
const floorMonths = [0, 12, 24, 36, 60];
const floorShares = [0, 0.06, 0.09, 0.13, 0.21];
/** Below about this many people chance alone widens the floor. */
const floorPeople = 1000;

/**
 * Floor of the 90 % half-width as a share of the population: laws and policies change in ways no record holds. It grows
 * with the root of time within the first year and widens for small institutions.
 */
export function floorShare(months: number, people: number): number {
  if (months <= 0) return 0;
  const wider = Math.sqrt(1 + floorPeople / Math.max(1, people));
  if (months <= 12) return floorShares[1]! * Math.sqrt(months / 12) * wider;
  const at = floorMonths.findIndex((month) => months <= month);
  if (at < 0) return floorShares.at(-1)! * Math.sqrt(months / 60) * wider;
  const [from, to] = [floorMonths[at - 1]!, floorMonths[at]!];
  const share = floorShares[at - 1]! + ((months - from) / (to - from)) * (floorShares[at]! - floorShares[at - 1]!);
  return share * wider;
}

/** Furthest month ahead that is held against what came. */
export const furthest = 36;
/** Months ahead between which the inner bands go over to the floor. */
const floorBegins = 24;
const floorForAll = 60;

/**
 * How much of the floor holds for a band: all of it from the 90 % band outward and where nothing is known of a method's
 * errors. Up to two years ahead the inner bands are what the record has measured; further away it is short, its months
 * overlap, and they go over to the floor by the fifth year.
 */
function floorPart(level: number, months: number, known: number): number {
  if (level >= 0.9 || known === 0) return 1;
  return Math.min(1, Math.max(0, (months - floorBegins) / (floorForAll - floorBegins)));
}

/** Past relative errors (projected over actual, less one) by months ahead; index 0 is not used. */
export type PastErrors = readonly (readonly number[])[];

/** Fewest past errors from which a quantile is read; beyond, widths grow with the root of time. */
const fewestErrors = 12;
/** Past errors a band is taken from, the latest: what the method was wrong by in other times is on the record, not in the band. */
const recentErrors = 18;

/** The past errors of a horizon that the bands of a simulated projection are made from. */
export function bandErrors(past: readonly number[]): readonly number[] {
  return past.slice(-recentErrors);
}

/**
 * Relative half-widths at a level that past errors would have needed, by months ahead (0 … months); 0 where too few are
 * known.
 * @param alone no simulation stands beside the record: all of it is used, and as errors of overlapping months say the
 *   same thing several times, the quantile is one that few independent errors call for
 */
export function empiricalShares(errors: PastErrors, level: number, months: number, alone = false): Float64Array {
  const shares = new Float64Array(months + 1);
  let [known, at] = [0, 0];
  for (let h = 1; h <= months; h++) {
    const past = alone ? (errors[h] ?? []) : bandErrors(errors[h] ?? []);
    if (past.length >= fewestErrors) {
      const sorted = Float64Array.from(past, Math.abs).sort();
      // A horizon further away is never surer.
      known = Math.max(quantile(sorted, alone ? Math.min(1, level * (1 + h / past.length)) : level), known);
      at = h;
      shares[h] = known;
    } else if (at > 0) {
      shares[h] = known * Math.sqrt(h / at);
    }
  }
  return shares;
}

/**
 * Half-widths of a month: the larger of what the paths say and what past errors needed; from the 90 % band outward not
 * below the floor, and beyond the record no band is: it stands for what no record can hold.
 * @param simulated half-widths at `levels`, in people
 * @param empirical past errors at `levels`, as shares
 */
export function bandWidths(
  projected: number,
  months: number,
  simulated: readonly number[],
  empirical: readonly number[],
): Widths {
  const floor = floorShare(months, projected) * projected;
  let inner = 0;
  const widths = levels.map((level, i) => {
    const known = Math.max(simulated[i] ?? 0, (empirical[i] ?? 0) * projected);
    const least = (floorPart(level, months, known) * floor * multiples[i]!) / multiples[2]!;
    return (inner = Math.max(inner, known, least));
  });
  return widths as unknown as Widths;
}

/**
 * Chance that the number is above `limit`: the bands joined to one distribution, straight between them on the normal
 * scale and beyond the outermost.
 */
export function chanceAbove(limit: number, projected: number, widths: Widths): number {
  const distance = Math.abs(limit - projected);
  if (widths[3] <= 0) return projected > limit ? 1 : 0;
  const z = multipleAt(distance, widths);
  const beyond = chiSquareTail(z * z, 1) / 2;
  return limit >= projected ? beyond : 1 - beyond;
}

function multipleAt(distance: number, widths: Widths): number {
  let [fromWidth, fromZ] = [0, 0];
  for (let i = 0; i < widths.length; i++) {
    const [width, z] = [widths[i]!, multiples[i]!];
    if (distance <= width && width > fromWidth) {
      return fromZ + ((distance - fromWidth) / (width - fromWidth)) * (z - fromZ);
    }
    if (width > fromWidth) [fromWidth, fromZ] = [width, z];
  }
  return (distance / widths[3]) * multiples[3]!;
}
