import type { Locator } from 'playwright-core';
import { walked } from '../../src/lib/ui/charts/path-fixture.ts';

type Point = [number, number];

/** The corners of a drawn line, in the order they are drawn. */
export async function linePoints(path: Locator): Promise<Point[]> {
  const d = (await path.first().getAttribute('d')) ?? '';
  return walked(d).flatMap(({ places }) => places.map(({ x, y }): Point => [x, y]));
}

/**
 * How far, in px, a drawn line lies from the values it stands for, at the straight scales that fit the first and last
 * in x and the lowest and highest in y; and how far its corners lie, in x, from the nearest value.
 */
export function residual(drawn: readonly Point[], values: readonly Point[]): number {
  const [first, last] = [values[0], values.at(-1)];
  const [from, to] = [drawn[0], drawn.at(-1)];
  if (!first || !last || !from || !to || values.length < 2 || drawn.length < 2) return Infinity;
  const perX = (to[0] - from[0]) / (last[0] - first[0]);
  const wanted = values.map(([x, y]): Point => [from[0] + (x - first[0]) * perX, y]);
  const byHeight = wanted.toSorted((a, b) => a[1] - b[1]);
  const [low, high] = [byHeight[0]!, byHeight.at(-1)!];
  const perY = (heightAt(drawn, high[0]) - heightAt(drawn, low[0])) / (high[1] - low[1]);
  const off = wanted.map(([x, y]) => Math.abs(heightAt(drawn, low[0]) + (y - low[1]) * perY - heightAt(drawn, x)));
  const beside = drawn.map(([x]) => Math.min(...wanted.map(([each]) => Math.abs(each - x))));
  return Math.max(...off, ...beside);
}

/** Where a line is at `x`: its corner, which is written in tenths of a px, or the way between two. */
function heightAt(drawn: readonly Point[], x: number): number {
  const corner = drawn.find(([at]) => Math.abs(at - x) <= 0.1);
  if (corner) return corner[1];
  const next = Math.min(
    Math.max(
      drawn.findIndex(([at]) => at >= x),
      1,
    ),
    drawn.length - 1,
  );
  const [[x0, y0], [x1, y1]] = [drawn[next - 1]!, drawn[next]!];
  return x1 === x0 ? y1 : y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
}
