/** A figure with what it rests on. */
import { formatNumber } from './number.ts';
import { formatPartOf } from './share.ts';

/** Fewer than this many due: only counts (methods, section 2). */
const MINIMUM_DUE = 10;
export const TOO_FEW = 'too few for a rate';

/** A figure in words, whole and in its two parts, so that nobody takes a text apart. */
export interface FigureWords {
  /** The figure: '87 %', '3 of 3', 'none were due'. */
  readonly headline: string;
  /** What it rests on, or why there is no rate: '41 of 47', 'too few for a rate'; empty where there is nothing to add. */
  readonly basis: string;
  /** Both in one line: '87 % (41 of 47)', '3 of 3; too few for a rate', 'none were due'. */
  readonly text: string;
}

/** A figure and the counts it rests on: '87 % (41 of 47)'. */
export function figureWords(headline: string, basis = ''): FigureWords {
  return { headline, basis, text: basis === '' ? headline : `${headline} (${basis})` };
}

/** Counts that are too few for a rate: '3 of 3; too few for a rate'. */
export function tooFewWords(counts: string): FigureWords {
  return { headline: counts, basis: TOO_FEW, text: `${counts}; ${TOO_FEW}` };
}

export type RateKind = 'rate' | 'too-few' | 'none-due';

export interface RateDescription extends FigureWords {
  readonly kind: RateKind;
}

/** '41 of 47'. */
export function formatCounts(x: number, n: number): string {
  return `${formatNumber(x)} of ${formatNumber(n)}`;
}

/** Whether a rate of so many is shown: of fewer than the agency's minimum, and of nobody, there are counts only. */
export function enoughForRate(whole: number, minimum: number): boolean {
  return whole >= Math.max(1, minimum);
}

/**
 * A rate as the product words it: with its counts beside it, as counts only when fewer than `minimum` were due, and
 * as the sentence `none` when none were. Throws a RangeError unless 0 ≤ x ≤ n.
 */
export function describeRate(
  x: number,
  n: number,
  { minimum = MINIMUM_DUE, none = 'none were due' }: { readonly minimum?: number; readonly none?: string } = {},
): RateDescription {
  if (!(x >= 0 && x <= n)) throw new RangeError(`not a part of a whole: ${x} of ${n}`);
  if (n === 0) return { ...figureWords(none), kind: 'none-due' };
  const counts = formatCounts(x, n);
  if (!enoughForRate(n, minimum)) return { ...tooFewWords(counts), kind: 'too-few' };
  return { ...figureWords(formatPartOf(x, n), counts), kind: 'rate' };
}
