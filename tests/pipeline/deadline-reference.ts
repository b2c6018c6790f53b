/**
 * The deadline rules a second time, in words of their own: day by day where the marts calculate. Slow, and meant to be
 * read beside the contract ("Task types, their deadline rules") by somebody who knows the work.
 */
import { addDays, addMonths, daysBetween, firstOfMonth, type IsoDate } from '../../src/lib/calendar/date.ts';

export interface Span {
  from: IsoDate;
  /** First day no longer; null while it lasts. */
  to: IsoDate | null;
}

export interface CaseTask {
  id: string;
  type: string;
  trigger: IsoDate | null;
  due: IsoDate | null;
  done: IsoDate | null;
}

export interface Case {
  admitted: IsoDate;
  legal: 'sentenced' | 'pretrial' | 'holdover';
  sentenced: IsoDate | null;
  projected: IsoDate | null;
  released: IsoDate | null;
  placements: readonly (Span & { facility: string; jail: boolean })[];
  assignments: readonly (Span & { staff: string })[];
  stops: readonly Span[];
  assessments: readonly IsoDate[];
  tasks: readonly CaseTask[];
}

export interface Deadline {
  rule: string;
  from: IsoDate | null;
  stopped: number;
  due: IsoDate;
}

const isWeekend = (day: IsoDate) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

/** The nth working day after a day. */
export function workingDayAfter(day: IsoDate, n: number, holidays: readonly IsoDate[] = []): IsoDate {
  let left = n;
  let at = day;
  while (left > 0) {
    at = addDays(at, 1);
    if (!isWeekend(at) && !holidays.includes(at)) left -= 1;
  }
  return at;
}

const latest = (days: readonly (IsoDate | null)[]): IsoDate | null =>
  days.reduce((a, b) => (a === null ? b : b === null || b < a ? a : b), null);
const within = ({ from, to }: Span, day: IsoDate) => from <= day && (to === null || day < to);

/** The clocks of a pretrial stay that is sentenced start on that day; others have none of their own. */
const clockStart = (stay: Case) => (stay.legal === 'sentenced' ? null : stay.sentenced);

/** First day of the sentence spent in a place that is no jail; the sentence's first day where no place is known. */
function arrival(stay: Case): IsoDate | null {
  const since = clockStart(stay) ?? stay.admitted;
  const later = stay.placements.filter(({ to }) => to === null || to > since);
  if (later.length === 0) return since;
  const days = later.filter(({ jail }) => !jail).map(({ from }) => (from > since ? from : since));
  return days.sort()[0] ?? null;
}

/** Where the review clock counts from: the last review, or the initial classification, and never before the sentence. */
function reviewClock(task: CaseTask, stay: Case, mayLookUp: boolean): IsoDate | null {
  const before = stay.tasks.filter(
    ({ id, type, done }) =>
      id !== task.id &&
      (type === 'program_review' || type === 'initial_classification') &&
      done !== null &&
      (task.done === null || done < task.done),
  );
  const last = task.trigger ?? (mayLookUp ? latest(before.map(({ done }) => done)) : null);
  return last === null ? null : latest([last, clockStart(stay)]);
}

function reviewRule(from: IsoDate, stay: Case): Rule {
  const near = stay.projected !== null && from >= addMonths(stay.projected, -12);
  return near
    ? { rule: 'program_review_days_near_release', from, due: addDays(from, 90) }
    : { rule: 'program_review_days', from, due: addDays(from, 180) };
}

type Rule = Omit<Deadline, 'stopped'>;

function after(rule: string, from: IsoDate | null, days: number): Rule | null {
  return from === null ? null : { rule, from, due: addDays(from, days) };
}

/**
 * Counted back from projected release, and never before it could have been done: on a short sentence it is due with the
 * initial classification, four weeks from the first day of the case, or at projected release if that is sooner.
 */
function before(rule: string, stay: Case, back: (release: IsoDate) => IsoDate): Rule | null {
  if (stay.projected === null) return null;
  const due = back(stay.projected);
  const first = clockStart(stay) ?? stay.admitted;
  const possible = addDays(first, 28);
  if (due >= possible) return { rule, from: stay.projected, due };
  return possible <= stay.projected
    ? { rule: 'with_initial_classification', from: first, due: possible }
    : { rule: 'at_projected_release', from: stay.projected, due: stay.projected };
}

