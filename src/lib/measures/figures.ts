import { own } from '../analysis/own.ts';
import { taskTypes } from '../../../data/contract/task-types.ts';
import type { FigureSpec, MonthsSpec } from './figure.ts';
import type { MeasureId } from './measures.ts';

const byGrain: MonthsSpec = { params: { grain: 'month' }, into: 'sum' };
const byDue: MonthsSpec = { question: 'casework/timeliness-monthly', into: 'sum' };
const due: FigureSpec = {
  question: 'casework/timeliness',
  kind: 'share',
  part: 'on_time',
  whole: 'due',
  finest: 'staff',
  adjusted: true,
  months: byDue,
  none: 'none were due',
};

type Columns = NonNullable<FigureSpec['part']>;

const share = (question: string, part: Columns, whole: Columns, further: Partial<FigureSpec> = {}): FigureSpec => ({
  kind: 'share',
  question,
  part,
  whole,
  finest: 'staff',
  months: byGrain,
  ...further,
});

/** The median of days to something, with how many of those begun are done. */
const medianDays = (question: string, further: Partial<FigureSpec>): FigureSpec => ({
  question,
  kind: 'number',
  value: 'median_days',
  part: 'done',
  whole: 'began',
  finest: 'staff',
  noun: 'days',
  ...further,
});

/** A figure of which only whole periods are known. */
function noMonths({ months: _months, ...spec }: FigureSpec): FigureSpec {
  return spec;
}

/**
 * The single figure of every measure that has one. Apart from the definitions, which are long and which the first view
 * of a page does not need: `measures` joins them.
 */
