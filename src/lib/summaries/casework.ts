import {
  funnelCurve,
  type FunnelPoint as Limits,
  type FunnelPosition,
  type UnitComparison,
} from '../analysis/funnel.ts';
import { describePosition } from '../analysis/comparison-wording.ts';
import { formatShareRange } from '../format/interval.ts';
import { formatCounts } from '../format/rate.ts';
import { formatNumber } from '../format/number.ts';
import { formatPart, percentDecimals } from '../format/share.ts';
import { capital } from '../format/value.ts';
import type { FunnelPoint } from '../ui/charts/funnel.ts';
import type { SparkLimits } from '../ui/charts/sparkline.ts';
import { taskTypes } from '../../../data/contract/task-types.ts';
import { valueLabel } from '../format/value.ts';

/** Context of a caseload in one figure. */
export interface ContextItem {
  label: string;
  /** Null when there is none: `missing` says why. */
  value: string | null;
  note?: string | undefined;
  missing?: string | undefined;
  /** Where the rows behind it are. */
  href?: string | null | undefined;
}

/** One measure of a case manager as a line: words first, the drawings only repeat them. */
export interface MeasureLine {
  key: string;
  label: string;
  /** Id in the glossary. */
  measure?: string;
  /** "12 of 13", "none were due". */
  counts: string;
  /** Null where no rate may be shown: `note` says why. */
  rate: { value: number; lower: number; upper: number; expected: number | null; text: string; beyond: boolean } | null;
  note: string | null;
  months: readonly (number | null)[];
  limits: readonly SparkLimits[];
  /** The months in one sentence. */
  trend: string;
}

/** What was due of one person, unit or institution. */
export interface Counted {
  due: number;
  on_time: number;
  late: number;
  open_overdue: number;
  set_aside: number;
  /** Null with too few due. */
  rate: number | null;
  lower: number | null;
  upper: number | null;
  /** Share expected for this mix of cases; null where nothing is compared. */
  expected: number | null;
}

const kinds = new Map(taskTypes.map((type) => [type.id, type]));

/** "Program review"; a kind the contract does not know, as given. */
export function taskLabel(type: string | null): string {
  return type === null ? 'All tasks' : (kinds.get(type)?.label ?? valueLabel(type));
}

export function elementOf(type: string): 2 | 3 {
  return kinds.get(type)?.element ?? 2;
}

/** Why work of a kind can no longer be done some time after its due date; without it, it always can. */
export function endOfUseReason(type: string | null): string | undefined {
  return kinds.get(type ?? '')?.ends?.why;
}

/** Kinds of tasks in the order of the contract; unknown ones last. */
export function inTaskOrder(types: Iterable<string>): string[] {
  const order = (type: string) => {
    const at = taskTypes.findIndex(({ id }) => id === type);
    return at < 0 ? taskTypes.length : at;
  };
  return [...new Set(types)].sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1));
}

/** "61 of 74", or that nothing was due: 0 of 0 is no rate. */
export function countsText(done: number, due: number, none = 'none were due'): string {
  return due === 0 ? none : formatCounts(done, due);
}

/** "82 %, 72 to 89 %", or why there is no rate. */
export function rateText({ rate, lower, upper, due }: Pick<Counted, 'rate' | 'lower' | 'upper' | 'due'>): string {
  if (due === 0) return '';
  if (rate === null || lower === null || upper === null) return 'too few for a rate';
  const digits = percentDecimals(due);
  return `${formatPart(rate, digits)}, ${formatShareRange({ lower, upper }, digits)}`;
}

/** Where a rate lies among the limits, in words; empty where it is not compared or within them. */
export function positionText(position: FunnelPosition | null, due: number): string {
  return position === null || position === 'within' ? '' : describePosition(position, due);
}

/** Points of a funnel: everybody whose rate is compared, drawn at the rate adjusted for the mix of cases. */
export function funnelPoints(
  rows: readonly (Counted & { group: string })[],
  comparison: UnitComparison,
  { name, marked }: { name: (group: string) => string; marked?: string | null },
): FunnelPoint[] {
  const byUnit = new Map(rows.map((row) => [row.group, row]));
  return comparison.units.flatMap((unit) => {
    const row = byUnit.get(unit.unit);
    if (!row) return [];
    return [
      {
        id: unit.unit,
        label: name(unit.unit),
        done: row.on_time,
        due: row.due,
        rate: unit.adjusted,
        limits: unit.limits,
        shrunk: unit.shrunk,
        marked: unit.unit === marked,
        beyond: unit.position !== 'within',
        words: `${unit.position === 'within' ? 'Within the limits' : capital(describePosition(unit.position, row.due))}${unit.signal ? '; a signal' : ''}`,
      },
    ];
  });
}

