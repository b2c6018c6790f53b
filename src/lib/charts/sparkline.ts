import { line } from 'd3-shape';
import { linearScale } from './scale.ts';

/** Path and end point of a line without axes; null when there is nothing to draw. */
export function layoutSparkline(values: readonly (number | null)[], width: number, height: number) {
  const known = values.filter((value): value is number => value !== null && Number.isFinite(value));
  if (known.length === 0) return null;
  const x = linearScale([0, Math.max(1, values.length - 1)], [2, width - 5]);
  let [low, high] = [Math.min(...known), Math.max(...known)];
  // A flat line runs through the middle, not along the floor.
  if (low === high) [low, high] = [low - 1, high + 1];
  const y = linearScale([low, high], [height - 4, 4]);
  const path = line<number | null>()
    .defined((value) => value !== null && Number.isFinite(value))
    .x((_value, index) => x(index))
    .y((value) => y(value ?? 0))
    .digits(1)([...values]);
  const last = values.findLastIndex((value) => value !== null && Number.isFinite(value));
  return { path: path ?? '', end: { x: x(last), y: y(values[last] ?? 0) }, y };
}
