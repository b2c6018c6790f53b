/**
 * A seasonal index: what a calendar month is, on average, as a multiple of the year's level. Ratios to the centred
 * twelve-month mean, their median over the years, so that one strange year does not become a season.
 */

/** Months without a season. */
export const noSeason: readonly number[] = Array.from({ length: 12 }, () => 1);

/** Fewest months of history from which a season is read. */
const shortest = 36;
/** Correlation of the index with the year it was not learned from, below which there is no season. */
export const minAgreement = 0.8;

/**
 * The index of each calendar month (0 is January). A season that does not say anything about the year after it is no
 * season: the index learned without the last year must go up and down with that year (correlation 0.8 at least, unless told otherwise), and is
 * shrunk to what it explains of it.
 * @param values one a month, nulls where nothing was counted
 * @param firstMonth calendar month of the first value, 0 to 11
 * @param agreement correlation asked for: less for flows, whose months are mostly chance, than for stocks
 */
export function seasonalIndex(
  values: readonly (number | null)[],
  firstMonth: number,
  agreement = minAgreement,
): readonly number[] {
  if (values.length < shortest) return noSeason;
  const ratios = ratiosToYear(values);
  const cut = ratios.length - 18;
  const before = indexOf(
    ratios.map((ratio, i) => (i < cut ? ratio : null)),
    firstMonth,
  );
  const now = indexOf(ratios, firstMonth);
  if (!before || !now) return noSeason;
  let [same, size, other] = [0, 0, 0];
  ratios.forEach((ratio, i) => {
    if (i < cut || ratio === null) return;
    const old = (before[(firstMonth + i) % 12] ?? 1) - 1;
    same += old * (ratio - 1);
    size += old * old;
    other += (ratio - 1) ** 2;
  });
  if (size === 0 || same < agreement * Math.sqrt(size * other)) return noSeason;
  const explained = Math.min(1, same / size);
  return now.map((value) => 1 + (value - 1) * explained);
}

function ratiosToYear(values: readonly (number | null)[]): (number | null)[] {
  return values.map((value, i) => {
    if (value === null || i < 6 || i + 6 >= values.length) return null;
    let sum = 0;
    for (let step = -6; step <= 6; step++) {
      const other = values[i + step];
      if (other === null || other === undefined) return null;
      sum += Math.abs(step) === 6 ? other / 2 : other;
    }
    return sum > 0 ? (value * 12) / sum : null;
  });
}

function indexOf(ratios: readonly (number | null)[], firstMonth: number): number[] | null {
  const byMonth: number[][] = Array.from({ length: 12 }, () => []);
  ratios.forEach((ratio, i) => ratio !== null && byMonth[(firstMonth + i) % 12]?.push(ratio));
  if (byMonth.some((found) => found.length === 0)) return null;
  const medians = byMonth.map(median);
  const mean = medians.reduce((sum, value) => sum + value, 0) / 12;
  // A month in which as good as nothing happens is no multiple of the others.
  if (medians.some((value) => !(value > 0.1 * mean))) return null;
  return medians.map((value) => value / mean);
}

/** The middle value; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle] ?? NaN;
  return ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}
