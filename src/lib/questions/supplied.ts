import { own } from '../analysis/own.ts';
import type { ContractColumn } from '../../../data/contract/contract.ts';
import type { Manifest } from '../export/manifest.ts';
import type { QuestionId } from './index.ts';
import type { Request } from './question.ts';

/**
 * What nobody supplied is no zero. A count over a column that no row fills comes out as none, and would be told as if
 * nothing had happened: here stands for every question which optional columns its counts rest on. Pages, documents and
 * the command line all ask through `ask`, which reads this list.
 */
interface RestsOn {
  /** Without one of these there is no answer. */
  readonly all?: readonly ContractColumn[];
  /** Without any one of these lists there is no answer. */
  readonly any?: readonly (readonly ContractColumn[])[];
  /** The same, for a place smaller than the agency: without it nobody is known to be there. */
  readonly placed?: readonly (readonly ContractColumn[])[];
  /** Columns of the answer that are not known without some of the contract: any one list is enough. */
  readonly columns?: Readonly<Record<string, readonly (readonly ContractColumn[])[]>>;
  /** Needed where the rows are filtered by a dimension. */
  readonly filtered?: Readonly<Record<string, ContractColumn>>;
}

const dueInTime: RestsOn = { all: ['task.completed_date'] };
const completion: RestsOn = { all: ['task.trigger_date', 'task.completed_date'] };
const decision: RestsOn = { all: ['classification.recommended_date', 'classification.decided_date'] };
const minutesSent: RestsOn = { all: ['meeting.minutes_sent_date'] };
const begun: RestsOn = { all: ['enrollment.start_date'] };
const outOfLevel: RestsOn = {
  all: ['placement.custody_level', 'placement.scored_custody_level', 'placement.management_variable'],
};
const presented = [['training.part'], ['meeting.presenter_staff_id']] as const;
const ofStaff = [['staff.facility_id']] as const;
const ofCases = [['placement.facility_id']] as const;
const amounts = [['financial_responsibility.planned_amount', 'financial_responsibility.paid_amount']] as const;
const weights = [['stay.risk_level', 'stay.projected_release_date', 'placement.custody_level']] as const;

const placed = [['placement.facility_id'], ['population_count.facility_id'], ['population_count.region_id']] as const;
const left: RestsOn = { all: ['stay.release_date'], placed };
/** Who was released to the community, from stays or from a ready-made research file. */
const released: RestsOn = {
  any: [['stay.release_date', 'stay.release_type'], ['release_cohort.release_id']],
};

