import type { Locator } from 'playwright-core';

type Point = [number, number];

/** The corners of a drawn line, in the order they are drawn. */
export async function linePoints(path: Locator): Promise<Point[]> {
  const d = (await path.first().getAttribute('d')) ?? '';
  return [...d.matchAll(/[ML]\s*(-?[\d.]+)[ ,](-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}

/**
 * How far, in px, drawn points lie from the values they stand for, at the straight scales that fit the first and last
 * in x and the lowest and highest in y. Infinity when their numbers differ.
 */
export function residual(drawn: readonly Point[], values: readonly Point[]): number {
  if (drawn.length !== values.length || drawn.length < 2) return Infinity;
  return Math.max(...([0, 1] as const).map((axis) => offLine(drawn, values, axis)));
}

function offLine(drawn: readonly Point[], values: readonly Point[], axis: 0 | 1): number {
  const order = values.map((_, index) => index).sort((a, b) => values[a]![axis] - values[b]![axis]);
  const [low, high] = [order[0]!, order.at(-1)!];
  const slope = (drawn[high]![axis] - drawn[low]![axis]) / (values[high]![axis] - values[low]![axis]);
  return Math.max(
    ...values.map((value, index) => {
      const wanted = drawn[low]![axis] + slope * (value[axis] - values[low]![axis]);
      return Math.abs(drawn[index]![axis] - wanted);
    }),
  );
}
