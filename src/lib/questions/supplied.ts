import { own } from '../analysis/own.ts';
import type { ContractColumn } from '../../../data/contract/contract.ts';
import { isFilled } from './filled.ts';
import type { QuestionId } from './index.ts';
import type { Request } from './question.ts';

/** Lists of columns, any one of which is enough. */
type AnyOf = readonly (readonly ContractColumn[])[];

/**
 * What nobody supplied is no zero. A count over a column that no row fills comes out as none, and would be told as if
 * nothing had happened: here stands for every question which optional columns its counts rest on. Pages, documents and
 * the command line all ask through `ask`, which reads this list.
 */
interface RestsOn {
  /** Without one of these there is no answer. */
  readonly all?: readonly ContractColumn[];
  /** Without any one of these lists there is no answer. */
  readonly any?: AnyOf;
  /** The same, for a place smaller than the agency: without it nobody is known to be there. */
  readonly placed?: AnyOf;
  /** Its rows are places, and who is of none is left out: grouped by place it rests on `placed` too. */
  readonly apart?: true;
  /** The same, for a region; without this entry it is what its institutions say, and what says who is there. */
  readonly regional?: AnyOf;
  /** Columns of the answer that are not known without some of the contract: any one list is enough. */
  readonly columns?: Readonly<Record<string, AnyOf>>;
  /** The same, for a place smaller than the agency, and for answers place by place. */
  readonly placedColumns?: Readonly<Record<string, AnyOf>>;
  /** Needed where the rows are filtered by a dimension. */
  readonly filtered?: Readonly<Record<string, ContractColumn>>;
}

/** Work is of the place of its case, else of the institution it names, else of the one of whoever did it. */
const ofWork = [['placement.facility_id'], ['task.facility_id'], ['task.staff_id', 'staff.facility_id']] as const;
const ofChecks = [
  ['quality_check.facility_id'],
  ['quality_check.unit_id', 'unit.facility_id'],
  ['quality_check.staff_id', 'staff.facility_id'],
] as const;
const dueInTime: RestsOn = { all: ['task.completed_date'], placed: ofWork };
const completion: RestsOn = { all: ['task.trigger_date', 'task.completed_date'], placed: ofWork };
const decision: RestsOn = { all: ['classification.recommended_date', 'classification.decided_date'] };
const minutesSent: RestsOn = { all: ['meeting.minutes_sent_date'] };
const ofEnrollments = [['enrollment.facility_id']] as const;
const begun: RestsOn = { all: ['enrollment.start_date'] };
const referred: RestsOn = { all: ['enrollment.referral_date', 'enrollment.start_date'], placed: ofEnrollments };
const ended: RestsOn = {
  all: ['enrollment.start_date', 'enrollment.end_date', 'enrollment.outcome'],
  placed: ofEnrollments,
};
const outOfLevel: RestsOn = {
  all: ['placement.custody_level', 'placement.scored_custody_level', 'placement.management_variable'],
};
const coursesPresented = [['training.part']] as const;
const meetingsPresented = [['meeting.presenter_staff_id']] as const;
const ofStaff = [['staff.facility_id']] as const;
const ofCases = [['placement.facility_id']] as const;
const reached: RestsOn = {
  all: ['follow_up.reached_date'],
  any: [['follow_up.due_date'], ['stay.release_date']],
  placed: ofCases,
};
const amounts = [['financial_responsibility.planned_amount', 'financial_responsibility.paid_amount']] as const;
const weights = [['stay.risk_level', 'stay.projected_release_date', 'placement.custody_level']] as const;

const ofInstitutions = [['placement.facility_id'], ['population_count.facility_id']] as const;
const counted: RestsOn = {
  placed: ofInstitutions,
  regional: [
    ['placement.facility_id', 'facility.region_id'],
    ['population_count.facility_id', 'facility.region_id'],
    ['population_count.region_id'],
  ],
};
const left: RestsOn = { all: ['stay.release_date'], placed: ofCases };
/** Who has no end of any placement has not been seen to move. */
const moved = [['placement.facility_id', 'placement.end_date']] as const;
/** Who was released to the community, from stays or from a ready-made research file. */
const released: RestsOn = {
  any: [['stay.release_date', 'stay.release_type'], ['release_cohort.event_type']],
  placed: [['placement.facility_id'], ['release_cohort.facility_id']],
  regional: [
    ['placement.facility_id', 'facility.region_id'],
    ['release_cohort.facility_id', 'facility.region_id'],
    ['release_cohort.region_id'],
  ],
};

