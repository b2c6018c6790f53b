/** Quantities with their nouns and units. */
import { formatNumber, MINUS, roundTo, writtenSize } from './number.ts';

/** '1 case', '2 cases', '1,200 cases'. */
export function formatQuantity(n: number, one: string, many = `${one}s`): string {
  return `${formatNumber(n)} ${n === 1 ? one : many}`;
}

/** Whole dollars: '$250,000', '−$1,200'. Throws a RangeError for NaN and infinities. */
export function formatDollars(amount: number): string {
  const size = writtenSize(amount, 0);
  return `${amount < 0 && size !== '0' ? MINUS : ''}$${size}`;
}

/** A file's size: '12 kB', '1.3 MB'. */
export function formatBytes(bytes: number): string {
  return bytes >= 950_000 ? `${formatNumber(bytes / 1e6, 1)} MB` : `${formatNumber(Math.max(1, bytes / 1000))} kB`;
}

/** How long something took: '0.35 s', '12 s', '2 min 5 s'. */
export function formatSeconds(seconds: number): string {
  if (seconds < 9.995) return `${formatNumber(seconds, 2)} s`;
  if (seconds < 59.5) return `${formatNumber(seconds)} s`;
  const whole = roundTo(seconds);
  return `${formatNumber(Math.floor(whole / 60))} min ${formatNumber(whole % 60)} s`;
}
