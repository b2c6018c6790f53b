import { ascending } from 'd3-array';
import { rowsFrom } from '../../calendar/rows-from.ts';
import type { Period } from '../../calendar/period.ts';
import { countedMeasures, rowsOf } from '../../measures/figures.ts';
import { rowsRequest } from '../../measures/request.ts';
import type { CountedItem } from '../../questions/rows/row.ts';
import { dueReason } from '../../summaries/deadline.ts';
import { taskLabel } from '../../summaries/casework.ts';
import type { Asker } from '../asker.ts';
import { unlistedKey, type CountedRow, type MeasureRows, type NotOnTime } from './input.ts';

/** The rows behind the figures of everybody of an institution, from which each person's are taken. */
export interface GatheredRows {
  /** Null where the rows of so old a quarter are no longer kept. */
  of(staff: string): MeasureRows[] | null;
  notOnTime(staff: string): NotOnTime | null;
}

/** Asks for the rows of every figure of the memorandum that has any: those that add up to it. */
export async function gatherRows(asker: Asker, period: Period): Promise<GatheredRows> {
  const { as_of: asOf, settings } = asker.dataset;
  if (period.from < rowsFrom(asOf, settings)) return { of: () => null, notOnTime: () => null };
  const due = (await asker.rows('casework/rows', { period, params: { list: 'due' } })) ?? [];
  const lists: { measure: string; rows: readonly CountedItem[] }[] = [];
  for (const { measure } of countedMeasures) {
    const behind = rowsOf(measure);
    if (!behind) continue;
    const rows = await asker.rows('casework/rows', { period, ...rowsRequest(behind.list, behind.figure) });
    if (rows) lists.push({ measure, rows });
  }
  const theirs = (rows: readonly CountedItem[], staff: string) => rows.filter(({ staff_id }) => staff_id === staff);
  return {
    of(staff) {
      const work = theirs(due, staff);
      const kinds = [...new Set(work.map(({ what }) => what ?? ''))].sort();
      return [
        ...kinds.map((kind) => ({ measure: kind, rows: keyedWork(work.filter(({ what }) => (what ?? '') === kind)) })),
        ...lists.map(({ measure, rows }) => ({ measure, rows: keyed(theirs(rows, staff)) })),
      ].filter(({ rows }) => rows.length > 0);
    },
    notOnTime: (staff) => missed(theirs(due, staff), settings),
  };
}

/**
 * Rows under keys that are the same in every export: the pseudonym of a task; of what has none, the case, the kind and
 * the day, numbered where several share them.
 */
function keyed(items: readonly CountedItem[]): CountedRow[] {
  const seen = new Map<string, number>();
  const rows = items.map(({ numerator: n, denominator: d, state, date, done_date: done, ...item }): CountedRow => {
    const about = item.task_id ?? [item.stay_id ?? '', item.what ?? '', date ?? ''].join(' ');
    const times = (seen.get(about) ?? 0) + 1;
    seen.set(about, times);
    return { key: times === 1 ? about : `${about} ${times}`, state, n, d, case: item.stay_id, date, done };
  });
  return rows.sort((a, b) => ascending(a.key, b.key));
}

/** Work due; what is counted by month and never listed is one row, so that all of them add up to the figure. */
function keyedWork(work: readonly CountedItem[]): CountedRow[] {
  const rows = keyed(work.filter(({ task_id }) => task_id !== null));
  const rest = work.filter(({ task_id }) => task_id === null);
  if (rest.length === 0) return rows;
  const sum = (name: 'numerator' | 'denominator') => rest.reduce((all, row) => all + row[name], 0);
  const together = { key: unlistedKey, state: 'unlisted', n: sum('numerator'), d: sum('denominator') };
  return [...rows, { ...together, case: null, date: null, done: null }];
}

/** What the quarter's figures count as done late or not done, in the order of the due date. */
function missed(work: readonly CountedItem[], settings: Asker['dataset']['settings']): NotOnTime {
  const own = work.filter(({ state }) => state === 'late' || state === 'open_overdue');
  return {
    unlisted: own.reduce((sum, { items, task_id }) => sum + (task_id === null ? items : 0), 0),
    items: own
      .filter(({ task_id }) => task_id !== null)
      .map((row) => ({
        case: row.stay_id ?? 'about no case',
        task: taskLabel(row.what),
        due: row.date ?? '',
        done: row.done_date,
        days: row.days ?? 0,
        why: dueReason({ ...row, due_date: row.date }, settings),
      })),
  };
}
