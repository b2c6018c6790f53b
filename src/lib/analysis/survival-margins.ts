/**
 * A survival curve depends on when people enter and on when they leave, not on who is who: counts of each are enough.
 * That keeps a query over a million stays to a few thousand rows.
 */
import type { Entry, SurvivalRow } from './survival-row.ts';

export interface ExitCount {
  readonly time: number;
  readonly event: boolean;
  readonly count: number;
}

/**
 * Rows with the given entries and exits, matched in order of time. If everybody left after entering, the k-th exit
 * comes after the k-th entry, so the rows are as valid as the people they stand for.
 * @param fromStart people seen from the start of the clock
 * @throws RangeError when the two do not add up to the same number of people
 */
export function rowsFromMargins(
  fromStart: number,
  entries: readonly Entry[],
  exits: readonly ExitCount[],
): SurvivalRow[] {
  const waiting = [...entries].sort((a, b) => a.time - b.time).map(({ time, count }) => ({ entry: time, count }));
  const entering: { entry?: number; count: number }[] = [{ count: fromStart }, ...waiting];
  const rows: SurvivalRow[] = [];
  let at = 0;
  for (const exit of [...exits].sort((a, b) => a.time - b.time)) {
    let left = exit.count;
    while (left > 0) {
      const group = entering[at];
      if (!group) throw new RangeError(`${left} more people leave than enter`);
      const count = Math.min(left, group.count);
      if (count > 0) {
        const entered = group.entry === undefined ? {} : { entry: group.entry };
        rows.push({ ...entered, time: exit.time, event: exit.event, count });
      }
      left -= count;
      group.count -= count;
      if (group.count === 0) at += 1;
    }
  }
  if (entering.some(({ count }) => count > 0)) throw new RangeError('more people enter than leave');
  return rows;
}
