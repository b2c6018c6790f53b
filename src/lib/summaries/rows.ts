import { own } from '../analysis/own.ts';
import { formatNumber } from '../format/number.ts';
import { valueLabel } from '../format/value.ts';
import type { Manifest } from '../export/manifest.ts';
import { groupLabel } from '../questions/labels.ts';
import type { CountedItem } from '../questions/rows/row.ts';
import { rowWords, type RowListId } from '../questions/rows/words.ts';
import { taskLabel } from './casework.ts';
import { differsFromRule, dueReason } from './deadline.ts';

/** One thing counted, with its words. */
export interface ListedItem extends CountedItem {
  readonly case: string;
  readonly whatWords: string;
  readonly staff: string;
  readonly unit: string;
  readonly institution: string;
  /** How it was counted. */
  readonly counted: string;
  /** The rule and the dates that made it due; empty where there is no rule. */
  readonly why: string;
}

/** "Counted, not listed" for what leads to nobody: work of protected kinds, and what is older than the rows kept. */
function caseWords({ stay_id: stay, task_id: task, items, rule }: CountedItem, list: RowListId): string {
  if (stay !== null) return stay;
  if (list === 'due') return task === null ? 'counted, never listed' : 'about no case';
  return items > 1 || rule === null ? 'not named' : 'about no case';
}

/** The rows with their words, in the order of their day. */
export function listedItems(
  rows: readonly CountedItem[],
  list: RowListId,
  name: (id: string | null) => string,
  dataset: Pick<Manifest, 'scopes' | 'settings'>,
): ListedItem[] {
  const { states, of, by } = rowWords[list];
  return rows
    .map((row): ListedItem => ({
      ...row,
      case: caseWords(row, list),
      whatWords: row.what === null ? '' : of === 'tasks' ? taskLabel(row.what) : valueLabel(row.what),
      staff: by === 'place' || (row.staff_id === null && of === 'other') ? '' : name(row.staff_id),
      unit: groupLabel(row.unit_id, 'unit_id', dataset),
      institution: groupLabel(row.facility_id, 'facility_id', dataset),
      counted: own(states, row.state) ?? row.state,
      why: whyOf(row, list, dataset),
    }))
    .sort((a, b) => (a.date ?? '').localeCompare(b.date ?? ''));
}

function whyOf(row: CountedItem, list: RowListId, { settings }: Pick<Manifest, 'settings'>): string {
  // Counted by month: the rules of several tasks are not one rule.
  if (list !== 'due' || row.task_id === null) return '';
  return dueReason({ ...row, due_date: row.date }, settings);
}

/** Whether the agency gave the row another date than our rule would. */
export function isDifferent(row: CountedItem): boolean {
  return differsFromRule({ ...row, due_date: row.date });
}

/** How many things were counted in each way, in the order of the list; ways in which none was are left out. */
export function stateCounts(
  rows: readonly CountedItem[],
  list: RowListId,
): { state: string; label: string; items: number }[] {
  return Object.entries(rowWords[list].states)
    .map(([state, label]) => ({
      state,
      label,
      items: rows.filter((row) => row.state === state).reduce((sum, { items }) => sum + items, 0),
    }))
    .filter(({ items }) => items > 0);
}

/** "61 on time, 5 done late, 3 not done": what the rows say as a heading. */
export function rowsFinding(rows: readonly CountedItem[], list: RowListId): string {
  const counts = stateCounts(rows, list);
  if (counts.length === 0) return 'Nothing was counted';
  return counts.map(({ label, items }) => `${formatNumber(items)} ${label}`).join(', ');
}

/** What the rows add up to, where it is not the figure: a sentence; empty where they agree. */
export function disagreement(rows: readonly CountedItem[], { n, d }: { n: number | null; d: number | null }): string {
  const sum = (name: 'numerator' | 'denominator') => rows.reduce((total, row) => total + row[name], 0);
  const [numerator, denominator] = [sum('numerator'), sum('denominator')];
  if (Math.abs(numerator - (n ?? 0)) < 0.01 && (d === null || denominator === d)) return '';
  const listed = d === null ? formatNumber(numerator) : `${formatNumber(numerator)} of ${formatNumber(denominator)}`;
  const figure = d === null ? formatNumber(n ?? 0) : `${formatNumber(n ?? 0)} of ${formatNumber(d)}`;
  return `The rows add up to ${listed}, the figure is ${figure}: part of the period is older than the rows that are kept, or lies inside a month of work that is counted by months.`;
}
