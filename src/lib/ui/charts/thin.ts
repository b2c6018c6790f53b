interface Valued {
  readonly value: number | null;
}

/**
 * At most four points for each of `slots` equal runs (first, lowest, highest, last): what a line that many px wide
 * can show. Eight years of days become a tenth of the path without a peak lost. Gaps are kept.
 */
export function thinned<P extends Valued>(points: readonly P[], slots: number): readonly P[] {
  if (points.length <= slots * 2) return points;
  const kept: P[] = [];
  const size = points.length / slots;
  for (let slot = 0; slot < slots; slot += 1) {
    const run = points.slice(Math.round(slot * size), Math.round((slot + 1) * size));
    const keep = new Set<number>([0, run.length - 1]);
    let low = -1;
    let high = -1;
    for (const [index, { value }] of run.entries()) {
      if (value === null) keep.add(index);
      else {
        if (low < 0 || value < (run[low]?.value ?? 0)) low = index;
        if (high < 0 || value > (run[high]?.value ?? 0)) high = index;
      }
    }
    keep.add(low).add(high);
    kept.push(...run.filter((_point, index) => keep.has(index)));
  }
  return kept;
}
