import { addDays } from '../calendar/date.ts';
import type { AnsweredRows } from './answers.ts';

/**
 * The timelines of a few hundred cases in one file. An event is five numbers: its kind, its first and last day, its label
 * and its detail. Days are counted from 1970; what is text is a place in `words`; null is not recorded.
 */
export interface CasePart {
  /** The institution that holds the people, or held them last. */
  facility: string;
  words: string[];
  /** By pseudonym, in the order of a timeline. */
  cases: Record<string, (number | null)[]>;
}

/** Day 0 of a part. */
export const firstDay = '1970-01-01';
const columns = ['kind', 'date', 'end_date', 'label', 'detail', 'facility_id'];
const numbersOfEvent = 5;

/** The events of a case, as the question behind the timeline gives them; no rows for one that is not there. */
export function caseEvents({ facility, words, cases }: CasePart, key: string): AnsweredRows {
  const numbers = Object.hasOwn(cases, key) ? (cases[key] ?? []) : [];
  const word = (at: number) => (numbers[at] == null ? null : (words[numbers[at]] ?? null));
  const day = (at: number) => (numbers[at] == null ? null : addDays(firstDay, numbers[at]));
  const rows: unknown[][] = [];
  for (let at = 0; at < numbers.length; at += numbersOfEvent)
    rows.push([word(at), day(at + 1), day(at + 2), word(at + 3), word(at + 4), facility]);
  return { columns, rows };
}

/** The part that holds a case: each is named by its first, and they are cut in the order of the pseudonyms. */
export function partOfCase(key: string, names: readonly string[]): string | undefined {
  return names
    .filter((name) => name <= key)
    .sort()
    .at(-1);
}
