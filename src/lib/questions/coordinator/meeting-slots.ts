import {
  addDays,
  addMonths,
  daysBetween,
  firstOfMonth,
  monthOfYear,
  yearOf,
  type IsoDate,
} from '../../calendar/date.ts';

/**
 * Meetings held against due. The calendar is cut into stretches of so many days or months, the same for every
 * institution; one meeting is due in each. Two meetings in one stretch do not make up for none in another.
 */
export interface Interval {
  every: number;
  unit: 'days' | 'months';
}

/** Stretches of days are counted from a Monday, so that "every two weeks" is two calendar weeks. */
const firstMonday: IsoDate = '2001-01-01';

export interface Slot {
  from: IsoDate;
  /** Exclusive. */
  to: IsoDate;
}

/** The stretches that lie wholly inside [from, to), in order. */
export function slotsIn(from: IsoDate, to: IsoDate, { every, unit }: Interval): Slot[] {
  const slots: Slot[] = [];
  for (let start = startOf(from, { every, unit }); ;) {
    const next = unit === 'days' ? addDays(start, every) : addMonths(start, every);
    if (next > to) return slots;
    slots.push({ from: start, to: next });
    start = next;
  }
}

/** The first start of a stretch on or after a day. */
function startOf(day: IsoDate, { every, unit }: Interval): IsoDate {
  if (unit === 'days') {
    const over = ((daysBetween(firstMonday, day) % every) + every) % every;
    return over === 0 ? day : addDays(day, every - over);
  }
  const first = firstOfMonth(day);
  const month = first === day ? first : addMonths(first, 1);
  const over = (yearOf(month) * 12 + monthOfYear(month) - 1) % every;
  return over === 0 ? month : addMonths(month, every - over);
}

/** Slots in which at least one of the days lies. */
export function slotsHeld(slots: readonly Slot[], days: readonly IsoDate[]): number {
  return slots.filter(({ from, to }) => days.some((day) => day >= from && day < to)).length;
}

/** A run of days without a meeting: from the day of one to that of the next, or to the last day looked at. */
export interface Gap {
  days: number;
  from: IsoDate;
  to: IsoDate;
}

/**
 * The longest run of days without a meeting inside [from, to), ends included: from the meeting before the period, where
 * there is one, to the first in it, and from the last to the period's end; the first of several as long. Null where no meeting was ever held by then.
 */
export function longestGap(days: readonly IsoDate[], from: IsoDate, to: IsoDate): Gap | null {
  const known = days.filter((day) => day < to).sort();
  const inside = known.filter((day) => day >= from);
  const before = known.filter((day) => day < from).at(-1);
  const marks = [...(before === undefined ? [] : [before]), ...inside];
  if (marks.length === 0) return null;
  const ends = [...marks, addDays(to, -1)];
  const gaps = ends.slice(1).map((day, index): Gap => {
    const since = ends[index] ?? day;
    return { days: daysBetween(since, day), from: since, to: day };
  });
  return longestOf(gaps);
}

/** The longest of some, the first of several as long; null of none. */
export function longestOf<One extends Gap>(gaps: readonly One[]): One | null {
  return gaps.reduce<One | null>((longest, gap) => (longest === null || gap.days > longest.days ? gap : longest), null);
}
