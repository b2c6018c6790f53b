/** Intervals in words. */
import { formatHundredths, formatPercent, PERCENT_SIGN, percentDecimals } from './share.ts';

interface Limits {
  readonly lower: number;
  readonly upper: number;
}

/** Two written ends as an interval: '95 % interval −6 to +14'. */
export function intervalWords(from: string, to: string, level = 95): string {
  return `${level}${PERCENT_SIGN} interval ${from} to ${to}`;
}

/** Two shares as '72 to 90 %'. */
export function formatShareRange({ lower, upper }: Limits, decimals = 0): string {
  return `${formatHundredths(lower, decimals)} to ${formatPercent(upper, decimals)}`;
}

/** The ends of the scale that shares are drawn on, for the head of their column: 'drawn from 80 to 100 %'. */
export function shareScale([lower, upper]: readonly [number, number]): string {
  const whole = [lower, upper].every((end) => Math.abs(end * 100 - Math.round(end * 100)) < 1e-9);
  return `drawn from ${formatShareRange({ lower, upper }, whole ? 0 : 1)}`;
}

/** The interval of a share of `n`: '95 % interval 72 to 90 %'. */
export function shareInterval({ lower, upper }: Limits, n: number): string {
  const decimals = percentDecimals(n);
  return intervalWords(formatHundredths(lower, decimals), formatPercent(upper, decimals));
}
