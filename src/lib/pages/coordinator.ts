import { byGrain } from '../measures/figure.ts';
import { figureOf } from '../measures/figures.ts';
import type { MeasureId } from '../measures/measures.ts';
import { figureRequest, monthsRequest } from '../measures/request.ts';
import type { QuestionId } from '../questions/index.ts';
import type { Filters } from '../questions/question.ts';
import { entries } from './contents.ts';
import { monthsUpTo, page, type PageQuestions, type PanelDefinition } from './page.ts';

/** A measure behind one or more of the coordinator's duties; what it asks stands with the measure. */
interface DutySource {
  readonly key: string;
  readonly measure: MeasureId;
  /** The question of the measure's figure, by which its rows are typed. */
  readonly question: QuestionId;
  /** The question of its months, where they are told by another; null: only the period is known. */
  readonly monthsQuestion?: QuestionId | null;
  /** Only a part of the measure. */
  readonly filters?: Filters;
  /** A line of months for each value of it. */
  readonly monthsBy?: 'meeting_type';
  /** A column of the matrix of institutions. */
  readonly matrix?: true;
  /** Of the as-of date, or of years that overlap those of the period compared with: nothing is set beside it. */
  readonly present?: true;
}

/**
 * The duties of a Case Management Coordinator (Program Statement 3510.08) and the measure each is counted by. A source is
 * asked for the period, the period compared with, 24 months, and each institution, as far as it can tell.
 */
const sources = [
  {
    key: 'meetings',
    matrix: true,
    measure: 'meetings-held',
    question: 'coordinator/meetings',
    // What is due is no matter of months; how many were held is counted with the minutes.
    monthsQuestion: 'coordinator/minutes',
    monthsBy: 'meeting_type',
  },
  { key: 'minutes', matrix: true, measure: 'minutes-sent', question: 'coordinator/minutes' },
  { key: 'kept', measure: 'minutes-kept', question: 'coordinator/minutes-kept', monthsQuestion: null },
  {
    key: 'teams',
    matrix: true,
    measure: 'teams-observed',
    question: 'coordinator/teams-observed',
    monthsQuestion: null,
  },
  {
    key: 'operational',
    measure: 'reviews',
    question: 'coordinator/reviews',
    filters: { check_source: ['operational_review'] },
  },
  {
    key: 'program',
    measure: 'reviews',
    question: 'coordinator/reviews',
    filters: { check_source: ['program_review'] },
  },
  { key: 'closures', matrix: true, measure: 'closures', question: 'coordinator/closures' },
  { key: 'actions', measure: 'corrective-actions', question: 'coordinator/corrective-actions', present: true },
  { key: 'subjects', measure: 'recurring-findings', question: 'coordinator/recurring-findings', present: true },
  { key: 'correspondence', matrix: true, measure: 'correspondence-accepted', question: 'casework/quality-checks' },
  {
    key: 'victims',
    matrix: true,
    measure: 'timeliness-victim_witness_notification',
    question: 'casework/timeliness',
    monthsQuestion: 'casework/timeliness-monthly',
  },
  {
    key: 'financial',
    matrix: true,
    measure: 'financial-responsibility',
    question: 'coordinator/financial-responsibility',
  },
  { key: 'paid', measure: 'financial-paid', question: 'coordinator/financial-responsibility' },
  {
    key: 'referrals',
    matrix: true,
    measure: 'timeliness-community_referral',
    question: 'casework/timeliness',
    monthsQuestion: 'casework/timeliness-monthly',
  },
  { key: 'accepted', measure: 'community-referrals', question: 'casework/first-pass' },
  { key: 'checked', measure: 'release-checks', question: 'coordinator/release-checks' },
  { key: 'cost', measure: 'release-cost', question: 'coordinator/release-cost', monthsQuestion: null },
  { key: 'training', measure: 'training-given', question: 'casework/training' },
  { key: 'certified', measure: 'certified', question: 'casework/certification', present: true },
  { key: 'staffing', matrix: true, measure: 'staffing', question: 'coordinator/staffing' },
  { key: 'position', matrix: true, measure: 'people-per-position', question: 'coordinator/staffing' },
  { key: 'hours', measure: 'custody-post-hours', question: 'coordinator/staffing' },
  {
    key: 'population',
    matrix: true,
    measure: 'average-daily-population',
    question: 'population/average',
    monthsQuestion: 'population/monthly',
  },
] as const satisfies readonly DutySource[];

