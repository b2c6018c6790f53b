import { numberOrNull, type RawRow } from '../../engine/engine.ts';
import { addDays, daysBetween, type IsoDate } from '../../calendar/date.ts';
import { caseGroups } from './case-counts.ts';
import { ofType, typeParameter } from './due.ts';
import { facilityParts } from '../population/stock-sql.ts';
import { question, type Request } from '../question.ts';
import { and, chosenRows, inScope, isOneOf, kept, partOf, raw, sql, statement, type Sql } from '../sql.ts';

/** One open task, or one person without a case manager, under pseudonyms. */
export interface WorklistRow {
  task_id: string | null;
  task_type: string | null;
  stay_id: string | null;
  /** Whom it counts for: who answered for the due date. */
  staff_id: string | null;
  facility_id: string | null;
  unit_id: string | null;
  /** Institution where it can be done. */
  now_facility_id: string | null;
  /** Institution it counts for. */
  answer_facility_id: string | null;
  /** Institution that has the case, or had it last. */
  case_facility_id: string | null;
  due_date: IsoDate | null;
  /** Days since the due date on the as-of date; negative while it is still to come. */
  days_overdue: number | null;
  trigger_date: IsoDate | null;
  rule: string | null;
  rule_from: IsoDate | null;
  rule_days: number | null;
  stopped_days: number | null;
  moved_days: number | null;
  /** Where the agency gives the date, what our rule would give. */
  our_due: IsoDate | null;
  /** Past due before its holder took the case over. */
  inherited: boolean;
  /** It counts as not done for `staff_id`; false where it fell due in somebody's grace. */
  counts: boolean;
  /** The person was released, and release does not bring it. */
  ended_by_release: boolean;
  /** Who can act: who has the case on the as-of date. */
  holder_id: string | null;
  /** First day without a case manager, for people without one. */
  since: IsoDate | null;
}

const statuses = [
  'to_do',
  'elsewhere',
  'grace',
  'due',
  'no_holder',
  'past_use',
  'problems',
  'unassigned',
  'overdue',
] as const;
type Status = (typeof statuses)[number];

const statusOf = ({ params }: Request): Status => (params.status ?? 'to_do') as Status;
const maxDays = 60;

