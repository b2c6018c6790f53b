/**
 * How wrong a projection is held to be: one predictive distribution a month ahead, a t around what is projected, from
 * which every band and chance is read. Its scale is a usual one, made wider or narrower by what past projections of the
 * place were wrong by; its degrees of freedom are how much is known of that.
 */
import { studentQuantile, studentTail } from '../analysis/student.ts';

/** Bands of the fan. */
export const levels = [0.5, 0.8, 0.95] as const;
export type Level = (typeof levels)[number];

/** Furthest month ahead that is held against what came. */
export const furthest = 36;

/** A t around a projected number of people. */
export interface Spread {
  /** People. */
  scale: number;
  freedom: number;
}

/**
 * What populations are usually projected wrong by, in people: 0.66 % a month ahead, growing with the 0.72nd power of
 * time, and wider where few are held. Its size is that of 47 states of the U.S., 1990 to 2016 (methods: 6).
 */
export function usualSpread(months: number, people: number): number {
  const held = Math.max(1, people);
  return 0.0066 * months ** 0.72 * Math.sqrt(1 + 2000 / held) * held;
}

/** Past errors as multiples of the spread expected of them, by months ahead (0 … `furthest`): squares added up, and how many. */
export interface ErrorRecord {
  squares: Float64Array;
  counts: Float64Array;
}

export function emptyRecord(): ErrorRecord {
  return { squares: new Float64Array(furthest + 1), counts: new Float64Array(furthest + 1) };
}

/** Errors a usual spread counts for: it is what three independent errors would have shown. */
const usualErrors = 3;
/** How much of what nearer months showed is expected of the next month ahead, as a power of the ratio. */
const carried = 0.8;
/** An error further out than this many scales says no more than that: one flood is not the measure of all years. */
const furthestOut = 4;

/**
 * Adds an error that has become known.
 * @param error people, what came less what was projected
 * @param expected the spread it is a multiple of, people
 * @param scale the scale it was held to have when it was projected
 */
export function addError(record: ErrorRecord, months: number, error: number, expected: number, scale: number): void {
  if (!(expected > 0)) return;
  const limit = furthestOut * scale;
  const counted = Math.max(-limit, Math.min(limit, error)) / expected;
  record.squares[months]! += counted * counted;
  record.counts[months]! += 1;
}

/**
 * What the record makes of an expected spread of 1, for 0 … `months` ahead. Errors of overlapping months say the same
 * thing several times: at h months ahead n of them count for n ÷ h. A month ahead with few errors leans on the nearer
 * ones, these on the usual spread; the further beyond the record, the more on the usual spread again.
 */
export function spreadsOf(record: ErrorRecord, months: number): Spread[] {
  const spreads: Spread[] = [{ scale: 0, freedom: usualErrors }];
  let ratio = 1;
  for (let h = 1; h <= months; h++) {
    const at = Math.min(h, furthest);
    const count = Math.max(0, (record.counts[at] ?? 0) - (h - at));
    const independent = count / h;
    const mean = count > 0 ? record.squares[at]! / record.counts[at]! : 0;
    ratio = (usualErrors * ratio ** carried + independent * mean) / (usualErrors + independent);
    spreads.push({ scale: Math.sqrt(ratio), freedom: usualErrors + independent });
  }
  return spreads;
}

const multiples = new Map<string, number>();

/** Half the width of the middle part of a t, in scales. */
export function bandMultiple(level: number, freedom: number): number {
  const key = `${level} ${freedom}`;
  const known = multiples.get(key);
  if (known !== undefined) return known;
  const multiple = studentQuantile(0.5 + level / 2, freedom);
  if (multiples.size > 100_000) multiples.clear();
  multiples.set(key, multiple);
  return multiple;
}

/** A projected number with what it is held to be wrong by. */
export interface Expected extends Spread {
  projected: number;
}

/** The lower and upper limit of a band, people; nobody is fewer than none. */
export function limits({ projected, scale, freedom }: Expected, level: Level): { lower: number; upper: number } {
  const width = bandMultiple(level, freedom) * scale;
  return { lower: Math.max(0, projected - width), upper: projected + width };
}

/** Chance that more than `limit` are held. People are whole: more than 28 means 29. */
export function chanceAbove(limit: number, expected: Expected): number {
  return chanceOver(Math.floor(limit) + 0.5, expected);
}

/** Chance that a number that need not be whole, such as an average, lies above `limit`. */
export function chanceOver(limit: number, { projected, scale, freedom }: Expected): number {
  if (scale <= 0) return projected > limit ? 1 : 0;
  return studentTail((limit - projected) / scale, freedom);
}