const restsOn: Partial<Record<QuestionId, RestsOn>> = {
  'population/average': counted,
  'population/daily': counted,
  'population/monthly': counted,
  'population/flows': { ...left, placedColumns: { transfers_in: moved, transfers_out: moved } },
  'population/movements': left,
  'population/expected': counted,
  'population/projection': counted,
  'population/projection-assumptions': counted,
  'population/projection-strata': counted,
  'population/projection-institutions': {
    ...counted,
    all: ['facility.facility_id'],
    any: ofInstitutions,
  },
  'population/projection-short': counted,
  'population/projection-past': counted,
  'population/projection-kept': counted,
  'population/backtest': counted,
  'population/people-needed': counted,
  'population/positions-by-month': counted,
  'population/projection-history': counted,
  'population/projection-input': counted,
  'recidivism/rate': released,
  'recidivism/rates': released,
  'recidivism/curve': released,
  'recidivism/hazard': released,
  'recidivism/competing': released,
  'recidivism/test': released,
  'recidivism/groups': released,
  'recidivism/expected': { ...released, apart: true },
  'programs/comparison': released,
  'population/level-fit': outOfLevel,
  'population/out-of-level': outOfLevel,
  'population/custody-moves': { all: ['placement.custody_level'] },
  'population/length-of-stay': left,
  'casework/timeliness': dueInTime,
  'casework/timeliness-types': dueInTime,
  'casework/timeliness-monthly': dueInTime,
  'casework/days-to-completion': completion,
  'casework/completion-curve': completion,
  'casework/days-to-decision': decision,
  'casework/decision-curve': decision,
  'casework/first-pass': { all: ['task.result', 'task.completed_date'], placed: ofWork },
  'casework/now': { placed: ofCases },
  'casework/caseload': { all: ['assignment.staff_id'], placed: ofCases },
  'casework/weighted-workload': {
    all: ['assignment.staff_id'],
    placed: ofCases,
    columns: {
      near_release: [['stay.projected_release_date']],
      highest_custody: [['placement.custody_level']],
      high_risk: [['stay.risk_level']],
      weighted: weights,
      weight: weights,
    },
  },
  'casework/goals': { all: ['plan_goal.target_date', 'plan_goal.closed_as'], placed: ofCases },
  'casework/contacts': { placed: ofCases },
  'casework/models': { all: ['plan_goal.case_model'] },
  'casework/needs': { ...begun, placed: ofCases },
  'casework/concurrence': {
    all: ['classification.recommended_level', 'classification.decided_level', 'classification.decided_date'],
    placed: ofCases,
  },
  'casework/recommendations': {
    all: ['classification.recommended_date', 'classification.current_level', 'classification.recommended_level'],
  },
  'casework/lowered-security': { all: ['placement.custody_level', 'incident.severity'] },
  'casework/quality-checks': {
    placed: ofChecks,
    filtered: { check_source: 'quality_check.source' },
    columns: { repeat_findings: [['quality_check.repeat_finding']] },
  },
  'casework/training': {
    placed: ofStaff,
    columns: {
      presented: coursesPresented,
      meetings_presented: meetingsPresented,
      presented_only: [...coursesPresented, ...meetingsPresented],
      sessions_presented: [...coursesPresented, ...meetingsPresented],
    },
  },
  'casework/certification': { all: ['staff.certified_until'], placed: ofStaff },
  'casework/performance-notes': {
    all: ['performance_note.discussed_date'],
    columns: { disputed: [['performance_note.disputed']] },
  },
  'coordinator/reviews': { all: ['quality_check.source', 'quality_check.repeat_finding'], placed: ofChecks },
  'coordinator/closures': { all: ['quality_check.due_date', 'quality_check.closed_date'], placed: ofChecks },
  'coordinator/recurring-findings': {
    all: ['quality_check.subject'],
    placed: ofChecks,
    columns: { open: [['quality_check.closed_date']] },
  },
  'coordinator/corrective-actions': {
    all: ['corrective_action.due_date', 'corrective_action.done_date'],
    columns: { verified: [['corrective_action.verified_date']] },
  },
  'coordinator/minutes': minutesSent,
  'coordinator/minutes-kept': minutesSent,
  'coordinator/meetings': { all: ['facility.facility_id'] },
  'coordinator/teams-observed': { all: ['meeting.unit_id', 'unit.unit_id', 'facility.facility_id'] },
  'coordinator/release-checks': { all: ['stay.release_date', 'stay.release_type'], placed: ofCases },
  'coordinator/follow-up': reached,
  'coordinator/follow-up-expected': { ...reached, apart: true },
  'coordinator/assistant-guideline': { any: ofInstitutions },
  'coordinator/financial-responsibility': {
    placed: ofCases,
    all: ['financial_responsibility.status'],
    columns: { planned: amounts, paid: amounts, paid_share: amounts },
  },
  'programs/funnel': { all: ['enrollment.start_date', 'enrollment.outcome'], placed: ofEnrollments },
  'programs/completion': ended,
  'programs/waits': referred,
  'programs/wait-curve': referred,
  'programs/seats': {
    ...begun,
    placedColumns: { people: ofEnrollments, used: ofEnrollments },
  },
  'programs/unmet': { all: ['enrollment.start_date', 'stay.release_date'], placed: ofCases },
  'programs/expected': { ...ended, apart: true },
};

