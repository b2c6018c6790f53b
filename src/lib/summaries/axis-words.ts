import { formatNumber } from '../format/number.ts';
import { formatPercent } from '../format/share.ts';
import type { AxisDomain } from '../ui/charts/scale.ts';
import type { FigureSpec } from '../measures/figure.ts';

/** Whether a figure is written in percent. */
export function isPercent({ kind }: Pick<FigureSpec, 'kind'>): boolean {
  return kind === 'share' || kind === 'ratio';
}

/** A value of the axis or the readout. */
export function valueText(spec: Pick<FigureSpec, 'kind'>, value: number, digits = 0): string {
  return isPercent(spec) ? formatPercent(value, digits) : formatNumber(value, digits);
}

/** Decimals that tell the ticks of an axis apart. */
export function tickDigits(ticks: readonly number[], spec: FigureSpec): number {
  const scale = isPercent(spec) ? 100 : 1;
  return ticks.every((tick) => Math.abs(tick * scale - Math.round(tick * scale)) < 1e-9) ? 0 : 1;
}

/** The ends of the scale a figure is drawn on, beside a drawing too small for an axis: 'drawn from 80 % to 100 %'. */
export function scaleWords(
  spec: FigureSpec,
  { domain: [from, to], ticks }: Pick<AxisDomain, 'domain' | 'ticks'>,
): string {
  const end = (value: number) => valueText(spec, value, tickDigits(ticks, spec));
  return `drawn from ${end(from)} to ${end(to)}`;
}
