import { enoughForRate } from '../../format/rate.ts';
import { readAt, readMedian, type MedianStatus } from '../../analysis/readable-curve.ts';
import { cumulative, kaplanMeier, type SurvivalCurve } from '../../analysis/survival.ts';
import { rowsFromMargins } from '../../analysis/survival-margins.ts';
import type { RawRow } from '../../engine/engine.ts';
import { caseGroups, groupColumn, within } from './case-counts.ts';
import type { DimensionId } from '../dimensions.ts';
import { coveredWindow, facilityParts, groupsOf } from '../population/stock-sql.ts';
import { question, type Parameter, type Request, type Statement } from '../question.ts';
import { chosenRows, grouped, sql, statement } from '../sql.ts';

/**
 * How long work takes, with what is still open: Kaplan–Meier over the work that began in the period, open work and
 * work left open at release censored on the last day it was seen.
 */
interface CurveStep {
  group: string | null;
  days: number;
  at_risk: number;
  /** Share done within so many days. */
  done: number;
  lower: number;
  upper: number;
}

interface CurveSummary {
  group: string | null;
  began: number;
  done: number;
  open: number;
  median_days: number | null;
  median_status: MedianStatus;
  within_days: number;
  rate: number | null;
  lower: number | null;
  upper: number | null;
}

const taskParameter: Parameter = {
  name: 'type',
  kind: 'choice',
  choices: ['initial_classification', 'initial_assessment', 'case_plan', 'inmate_request', 'correspondence'],
  meaning:
    'Kind of work: initial_classification (default), initial_assessment, case_plan, inmate_request or correspondence',
};

const daysParameter: Parameter = {
  name: 'days',
  kind: 'integer',
  meaning: 'Days within which the share done is given (default: those of the initial deadlines)',
};

const stepColumns = [
  groupColumn,
  { name: 'days', kind: 'count', meaning: 'Days since it began' },
  { name: 'at_risk', kind: 'count', meaning: 'Still open, and seen, just before this day' },
  { name: 'done', kind: 'share', meaning: 'Share done within so many days (Kaplan–Meier)' },
  { name: 'lower', kind: 'share', meaning: 'Lower 95 % limit (log–log)' },
  { name: 'upper', kind: 'share', meaning: 'Upper 95 % limit (log–log)' },
] as const;

const summaryColumns = [
  groupColumn,
  { name: 'began', kind: 'count', meaning: 'Begun in the period' },
  { name: 'done', kind: 'count', meaning: 'Of those, done by the as-of date' },
  { name: 'open', kind: 'count', meaning: 'Of those, open on the as-of date or left open at release' },
  {
    name: 'median_days',
    kind: 'number',
    meaning: 'Days within which half are done; null where there is no saying',
  },
  {
    name: 'median_status',
    kind: 'text',
    meaning: 'reached; not_reached: fewer than half were done while enough were open; too_few: too few to say',
  },
  { name: 'within_days', kind: 'count', meaning: 'Days the share is given for' },
  {
    name: 'rate',
    kind: 'share',
    meaning: 'Share done within so many days (Kaplan–Meier); null where too few were left open to say',
  },
  { name: 'lower', kind: 'share', meaning: 'Lower 95 % limit (log–log)' },
  { name: 'upper', kind: 'share', meaning: 'Upper 95 % limit (log–log)' },
] as const;

/** The kind of work a request is about. */
export const typeOf = ({ params }: Request): string => String(params.type ?? 'initial_classification');

function tasks(request: Request): Statement {
  return statement(sql`
      SELECT ${grouped(request)}, days, done, sum(tasks)::INTEGER AS items
      FROM completion
      WHERE task_type = ${typeOf(request)} AND ${within('trigger_date', coveredWindow(request))}
        AND ${chosenRows(request, caseGroups)}
      GROUP BY ALL`);
}

function decisions(request: Request): Statement {
  return statement(sql`
      SELECT ${grouped(request)}, waited AS days, decided_date IS NOT NULL AS done, sum(recommendations)::INTEGER AS items
      FROM recommendation
      WHERE ${within('recommended_date', coveredWindow(request))} AND ${chosenRows(request, caseGroups)}
      GROUP BY ALL`);
}

