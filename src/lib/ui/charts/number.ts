/** Numbers as charts and tables write them: English, thousands commas, true minus, narrow space before the percent sign. */
const MINUS = '\u2212';
const NARROW_SPACE = '\u202f';
const formats = new Map<number, Intl.NumberFormat>();

function formatter(digits: number): Intl.NumberFormat {
  let format = formats.get(digits);
  if (!format) {
    format = new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
    formats.set(digits, format);
  }
  return format;
}

/** '6,187', '−74', '1.25' with `digits` 2. */
export function formatNumber(value: number, digits = 0): string {
  const text = formatter(digits).format(Math.abs(value));
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/** Share 0.87 as '87 %'. */
export function formatShare(share: number, digits = 0): string {
  return `${formatNumber(share * 100, digits)}${NARROW_SPACE}%`;
}

/** The same, never rounding some to none or most to all: 'under 0.1 %', 'over 99.9 %'. */
export function formatPart(share: number, digits = 0): string {
  const text = formatShare(share, digits);
  const step = 10 ** -digits / 100;
  if (share > 0 && text === formatShare(0, digits)) return `under ${formatShare(step, digits)}`;
  if (share < 1 && text === formatShare(1, digits)) return `over ${formatShare(1 - step, digits)}`;
  return text;
}

/** '+74', '−3', '0': for differences. */
export function formatSigned(value: number, digits = 0): string {
  const text = formatNumber(value, digits);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** Decimals needed to tell the ticks of an axis apart: 0 for 200, 400; 1 for 0.5, 1.0. */
export function tickDigits(ticks: readonly number[]): number {
  const step = Math.abs((ticks[1] ?? 1) - (ticks[0] ?? 0));
  if (step === 0 || step >= 1) return Number.isInteger(step) || step === 0 ? 0 : 1;
  return Math.min(6, Math.ceil(-Math.log10(step) - 1e-9));
}
