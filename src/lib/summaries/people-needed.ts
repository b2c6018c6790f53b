import { formatNumber } from '../format/number.ts';

/** Positions filled and needed over all institutions, as a sentence; those without a known load are left out and named. */
export function peopleNeededSentence(rows: readonly { filled: number; needed: number | null }[]): string {
  const known = rows.filter((row): row is { filled: number; needed: number } => row.needed !== null);
  if (known.length === 0) return 'no load is known to work out positions from';
  const sum = (of: 'filled' | 'needed') => known.reduce((all, row) => all + row[of], 0);
  const others = rows.length - known.length;
  const left =
    others > 0 ? ` (${others} ${others === 1 ? 'institution' : 'institutions'} without a known load left out)` : '';
  return `in a year ${formatNumber(sum('needed'), 1)} positions of case managers would carry the load asked for; ${formatNumber(sum('filled'), 1)} are filled${left}`;
}
