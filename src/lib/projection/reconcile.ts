import { median } from './season.ts';

/** What is projected of a part of a whole, and how sure that is, by months ahead from 0. */
export interface Part {
  /** People, index 0 today; changed in place. */
  expected: Float64Array;
  /** Scale of its error, people. */
  scale: ArrayLike<number>;
}

/**
 * Makes the parts of a whole add up to it. The parts follow the whole: it knows arrivals, releases and returns, moves
 * between parts cancel in it, and its record is the better one. What is missing or too much is shared out by how
 * uncertain each part is in people, where no part counts as more uncertain for its size than the middle one: one that
 * has just opened would else take it all. No part is moved further than the scale of its own error; what then is left,
 * the whole gives way by. A part nobody is ever wrong about keeps its number.
 * @param whole people by months ahead; changed in place where it gives way
 * @param others people of the whole in none of the parts, held as they are
 */
export function reconcile(whole: Float64Array, parts: readonly Part[], others: number): void {
  if (parts.length === 0) return;
  const months = Math.min(whole.length, ...parts.map(({ expected }) => expected.length));
  for (let h = 1; h < months; h++) {
    const sizes = parts.map(({ expected }) => Math.max(1, expected[0]!));
    const relative = parts.map(({ scale }, i) => scale[h]! / sizes[i]!);
    const usual = median(relative);
    const shares = relative.map((own, i) => sizes[i]! * Math.min(own, usual));
    const all = shares.reduce((sum, share) => sum + share, 0);
    const gap = whole[h]! - others - parts.reduce((sum, { expected }) => sum + expected[h]!, 0);
    let sum = others;
    parts.forEach(({ expected, scale }, i) => {
      const wanted = all > 0 ? (gap * shares[i]!) / all : 0;
      expected[h] = Math.max(0, expected[h]! + Math.max(-scale[h]!, Math.min(scale[h]!, wanted)));
      sum += expected[h]!;
    });
    whole[h] = sum;
  }
}
