import { taskTypes } from '../../../data/contract/task-types.ts';
import type { FigureSpec, MonthsSpec } from './figure.ts';
import type { MeasureId } from './measures.ts';

const byGrain: MonthsSpec = { params: { grain: 'month' }, into: 'sum' };
const byDue: MonthsSpec = { question: 'casework/timeliness-monthly', into: 'sum' };
const due: FigureSpec = {
  kind: 'share',
  part: 'on_time',
  whole: 'due',
  finest: 'staff',
  adjusted: true,
  months: byDue,
  none: 'none were due',
};

const share = (
  part: FigureSpec['part'],
  whole: FigureSpec['whole'],
  further: Partial<FigureSpec> = {},
): FigureSpec => ({
  kind: 'share',
  ...(part === undefined ? {} : { part }),
  ...(whole === undefined ? {} : { whole }),
  finest: 'staff',
  months: byGrain,
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
    kind: 'number',
    value: 'average',
    finest: 'unit',
    months: { question: 'population/monthly', into: 'days' },
  },
  'share-of-capacity': {
    kind: 'ratio',
    part: 'average',
    whole: 'rated_capacity',
    finest: 'institution',
    none: 'no rated capacity recorded',
    months: { question: 'population/monthly', into: 'days' },
  },
  'net-flow': {
    kind: 'number',
    value: ['admissions', 'transfers_in', '-releases', '-transfers_out'],
    finest: 'unit',
    months: { into: 'sum' },
  },
  'out-of-level': noMonths(
    share('unexplained', 'scored', { finest: 'unit', at: 'as-of', none: 'nobody has both levels recorded' }),
  ),
  'returned-three-years': noMonths(
    share('returned', 'released', { finest: 'institution', at: 'cohorts', none: 'nobody was released' }),
  ),
  'returned-by-horizon': noMonths(
    share('returned', 'released', {
      rows: { horizon_days: 365 },
      finest: 'institution',
      at: 'cohorts',
      none: 'nobody was released',
    }),
  ),
  caseload: { kind: 'number', value: 'average', finest: 'staff', decimals: 1, zero: true },
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
  inherited: noMonths(share('cleared', 'inherited', { none: 'none was inherited' })),
  'weighted-workload': { kind: 'number', value: 'weighted', finest: 'staff', decimals: 1, zero: true },
  'days-to-completion': {
    kind: 'number',
    value: 'median_days',
    part: 'done',
    whole: 'began',
    finest: 'staff',
    noun: 'days',
    none: 'none was begun',
  },
  'goals-met': share('met', 'due', { none: 'no goals were due' }),
  'case-models': share('strength_based', 'with_model', { none: 'no goals were set' }),
  'needs-started': share('started', 'needs', { none: 'none were due' }),
  contacts: {
    kind: 'rate',
    part: 'contacts',
    whole: 'person_months',
    finest: 'staff',
    noun: 'person-months',
    none: 'nobody was there',
    months: byGrain,
  },
  'outside-support': noMonths(
    share('ready', 'recorded', { rows: { item: 'outside_support' }, none: 'nobody was checked' }),
  ),
  recommendations: share('recommendations', 'total', { rows: { direction: 'lower' }, none: 'none were made' }),
  concurrence: share('agreed', 'decided', { none: 'none were decided' }),
  'days-to-decision': {
    kind: 'number',
    value: 'median_days',
    part: 'done',
    whole: 'began',
    finest: 'staff',
    noun: 'days',
    none: 'none was made',
  },
  'requests-answered': {
    kind: 'number',
    params: { type: 'inmate_request' },
    value: 'median_days',
    part: 'done',
    whole: 'began',
    finest: 'staff',
    noun: 'days',
    none: 'none was received',
  },
  'first-pass': share('accepted', 'reviewed', { none: 'none were reviewed' }),
  'quality-checks': share('items_returned', 'items_checked', { none: 'none were checked' }),
  'training-hours': { kind: 'number', value: 'hours', finest: 'staff', noun: 'hours', zero: true, months: byGrain },
  certified: noMonths(share('certified', 'staff', { at: 'as-of', none: 'no staff are in their role' })),
  'performance-notes': share('discussed', 'entries', { none: 'no entries were made' }),
  'casework-now': { kind: 'number', value: 'overdue', finest: 'unit', at: 'as-of', zero: true },
  'meetings-held': noMonths(share('held', 'due', { finest: 'institution', none: 'none were due' })),
  'minutes-sent': share('sent', 'held', { finest: 'institution', none: 'no meetings were held' }),
  'minutes-kept': noMonths(share('kept', 'held', { finest: 'institution', none: 'no meetings were held' })),
  'teams-observed': noMonths(share('observed', 'units', { finest: 'unit', none: 'no unit was due' })),
  reviews: share('repeat_findings', 'reviews', { finest: 'unit', none: 'no reviews were held' }),
  closures: share('on_time', 'due', { none: 'none were due' }),
  'correspondence-accepted': share(['items_checked', '-items_returned'], 'items_checked', {
    filters: { check_source: ['correspondence'] },
    none: 'none were checked',
  }),
  'community-referrals': share('accepted', 'reviewed', {
    filters: { task_type: ['community_referral'] },
    none: 'none has a result on record',
  }),
  staffing: {
    kind: 'ratio',
    part: 'filled',
    whole: 'authorized',
    finest: 'institution',
    none: 'none authorised',
    months: { params: { grain: 'month' }, into: 'none' },
  },
  'people-per-position': {
    kind: 'number',
    value: 'people_per_filled',
    finest: 'institution',
    decimals: 1,
    months: { params: { grain: 'month' }, into: 'none' },
  },
  'custody-post-hours': {
    kind: 'number',
    value: 'custody_post_hours',
    finest: 'institution',
    noun: 'hours',
    months: byGrain,
  },
  'financial-responsibility': share('participating', ['participating', 'refused'], {
    finest: 'unit',
    none: 'nobody was asked to take part',
    months: { params: { grain: 'month' }, into: 'last' },
  }),
  'financial-paid': {
    kind: 'ratio',
    part: 'paid',
    whole: 'planned',
    finest: 'unit',
    none: 'nothing was planned',
    months: byGrain,
  },
  'release-readiness': noMonths(
    share('ready', 'recorded', { rows: { item: 'everything' }, none: 'nobody was checked' }),
  ),
  'release-checks': share('checked', 'releases', { finest: 'institution', none: 'nobody was released' }),
  'follow-up': share('people', 'of', {
    rows: { day: 90, outcome: 'reached' },
    finest: 'unit',
    none: 'none were due',
  }),
  'lowered-security': share('with_incident', 'reductions', { finest: 'institution', none: 'no level was lowered' }),
  'training-given': {
    kind: 'number',
    value: ['presented', 'meetings_presented'],
    finest: 'staff',
    zero: true,
    months: byGrain,
  },
  'program-completion': noMonths(
    share('completed', ['completed', 'withdrew', 'removed'], { finest: 'institution', none: 'nobody’s part ended' }),
  ),
  'program-waits': {
    kind: 'number',
    value: 'median_days',
    part: 'started',
    whole: 'referred',
    finest: 'institution',
    noun: 'days',
    none: 'nobody was referred',
  },
  'program-seats': {
    kind: 'ratio',
    value: 'used',
    whole: 'seats',
    finest: 'institution',
    noun: 'seats',
    none: 'no seats recorded',
  },
  'unmet-need': noMonths(
    share(['referred', 'none'], 'needed', { finest: 'institution', none: 'nobody with a need was released' }),
  ),
};

/** The figure of a measure that has one. */
export function figureOf(id: string): FigureSpec | undefined {
  return figures[id as MeasureId];
}
