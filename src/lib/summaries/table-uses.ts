import { formatList } from '../format/list.ts';
import type { TableUses } from '../pages/table-uses.ts';

/** What a table is for, as sentences. */
export function usesText({ needed, fuller }: TableUses): string {
  const sentences = [
    needed.length > 0 ? `Needed by ${formatList(needed)}.` : '',
    fuller.length > 0 ? `Figures of it stand on ${formatList(fuller)}.` : '',
  ].filter(Boolean);
  return sentences.join(' ') || 'No page needs it.';
}
