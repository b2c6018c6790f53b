import { describeChange } from '../analysis/comparison-wording.ts';
import { newcombe, type Difference } from '../analysis/proportion.ts';
import { percentDecimals } from '../format/share.ts';

/** A part of a whole: `n` of `d`. */
interface Part {
  readonly n: number;
  readonly d: number;
}

/**
 * The first share less the second, by Newcombe, with its words: '+4 points (95 % interval −3 to +11), within usual
 * variation'. The fewer of the two wholes decides on the decimals. Null where either whole is empty.
 */
export function shareDifference(first: Part, second: Part): (Difference & { text: string }) | null {
  const change = newcombe(first.n, first.d, second.n, second.d);
  return change && { ...change, text: describeChange(change, percentDecimals(Math.min(first.d, second.d))) };
}
