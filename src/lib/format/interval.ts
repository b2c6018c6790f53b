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

/** The interval of a share of `n`: '95 % interval 72 to 90 %'. */
export function shareInterval({ lower, upper }: Limits, n: number): string {
  const decimals = percentDecimals(n);
  return intervalWords(formatHundredths(lower, decimals), formatPercent(upper, decimals));
}
