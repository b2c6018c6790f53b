/** What a reader hears and sees at one point of a chart. */
export interface Readout {
  /** Where: a month, a day, a group. */
  readonly title: string;
  readonly lines: readonly ReadoutLine[];
}

export interface ReadoutLine {
  readonly label: string;
  readonly value: string;
  /** Class that carries the colour (s1, s-contrast, …); absent for lines that are not drawn. */
  readonly tone?: string;
}

/** The readout as one spoken sentence. */
export function readoutText(readout: Readout): string {
  return `${readout.title}: ${readout.lines.map((line) => [line.label, line.value].filter(Boolean).join(' ')).join('; ')}`;
}

/** The stop nearest to `x`; `stopX` rises with the index. */
export function nearestStop(count: number, stopX: (index: number) => number, x: number): number {
  let low = 0;
  let high = count - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (stopX(middle) <= x) low = middle;
    else high = middle;
  }
  return Math.abs(stopX(high) - x) < Math.abs(x - stopX(low)) ? high : low;
}

/** Where a key moves the cursor; null when the key means nothing to a chart. */
export function stopAfterKey(key: string, current: number | null, count: number): number | null {
  const last = count - 1;
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return current === null ? 0 : Math.min(last, current + 1);
    case 'ArrowLeft':
    case 'ArrowUp':
      return current === null ? last : Math.max(0, current - 1);
    case 'PageDown':
      return Math.min(last, (current ?? -1) + 12);
    case 'PageUp':
      return Math.max(0, (current ?? count) - 12);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
