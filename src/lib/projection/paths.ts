/**
 * Paths of a projection: how months hang together. Each month on its own is the one predictive distribution of
 * `predictive.ts`; which path lies high in it is taken from simulated paths (or, where there are only counts, from a
 * random walk whose variance grows as the usual one does). Whatever is asked of several months at once (passing a
 * capacity at least once, an average of twelve months) is counted on these paths.
 */
import { hill } from '../analysis/student.ts';
import { normalAt } from './draws.ts';
import { openUniform } from '../analysis/random.ts';
import type { Expected } from './predictive.ts';

/** Values at path × (months + 1) + h. */
export interface Paths {
  values: Float64Array;
  months: number;
  count: number;
}

/**
 * Gives simulated paths the spread of the predictive distribution, month by month, keeping their order.
 * @param simulated whose order within each month is kept
 * @param expected by months ahead from 1 on
 * @param today people now
 */
export function predictivePaths(simulated: Paths, expected: readonly Expected[], today: number): Paths {
  const { values, months, count } = simulated;
  const size = months + 1;
  const drawn = new Float64Array(values.length);
  const keys = new Float64Array(count);
  const half = count >> 1;
  const quantiles = new Float64Array(count);
  for (let path = 0; path < count; path++) drawn[path * size] = today;
  for (let h = 1; h <= months; h++) {
    const { projected, scale, freedom } = expected[h - 1]!;
    const away = awayFrom(freedom, count);
    for (let i = 0; i < half; i++) {
      quantiles[i] = projected - scale * away[i]!;
      quantiles[count - 1 - i] = projected + scale * away[i]!;
    }
    if (count % 2 === 1) quantiles[half] = projected;
    // Value and number of a path in one figure: sorting plain numbers is far faster.
    for (let path = 0; path < count; path++) keys[path] = Math.round(values[path * size + h]! * 16) * count + path;
    keys.sort();
    for (let rank = 0; rank < count; rank++) {
      const path = ((keys[rank]! % count) + count) % count;
      drawn[path * size + h] = Math.max(0, quantiles[rank]!);
    }
  }
  return { values: drawn, months, count };
}

const known = new Map<string, Float64Array>();

/** How far from the middle, in scales, the lower half of `count` evenly spread paths lie: the same at every scenario. */
function awayFrom(freedom: number, count: number): Float64Array {
  const key = `${freedom} ${count}`;
  let away = known.get(key);
  if (!away) {
    if (known.size > 1000) known.clear();
    away = Float64Array.from({ length: count >> 1 }, (_, i) => hill((2 * (i + 0.5)) / count, freedom));
    known.set(key, away);
  }
  return away;
}

/** Power of time that the usual spread grows with, doubled for its variance. */
const growth = 1.44;

/** Paths of a random walk, for places nothing can be simulated of. */
export function walkingPaths(months: number, count: number, seed: number): Paths {
  const size = months + 1;
  const values = new Float64Array(count * size);
  const draw = openUniform(seed);
  for (let path = 0; path < count; path++) {
    for (let h = 1; h <= months; h++) {
      const step = Math.sqrt(h ** growth - (h - 1) ** growth);
      // In thousandths: the order is all that is used, and it is kept in whole numbers.
      values[path * size + h] = values[path * size + h - 1]! + 1000 * step * normalAt(draw());
    }
  }
  return { values, months, count };
}

/**
 * Chance of being above a limit at least once by each month ahead (index 0 is the next), never below the chance of
 * being above it at that month's end or before. Null as long as there is no limit.
 */
export function chancePassed(
  { values, months, count }: Paths,
  limits: readonly (number | null)[],
  above: readonly (number | null)[],
): (number | null)[] {
  const size = months + 1;
  const passed = new Uint8Array(count);
  let [ever, most, known] = [0, 0, false];
  return Array.from({ length: months }, (_, i) => {
    const limit = limits[i] ?? null;
    if (limit !== null) {
      known = true;
      const bar = Math.floor(limit) + 0.5;
      for (let path = 0; path < count; path++) {
        if (passed[path] === 1 || values[path * size + i + 1]! <= bar) continue;
        passed[path] = 1;
        ever += 1;
      }
      most = Math.max(most, above[i] ?? 0);
    }
    return known ? Math.max(most, ever / count) : null;
  });
}

/** Months of an average by which staffing is decided. */
const averageMonths = 12;

/**
 * Chance that the average population of twelve months is above a limit, by the month ahead it ends in.
 * @param past people at past month ends, oldest first, the last one today; where fewer than twelve months are known of
 *   an average, there is no chance
 */
export function chanceOfYearAbove(
  { values, months, count }: Paths,
  limit: number,
  past: readonly (number | null)[],
): (number | null)[] {
  const size = months + 1;
  // Twelve months lie between thirteen ends, the last of them ahead.
  const ends = past.slice(-averageMonths);
  const lastUnknown = ends.reduce<number>(
    (last, people, i) => (people === null ? averageMonths - (ends.length - 1 - i) : last),
    averageMonths - ends.length,
  );
  const above = new Float64Array(months);
  // Averages of single months: a year of them up to today, then those ahead.
  const averages = new Float64Array(averageMonths + months);
  for (let i = 1; i < ends.length; i++) {
    averages[averageMonths - ends.length + i] = ((ends[i - 1] ?? 0) + (ends[i] ?? 0)) / 2;
  }
  for (let path = 0; path < count; path++) {
    const from = path * size;
    for (let h = 1; h <= months; h++) averages[averageMonths + h - 1] = (values[from + h - 1]! + values[from + h]!) / 2;
    let sum = 0;
    for (let at = 0; at < averages.length; at++) {
      sum += averages[at]!;
      if (at < averageMonths) continue;
      sum -= averages[at - averageMonths]!;
      if (sum / averageMonths > limit) above[at - averageMonths]! += 1;
    }
  }
  return Array.from(above, (paths, i) => (i + 1 <= lastUnknown ? null : paths / count));
}
