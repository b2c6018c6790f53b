/**
 * How numbers are written, the same on a page, in a chart, in a table, in a memo, in a download and in a terminal.
 * English, with thousands commas and a true minus sign. Nothing here asks the machine for its locale: a figure
 * prerendered on a server is the one the browser would write.
 *
 * Rounding is half away from zero at the shown digit, as people do by hand. A number is first read as the decimal of 15
 * significant digits it stands for, which is what a double holds for certain: 1.005 is 1.005 and rounds to 1.01, though
 * its double lies just below, and 100 × 0.575 is 57.5 and not 57.49999999999999. Whole numbers are exact. A share of
 * counts is thereby rounded as the fraction it is: n/d cannot come that near to a half without being one, for any d
 * below a billion.
 */

export const MINUS = '\u2212';
/** What stands in for a figure that does not exist; never a zero. */
export const NO_DATA = 'no data';

const SIGNIFICANT = 15;

/** The digits of |value| × 10^shift, rounded at `decimals`: '1234.50'. Throws a RangeError for NaN and infinities. */
function digitsOf(value: number, decimals: number, shift: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`not a figure: ${value}`);
  const [mantissa = '', power = ''] = exactDigits(Math.abs(value));
  const units = scaled(BigInt(mantissa), Number(power) + shift + decimals).toString();
  if (decimals === 0) return units;
  const padded = units.padStart(decimals + 1, '0');
  return `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
}

/** A whole number and the power of ten it is to be multiplied by. */
function exactDigits(size: number): [string, number] {
  if (Number.isSafeInteger(size)) return [String(size), 0];
  const [mantissa = '', power = ''] = size.toExponential(SIGNIFICANT - 1).split('e');
  return [mantissa.replace('.', ''), Number(power) - SIGNIFICANT + 1];
}

/** `digits` × 10^power as a whole number, halves up. */
function scaled(digits: bigint, power: number): bigint {
  if (power >= 0) return digits * 10n ** BigInt(power);
  // Further down than the digits go, nothing is left but nothing.
  if (power < -2 * SIGNIFICANT) return 0n;
  const whole = 10n ** BigInt(-power);
  return (digits + whole / 2n) / whole;
}

/**
 * A number in text without sign, with thousands commas; `shift` moves its point, so that a share is written as a
 * percentage without arithmetic that could tip a half. For the other files of this folder.
 */
export function writtenSize(value: number, decimals: number, shift = 0): string {
  const [whole = '', fraction] = digitsOf(value, decimals, shift).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** The same with its minus, which a number that rounds to nothing has not. For the other files of this folder. */
export function written(value: number, decimals: number, shift = 0): string {
  const size = writtenSize(value, decimals, shift);
  return value < 0 && /[1-9]/.test(size) ? `${MINUS}${size}` : size;
}

/** The number a figure is shown as, for arithmetic on shown figures. Throws a RangeError for NaN and infinities. */
export function roundTo(value: number, decimals = 0): number {
  // Adding zero makes −0 a plain nothing.
  return Math.sign(value) * Number(digitsOf(value, decimals, 0)) + 0;
}

/** '12,346', '−1,234.5', or 'no data' for null. Throws a RangeError for NaN and infinities. */
export function formatNumber(value: number | null, decimals = 0): string {
  return value === null ? NO_DATA : written(value, decimals);
}

/** '14', '14.5': with at most `decimals`, and none that only say nothing. */
export function formatShort(value: number, decimals = 1): string {
  const text = written(value, decimals);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** A count as it is, an average with one decimal where it is small. */
export function formatAmount(value: number): string {
  return written(value, Number.isInteger(value) || Math.abs(value) >= 20 ? 0 : 1);
}

/** '+74', '−3', '0': a difference where 'no change' would not read, as on an axis or at the end of an interval. */
export function formatSigned(value: number, decimals = 0): string {
  return signed(written(value, decimals), value);
}

/** '+96', '−12', 'no change' (also when it rounds to none), or 'no data' for null: a change needs both its ends. */
export function formatChange(change: number | null, decimals = 0): string {
  if (change === null) return NO_DATA;
  const text = written(change, decimals);
  return /[1-9]/.test(text) ? signed(text, change) : 'no change';
}

/** Puts a plus before a written number above nothing. For the other files of this folder. */
export function signed(text: string, value: number): string {
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** Decimals needed to tell the ticks of an axis apart: 0 for 200, 400; 1 for 0.5, 1.0. */
export function tickDigits(ticks: readonly number[]): number {
  const step = Math.abs((ticks[1] ?? 1) - (ticks[0] ?? 0));
  if (step === 0 || step >= 1) return Number.isInteger(step) || step === 0 ? 0 : 1;
  return Math.min(6, Math.ceil(-Math.log10(step) - 1e-9));
}

/** '1234.5000', '-0.5000': the digits alone, as a terminal and a result of a query show them. */
export function formatPlain(value: number, decimals: number): string {
  const digits = digitsOf(value, decimals, 0);
  return value < 0 && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

/** '0.000120', '1.50e-7': a number too small for decimals, by its first digits. */
export function formatSignificant(value: number, digits: number): string {
  return Number(value.toPrecision(SIGNIFICANT)).toPrecision(digits);
}
