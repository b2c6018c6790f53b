import { formatQuantity } from '../format/quantity.ts';
import { own } from '../analysis/own.ts';
import { formatNumber } from '../format/number.ts';
import { formatDate, formatMonth } from '../calendar/date.ts';
import type { Manifest } from '../export/manifest.ts';

/** What made a due date: the rule, the day it counts from, and the days it adds. */
export interface DeadlineRow {
  /** Setting or event the rule is named for; `given` where the agency's own date stands; null where none applies. */
  rule: string | null;
  rule_from: string | null;
  /** Negative for deadlines before an event. */
  rule_days: number | null;
  stopped_days: number | null;
  /** Days it was moved on to a working day. */
  moved_days?: number | null;
  due_date: string | null;
  /** Where the agency gives the date: what the rule would give; null where nothing says what it counts from. */
  our_due?: string | null;
}

type Settings = Manifest['settings'];

/** What each rule counts from, after "28 days after" or "90 days before". */
const events: Readonly<Record<string, string>> = {
  initial_days: 'arrival',
  program_review_days: 'the last review',
  program_review_days_near_release: 'the last review',
  reassessment_days: 'the last assessment',
  release_plan_days: 'projected release',
  community_referral_months: 'projected release',
  investigation_days: 'the request',
  follow_up_days: 'release',
  progress_report_days: 'projected release',
  parole_summary_months: 'projected release',
  victim_witness_days: 'the event',
  request_working_days: 'receipt',
};

/** "28 days after arrival on Apr 2, 2026, 12 stopped days": which rule and which dates made a due date. */
export function dueReason(row: DeadlineRow, settings: Settings): string {
  const stopped = row.stopped_days ?? 0;
  return [
    ruleWords(row, settings),
    ...(stopped === 0 ? [] : [formatQuantity(stopped, 'stopped day')]),
    ...((row.moved_days ?? 0) > 0 ? ['moved to the next working day'] : []),
  ].join(', ');
}

/** Whether the agency's date is another than our rule would give. */
export function differsFromRule({
  rule,
  due_date: due,
  our_due: ours,
}: Pick<DeadlineRow, 'rule' | 'due_date' | 'our_due'>): boolean {
  return rule === 'given' && ours != null && ours !== due;
}

function ruleWords(row: DeadlineRow, settings: Settings): string {
  const { rule, rule_from: from, rule_days: days, our_due: ours } = row;
  if (rule === null) return 'no rule could date it';
  if (rule === 'given') {
    if (ours == null) return 'date given by the agency';
    return differsFromRule(row)
      ? `date given by the agency; our rule gives ${formatDate(ours)}`
      : 'date given by the agency, as our rule gives it';
  }
  const on = from === null ? '' : ` on ${formatDate(from)}`;
  if (rule === 'at_projected_release') return `at projected release${on}`;
  if (rule === 'with_initial_classification')
    return `with the initial classification, ${spanWords(days)} the first day${on}`;
  if (rule === 'at_release') return `at release${on}`;
  if (rule === 'at_program_review')
    return from === null ? 'at the program review' : `at the program review due after${on.slice(3)}`;
  if (rule === 'monthly_report_working_day') {
    const month = from === null ? 'the month' : formatMonth(from);
    return `working day ${settings.monthly_report_working_day} after ${month}`;
  }
  return `${lengthWords(rule, days, settings)} ${own(events, rule) ?? 'the day it counts from'}${on}`;
}

function lengthWords(rule: string, days: number | null, settings: Settings): string {
  if (rule === 'community_referral_months' || rule === 'parole_summary_months') {
    return `${formatNumber(settings[rule])} months before`;
  }
  if (rule === 'request_working_days') return `${formatNumber(settings.request_working_days)} working days after`;
  return spanWords(days);
}

function spanWords(days: number | null): string {
  return `${formatQuantity(Math.abs(days ?? 0), 'day')} ${(days ?? 0) < 0 ? 'before' : 'after'}`;
}