/** Questions with their list, for the test that holds the list against the questions. */
export const restingQuestions: readonly (readonly [string, RestsOn])[] = Object.entries(restsOn);

/** What a request about a place rests on besides: who is there, and of a region which institutions it has. */
function ofPlace({ placed, regional, apart }: RestsOn, { scope: { kind }, by }: Pick<Request, 'scope' | 'by'>): AnyOf {
  const grain = apart && by !== null ? by : kind === 'agency' ? null : `${kind}_id`;
  if (grain === null) return [];
  const ofRegion = (placed ?? [[]]).map((list): readonly ContractColumn[] => [...list, 'facility.region_id']);
  if (grain === 'region_id') return regional ?? ofRegion;
  return kind === 'region' ? ofRegion : (placed ?? []);
}

/** The optional columns a request lacks in an export, as `table.column`. */
export function columnsLacking(
  question: string,
  request: Pick<Request, 'filters' | 'dataset' | 'scope' | 'by'>,
): ContractColumn[] {
  const rests = own(restsOn, question) ?? {};
  const asked = Object.keys(request.filters).flatMap((dimension) => own(rests.filtered ?? {}, dimension) ?? []);
  const given = (column: ContractColumn) => isFilled(request.dataset, column);
  const supplied = new Set(request.dataset.tables.flatMap((table) => (table.supplied ? [table.name] : [])));
  const chosen = [rests.any ?? [], ofPlace(rests, request)].flatMap((lists) => {
    if (lists.some((list) => list.every(given))) return [];
    // Of several ways, the one this agency has begun.
    return lists.find((list) => list.some((column) => supplied.has(column.split('.')[0] ?? ''))) ?? lists[0] ?? [];
  });
  return [...new Set([...(rests.all ?? []), ...chosen, ...asked])].filter((column) => !given(column));
}

/** The rows of an answer without what nobody supplied: a null where there would be a zero nobody recorded. */
export function withoutUnsupplied<Row extends object>(
  question: string,
  rows: readonly Row[],
  { dataset, scope, by }: Pick<Request, 'dataset' | 'scope' | 'by'>,
): Row[] {
  const { columns = {}, placedColumns = {} } = own(restsOn, question) ?? {};
  const placed = scope.kind !== 'agency' || ['region_id', 'facility_id', 'unit_id'].includes(by ?? '');
  const unknown = Object.entries({ ...columns, ...(placed ? placedColumns : {}) })
    .filter(([, lists]) => !lists.some((list) => list.every((column) => isFilled(dataset, column))))
    .map(([name]) => name);
  if (unknown.length === 0) return [...rows];
  const emptied = Object.fromEntries(unknown.map((name) => [name, null]));
  return rows.map((row) => ({ ...row, ...emptied }));
}
