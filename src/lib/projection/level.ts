import { median, noSeason, seasonalIndex } from './season.ts';

/** What each month back counts for in the level of admissions, as a share of the month after it. */
const admissionDamping = 0.9;
/** Months the level of admissions is taken over. */
const levelMonths = 12;
/** A month this far from the level (in typical distances) is strange, an epidemic or a court closed, and counts less. */
const strange = 3;

/** A series looked at without its season: what next month is expected to be, and the month after, … */
export interface Level {
  level: number;
  /** Change a month at the end of the series, which is damped from there. */
  trend: number;
  season: readonly number[];
  /** Calendar month (0 to 11) of the first month ahead. */
  next: number;
  damping: number;
}

/** The value expected `ahead` months after the last one (1 is the next month), never below zero. */
export function expectedAt({ level, trend, season, next, damping }: Level, ahead: number): number {
  const steps = damping === 1 ? ahead : (damping * (1 - damping ** ahead)) / (1 - damping);
  return Math.max(0, (level + trend * steps) * (season[(next + ahead - 1) % 12] ?? 1));
}

/** Admissions a month below which a season cannot be told from chance. */
const minForSeason = 10;

/** Season of monthly admissions: their months are mostly chance, so less agreement from year to year is asked for. */
export function flowSeason(counts: readonly number[], firstMonth: number): readonly number[] {
  const recent = counts.slice(-36);
  const mean = recent.reduce((all, count) => all + count, 0) / Math.max(1, recent.length);
  return mean < minForSeason ? noSeason : seasonalIndex(counts, firstMonth, 0.6);
}

/**
 * Level and season of monthly admissions: a mean in which each month back counts a tenth less than the one after it
 * (damping 0.9), and months far from the rest count little. There is no trend: over a year it is nearly always chance,
 * and carried forward for years it is the worst of errors.
 * @param counts admissions a month, oldest first
 * @param firstMonth calendar month of the first, 0 to 11
 * @param season the index to use, where it comes from a larger whole
 */
export function admissionLevel(
  counts: readonly number[],
  firstMonth: number,
  season: readonly number[] = flowSeason(counts, firstMonth),
): Level {
  const from = Math.max(0, counts.length - levelMonths);
  const plain = counts.slice(from).map((count, i) => count / (season[(firstMonth + from + i) % 12] ?? 1));
  const centre = median(plain);
  const spread = Math.max(1.4826 * median(plain.map((value) => Math.abs(value - centre))), Math.sqrt(centre), 1);
  let [weight, sum] = [0, 0];
  plain.forEach((value, i) => {
    const distance = Math.abs(value - centre) / spread;
    const w = admissionDamping ** (plain.length - 1 - i) * (distance <= strange ? 1 : strange / distance / 4);
    weight += w;
    sum += w * value;
  });
  return {
    level: weight > 0 ? sum / weight : 0,
    trend: 0,
    season,
    next: (firstMonth + counts.length) % 12,
    damping: 1,
  };
}

/** The naive projection a method has to beat: the last value with the mean change of the last year, damped. */
export function dampedTrend(counts: readonly (number | null)[]): Level | null {
  const last = counts.findLastIndex((value) => value !== null);
  const level = counts[last];
  if (level === null || level === undefined) return null;
  const from = counts.findIndex((value, i) => value !== null && i >= last - 12);
  const trend = last > from ? (level - (counts[from] ?? level)) / (last - from) : 0;
  return { level, trend, season: noSeason, next: 0, damping: 0.9 };
}