export const worklist = question({
  id: 'casework/worklist',
  title: 'Worklist',
  description:
    'Open work on the as-of date, under pseudonyms, with the rule and dates that made each deadline, by who can act on it: whoever has the case, where the person is. What is counted for a place and can be done elsewhere only is a list of its own; central monitoring and victim/witness work is counted and never listed.',
  columns: [
    { name: 'task_id', kind: 'text', meaning: 'Pseudonym of the task' },
    { name: 'task_type', kind: 'text', meaning: 'Kind of task' },
    { name: 'stay_id', kind: 'text', meaning: 'Pseudonym of the stay; null for work about no case' },
    { name: 'staff_id', kind: 'text', meaning: 'Case manager it counts for; null: nobody was assigned' },
    { name: 'facility_id', kind: 'text', meaning: 'Institution' },
    { name: 'unit_id', kind: 'text', meaning: 'Unit' },
    { name: 'now_facility_id', kind: 'text', meaning: 'Institution where it can be done' },
    { name: 'answer_facility_id', kind: 'text', meaning: 'Institution it counts for' },
    { name: 'case_facility_id', kind: 'text', meaning: 'Institution that has the case now, or had it last' },
    { name: 'due_date', kind: 'date', meaning: 'Deadline' },
    { name: 'days_overdue', kind: 'count', meaning: 'Days since the deadline; negative while it is to come' },
    { name: 'trigger_date', kind: 'date', meaning: 'Day of the event that set the deadline, as given' },
    { name: 'rule', kind: 'text', meaning: 'given, or the setting or event that made the deadline' },
    { name: 'rule_from', kind: 'date', meaning: 'Day the rule counts from' },
    { name: 'rule_days', kind: 'count', meaning: 'Days the rule adds; negative before an event' },
    { name: 'stopped_days', kind: 'count', meaning: 'Days on which the clock stood still' },
    { name: 'moved_days', kind: 'count', meaning: 'Days the due date was moved on to a working day' },
    { name: 'our_due', kind: 'date', meaning: 'Where the agency gives the date, what our rule would give' },
    { name: 'inherited', kind: 'text', meaning: 'Past due before its holder took the case over' },
    {
      name: 'counts',
      kind: 'text',
      meaning: 'It counts as not done; false where it fell due in the grace after a hand-over',
    },
    { name: 'ended_by_release', kind: 'text', meaning: 'The person was released, which ends it' },
    { name: 'holder_id', kind: 'text', meaning: 'Case manager who can act on it; null: nobody has the case' },
    { name: 'since', kind: 'date', meaning: 'First day without a case manager, for people without one' },
  ],
  parameters: [
    {
      name: 'status',
      kind: 'choice',
      choices: statuses,
      meaning:
        'to_do (default: past due, by who has the case), elsewhere (counted here, to be done at another institution), grace (past due in the grace after a hand-over), due, no_holder (past due, and nobody has the case), past_use (can no longer be done), problems (no rule can date it), unassigned (people), or overdue (past due: to be done here, or counted here and to be done elsewhere)',
    },
    { name: 'days', kind: 'integer', meaning: `Days ahead the list of work due looks (default and most ${maxDays})` },
    typeParameter,
  ],
  by: caseGroups,
  eachUnit: true,
  needs: (request) => facilityParts(statusOf(request) === 'unassigned' ? 'unassigned_person' : 'open_task', request),
  statements(request) {
    const place = placeOf(request);
    if (statusOf(request) === 'unassigned') {
      // Nobody's people are in nobody's list.
      const where = request.scope.kind === 'staff' || request.filters.staff_id ? raw('false') : place;
      return [
        statement(sql`
        SELECT ${partOf(request)}stay_key AS stay_id, facility_id, unit_id, CAST(since AS VARCHAR) AS since, false AS inherited
        FROM unassigned_person
        WHERE ${where}
        ORDER BY unassigned_person.since, stay_id`),
      ];
    }
    return [
      statement(sql`
        SELECT ${partOf(request)}task_key AS task_id, task_type, stay_key AS stay_id, staff_id, facility_id, unit_id,
          now_facility_id, answer_facility_id, case_facility_id, CAST(due_date AS VARCHAR) AS due_date, CAST(trigger_date AS VARCHAR) AS trigger_date,
          rule, CAST(rule_from AS VARCHAR) AS rule_from, rule_days, stopped_days, moved_days,
          CAST(our_due AS VARCHAR) AS our_due, inherited, overdue, ended_by_release, holder_id
        FROM open_task
        WHERE ${listed(request)} AND ${place} AND ${ofType(request)}
        ORDER BY open_task.due_date, task_id`),
    ];
  },
  rows([found = []], { dataset }): WorklistRow[] {
    return eachTaskOnce(found).map((row): WorklistRow => {
      const text = (name: string) => (row[name] ?? null) as string | null;
      const count = (name: string) => numberOrNull(row[name]);
      const due = text('due_date');
      return {
        task_id: text('task_id'),
        task_type: text('task_type'),
        stay_id: text('stay_id'),
        staff_id: text('staff_id'),
        facility_id: text('facility_id'),
        unit_id: text('unit_id'),
        now_facility_id: text('now_facility_id'),
        answer_facility_id: text('answer_facility_id'),
        case_facility_id: text('case_facility_id'),
        due_date: due,
        days_overdue: due === null ? null : daysBetween(due, dataset.as_of),
        trigger_date: text('trigger_date'),
        rule: text('rule'),
        rule_from: text('rule_from'),
        rule_days: count('rule_days'),
        stopped_days: count('stopped_days'),
        moved_days: count('moved_days'),
        our_due: text('our_due'),
        inherited: row.inherited === true,
        counts: row.overdue === true,
        ended_by_release: row.ended_by_release === true,
        holder_id: text('holder_id'),
        since: text('since'),
      };
    });
  },
});

/** Lists of who can act are told apart by the holder of the case, the others by whom the work counts for. */
const ofHolder: readonly Status[] = ['to_do', 'grace', 'due', 'no_holder', 'past_use'];

function placeOf(request: Request): Sql {
  const { scope, filters } = request;
  if (!ofHolder.includes(statusOf(request))) return chosenRows(request, caseGroups);
  const { staff_id: staff, ...others } = filters;
  const own = scope.kind === 'staff' ? isOneOf('holder_id', [scope.id]) : inScope(request);
  return and(own, kept(others, caseGroups), staff ? isOneOf('holder_id', staff) : raw('true'));
}

/** The rows of a list. */
function listed(request: Request): Sql {
  const status = statusOf(request);
  switch (status) {
    case 'problems':
      return raw(`bucket = 'no_date'`);
    case 'overdue':
      // To be done here, or counted here and to be done elsewhere.
      return raw(`bucket IN ('to_do', 'no_holder', 'elsewhere')`);
    case 'due': {
      const days = Math.min(maxDays, Number(request.params.days ?? maxDays));
      return sql`bucket IN ('due_14', 'due_30', 'due_60') AND due_date <= CAST(${addDays(request.dataset.as_of, days)} AS DATE)`;
    }
    default:
      return sql`bucket = ${status}`;
  }
}

/** Of a place with several institutions, what one counts and another has to do is one task: the first row of it. */
function eachTaskOnce(rows: readonly RawRow[]): RawRow[] {
  const listed = new Set<unknown>();
  return rows.filter(({ task_id: id }) => {
    // Unassigned people are no task.
    if (id === undefined || id === null) return true;
    const first = !listed.has(id);
    listed.add(id);
    return first;
  });
}
