/** A point of a drawing, in px. */
export interface Corner {
  readonly x: number;
  readonly y: number;
}

/** What lies between two lines at one x. */
export interface Slice {
  readonly x: number;
  readonly lower: number;
  readonly upper: number;
}

type Run<T> = readonly (T | null)[];

/** Straight lines through corners, as the `d` of a path; null is a gap. A corner between two gaps is a dot of the pen. */
export function linePath(corners: Run<Corner>): string {
  return runsOf(corners).map(dotOrLine).join('');
}

/** The same, level from each corner until the next. */
export function stepPath(corners: Run<Corner>): string {
  return runsOf(corners)
    .map((run) => dotOrLine(steps(run)))
    .join('');
}

/** The area between a lower and an upper line; null is a gap. */
export function areaPath(slices: Run<Slice>): string {
  return closed(slices, (edge) => edge);
}

/** The same, both lines level from each slice until the next. */
export function stepAreaPath(slices: Run<Slice>): string {
  return closed(slices, steps);
}

/** A pen that goes nowhere leaves its mark only where the path is closed. */
function dotOrLine(run: readonly Corner[]): string {
  const path = traced(run);
  return /[hvl]/.test(path) ? path : `${path}Z`;
}

function closed(slices: Run<Slice>, edge: (line: readonly Corner[]) => readonly Corner[]): string {
  return runsOf(slices)
    .map((run) => {
      const upper = edge(run.map(({ x, upper: y }) => ({ x, y })));
      const lower = edge(run.map(({ x, lower: y }) => ({ x, y })));
      return `${traced([...upper, ...lower.toReversed()])}Z`;
    })
    .join('');
}

function runsOf<T>(items: Run<T>): T[][] {
  const runs: T[][] = [];
  let open = false;
  for (const item of items) {
    if (item !== null) {
      if (open) runs.at(-1)?.push(item);
      else runs.push([item]);
    }
    open = item !== null;
  }
  return runs;
}

function steps(corners: readonly Corner[]): Corner[] {
  return corners.flatMap((corner, index) => {
    const before = corners[index - 1];
    return before ? [{ x: corner.x, y: before.y }, corner] : [corner];
  });
}

/**
 * One run, in tenths of a px, each place as far as it lies from the one before: half the length of places written out,
 * and lines drawn for every day are most of what a page weighs. What goes on in the same direction along an axis is one
 * move.
 */
function traced(corners: readonly Corner[]): string {
  const [first, ...rest] = corners.map(({ x, y }) => [Math.round(x * 10), Math.round(y * 10)] as const);
  if (!first) return '';
  let path = `M${tenths(first[0])}${next(first[1])}`;
  let [x, y] = first;
  let [right, down] = [0, 0];
  const move = () => {
    if (down === 0 && right !== 0) path += `h${tenths(right)}`;
    else if (right === 0 && down !== 0) path += `v${tenths(down)}`;
    else if (right !== 0) path += `l${tenths(right)}${next(down)}`;
  };
  for (const [toX, toY] of rest) {
    const [dx, dy] = [toX - x, toY - y];
    const along = (dy === 0 && down === 0 && dx * right > 0) || (dx === 0 && right === 0 && dy * down > 0);
    if (along) [right, down] = [right + dx, down + dy];
    else if (dx !== 0 || dy !== 0) {
      move();
      [right, down] = [dx, dy];
    }
    [x, y] = [toX, toY];
  }
  move();
  return path;
}

/** 12 as “1.2”, 5 as “.5”. */
function tenths(count: number): string {
  return String(count / 10).replace(/^(-?)0\./, '$1.');
}

/** The second number of a pair: a minus sign is parting enough. */
function next(count: number): string {
  return count < 0 ? tenths(count) : ` ${tenths(count)}`;
}
