import { formatNumber, formatShort } from '../../src/lib/format/number.ts';

/** One measured figure beside what it may cost. */
export interface Figure {
  name: string;
  unit: 'ms' | 's' | 'kB' | 'MB';
  value: number;
  budget: number;
}

/** The value below which `share` of the values lie; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** "first numbers painted, cold        212 ms   of  1,000   ok" */
export function describeFigure({ name, unit, value, budget }: Figure): string {
  const number = (amount: number) => (unit === 's' ? formatShort(amount) : formatNumber(amount));
  const verdict = value <= budget ? 'ok' : 'OVER';
  return `${name.padEnd(66)} ${number(value).padStart(8)} ${unit.padEnd(2)} of ${number(budget).padStart(7)}  ${verdict}`;
}
