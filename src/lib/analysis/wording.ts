/**
 * How figures are written, the same on a page, in a memo, in a table and in an alternative text.
 * English, with thousands commas, a true minus sign and a narrow no-break space before the percent sign. Nothing here
 * asks the machine for its locale: a figure prerendered on a server is the one the browser would write.
 */

const NARROW_SPACE = '\u202f';
const MINUS = '\u2212';
/** What stands in for a figure that does not exist; never a zero. */
const NO_DATA = 'no data';

/** Counts from this size on are written with one decimal of a percent. */
const DECIMAL_FROM = 200;
/** Fewer than this many due: only counts (methods, section 2). */
const MINIMUM_DUE = 10;

export type RateKind = 'rate' | 'too-few' | 'none-due';

export interface RateDescription {
  /** '87 % (41 of 47)', '3 of 3; too few for a rate' or 'none were due'. */
  readonly text: string;
  readonly kind: RateKind;
}

/** Rounds halves away from zero, as people do by hand: 0.285 is 28.5 %, though its nearest double is just below. */
function roundTo(value: number, decimals: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`not a figure: ${value}`);
  const scale = 10 ** decimals;
  const scaled = Number((Math.abs(value) * scale).toPrecision(15));
  return (Math.sign(value) * Math.round(scaled)) / scale;
}

function digits(rounded: number, decimals: number): string {
  const [whole = '', fraction] = Math.abs(rounded).toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** '12,346', '−1,234.5', or 'no data' for null. Throws a RangeError for NaN and infinities. */
export function formatNumber(value: number | null, decimals = 0): string {
  if (value === null) return NO_DATA;
  const rounded = roundTo(value, decimals);
  return `${rounded < 0 ? MINUS : ''}${digits(rounded, decimals)}`;
}

/** Whole dollars: '$250,000'. Throws a RangeError for NaN and infinities. */
export function formatDollars(amount: number): string {
  return `$${formatNumber(amount)}`;
}

/** A share from 0 to 1 as '33.4 %', or 'no data' for null. Throws a RangeError for NaN and infinities. */
export function formatPercent(share: number | null, decimals = 1): string {
  if (share === null) return NO_DATA;
  return `${formatNumber(share * 100, decimals)}${NARROW_SPACE}%`;
}

/** '+96', '−12', 'no change' (also when it rounds to none), or 'no data' for null: a change needs both its ends. */
export function formatChange(change: number | null, decimals = 0): string {
  if (change === null) return NO_DATA;
  const rounded = roundTo(change, decimals);
  if (rounded === 0) return 'no change';
  return `${rounded < 0 ? MINUS : '+'}${digits(rounded, decimals)}`;
}

/** A difference of shares in percentage points: '+4 points', '−1 point', 'no change', or 'no data' for null. */
export function formatPoints(difference: number | null, decimals = 0): string {
  if (difference === null) return NO_DATA;
  const points = difference * 100;
  const text = formatChange(points, decimals);
  if (roundTo(points, decimals) === 0) return text;
  return `${text} ${Math.abs(roundTo(points, decimals)) === 1 ? 'point' : 'points'}`;
}

/** Said where percentages with and without a decimal stand in one table. */
export const decimalsRule = `A percentage of fewer than ${DECIMAL_FROM} has no decimal: one more or less would change it.`;

/** Decimals of a percentage of `n` people or items: none below 200, else one. */
export function percentDecimals(n: number): 0 | 1 {
  return n < DECIMAL_FROM ? 0 : 1;
}

/** The interval of a share of `n`: '95 % interval 72 to 90 %'. */
export function shareInterval({ lower, upper }: { readonly lower: number; readonly upper: number }, n: number): string {
  const decimals = percentDecimals(n);
  return `95${NARROW_SPACE}% interval ${formatNumber(lower * 100, decimals)} to ${formatPercent(upper, decimals)}`;
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
  if (n === 0) return { text: none, kind: 'none-due' };
  const counts = `${formatNumber(x)} of ${formatNumber(n)}`;
  if (n < minimum) return { text: `${counts}; too few for a rate`, kind: 'too-few' };
  return { text: `${percentOf(x, n)} (${counts})`, kind: 'rate' };
}

function percentOf(x: number, n: number): string {
  const decimals = percentDecimals(n);
  const step = 10 ** -decimals / 100;
  const rounded = roundTo(x / n, decimals + 2);
  // 9,999 of 10,000 is not 100.0 %, and 1 of 10,000 not 0.0 %.
  if (x < n && rounded === 1) return `over ${formatPercent(1 - step, decimals)}`;
  if (x > 0 && rounded === 0) return `under ${formatPercent(step, decimals)}`;
  return formatPercent(x / n, decimals);
}

/** A text that begins a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
