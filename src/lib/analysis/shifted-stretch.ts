/**
 * The stretch of months that, taken together, lies furthest from the other months, and whether it lies further than
 * chance puts one: the same months are put into random orders, and the furthest stretch of each order is looked for.
 * Under no change every order is as likely, whatever the figures are and however they are spread, so that the chance
 * of a signal is the one asked for (Pitman 1937, Journal of the Royal Statistical Society, supplement 4, 119–130; the
 * count stops as soon as it is decided, Besag & Clifford 1991, Biometrika 78, 301–304). Asking every stretch with the
 * chance of the furthest one is the scan of Naus (1965), JASA 60, 532–538.
 */
import { uniform } from './random.ts';

/** A month as its distance from what the centre expects of it, and how much it weighs: its number due, or 1. */
export interface WeighedMonth {
  /** On time less due times the centre; value less mean. They add up to 0. */
  readonly excess: number;
  /** More than 0. */
  readonly weight: number;
}

export interface ShiftedStretch {
  /** First and last month of it, by index. */
  readonly first: number;
  readonly last: number;
  /** Of it, against the other months. */
  readonly side: 'up' | 'down';
}

/** Months a stretch has at least, and the others too: fewer are single months, which limits judge. */
export const SHORTEST_STRETCH = 4;
/** Random orders; one more stands for the order seen. */
const ORDERS = 399;
const SEED = 20260701;
/** Figures that agree to this share of their size differ by rounding only. */
const ROUNDING = 1e-9;

/**
 * The stretch furthest from the other months, when at most `chance` of all orders hold one as far out; null otherwise.
 * A stretch that begins with the first month is the rest seen from the other side, and is told as the rest. The same
 * months give the same answer every time.
 */
export function shiftedStretch(months: readonly WeighedMonth[], chance: number): ShiftedStretch | null {
  const count = months.length;
  if (count < 2 * SHORTEST_STRETCH) return null;
  const excess = Float64Array.from(months, (month) => month.excess);
  const weight = Float64Array.from(months, (month) => month.weight);
  const seen = furthest(excess, weight);
  if (seen.distance === 0) return null;
  const allowed = Math.floor(chance * (ORDERS + 1) + ROUNDING) - 1;
  const random = uniform(SEED);
  const atLeast = seen.distance * (1 - ROUNDING);
  for (let order = 0, found = 0; order < ORDERS; order += 1) {
    for (let at = count - 1; at > 0; at -= 1) {
      const other = Math.floor(random() * (at + 1));
      const [e, w] = [excess[at]!, weight[at]!];
      excess[at] = excess[other]!;
      weight[at] = weight[other]!;
      excess[other] = e;
      weight[other] = w;
    }
    if (furthest(excess, weight).distance >= atLeast) found += 1;
    if (found > allowed) return null;
  }
  const { first, last, sum } = seen;
  return { first, last, side: sum > 0 ? 'up' : 'down' };
}

/** Squared distance of a stretch from the rest is (Σ excess)² / (w (1 − w / W)), but for a factor all orders share. */
function furthest(excess: Float64Array, weight: Float64Array) {
  const count = excess.length;
  let all = 0;
  for (let at = 0; at < count; at += 1) all += weight[at]!;
  let [distance, first, last, sum] = [0, 0, 0, 0];
  for (let from = 1; from <= count - SHORTEST_STRETCH; from += 1) {
    let [e, w] = [0, 0];
    for (let to = from; to < count; to += 1) {
      e += excess[to]!;
      w += weight[to]!;
      const length = to - from + 1;
      if (length < SHORTEST_STRETCH || count - length < SHORTEST_STRETCH) continue;
      const far = (e * e) / (w * (1 - w / all));
      if (far > distance * (1 + ROUNDING)) [distance, first, last, sum] = [far, from, to, e];
    }
  }
  return { distance, first, last, sum };
}
