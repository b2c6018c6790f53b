import { formatNumber } from '../format/number.ts';

/** What is open in a place, as a title says it; people without a case manager only where assignments are supplied. */
export function openWorkTitle({ overdue, unassigned }: { overdue: number; unassigned: number | null }): string {
  const items =
    overdue === 1 ? '1 item is past due' : `${overdue === 0 ? 'No' : formatNumber(overdue)} items are past due`;
  const can = `${items} and can still be done`;
  if (unassigned === null) return can;
  if (unassigned === 0) return `${can}; everybody has a case manager`;
  return `${can}; ${unassigned === 1 ? '1 person has' : `${formatNumber(unassigned)} people have`} no case manager`;
}
