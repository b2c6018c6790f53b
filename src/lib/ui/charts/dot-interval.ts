import { linearScale } from './scale.ts';

export interface DotIntervalData {
  readonly value: number | null;
  readonly lower?: number | null;
  readonly upper?: number | null;
  /** What it is compared with: a tick. */
  readonly compare?: number | null;
  readonly domain: readonly [number, number];
}

/** Places on a strip `width` px wide; what lies outside the domain is held at its edge and marked as cut. */
export function layoutDotInterval({ value, lower, upper, compare, domain }: DotIntervalData, width: number) {
  const x = linearScale(domain, [6, width - 6]);
  const at = (number: number | null | undefined) =>
    number == null ? null : x(Math.max(domain[0], Math.min(domain[1], number)));
  const from = at(lower);
  const to = at(upper);
  return {
    dot: at(value),
    interval: from !== null && to !== null ? ([from, to] as const) : null,
    cutLeft: lower != null && lower < domain[0],
    cutRight: upper != null && upper > domain[1],
    tick: at(compare),
  };
}