type Source = (typeof sources)[number];
type MonthsQuestion<S> = S extends { monthsQuestion: infer Id extends QuestionId }
  ? Id
  : S extends { question: infer Id extends QuestionId }
    ? Id
    : never;

/** What each panel of the duties asks: `meetings`, `meetings:before`, `meetings:months`, `meetings:places`. */
type DutyQuestions = {
  readonly [S in Source as S['key']]: S['question'];
} & {
  readonly [S in Exclude<Source, { present: true }> as `${S['key']}:before`]: S['question'];
} & {
  readonly [
    S in Exclude<Source, { present: true } | { monthsQuestion: null }> as `${S['key']}:months`
  ]: MonthsQuestion<S>;
} & {
  readonly [S in Extract<Source, { matrix: true }> as `${S['key']}:places`]: S['question'];
};

function panelsOf(source: DutySource): [string, PanelDefinition][] {
  const { key, measure, question, monthsQuestion = question, monthsBy = null, matrix, present } = source;
  const spec = figureOf(measure);
  if (!spec) throw new Error(`${measure} has no figure a duty could show`);
  const { filters, params } = source.filters ? { filters: source.filters, params: {} } : figureRequest(spec);
  const common = { measure, question };
  const panels: [string, PanelDefinition][] = [
    [key, { ...common, request: ({ period }) => ({ period, filters, params }) }],
  ];
  if (!present) {
    panels.push([
      `${key}:before`,
      { ...common, request: ({ comparison }) => comparison && { period: comparison, filters, params } },
    ]);
  }
  if (monthsQuestion !== null && !present) {
    const months = monthsBy === null ? monthsRequest(spec)?.params : byGrain.params;
    panels.push([
      `${key}:months`,
      {
        measure,
        question: monthsQuestion,
        request: (view) => ({ period: monthsUpTo(view, 24), by: monthsBy, filters, params: { ...months } }),
      },
    ]);
  }
  if (matrix) {
    panels.push([
      `${key}:places`,
      {
        ...common,
        scopes: ['agency', 'region'],
        request: ({ period }) => ({ period, by: 'facility_id', filters, params }),
      },
    ]);
  }
  return panels;
}

const dutyPanels = Object.fromEntries(sources.flatMap(panelsOf)) as unknown as {
  readonly [Key in keyof DutyQuestions]: PanelDefinition<DutyQuestions[Key]>;
};

export const coordinator = page({
  ...entries.coordinator,
  panels: {
    ...dutyPanels,
    units: {
      measure: 'teams-observed',
      question: 'coordinator/teams-observed',
      request: ({ period }) => ({ period, by: 'unit_id', filters: {} }),
    },
    recurring: {
      measure: 'recurring-findings',
      question: 'coordinator/recurring-findings',
      scopes: ['facility'],
      request: ({ period, scope }) => (scope.kind === 'facility' ? { period, by: 'unit_id', filters: {} } : null),
    },
    // What was done about the subjects: beside those of the units of an institution, or of all together.
    done: {
      measure: 'corrective-actions',
      question: 'coordinator/corrective-actions',
      request: ({ period, scope }) => ({
        period,
        by: scope.kind === 'facility' ? 'unit_id' : null,
        filters: {},
        params: { per: 'subject' },
      }),
    },
    guideline: {
      measure: 'assistant-guideline',
      question: 'coordinator/assistant-guideline',
      request: ({ period }) => ({ period, filters: {} }),
    },
    readiness: {
      measure: 'release-readiness',
      question: 'coordinator/release-readiness',
      request: ({ period }) => ({ period, filters: {} }),
    },
  },
});

/** Which question each panel of the page asks. */
export type CoordinatorQuestions = PageQuestions<typeof coordinator>;

/** A duty by the key of its source. */
export type DutyKey = Source['key'];
