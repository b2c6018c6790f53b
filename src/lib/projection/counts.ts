/**
 * The projection of an agency or place of which only counts are known: the last count and a damped trend (Holt), of
 * which as much is believed as came of it before, dying out within two years, and the season where there is one.
 */
import { median, noSeason, seasonalIndex } from './season.ts';
import { addChange, emptyWeights, partThatCame, type WeightRecord } from './weight.ts';

/** How fast the trend is damped, and the smoothing that is tried; the pair with the least one-step error is taken. */
const damping = 0.8;
const levelSmoothing = [0.6, 0.8, 0.9, 0.99];
const trendSmoothing = [0.05, 0.1, 0.2, 0.3];
/** A change beyond this many typical ones is taken into the level at once and into the trend only so far: a wing opened, a jail was emptied. */
const strangeChange = 3;
/** Months after which nothing is left of the trend and the season. */
const trendEnds = 24;
/** Counts before the first projection that teaches how much to believe. */
const firstLearned = 12;
/** Months ahead at which past trends are held against what came. */
const learnedAt = [1, 2, 3, 6, 9, 12];
/** What is believed before anything is known, and the independent past changes it counts for. */
const before = { part: 0.5, changes: 24 };

/** A projection from one past month or today. */
export interface CountLine {
  /** The last count, and months since. */
  last: number;
  behind: number;
  /** Without its season: the level and change a month Holt's method ends with. */
  level: number;
  trend: number;
  season: readonly number[];
  /** Calendar month (0 to 11) of the last count. */
  month: number;
  /** Part of the trend and season that is believed. */
  part: number;
}

/** People expected `ahead` months after the month the line is made at. */
export function countAt(line: CountLine, ahead: number): number {
  const { last, behind, part } = line;
  const h = ahead + behind;
  return Math.max(0, last + (holtAt(line, h) - last) * part * left(h));
}

function holtAt({ level, trend, season, month }: CountLine, h: number): number {
  const steps = (damping * (1 - damping ** h)) / (1 - damping);
  return (level + trend * steps) * (season[(month + h) % 12] ?? 1);
}

/** Part of the trend left after h months. */
function left(h: number): number {
  return Math.max(0, 1 - (h - 1) / trendEnds);
}

/**
 * The lines of every month, each knowing only the counts up to it; null before the first count.
 * @param counts people on the same day of each month, oldest first; null where nobody was counted
 * @param firstMonth calendar month of the first, 0 to 11
 * @param from first month whose line is wanted, as an index of the counts; the lines before it are null
 */
export function countLines(counts: readonly (number | null)[], firstMonth: number, from = 0): (CountLine | null)[] {
  const record = emptyWeights();
  const coming = new Map<number, { h: number; projected: number; since: number }[]>();
  return counts.map((_, at) => {
    for (const { h, projected, since } of coming.get(at) ?? []) {
      const now = counts[at];
      if (now !== null && now !== undefined) addChange(record, h, projected, now / since - 1);
    }
    coming.delete(at);
    if (at < Math.min(firstLearned, from)) return null;
    const line = lineAt(counts, firstMonth, at, partOf(record));
    if (!line || at < firstLearned) return line;
    if (line.behind === 0 && line.last > 0) {
      for (const h of learnedAt) {
        const projected = ((holtAt(line, h) - line.last) * left(h)) / line.last;
        const list = coming.get(at + h) ?? [];
        list.push({ h, projected, since: line.last });
        coming.set(at + h, list);
      }
    }
    return at < from ? null : line;
  });
}

function partOf(record: WeightRecord): number {
  let [all, weight] = [before.part * before.changes, before.changes];
  for (const h of learnedAt) {
    const part = partThatCame(record, h);
    if (part === null) continue;
    const independent = record.counts[h]! / h;
    all += independent * part;
    weight += independent;
  }
  return Math.max(0, Math.min(1, all / weight));
}

function lineAt(counts: readonly (number | null)[], firstMonth: number, at: number, part: number): CountLine | null {
  const known = counts.slice(0, at + 1);
  const end = known.findLastIndex((count) => count !== null);
  const last = known[end];
  if (last === null || last === undefined) return null;
  const season = seasonalIndex(known, firstMonth);
  const month = (firstMonth + end) % 12;
  const plain =
    season === noSeason
      ? known
      : known.map((count, i) => (count === null ? null : count / (season[(firstMonth + i) % 12] ?? 1)));
  return { last, behind: at - end, ...holt(plain.slice(0, end + 1)), season, month, part };
}

/** Level and trend at the end of a series by damped Holt with the smoothing of least one-step error. */
function holt(values: readonly (number | null)[]): { level: number; trend: number } {
  const start = values.findIndex((value) => value !== null);
  const changes: number[] = [];
  for (let t = start + 1; t < values.length; t++) {
    const [now, then] = [values[t], values[t - 1]];
    if (now !== null && now !== undefined && then !== null && then !== undefined) changes.push(Math.abs(now - then));
  }
  // Where most months bring no change at all, any change is usual.
  const typical = changes.length > 0 ? 1.4826 * median(changes) : 0;
  const limit = typical > 0 ? strangeChange * typical : Infinity;
  let best = { error: Infinity, level: values[start] ?? 0, trend: 0 };
  for (const alpha of levelSmoothing) {
    for (const beta of trendSmoothing) {
      let [level, trend, error] = [values[start] ?? 0, 0, 0];
      for (let t = start + 1; t < values.length; t++) {
        const expected = level + damping * trend;
        const value = values[t];
        if (value === null || value === undefined) {
          [level, trend] = [expected, damping * trend];
          continue;
        }
        const off = value - expected;
        const used = Math.max(-limit, Math.min(limit, off));
        error += used * used;
        level = used === off ? expected + alpha * off : value;
        trend = damping * trend + alpha * beta * used;
      }
      if (error < best.error) best = { error, level, trend };
    }
  }
  return { level: best.level, trend: best.trend };
}
