import type { Corner } from './path.ts';

/** For tests: the places a path goes through, read as SVG 2 says, by run; `closed` where it goes back to the start. */
export function walked(path: string): { places: Corner[]; closed: boolean }[] {
  const runs: { places: Corner[]; closed: boolean }[] = [];
  let [x, y] = [0, 0];
  for (const [, letter, text = ''] of path.matchAll(/([MlhvZ])([^MlhvZ]*)/g)) {
    const [a = 0, b = 0] = [...text.matchAll(/-?(\d+\.?\d*|\.\d+)/g)].map(([number]) => Number(number));
    if (letter === 'M') runs.push({ places: [], closed: false });
    [x, y] = letter === 'M' ? [a, b] : [x + (letter === 'v' ? 0 : a), y + (letter === 'v' ? a : b)];
    const run = runs.at(-1);
    if (run && letter === 'Z') run.closed = true;
    else run?.places.push({ x: tenths(x), y: tenths(y) });
  }
  return runs;
}

/** Without the errors of adding up, and without a negative zero. */
function tenths(value: number): number {
  return Math.round(value * 10) / 10 + 0;
}
