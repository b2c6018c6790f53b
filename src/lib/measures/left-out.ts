import { figures } from './figures.ts';
import { measures, type MeasureId } from './measures.ts';

/** Measures that are left out of a choice, and why, in a sentence. */
export interface LeftOut {
  readonly measures: readonly MeasureId[];
  readonly reason: string;
}

/** Why some measures have no single figure for a place and a period, so that no matrix or trend offers them. */
export const withoutFigure: readonly LeftOut[] = [
  {
    measures: ['custody-mix', 'legal-status', 'age-status', 'sex', 'offense', 'workload-mix', 'movements-by-type'],
    reason:
      'A mix has a figure for each of its kinds, and none of them stands for the whole; it is drawn on the pages of population and of case managers.',
  },
  {
    measures: ['population-by-month', 'timeliness-by-month', 'returned-by-cohort'],
    reason: 'These are the months or years of another measure, whose trend they are.',
  },
  {
    measures: ['length-of-stay', 'completion-curve', 'return-curve', 'program-wait-curve', 'return-competing'],
    reason:
      'A curve says how many by each day. Where half is a fair summary of it, that is a measure of its own: the median days to classification and from referral to start, and returns within one and three years. Half of the stays of a short period have seldom ended, so length of stay has none.',
  },
  {
    measures: ['return-groups', 'return-tests', 'program-comparison'],
    reason: 'A comparison of groups of people is no figure of a place.',
  },
  {
    measures: ['population-projection', 'projection-record'],
    reason: 'A projection is a range of what may come, month by month, and is shown with its record of error only.',
  },
  {
    measures: ['custody-moves', 'program-funnel'],
    reason: 'Counts from each step or level to each other: one number of them would not say of what.',
  },
  {
    measures: ['expected-moves'],
    reason: 'What is expected within 30, 60 and 90 days is of the as-of date and stands on the overview of a place.',
  },
  {
    measures: ['assistant-guideline'],
    reason: 'A check of each institution against one number; its figure is the average daily population.',
  },
  {
    measures: ['case-timeline', 'overdue', 'programs', 'completeness'],
    reason:
      'A list of cases, tasks, programs or fields. How many tasks are overdue is a measure of its own: tasks overdue now.',
  },
];

/** Why some figures are known for whole periods only, so that no trend offers them. */
export const withoutMonths: readonly LeftOut[] = [
  {
    measures: ['out-of-level', 'unassigned', 'certified', 'casework-now'],
    reason: 'Known on the as-of date only: the data hold what is so now, not what was so on earlier days.',
  },
  {
    measures: ['returned-three-years', 'returned-by-horizon'],
    reason: 'Of all years of release that were followed long enough; the page on return shows each of them.',
  },
  {
    measures: ['days-to-completion', 'days-to-decision', 'requests-answered', 'program-waits'],
    reason: 'A median counts what is still open; the few things begun in one month leave it to chance.',
  },
  {
    measures: ['caseload', 'weighted-workload', 'program-seats'],
    reason: 'An average over the days of a whole period; shorter periods can be set beside each other under Compare.',
  },
  {
    measures: ['meetings-held', 'minutes-kept', 'teams-observed', 'release-cost'],
    reason:
      'What is due is laid down for longer than a month: a run of meetings, two years of minutes, six months between observations, a budget of a fiscal year.',
  },
  {
    measures: ['inherited', 'outside-support', 'release-readiness', 'program-completion', 'unmet-need'],
    reason:
      'So few of one institution in one month that a line would show chance; a quarter or a year can be compared.',
  },
];

/** Why a measure has no single figure, or no months; null where it has both. */
export function whyLeftOut(id: string): string | null {
  const found = [...withoutFigure, ...withoutMonths].find(({ measures: left }) => left.some((each) => each === id));
  return found?.reason ?? null;
}

/** The same with the measures by name, as a page lists them. */
export interface LeftOutNames {
  readonly names: readonly string[];
  readonly reason: string;
}

export function namesOf(left: readonly LeftOut[]): LeftOutNames[] {
  const labels = new Map(measures.map(({ id, label }) => [id, figures[id as MeasureId]?.label ?? label]));
  return left.map(({ measures: ids, reason }) => ({ names: ids.map((id) => labels.get(id) ?? id), reason }));
}
