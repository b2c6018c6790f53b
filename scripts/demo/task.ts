/** Tasks: types, deadlines, and the true chance of being on time. */
import { assignmentOn } from './assignment.ts';
import { placementOn, type CaseFile } from './casefile.ts';
import { NONE, type Day } from './day.ts';
import { randomStream } from '../../src/lib/analysis/random.ts';
import type { Scenario } from './scenario.ts';
import type { Staffing } from './staff.ts';
import { asFlag, type TableWriter } from './table.ts';

export const TASK_TYPES = [
  'initial_classification',
  'initial_assessment',
  'case_plan',
  'program_review',
  'reassessment',
  'release_plan',
  'identification_documents',
  'community_referral',
  'work_release_investigation',
  'home_leave_investigation',
  'financial_responsibility_review',
  'post_release_follow_up',
  'central_monitoring_review',
  'monthly_report',
  'progress_report',
  'parole_summary',
  'presentence_report',
  'victim_witness_notification',
  'inmate_request',
  'correspondence',
] as const;
export type TaskType = (typeof TASK_TYPES)[number];

/** True share on time of a task type, at medium custody and more than six months from release. */
export const ON_TIME: Record<TaskType, number> = {
  initial_classification: 0.92,
  initial_assessment: 0.91,
  case_plan: 0.89,
  program_review: 0.91,
  reassessment: 0.88,
  release_plan: 0.86,
  identification_documents: 0.84,
  community_referral: 0.85,
  work_release_investigation: 0.88,
  home_leave_investigation: 0.88,
  financial_responsibility_review: 0.92,
  post_release_follow_up: 0.78,
  central_monitoring_review: 0.95,
  monthly_report: 0.94,
  progress_report: 0.9,
  parole_summary: 0.89,
  presentence_report: 0.93,
  victim_witness_notification: 0.97,
  inmate_request: 0.91,
  correspondence: 0.93,
};

/** Changes in the log odds of being on time. */
export const ON_TIME_SHIFTS = {
  custody: [0.12, 0.06, 0, -0.2],
  withinSixMonthsOfRelease: -0.15,
  nobodyAssigned: -0.7,
  /** First fourteen days after taking over a case. */
  grace: -0.4,
};
const GRACE_DAYS = 14;

const LOG_ODDS = TASK_TYPES.map((type) => Math.log(ON_TIME[type] / (1 - ON_TIME[type])));
/** Mean days a punctual task is done before it is due. */
const LEAD_DAYS: Partial<Record<TaskType, number>> = {
  inmate_request: 5,
  correspondence: 5,
  victim_witness_notification: 3,
};
const LEADS = TASK_TYPES.map((type) => LEAD_DAYS[type] ?? 9);
const LATE_DAYS = 17;
/** Share of late tasks that are never done. */
const NEVER = 0.01;
/** Share of due dates the source leaves to the deadline rule, where the rule has all it needs. */
const NULL_DUE = 0.12;
const NULL_STAFF = 0.02;
const WITH_RESULT = new Set<TaskType>([
  'monthly_report',
  'progress_report',
  'parole_summary',
  'presentence_report',
  'correspondence',
  'community_referral',
]);
const RETURNED = 0.06;
/** Share of tasks still open at release that stay in the source undone. */
const LEFT_OPEN = 0.015;

export interface TaskOptions {
  /** The deadline rule can be worked out from the row and the stay alone, so the due date may be missing. */
  rule?: boolean;
  /** Due on the day of release or after it: release does not end the task. */
  outlivesRelease?: boolean;
}

/** What the analysis should find for one case manager. */
export interface OnTimeTruth {
  due: number;
  onTime: number;
  expected: number;
}

export interface TaskMaker {
  /** Starts the tasks of a stay. */
  begin(file: CaseFile): void;
  /** Writes a task of the stay; returns the day of completion, NONE while open or when there is no task. */
  add(type: TaskType, trigger: Day, due: Day, options?: TaskOptions): Day;
  /** Writes a task that belongs to a member of staff and no stay. */
  addForStaff(type: TaskType, staff: number, facility: number, trigger: Day, due: Day): void;
  /** Counts by case manager for tasks due in the last year, as drawn. */
  truth: Map<number, OnTimeTruth>;
}

