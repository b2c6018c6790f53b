import { furthest } from './predictive.ts';

/**
 * How far a place's past went the way a method said it would, by months ahead: what its own record makes of the method
 * against saying that nothing changes.
 */
export interface WeightRecord {
  /** Change projected × change that came, and change projected squared. */
  products: Float64Array;
  squares: Float64Array;
  counts: Float64Array;
}

export function emptyWeights(): WeightRecord {
  const zeros = () => new Float64Array(furthest + 1);
  return { products: zeros(), squares: zeros(), counts: zeros() };
}

/** A change that came counts at most as this many times the one projected: a flood says nothing of a method. */
const furthestOut = 3;

/**
 * Adds a past projection that has come due.
 * @param projected change projected since the origin, as a share of the people there then
 * @param came change that came, likewise
 */
export function addChange(record: WeightRecord, months: number, projected: number, came: number): void {
  const limit = furthestOut * Math.abs(projected);
  record.products[months]! += projected * Math.max(-limit, Math.min(limit, came));
  record.squares[months]! += projected * projected;
  record.counts[months]! += 1;
}

/** Part of the projected change that came, by least squares; null where none was ever projected. */
export function partThatCame({ products, squares }: WeightRecord, months: number): number | null {
  return squares[months]! > 0 ? products[months]! / squares[months]! : null;
}

/**
 * What is believed of a method before anything is known, the independent past changes that counts for, and how much of
 * what a month ahead has shown is expected of the next. Chosen on the demonstration agency of twenty seeds.
 */
const before = { weight: 0.3, changes: 6, carried: 0.95 };

/**
 * Part of the method's change that is believed, for 0 … `months` ahead; the rest is the last value. Each month ahead
 * leans on the one before it, the first on three tenths.
 */
export function methodWeights(record: WeightRecord, months: number): Float64Array {
  const weights = new Float64Array(months + 1);
  let weight = before.weight;
  for (let h = 1; h <= months; h++) {
    const at = Math.min(h, furthest);
    const part = h === at ? partThatCame(record, at) : null;
    const independent = part === null ? 0 : record.counts[at]! / h;
    const carried = h === 1 ? weight : weight * before.carried;
    weight = (before.changes * carried + independent * (part ?? 0)) / (before.changes + independent);
    weights[h] = Math.max(0, Math.min(1, weight));
  }
  return weights;
}
