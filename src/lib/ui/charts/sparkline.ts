import { areaPath, linePath } from './path.ts';
import { linearScale } from './scale.ts';
import { textWidth } from './text-width.ts';

/** Limits at one value; null where there are none. */
export type SparkLimits = { readonly lower: number; readonly upper: number } | null;

/** Size of the axis's text in px; an end's baseline is that far below its level. */
const TEXT = 10;
const BASELINE = 3.5;
/** Between the text of the axis and its line. */
const GAP = 3;

export interface SparkEnd {
  text: string;
  /** Height of the value, and of the baseline of its text. */
  level: number;
  baseline: number;
}

interface SparklineOptions {
  width: number;
  height: number;
  limits?: readonly SparkLimits[];
  /** A value with so many decimals, as the ends of the axis show it. */
  format: (value: number, decimals: number) => string;
}

/**
 * Path and end point of a small line with limits behind it, and its axis: the lowest and the highest value drawn, written
 * at their heights. Null when there is nothing to draw.
 */
export function layoutSparkline(
  values: readonly (number | null)[],
  { width, height, limits = [], format }: SparklineOptions,
) {
  const known = values.filter((value): value is number => value !== null && Number.isFinite(value));
  if (known.length === 0) return null;
  const reach = [...known, ...limits.flatMap((limit) => (limit ? [limit.lower, limit.upper] : []))];
  const [lowest, highest] = [Math.min(...reach), Math.max(...reach)];
  // A flat line runs through the middle, not along the floor.
  const domain: [number, number] = lowest === highest ? [lowest - 1, highest + 1] : [lowest, highest];
  const y = linearScale(domain, [height - 5, 5]);
  const ends = [...new Set([lowest, highest])].map((value, _at, all): SparkEnd => {
    return { text: toldApart(all, format)(value), level: y(value), baseline: y(value) + BASELINE };
  });
  const axis = Math.ceil(Math.max(...ends.map(({ text }) => textWidth(text, TEXT)))) + GAP;
  const x = linearScale([0, Math.max(1, values.length - 1)], [axis + 3, width - 5]);
  const path = linePath(
    values.map((value, index) => (value === null || !Number.isFinite(value) ? null : { x: x(index), y: y(value) })),
  );
  const last = values.findLastIndex((value) => value !== null && Number.isFinite(value));
  const band = areaPath(
    limits.map((limit, index) => limit && { x: x(index), lower: y(limit.lower), upper: y(limit.upper) }),
  );
  return { path, band, axis, ends, end: { x: x(last), y: y(values[last] ?? 0) }, y };
}

/** The fewest decimals, up to two, with which the values read differently. */
function toldApart(values: readonly number[], format: SparklineOptions['format']): (value: number) => string {
  const decimals = [0, 1].find(
    (digits) => new Set(values.map((value) => format(value, digits))).size === values.length,
  );
  return (value) => format(value, decimals ?? 2);
}