/** The due date a task gets where the agency gives none, before any stop. */
function byRule(task: CaseTask, stay: Case): Rule | null {
  switch (task.type) {
    case 'initial_classification':
    case 'initial_assessment':
    case 'case_plan': {
      const arrived = task.trigger ?? arrival(stay);
      return after('initial_days', arrived === null ? null : latest([arrived, clockStart(stay)]), 28);
    }
    case 'program_review': {
      const from = reviewClock(task, stay, true);
      return from === null ? null : reviewRule(from, stay);
    }
    case 'financial_responsibility_review': {
      const from = reviewClock(task, stay, false);
      if (from === null) return null;
      const reviews = stay.tasks.filter(
        ({ type, trigger, due }) => type === 'program_review' && trigger === task.trigger && due !== null,
      );
      const due = reviews.map((review) => review.due ?? '').sort()[0];
      return due === undefined ? reviewRule(from, stay) : { rule: 'at_program_review', from, due };
    }
    case 'reassessment': {
      const before = stay.assessments.filter((day) => task.done === null || day < task.done);
      return after('reassessment_days', task.trigger ?? latest(before), 365);
    }
    case 'release_plan':
    case 'progress_report':
      return before(`${task.type}_days`, stay, (release) => addDays(release, -90));
    case 'identification_documents':
      return after('at_release', stay.released ?? stay.projected, 0);
    case 'community_referral':
    case 'parole_summary': {
      const months = task.type === 'parole_summary' ? 8 : 17;
      return before(`${task.type}_months`, stay, (release) => addMonths(release, -months));
    }
    case 'work_release_investigation':
    case 'home_leave_investigation':
      return after('investigation_days', task.trigger, 30);
    case 'post_release_follow_up': {
      const followUps = stay.tasks.filter(({ type }) => type === 'post_release_follow_up');
      const taken = followUps.map(({ due }) => (due && stay.released ? daysBetween(stay.released, due) : null));
      const free = [30, 90, 180].filter((days) => !taken.includes(days));
      const undated = followUps
        .filter(({ due }) => due === null)
        .sort((a, b) =>
          (a.done ?? '9') < (b.done ?? '9') ? -1 : (a.done ?? '9') > (b.done ?? '9') ? 1 : a.id < b.id ? -1 : 1,
        );
      const days = free[undated.findIndex(({ id }) => id === task.id)];
      return days === undefined ? null : after('follow_up_days', stay.released ?? task.trigger, days);
    }
    case 'monthly_report': {
      if (task.trigger === null) return null;
      const nextMonth = firstOfMonth(addMonths(firstOfMonth(task.trigger), 1));
      const due = workingDayAfter(addDays(nextMonth, -1), 5);
      return { rule: 'monthly_report_working_day', from: task.trigger, due };
    }
    case 'victim_witness_notification':
      return after('victim_witness_days', task.trigger, 7);
    case 'inmate_request':
    case 'correspondence':
      return task.trigger === null
        ? null
        : { rule: 'request_working_days', from: task.trigger, due: workingDayAfter(task.trigger, 10) };
    default:
      return null;
  }
}

/** The deadline of a task, or null where no rule can date it. */
export function deadlineOf(task: CaseTask, stay: Case, asOf: IsoDate): Deadline | null {
  const base = task.due === null ? byRule(task, stay) : { rule: 'given', from: task.trigger, due: task.due };
  if (base === null) return null;
  // Deadlines before an event are moved from the day the task began.
  const running =
    (base.from !== null && base.from < base.due ? base.from : task.trigger) ?? clockStarted(task, base, stay);
  const stopped = running === null ? 0 : stoppedDays(running, base.due, stay, asOf);
  return { ...base, stopped, due: addDays(base.due, stopped) };
}

/**
 * Where nobody recorded when the task began: when the last one of its kind was done, else as long before a given date as
 * its kind usually gets, but not before the stay; null where not even that is known.
 */
function clockStarted(task: CaseTask, { rule, due }: Rule, stay: Case): IsoDate | null {
  const earlier = stay.tasks
    .filter(({ id, type, done }) => id !== task.id && type === task.type && done !== null)
    .map(({ done }) => done as IsoDate)
    .filter((done) => done < due && (task.done === null || done < task.done));
  const last = latest(earlier);
  if (last !== null) return last;
  if (rule !== 'given') return null;
  const initial = ['initial_classification', 'initial_assessment', 'case_plan'].includes(task.type);
  const review = ['program_review', 'financial_responsibility_review'].includes(task.type);
  const start = initial ? addDays(due, -28) : review ? reviewBefore(due, stay) : otherStart(task.type, due, stay);
  return start === null ? null : latest([start, stay.admitted, initial || review ? clockStart(stay) : null]);
}

