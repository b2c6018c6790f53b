import type { IsoDate } from '../../calendar/date.ts';
import { daysBetween } from '../../calendar/date.ts';
import { numberOrNull, type MartPart, type RawRow } from '../../engine/engine.ts';
import type { DimensionId } from '../dimensions.ts';
import type { Request, Statement } from '../question.ts';

/** One thing a figure counted, under pseudonyms; where days lead to nobody's case, several of a month together. */
export interface CountedItem {
  /** Pseudonym of the task, for tasks. */
  task_id: string | null;
  /** Pseudonym of the stay; null for what is about no case, or is counted and never listed. */
  stay_id: string | null;
  facility_id: string | null;
  unit_id: string | null;
  staff_id: string | null;
  /** What it is, as recorded: kind of task, domain, kind of check or meeting. */
  what: string | null;
  /** The day that puts it into the period: due, set, checked, held. */
  date: IsoDate | null;
  done_date: IsoDate | null;
  /** From that day to the day it was done, negative before it; while it is not done, to the as-of date. */
  days: number | null;
  /** How it was counted: a key of the list's `states`. */
  state: string;
  /** What it adds to the numerator and the denominator of the figure. */
  numerator: number;
  denominator: number;
  /** Institution that has the case now, or had it last; null where only the row's own is known. */
  case_facility_id: string | null;
  /** How many things the row stands for. */
  items: number;
  trigger_date: IsoDate | null;
  rule: string | null;
  rule_from: IsoDate | null;
  rule_days: number | null;
  stopped_days: number | null;
  /** Days the due date was moved on to a working day. */
  moved_days: number | null;
  /** Where the agency gives the date, what our rule would give. */
  our_due: IsoDate | null;
}

/** The figure's columns of one thing counted, besides what is said of it. */
export type ItemCounts = Readonly<Record<string, number | string>>;

/** What a list knows of one thing before the figure reads it. */
export interface Item extends Partial<Omit<CountedItem, 'numerator' | 'denominator'>> {
  state: string;
  /** The columns of the counting question, for this thing alone; those of text tell its rows apart. */
  counts: ItemCounts;
}

/** The things one question counts: from the definition that counts them, so that they add up to its figures. */
export interface RowList {
  /** Question that counts them. */
  readonly question: string;
  /** Columns of the counting question that are the numerator and the denominator, unless a figure says otherwise. */
  readonly part: string;
  readonly whole: string;
  /** Which of several rows a thing has is read, by the value of a column, unless a figure says otherwise. */
  readonly pick?: Readonly<Record<string, string>>;
  /** What the list can be asked of and filtered by. */
  readonly by: readonly DimensionId[];
  /** Its days are those of the as-of date, whatever the period. */
  readonly asOf?: true;
  needs(request: Request): MartPart[];
  statements(request: Request): Statement[];
  items(results: readonly (readonly RawRow[])[], request: Request): Item[];
}

/** The text of a column of a raw row. */
export const textOf = (row: RawRow, name: string): string | null => (row[name] ?? null) as string | null;

/** What a raw row says of a thing, where its columns carry the names of the item. */
export function itemOf(row: RawRow): Omit<Item, 'state' | 'counts'> {
  return {
    task_id: textOf(row, 'task_id'),
    stay_id: textOf(row, 'stay_id'),
    facility_id: textOf(row, 'facility_id'),
    unit_id: textOf(row, 'unit_id'),
    staff_id: textOf(row, 'staff_id'),
    what: textOf(row, 'what'),
    date: textOf(row, 'date'),
    done_date: textOf(row, 'done_date'),
    case_facility_id: textOf(row, 'case_facility_id'),
    items: Number(row.items ?? 1),
    trigger_date: textOf(row, 'trigger_date'),
    rule: textOf(row, 'rule'),
    rule_from: textOf(row, 'rule_from'),
    rule_days: numberOrNull(row.rule_days),
    stopped_days: numberOrNull(row.stopped_days),
    moved_days: numberOrNull(row.moved_days),
    our_due: textOf(row, 'our_due'),
  };
}

/** The columns of a sum, "items_checked,-items_returned"; a name after `-` is taken away. */
export function sumOf(columns: string, counts: ItemCounts): number {
  return columns
    .split(',')
    .map((column) => (column.startsWith('-') ? -1 : 1) * Number(counts[column.replace(/^-/, '')] ?? 0))
    .reduce((sum, value) => sum + value, 0);
}

/** The thing with what it adds to a figure. */
export function counted(
  item: Item,
  { part, whole }: { part: string; whole: string },
  { asOf, done }: { asOf: IsoDate; done: boolean },
): CountedItem {
  const { counts, ...said } = item;
  const { date = null, done_date: doneDate = null, stay_id: stay = null, task_id: task = null } = item;
  // Several things together have no days of their own.
  const single = (item.items ?? 1) === 1;
  const until = doneDate ?? (done ? asOf : null);
  return {
    facility_id: null,
    unit_id: null,
    staff_id: null,
    what: null,
    items: 1,
    case_facility_id: null,
    trigger_date: null,
    rule: null,
    rule_from: null,
    rule_days: null,
    stopped_days: null,
    moved_days: null,
    our_due: null,
    ...said,
    task_id: task,
    stay_id: stay,
    date,
    done_date: doneDate,
    days:
      item.days !== undefined ? item.days : single && date !== null && until !== null ? daysBetween(date, until) : null,
    numerator: sumOf(part, counts),
    denominator: sumOf(whole, counts),
  };
}
