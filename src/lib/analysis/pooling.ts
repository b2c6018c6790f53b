/**
 * Small numbers (methods, section 2). Fewer than 10 due: counts, no rate. Fewer than 25 due or fewer than 5 expected:
 * pooled over four quarters and said so. When that is still too few: no comparison, and said so.
 */

/** From this many due a rate is shown. */
export const MINIMUM_RATE = 10;
/** From this many due a rate is compared. */
export const MINIMUM_COMPARED = 25;
/** From this many expected a rate is compared. */
export const MINIMUM_EXPECTED = 5;
/** Quarters a small number is pooled over. */
export const POOLED_QUARTERS = 4;

export interface PeriodCounts {
  readonly due: number;
  readonly onTime: number;
  /** On time if done as everybody's work is; left out where nothing is compared. */
  readonly expected?: number;
}

export interface PooledCounts extends PeriodCounts {
  /** 'quarter': enough for itself. 'pooled': four quarters. 'too-few': no comparison, even pooled. 'none-due'. */
  readonly basis: 'quarter' | 'pooled' | 'too-few' | 'none-due';
  /** Quarters the counts cover. */
  readonly quarters: number;
  /** Whether these counts may be shown as a rate: at least 10 due. */
  readonly showRate: boolean;
}

function check({ due, onTime, expected = 0 }: PeriodCounts): void {
  if (!(onTime >= 0 && onTime <= due && due < Infinity))
    throw new RangeError(`not a part of a whole: ${onTime} of ${due}`);
  if (!(expected >= 0 && expected < Infinity)) throw new RangeError(`expected must not be negative, not ${expected}`);
}

/** Whether counts are enough to be compared: at least 25 due and, where an expectation is given, 5 expected. */
export function enoughToCompare({ due, expected }: PeriodCounts): boolean {
  return due >= MINIMUM_COMPARED && (expected === undefined || expected >= MINIMUM_EXPECTED);
}

/**
 * The counts a comparison of the latest quarter rests on. `quarters` runs from the oldest to the latest; null stands
 * for a quarter without data, which is left out and not counted. Only the last four are looked at. When pooling does
 * not make enough, the quarter's own counts come back, as 'too-few'. Throws a RangeError for counts that cannot be,
 * and when there is no quarter.
 */
export function poolQuarters(quarters: readonly (PeriodCounts | null)[]): PooledCounts {
  if (quarters.length === 0) throw new RangeError('no quarter');
  const recent = quarters.slice(-POOLED_QUARTERS);
  const known = recent.filter((quarter) => quarter !== null);
  known.forEach(check);
  const latest = recent.at(-1) ?? { due: 0, onTime: 0 };
  const described = (counts: PeriodCounts, basis: PooledCounts['basis'], covered: number): PooledCounts => ({
    ...counts,
    basis,
    quarters: covered,
    showRate: counts.due >= MINIMUM_RATE,
  });
  if (enoughToCompare(latest)) return described(latest, 'quarter', 1);
  const pooled = known.reduce(addCounts, { due: 0, onTime: 0 });
  if (pooled.due === 0) return described(latest, 'none-due', 1);
  if (enoughToCompare(pooled)) return described(pooled, 'pooled', known.length);
  return described(latest, latest.due === 0 ? 'none-due' : 'too-few', 1);
}

function addCounts(sum: PeriodCounts, next: PeriodCounts): PeriodCounts {
  const counts = { due: sum.due + next.due, onTime: sum.onTime + next.onTime };
  // An expectation for some of the quarters only is none for their sum; an empty sum has nothing against it.
  if (next.expected === undefined || (sum.expected === undefined && sum.due > 0)) return counts;
  return { ...counts, expected: (sum.expected ?? 0) + next.expected };
}