const restsOn: Partial<Record<QuestionId, RestsOn>> = {
  'population/average': { placed },
  'population/daily': { placed },
  'population/monthly': { placed },
  'population/flows': left,
  'population/movements': left,
  'population/expected': { placed },
  'population/projection-history': { placed },
  'population/projection-input': { placed },
  'recidivism/rate': released,
  'recidivism/rates': released,
  'recidivism/curve': released,
  'recidivism/hazard': released,
  'recidivism/competing': released,
  'recidivism/test': released,
  'recidivism/groups': released,
  'recidivism/expected': released,
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
  'casework/first-pass': { all: ['task.result', 'task.completed_date'] },
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
  'casework/needs': begun,
  'casework/concurrence': {
    all: ['classification.recommended_level', 'classification.decided_level', 'classification.decided_date'],
  },
  'casework/recommendations': {
    all: ['classification.recommended_date', 'classification.current_level', 'classification.recommended_level'],
  },
  'casework/lowered-security': { all: ['placement.custody_level', 'incident.severity'] },
  'casework/quality-checks': { filtered: { check_source: 'quality_check.source' } },
  'casework/training': {
    placed: ofStaff,
    columns: { presented, meetings_presented: presented, presented_only: presented },
  },
  'casework/certification': { all: ['staff.certified_until'], placed: ofStaff },
  'casework/performance-notes': {
    all: ['performance_note.discussed_date'],
    columns: { disputed: [['performance_note.disputed']] },
  },
  'coordinator/reviews': { all: ['quality_check.source', 'quality_check.repeat_finding'] },
  'coordinator/closures': { all: ['quality_check.due_date', 'quality_check.closed_date'] },
  'coordinator/recurring-findings': {
    all: ['quality_check.subject'],
    columns: { open: [['quality_check.closed_date']] },
  },
  'coordinator/corrective-actions': {
    all: ['corrective_action.due_date', 'corrective_action.done_date'],
    columns: { verified: [['corrective_action.verified_date']] },
  },
  'coordinator/minutes': minutesSent,
  'coordinator/minutes-kept': minutesSent,
  'coordinator/teams-observed': { all: ['meeting.unit_id', 'unit.unit_id'] },
  'coordinator/release-checks': { all: ['stay.release_date', 'stay.release_type'] },
  'coordinator/follow-up': { all: ['follow_up.reached_date'] },
  'coordinator/assistant-guideline': { any: placed },
  'coordinator/financial-responsibility': {
    placed: ofCases,
    all: ['financial_responsibility.status'],
    columns: { planned: amounts, paid: amounts, paid_share: amounts },
  },
  'programs/funnel': { all: ['enrollment.start_date', 'enrollment.outcome'] },
  'programs/completion': { all: ['enrollment.start_date', 'enrollment.end_date', 'enrollment.outcome'] },
  'programs/waits': { all: ['enrollment.referral_date', 'enrollment.start_date'] },
  'programs/wait-curve': { all: ['enrollment.referral_date', 'enrollment.start_date'] },
  'programs/seats': begun,
  'programs/unmet': { all: ['enrollment.start_date', 'stay.release_date'] },
  'programs/expected': { all: ['enrollment.start_date', 'enrollment.end_date', 'enrollment.outcome'] },
};

/** Questions with their list, for the test that holds the list against the questions. */
export const restingQuestions: readonly (readonly [string, RestsOn])[] = Object.entries(restsOn);

/**
 * Whether a column was supplied and some row fills it. Nothing is said against a table the export does not speak of:
 * that is an export made before it did.
 */
export function isFilled(dataset: Pick<Manifest, 'tables'>, column: ContractColumn): boolean {
  const [name, field] = column.split('.') as [string, string];
  const table = dataset.tables.find((each) => each.name === name);
  if (!table) return true;
  return table.supplied && table.loaded > 0 && !(table.empty ?? []).includes(field);
}

/** The optional columns a request lacks in an export, as `table.column`. */
export function columnsLacking(
  question: string,
  request: Pick<Request, 'filters' | 'dataset' | 'scope'>,
): ContractColumn[] {
  const { all = [], any = [], placed = [], filtered = {} } = own(restsOn, question) ?? {};
  const asked = Object.keys(request.filters).flatMap((dimension) => own(filtered, dimension) ?? []);
  const given = (column: ContractColumn) => isFilled(request.dataset, column);
  const choices = [any, ...(request.scope.kind === 'agency' ? [] : [placed])];
  const chosen = choices.flatMap((lists) => (lists.some((list) => list.every(given)) ? [] : (lists[0] ?? [])));
  return [...new Set([...all, ...chosen, ...asked])].filter((column) => !given(column));
}

/** The rows of an answer without what nobody supplied: a null where there would be a zero nobody recorded. */
export function withoutUnsupplied<Row extends object>(
  question: string,
  rows: readonly Row[],
  dataset: Pick<Manifest, 'tables'>,
): Row[] {
  const unknown = Object.entries(own(restsOn, question)?.columns ?? {})
    .filter(([, lists]) => !lists.some((list) => list.every((column) => isFilled(dataset, column))))
    .map(([name]) => name);
  if (unknown.length === 0) return [...rows];
  const emptied = Object.fromEntries(unknown.map((name) => [name, null]));
  return rows.map((row) => ({ ...row, ...emptied }));
}
