/** Shares, from 0 to 1, written as percentages and in points. A narrow no-break space stands before the percent sign. */
import { NO_DATA, signed, written, writtenSize } from './number.ts';

export const PERCENT_SIGN = '\u202f%';
/** Counts from this size on are written with one decimal of a percent (methods, section 2). */
const DECIMAL_FROM = 200;
/** Places a share's point moves to become a percentage. */
const HUNDREDTHS = 2;

/** Decimals of a percentage of `n` people or items: none below 200, else one. */
export function percentDecimals(n: number): 0 | 1 {
  return n < DECIMAL_FROM ? 0 : 1;
}

/** Said where percentages with and without a decimal stand in one table. */
export const decimalsRule = `A percentage of fewer than ${DECIMAL_FROM} has no decimal: one more or less would change it.`;

/** A share as its number of a hundred, without a sign of percent: '57.5'. Throws a RangeError for NaN and infinities. */
export function formatHundredths(share: number, decimals = 0): string {
  return written(share, decimals, HUNDREDTHS);
}

/** A share from 0 to 1 as '33.4 %', or 'no data' for null. Throws a RangeError for NaN and infinities. */
export function formatPercent(share: number | null, decimals = 1): string {
  return share === null ? NO_DATA : `${formatHundredths(share, decimals)}${PERCENT_SIGN}`;
}

/** A number that is a percentage already, such as an error of 3.4 %: '3.4 %'. */
export function formatPercentage(percentage: number, decimals = 0): string {
  return `${written(percentage, decimals)}${PERCENT_SIGN}`;
}

/** The same as a change: '+5 %', '−10 %', '0 %'. */
export function formatPercentChange(percentage: number, decimals = 0): string {
  return `${signed(written(percentage, decimals), percentage)}${PERCENT_SIGN}`;
}

/**
 * A share as '33.4 %', never rounding some to none or most to all: 9,999 of 10,000 is 'over 99.9 %' and 1 of them
 * 'under 0.1 %'.
 */
export function formatPart(share: number, decimals = 0): string {
  const text = formatPercent(share, decimals);
  const step = 10 ** -decimals / 100;
  if (share > 0 && text === formatPercent(0, decimals)) return `under ${formatPercent(step, decimals)}`;
  if (share < 1 && text === formatPercent(1, decimals)) return `over ${formatPercent(1 - step, decimals)}`;
  return text;
}

/** The share `x` of `n`, with the decimals that `n` bears. */
export function formatPartOf(x: number, n: number): string {
  return formatPart(x / n, percentDecimals(n));
}

/** A difference of shares as its number of points: '+4', '−1.3', '0'. */
export function formatPointsNumber(difference: number, decimals = 0): string {
  return signed(formatHundredths(difference, decimals), difference);
}

/** A difference of shares in percentage points: '+4 points', '−1 point', 'no change', or 'no data' for null. */
export function formatPoints(difference: number | null, decimals = 0): string {
  if (difference === null) return NO_DATA;
  const size = writtenSize(difference, decimals, HUNDREDTHS);
  if (!/[1-9]/.test(size)) return 'no change';
  return `${formatPointsNumber(difference, decimals)} ${Number(size) === 1 ? 'point' : 'points'}`;
}
