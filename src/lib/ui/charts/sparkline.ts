import { areaPath, linePath } from './path.ts';
import { linearScale } from './scale.ts';

/** Limits at one value; null where there are none. */
export type SparkLimits = { readonly lower: number; readonly upper: number } | null;

/** Path and end point of a line without axes, with limits behind it; null when there is nothing to draw. */
export function layoutSparkline(
  values: readonly (number | null)[],
  width: number,
  height: number,
  limits: readonly SparkLimits[] = [],
) {
  const known = values.filter((value): value is number => value !== null && Number.isFinite(value));
  if (known.length === 0) return null;
  const x = linearScale([0, Math.max(1, values.length - 1)], [2, width - 5]);
  const reach = [...known, ...limits.flatMap((limit) => (limit ? [limit.lower, limit.upper] : []))];
  let [low, high] = [Math.min(...reach), Math.max(...reach)];
  // A flat line runs through the middle, not along the floor.
  if (low === high) [low, high] = [low - 1, high + 1];
  const y = linearScale([low, high], [height - 4, 4]);
  const path = linePath(
    values.map((value, index) => (value === null || !Number.isFinite(value) ? null : { x: x(index), y: y(value) })),
  );
  const last = values.findLastIndex((value) => value !== null && Number.isFinite(value));
  const band = areaPath(
    limits.map((limit, index) => limit && { x: x(index), lower: y(limit.lower), upper: y(limit.upper) }),
  );
  return { path, band, end: { x: x(last), y: y(values[last] ?? 0) }, y };
}