export const figures: Readonly<Partial<Record<MeasureId, FigureSpec>>> = {
  'average-daily-population': {
    question: 'population/average',
    kind: 'number',
    value: 'average',
    finest: 'unit',
    months: { question: 'population/monthly', into: 'days' },
  },
  'population-on-a-day': {
    label: 'Population on the last day',
    question: 'population/average',
    kind: 'number',
    value: 'population',
    finest: 'unit',
    months: { question: 'population/monthly', into: 'last' },
  },
  'share-of-capacity': {
    question: 'population/average',
    kind: 'ratio',
    part: 'average',
    whole: 'rated_capacity',
    finest: 'institution',
    none: 'no rated capacity recorded',
    months: { question: 'population/monthly', into: 'days' },
  },
  'net-flow': {
    question: 'population/flows',
    kind: 'number',
    value: ['admissions', 'transfers_in', '-releases', '-transfers_out'],
    signed: true,
    finest: 'unit',
    months: { into: 'sum' },
  },
  admissions: {
    question: 'population/flows',
    kind: 'number',
    value: 'admissions',
    finest: 'unit',
    months: { into: 'sum' },
  },
  releases: {
    question: 'population/flows',
    kind: 'number',
    value: 'releases',
    finest: 'unit',
    months: { into: 'sum' },
  },
  'out-of-level': noMonths(
    share('population/level-fit', 'unexplained', 'scored', {
      finest: 'unit',
      at: 'as-of',
      none: 'nobody has both levels recorded',
    }),
  ),
  'returned-three-years': noMonths(
    share('recidivism/rate', 'returned', 'released', {
      label: 'Returned within three years, all years of release',
      finest: 'institution',
      at: 'cohorts',
      none: 'nobody was released',
    }),
  ),
  'returned-by-horizon': noMonths(
    share('recidivism/rates', 'returned', 'released', {
      rows: { horizon_days: 365 },
      label: 'Returned within one year, all years of release',
      finest: 'institution',
      at: 'cohorts',
      none: 'nobody was released',
    }),
  ),
  caseload: {
    question: 'casework/caseload',
    kind: 'number',
    value: 'average',
    finest: 'staff',
    decimals: 1,
    zero: true,
  },
  unassigned: {
    kind: 'ratio',
    question: 'casework/now',
    part: 'unassigned',
    whole: 'people',
    finest: 'unit',
    at: 'as-of',
    none: 'nobody is held there',
  },
  timeliness: due,
  ...(Object.fromEntries(
    taskTypes.map(({ id }) => [
      `timeliness-${id}`,
      { ...due, params: { type: id }, months: { ...byDue, params: { type: id } } },
    ]),
  ) as Partial<Record<MeasureId, FigureSpec>>),
  inherited: noMonths(share('casework/inherited', 'cleared', 'inherited', { none: 'none was inherited' })),
  'weighted-workload': {
    question: 'casework/weighted-workload',
    kind: 'number',
    value: 'weighted',
    finest: 'staff',
    decimals: 1,
    zero: true,
  },
  'days-to-completion': medianDays('casework/days-to-completion', {
    label: 'Days to initial classification, median',
    none: 'none was begun',
  }),
  'goals-met': share('casework/goals', 'met', 'due', { none: 'no goals were due' }),
  'case-models': share('casework/models', 'strength_based', 'with_model', { none: 'no goals were set' }),
  'needs-started': share('casework/needs', 'started', 'needs', { none: 'none were due' }),
  contacts: {
    question: 'casework/contacts',
    kind: 'rate',
    part: 'contacts',
    whole: 'person_months',
    finest: 'staff',
    noun: 'person-months',
    none: 'nobody was there',
    months: byGrain,
  },
  'outside-support': noMonths(
    share('coordinator/release-readiness', 'ready', 'recorded', {
      rows: { item: 'outside_support' },
      none: 'nobody was checked',
    }),
  ),
  recommendations: share('casework/recommendations', 'recommendations', 'total', {
    rows: { direction: 'lower' },
    label: 'Recommendations for less security',
    none: 'none were made',
  }),
  concurrence: share('casework/concurrence', 'agreed', 'decided', { none: 'none were decided' }),
  'days-to-decision': medianDays('casework/days-to-decision', {
    label: 'Days to the committee’s decision, median',
    none: 'none was made',
  }),
  'requests-answered': medianDays('casework/days-to-completion', {
    label: 'Days to answer a request, median',
    params: { type: 'inmate_request' },
    none: 'none was received',
  }),
  'first-pass': share('casework/first-pass', 'accepted', 'reviewed', { none: 'none were reviewed' }),
  'quality-checks': share('casework/quality-checks', 'items_returned', 'items_checked', { none: 'none were checked' }),
  'training-hours': {
    label: 'Hours of training',
    question: 'casework/training',
    kind: 'number',
    value: 'hours',
    finest: 'staff',
    noun: 'hours',
    zero: true,
    months: byGrain,
  },
  certified: noMonths(
    share('casework/certification', 'certified', 'staff', { at: 'as-of', none: 'no staff are in their role' }),
  ),
  'performance-notes': share('casework/performance-notes', 'discussed', 'entries', { none: 'no entries were made' }),
  'casework-now': {
    label: 'Tasks overdue now',
    question: 'casework/now',
    kind: 'number',
    value: 'overdue',
    finest: 'unit',
    at: 'as-of',
    zero: true,
  },
  'meetings-held': noMonths(
    share('coordinator/meetings', 'held', 'due', { finest: 'institution', none: 'none were due' }),
  ),
  'minutes-sent': share('coordinator/minutes', 'sent', 'held', {
    finest: 'institution',
    none: 'no meetings were held',
  }),
  'minutes-kept': noMonths(
    share('coordinator/minutes-kept', 'kept', 'held', { finest: 'institution', none: 'no meetings were held' }),
  ),
  'teams-observed': noMonths(
    share('coordinator/teams-observed', 'observed', 'units', { finest: 'unit', none: 'no unit was due' }),
  ),
  reviews: share('coordinator/reviews', 'repeat_findings', 'reviews', { finest: 'unit', none: 'no reviews were held' }),
  closures: share('coordinator/closures', 'on_time', 'due', { none: 'none were due' }),
  'correspondence-accepted': share('casework/quality-checks', ['items_checked', '-items_returned'], 'items_checked', {
    filters: { check_source: ['correspondence'] },
    none: 'none were checked',
  }),
  'community-referrals': share('casework/first-pass', 'accepted', 'reviewed', {
    filters: { task_type: ['community_referral'] },
    none: 'none has a result on record',
  }),
  staffing: {
    question: 'coordinator/staffing',
    kind: 'ratio',
    part: 'filled',
    whole: 'authorized',
    finest: 'institution',
    none: 'none authorised',
    months: { params: { grain: 'month' }, into: 'none' },
  },
  'people-per-position': {
    question: 'coordinator/staffing',
    kind: 'number',
    value: 'people_per_filled',
    finest: 'institution',
    decimals: 1,
    months: { params: { grain: 'month' }, into: 'none' },
  },
  'custody-post-hours': {
    question: 'coordinator/staffing',
    kind: 'number',
    value: 'custody_post_hours',
    finest: 'institution',
    noun: 'hours',
    months: byGrain,
  },
  'financial-responsibility': share(
    'coordinator/financial-responsibility',
    'participating',
    ['participating', 'refused'],
    {
      finest: 'unit',
      none: 'none on record',
      months: { params: { grain: 'month' }, into: 'last' },
    },
  ),
  'financial-paid': {
    question: 'coordinator/financial-responsibility',
    kind: 'ratio',
    part: 'paid',
    whole: 'planned',
    money: true,
    finest: 'unit',
    none: 'nothing planned on record',
    months: byGrain,
  },
  'release-cost': {
    label: 'Release cost center: spent of the budget of the fiscal years touched',
    question: 'coordinator/release-cost',
    kind: 'ratio',
    part: 'spent',
    whole: 'budget',
    money: true,
    finest: 'institution',
    none: 'no budget on record',
  },
  'release-readiness': noMonths(
    share('coordinator/release-readiness', 'ready', 'recorded', {
      rows: { item: 'everything' },
      label: 'Release checklist: everything in place',
      none: 'nobody was checked',
    }),
  ),
  'release-checks': share('coordinator/release-checks', 'checked', 'releases', {
    finest: 'institution',
    none: 'nobody was released',
  }),
  'follow-up': share('coordinator/follow-up', 'people', 'of', {
    rows: { day: 90, outcome: 'reached' },
    label: 'Reached 90 days after release',
    finest: 'unit',
    none: 'none were due',
  }),
  'lowered-security': share('casework/lowered-security', 'with_incident', 'reductions', {
    finest: 'institution',
    none: 'no level was lowered',
  }),
  'training-given': {
    question: 'casework/training',
    kind: 'number',
    value: ['presented', 'meetings_presented'],
    finest: 'staff',
    zero: true,
    months: byGrain,
  },
  'program-completion': noMonths(
    share('programs/completion', 'completed', ['completed', 'withdrew', 'removed'], {
      finest: 'institution',
      none: 'nobody’s part ended',
    }),
  ),
  'program-waits': {
    label: 'Days from referral to start, median',
    question: 'programs/waits',
    kind: 'number',
    value: 'median_days',
    part: 'started',
    whole: 'referred',
    finest: 'institution',
    noun: 'days',
    none: 'nobody was referred',
  },
  'program-seats': {
    question: 'programs/seats',
    kind: 'ratio',
    value: 'used',
    whole: 'seats',
    finest: 'institution',
    noun: 'seats',
    none: 'no seats recorded',
  },
  'unmet-need': noMonths(
    share('programs/unmet', ['referred', 'none'], 'needed', {
      finest: 'institution',
      none: 'nobody with a need was released',
    }),
  ),
};

/** The figure of a measure that has one. */
export function figureOf(id: string): FigureSpec | undefined {
  return own(figures, id);
}