/** Draws tasks for one stay after another. */
export function taskMaker(scenario: Scenario, staffing: Staffing, table: TableWriter): TaskMaker {
  const random = randomStream(scenario.seed, 'tasks');
  const truth = new Map<number, OnTimeTruth>();
  let file: CaseFile;

  function chanceOnTime(type: number, due: Day, staff: number, since: Day): number {
    const { stay } = file;
    let logOdds = LOG_ODDS[type]!;
    logOdds += ON_TIME_SHIFTS.custody[placementOn(stay, due).level]!;
    if (stay.projected !== NONE && stay.projected - due < 183) logOdds += ON_TIME_SHIFTS.withinSixMonthsOfRelease;
    if (staff === NONE) logOdds += ON_TIME_SHIFTS.nobodyAssigned;
    else {
      logOdds += staffing.staff[staff]!.pace;
      if (due - since < GRACE_DAYS && since > stay.admission + 6) logOdds += ON_TIME_SHIFTS.grace;
    }
    return 1 / (1 + Math.exp(-logOdds));
  }

  function count(staff: number, due: Day, onTime: boolean, chance: number) {
    if (staff === NONE || due <= scenario.asOf - 365 || due > scenario.asOf) return;
    const entry = truth.get(staff) ?? { due: 0, onTime: 0, expected: 0 };
    entry.due++;
    entry.onTime += asFlag(onTime);
    entry.expected += chance;
    truth.set(staff, entry);
  }

  return {
    truth,
    begin(next) {
      file = next;
      random.at(next.stay.id);
    },
    add(type, trigger, due, options = {}) {
      const { stay, released } = file;
      const code = TASK_TYPES.indexOf(type);
      if (trigger > scenario.asOf || due < scenario.windowStart) return NONE;
      const overtaken = released && due >= stay.release && !options.outlivesRelease;
      if (overtaken && (trigger >= stay.release || !random.chance(LEFT_OPEN))) return NONE;
      // Days on which the clock stood move the due date; what is late must be late after the moved date too.
      const moved = due + stoppedDays(file, trigger, due);
      const answering = Math.min(moved, file.to, options.outlivesRelease ? stay.release - 1 : moved);
      const assignment = assignmentOn(stay, answering);
      const staff = assignment ? assignment.staff : NONE;
      const chance = chanceOnTime(code, moved, staff, assignment ? assignment.start : NONE);
      const onTime = random.chance(chance);
      const lead = Math.floor(random.exponential(LEADS[code]!));
      let completed = onTime
        ? due - Math.min(lead, due - trigger)
        : moved + 1 + Math.floor(random.exponential(LATE_DAYS));
      if (!onTime && random.chance(NEVER)) completed = NONE;
      if (completed > stay.release && released && !options.outlivesRelease)
        completed = Math.max(stay.release, moved + 1);
      if (overtaken || completed > scenario.asOf) completed = NONE;
      if (!overtaken && !options.outlivesRelease) count(staff, moved, onTime, chance);
      const hidden = random.next();
      const returned = random.chance(RETURNED);
      table.add(
        table.rows,
        code,
        stay.id,
        hidden < NULL_STAFF ? NONE : staff,
        placementOn(stay, answering).facility,
        trigger,
        options.rule && hidden > 1 - NULL_DUE ? NONE : due,
        completed,
        completed === NONE || !WITH_RESULT.has(type) ? NONE : returned ? 1 : 0,
      );
      return completed;
    },
    addForStaff(type, staff, facility, trigger, due) {
      const code = TASK_TYPES.indexOf(type);
      const chance = 1 / (1 + Math.exp(-(LOG_ODDS[code]! + staffing.staff[staff]!.pace)));
      random.at(-2 - table.rows);
      const onTime = random.chance(chance);
      const days = random.exponential(1);
      let completed = onTime ? due - Math.min(due - trigger, Math.floor(days * 2)) : due + 1 + Math.floor(days * 6);
      if (completed > scenario.asOf) completed = NONE;
      count(staff, due, onTime, chance);
      const result = completed === NONE || !WITH_RESULT.has(type) ? NONE : random.chance(RETURNED) ? 1 : 0;
      table.add(table.rows, code, NONE, staff, facility, trigger, due, completed, result);
    },
  };
}

/** Days of stopped clocks between trigger and due date, and those the move itself runs into. */
function stoppedDays(file: CaseFile, trigger: Day, due: Day): number {
  let days = 0;
  for (const stop of file.stops) {
    const end = stop.end === NONE ? file.to + 1 : stop.end;
    if (end > trigger && stop.start < due + days) days += end - Math.max(stop.start, trigger);
  }
  return days;
}