function reviewBefore(due: IsoDate, stay: Case): IsoDate {
  const near = addDays(due, -90);
  return stay.projected !== null && near >= addMonths(stay.projected, -12) ? near : addDays(due, -180);
}

function otherStart(type: string, due: IsoDate, stay: Case): IsoDate | null {
  switch (type) {
    case 'reassessment':
      return addDays(due, -365);
    case 'work_release_investigation':
    case 'home_leave_investigation':
      return addDays(due, -30);
    case 'victim_witness_notification':
      return addDays(due, -7);
    case 'post_release_follow_up':
      return stay.released;
    case 'inmate_request':
    case 'correspondence': {
      let day = due;
      while (isWeekend(day)) day = addDays(day, -1);
      for (let left = 10; left > 0;) {
        day = addDays(day, -1);
        if (!isWeekend(day)) left -= 1;
      }
      return day;
    }
    default:
      return null;
  }
}

/** Counts the days on which the clock ran until as many have passed as there are from the start to the due date. */
function stoppedDays(from: IsoDate, due: IsoDate, stay: Case, asOf: IsoDate): number {
  if (due <= from) return 0;
  // A stop that lasts runs to the as-of date, or to the release.
  const end = stay.released !== null && stay.released <= asOf ? stay.released : addDays(asOf, 1);
  const stops = stay.stops.map((stop) => ({ from: stop.from, to: stop.to ?? (end > stop.from ? end : stop.from) }));
  let day = from;
  let stopped = 0;
  for (let left = daysBetween(from, due); left > 0; day = addDays(day, 1)) {
    if (stops.some((stop) => within(stop, day))) stopped += 1;
    else left -= 1;
  }
  return stopped;
}

const clocked = new Set([
  'initial_classification',
  'initial_assessment',
  'case_plan',
  'program_review',
  'financial_responsibility_review',
]);
const outlivesRelease = new Set(['identification_documents', 'post_release_follow_up']);

export interface Outcome {
  staff: string | null;
  facility: string | null;
  outcome: string;
  reason: string | null;
}

/** First day of the case manager in force, back over rows of the same one; null for the first one of a stay. */
function takenOverOn(stay: Case, inForce: number): IsoDate | null {
  let first = inForce;
  while (first > 0 && stay.assignments[first - 1]?.staff === stay.assignments[inForce]?.staff) first -= 1;
  return first > 0 ? (stay.assignments[first]?.from ?? null) : null;
}

/** Nobody can do it any more: it was left open by somebody who has gone, and neither release nor what follows brings it. */
export const endedByRelease = (task: CaseTask, { released }: Case): boolean =>
  task.done === null &&
  released !== null &&
  !outlivesRelease.has(task.type) &&
  (task.trigger === null || task.trigger < released);

/** Who answers for a task and what became of it. */
export function outcomeOf(task: CaseTask, stay: Case, asOf: IsoDate): Outcome {
  const deadline = deadlineOf(task, stay, asOf);
  const due = deadline?.due ?? null;
  let day = due ?? task.done ?? asOf;
  if (day > asOf) day = asOf;
  if (stay.released !== null && day >= stay.released) day = addDays(stay.released, -1);
  if (day < stay.admitted && stay.released !== null && stay.released <= stay.admitted) day = stay.admitted;
  const inForce = stay.assignments.findIndex((assignment) => within(assignment, day));
  const assignment = stay.assignments[inForce];
  const place = stay.placements.find((placement) => within(placement, day));
  const inCustody = day >= stay.admitted && (stay.released === null || day < stay.released);
  const who = { staff: assignment?.staff ?? null, facility: inCustody ? (place?.facility ?? null) : null };
  if (due === null) return { ...who, outcome: 'set_aside', reason: 'not_datable' };

  const takenOver = takenOverOn(stay, inForce);
  const unsentenced = stay.legal !== 'sentenced' && (stay.sentenced === null || due < stay.sentenced);
  const reason =
    clocked.has(task.type) && unsentenced
      ? 'legal_status'
      : endedByRelease(task, stay) && stay.released !== null && due >= stay.released
        ? 'released'
        : takenOver !== null && daysBetween(takenOver, due) < 14
          ? 'grace'
          : null;
  if (due > asOf) return { ...who, outcome: 'not_due', reason };
  if (reason !== null) return { ...who, outcome: 'set_aside', reason };
  if (task.done === null) return { ...who, outcome: 'open_overdue', reason };
  return { ...who, outcome: task.done <= due ? 'on_time' : 'late', reason };
}
