import type { MemoColumn } from '../document.ts';

/** Columns of one width after a first that names the row. */
export function columnsOf(labels: readonly string[]): MemoColumn[] {
  const first = 19;
  return labels.map((label, index) =>
    index === 0 ? { label, width: first } : { label, width: (100 - first) / (labels.length - 1), end: true },
  );
}
