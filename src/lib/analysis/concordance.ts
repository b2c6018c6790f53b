/**
 * How often, of two people, the one with the higher predicted risk had the event first.
 * Source: Harrell et al. (1982), JAMA 247, 2543–2546. Agrees with R's `coxph(...)$concordance`.
 */
import { group as groupBy } from 'd3-array';

export interface ScoredRow {
  readonly time: number;
  readonly event: boolean | 0 | 1;
  readonly count: number;
  /** Linear predictor: higher means sooner. */
  readonly score: number;
  readonly stratum?: string;
}

/** Pairs in order plus half of those with equal scores, as a share of the pairs that can be told apart; null without any. */
export function concordance(rows: readonly ScoredRow[]): number | null {
  let [inOrder, tied, pairs] = [0, 0, 0];
  for (const stratum of groupBy(rows, (row) => row.stratum ?? '').values()) {
    const scores = [...new Set(stratum.map((row) => row.score))].sort((a, b) => a - b);
    const rank = new Map(scores.map((score, at) => [score, at]));
    const tree = new Float64Array(scores.length + 1);
    const add = (at: number, count: number): void => {
      for (let i = at + 1; i < tree.length; i += i & -i) tree[i]! += count;
    };
    const below = (at: number): number => {
      let sum = 0;
      for (let i = at; i > 0; i -= i & -i) sum += tree[i]!;
      return sum;
    };
    let later = 0;
    // From the last time back: the tree holds everybody still without the event after it.
    const times = [...groupBy(stratum, (row) => row.time)].sort(([a], [b]) => b - a);
    for (const [, here] of times) {
      const put = (row: ScoredRow): void => {
        add(rank.get(row.score)!, row.count);
        later += row.count;
      };
      here.filter((row) => !row.event).forEach(put);
      const events = here.filter((row) => row.event);
      for (const { score, count } of events) {
        const at = rank.get(score)!;
        const lower = below(at);
        const same = below(at + 1) - lower;
        inOrder += count * lower;
        tied += count * same;
        pairs += count * later;
      }
      events.forEach(put);
    }
  }
  return pairs === 0 ? null : (inOrder + tied / 2) / pairs;
}
