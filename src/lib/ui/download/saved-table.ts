import type { Column } from '../table/column.ts';
import type { About } from './about.ts';

/** A table as it is saved: columns chosen by the reader and in their order, rows as sorted. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tables of one page have rows of many types
export interface SavedTable<R extends object = any> {
  readonly about: About;
  readonly columns: readonly Column<R>[];
  readonly rows: readonly R[];
}

/** Heads of the columns, each once: what stands twice gets a number. */
export function uniqueHeads(labels: readonly string[]): string[] {
  const taken = new Set<string>();
  return labels.map((label) => {
    let head = label;
    for (let number = 2; taken.has(head.toLowerCase()); number += 1) head = `${label} (${number})`;
    taken.add(head.toLowerCase());
    return head;
  });
}