function curves(found: RawRow[], request: Request): { group: string | null; curve: SurvivalCurve; rows: RawRow[] }[] {
  const groups = groupsOf(
    found.map((row) => row.group as string | null),
    request,
  );
  return groups.map((group) => {
    const rows = found.filter((row) => row.group === group);
    const exits = rows.map((row) => ({ time: Number(row.days), event: row.done === true, count: Number(row.items) }));
    const began = exits.reduce((sum, { count }) => sum + count, 0);
    return { group, curve: kaplanMeier(rowsFromMargins(began, [], exits)), rows };
  });
}

function stepsOf(found: RawRow[], request: Request): CurveStep[] {
  return curves(found, request).flatMap(({ group, curve }) =>
    // The curve is flat between the days on which something was done.
    curve.steps
      .filter(({ events }) => events > 0)
      .map((step) => {
        const { cumulative: done, lower, upper } = cumulative(step);
        return { group, days: step.time, at_risk: step.atRisk, done, lower, upper };
      }),
  );
}

function summaries(found: RawRow[], request: Request): CurveSummary[] {
  const { settings } = request.dataset;
  const withinDays = Number(request.params.days ?? settings.initial_days);
  const all = curves(found, request);
  if (all.length === 0 && request.by === null && coveredWindow(request).days > 0) {
    return [
      {
        group: null,
        began: 0,
        done: 0,
        open: 0,
        median_days: null,
        median_status: 'too_few',
        within_days: withinDays,
        rate: null,
        lower: null,
        upper: null,
      },
    ];
  }
  return all.map(({ group, curve, rows }) => {
    const count = (done: boolean) =>
      rows.reduce((sum, row) => sum + ((row.done === true) === done ? Number(row.items) : 0), 0);
    const began = count(true) + count(false);
    const enough = enoughForRate(began, settings.minimum_for_rate);
    const at = enough ? readAt(curve, withinDays, settings) : null;
    const { median, status } = readMedian(curve, settings);
    const share = at && cumulative(at);
    return {
      group,
      began,
      done: count(true),
      open: count(false),
      median_days: enough ? median : null,
      median_status: enough ? status : 'too_few',
      within_days: withinDays,
      rate: share?.cumulative ?? null,
      lower: share?.lower ?? null,
      upper: share?.upper ?? null,
    };
  });
}

const groups = caseGroups as readonly DimensionId[];
const taskDescription =
  'under the case manager assigned on the day it was done or, while open, on the last day in custody so far. Calendar days from the event that set the deadline, for initial work of a pretrial stay from the sentence; days on which a clock stood are not taken off.';

export const daysToCompletion = question({
  id: 'casework/days-to-completion',
  title: 'Days to completion',
  description: `How long initial classifications, assessments, case plans, requests and correspondence begun in the period take, ${taskDescription}`,
  columns: summaryColumns,
  parameters: [taskParameter, daysParameter],
  by: groups,
  eachUnit: true,
  needs: (request) => facilityParts('completion', request),
  statements: (request) => [tasks(request)],
  rows: ([found = []], request): CurveSummary[] => summaries(found, request),
});

export const completionCurve = question({
  id: 'casework/completion-curve',
  title: 'Share done by days since the start',
  description: `Share of the work begun in the period that is done within a number of days, ${taskDescription}`,
  columns: stepColumns,
  parameters: [taskParameter],
  by: groups,
  eachUnit: true,
  needs: (request) => facilityParts('completion', request),
  statements: (request) => [tasks(request)],
  rows: ([found = []], request): CurveStep[] => stepsOf(found, request),
});

const decisionDescription =
  'under whoever is recorded as having recommended, else the case manager assigned that day. Recommendations without a decision are seen to the as-of date or to release.';

export const daysToDecision = question({
  id: 'casework/days-to-decision',
  title: 'Days to the decision of the classification committee',
  description: `How long recommendations made in the period wait for a decision, ${decisionDescription}`,
  columns: summaryColumns,
  parameters: [daysParameter],
  by: groups,
  eachUnit: true,
  needs: (request) => facilityParts('recommendation', request),
  statements: (request) => [decisions(request)],
  rows: ([found = []], request): CurveSummary[] => summaries(found, request),
});

export const decisionCurve = question({
  id: 'casework/decision-curve',
  title: 'Share decided by days since the recommendation',
  description: `Share of the recommendations made in the period that are decided within a number of days, ${decisionDescription}`,
  columns: stepColumns,
  parameters: [],
  by: groups,
  eachUnit: true,
  needs: (request) => facilityParts('recommendation', request),
  statements: (request) => [decisions(request)],
  rows: ([found = []], request): CurveStep[] => stepsOf(found, request),
});

export type { CurveStep, CurveSummary };