/** The limits of a funnel, as far right as its points go. */
export function funnelLimitsOf(comparison: UnitComparison, points: readonly { due: number }[]): Limits[] {
  const most = Math.max(0, ...points.map(({ due }) => due));
  return most === 0 ? [] : funnelCurve(comparison.rate, Math.ceil(most * 1.25) + 10, comparison.dispersion.tau2);
}

/** "Program review: 12 of 13 within the limits", or that this person lies within them: the heading of a funnel. */
export function funnelFinding(
  kind: string,
  comparison: UnitComparison,
  marked: { group: string; due: number } | null,
): string {
  if (comparison.comparisons === 0) return `${kind}: too few were due to compare`;
  if (marked !== null) {
    const subject = comparison.units.find(({ unit }) => unit === marked.group);
    return `${kind}: ${subject ? describePosition(subject.position, marked.due) : 'too few were due to compare this case manager'}`;
  }
  const within = comparison.units.filter(({ position }) => position === 'within').length;
  return `${kind}: ${formatNumber(within)} of ${formatNumber(comparison.comparisons)} within the limits`;
}

/** How many case managers have how large a caseload. */
export interface CaseloadBin {
  label: string;
  people: number;
}

/** Caseloads in steps of a round size, from the smallest to the largest there is; empty steps between are kept. */
export function caseloadBins(averages: readonly number[]): CaseloadBin[] {
  if (averages.length === 0) return [];
  const most = Math.max(...averages);
  const step = [5, 10, 20, 25, 50, 100].find((size) => most / size <= 8) ?? 200;
  const first = Math.floor(Math.min(...averages) / step);
  const last = Math.floor(most / step);
  return Array.from({ length: last - first + 1 }, (_none, index) => {
    const from = (first + index) * step;
    const people = averages.filter((average) => average >= from && average < from + step).length;
    return { label: `${formatNumber(from)} to under ${formatNumber(from + step)}`, people };
  });
}

/**
 * "Average caseloads run from 84 to 141, the middle one is 118; 2 of 11 had cases on part of the days only", whose
 * average of the period is lower than what they had while they were there.
 */
export function caseloadFinding(averages: readonly number[], forPart = 0): string {
  const said = caseloadRange(averages);
  return forPart === 0
    ? said
    : `${said}; ${formatNumber(forPart)} of ${formatNumber(averages.length)} had cases on part of the days only`;
}

function caseloadRange(averages: readonly number[]): string {
  const sorted = [...averages].sort((a, b) => a - b);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined) return 'Nobody had a caseload in the period';
  const middle = sorted[Math.floor(sorted.length / 2)] ?? most;
  if (sorted.length < 3) return `Average caseloads of ${formatNumber(least)} and ${formatNumber(most)}`;
  return `Average caseloads run from ${formatNumber(least)} to ${formatNumber(most)}, the middle one is ${formatNumber(middle)}`;
}

/** "Program review: 17 case managers, 1,204 of 1,398 on time"; what a table of people says as its heading. */
export function peopleFinding(lines: readonly CaseManagerLine[], kind: string): string {
  if (lines.length === 0) return 'Nobody had a case assigned in the period';
  const due = lines.reduce((sum, { counted }) => sum + (counted?.due ?? 0), 0);
  const done = lines.reduce((sum, { counted }) => sum + (counted?.on_time ?? 0), 0);
  const people = `${kind}: ${formatNumber(lines.length)} ${lines.length === 1 ? 'case manager' : 'case managers'}`;
  return due === 0 ? `${people}, none were due` : `${people}, ${formatNumber(done)} of ${formatNumber(due)} on time`;
}

/** One case manager as a line of the table. */
export interface CaseManagerLine {
  id: string;
  name: string;
  /** Home unit, by name. */
  unit: string;
  /** Days with at least one case assigned. */
  days: number;
  average: number | null;
  /** Average of the days assigned, where those are not all the days; else null. */
  whileAssigned: number | null;
  minimum: number | null;
  maximum: number | null;
  /** Shares of the caseload on the last day. */
  nearRelease: number | null;
  highRisk: number | null;
  /** Null where the kind of task picked was never theirs. */
  counted: Counted | null;
  /** Where the rate lies, in words; empty within the limits. */
  position: string;
  overdue: number;
}
