import { formatNumber, formatShort } from '../../src/lib/format/number.ts';

/** One measured figure, beside what it may cost and what a bare engine needs for the same work in the same run. */
export interface Figure {
  name: string;
  unit: 'ms' | 's' | 'kB' | 'MB';
  value: number;
  /** What it may be: of the unit, or of the floor where there is one. */
  budget: number;
  /** The same work done bare, in the same run and unit. Only ratios to it are compared from run to run. */
  floor?: number;
}

/** The value below which `share` of the values lie; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** How many times the floor; of a figure without one, of what it may be. */
export function ratioOf({ value, floor, budget }: Figure): number {
  return value / (floor ?? budget);
}

export function isWithin(figure: Figure): boolean {
  return figure.floor === undefined ? figure.value <= figure.budget : ratioOf(figure) <= figure.budget;
}

/** "first numbers painted        212 ms   of  1,000   ok", and with a floor "… 2.1 × 190 ms   of 2.0   OVER" */
export function describeFigure(figure: Figure): string {
  const { name, unit, value, budget, floor } = figure;
  const number = (amount: number) => (unit === 's' ? formatShort(amount) : formatNumber(amount));
  const may =
    floor === undefined
      ? `of ${number(budget).padStart(7)}`
      : `= ${formatNumber(ratioOf(figure), 2)} × ${number(floor)}, of ${formatNumber(budget, 1)} ×`;
  const verdict = isWithin(figure) ? 'ok' : 'OVER';
  return `${name.padEnd(66)} ${number(value).padStart(8)} ${unit.padEnd(2)} ${may}  ${verdict}`;
}
