/** Every task of a demonstration source, dated and judged one by one by the reference beside the contract. */
import { taskTypes } from '../../data/contract/task-types.ts';
import type { Event } from './casework-requests.ts';
import { groupBy, shift, type CaseworkSource, type Place, type Row } from './casework-source.ts';
import { deadlineOf, endedByRelease, outcomeOf, type Case, type CaseTask } from './deadline-reference.ts';

export interface JudgedTask extends Event {
  task: Row;
  outcome: string;
  reason: string | null;
  /** Left open by somebody released since: it can no longer be done. */
  gone: boolean;
}

const elements = new Map(taskTypes.map(({ id, element }) => [id, element]));
export const one = (condition: boolean) => (condition ? 1 : 0);
export const nobody: Place = { region_id: null, facility_id: null, unit_id: null, staff_id: null };

/** Every task of the source with its due date, whoever answers for it and what became of it. */
export function judgedTasks(source: CaseworkSource): JudgedTask[] {
  const of = (table: string) => groupBy(source.rows(table), (row) => row.stay_id ?? null);
  const [placements, assignments, stops, assessments] = ['placement', 'assignment', 'clock_stop', 'assessment'].map(of);
  const jails = new Set(
    source
      .rows('facility')
      .filter(({ facility_type }) => facility_type === 'jail')
      .map(({ facility_id }) => facility_id),
  );
  const span = (row: Row) => ({ from: row.start_date ?? '', to: row.end_date ?? null });
  const inOrder = (rows: Row[] = []) =>
    [...rows].sort((a, b) => ((a.start_date ?? '') < (b.start_date ?? '') ? -1 : 1));
  return [...groupBy(source.rows('task'), (row) => row.stay_id ?? null)].flatMap(([stayId, tasks]) => {
    if (stayId === null) return tasks.map((task) => withoutCase(task, source));
    const stay = source.stay(stayId);
    const read: Case = {
      admitted: stay.admission_date ?? '',
      legal: (stay.legal_status ?? 'sentenced') as Case['legal'],
      sentenced: stay.sentenced_date ?? null,
      projected: stay.projected_release_date ?? null,
      released: stay.release_date ?? null,
      placements: inOrder(placements?.get(stayId)).map((row) => ({
        ...span(row),
        facility: row.facility_id ?? '',
        jail: jails.has(row.facility_id ?? null),
      })),
      assignments: inOrder(assignments?.get(stayId)).map((row) => ({ ...span(row), staff: row.staff_id ?? '' })),
      stops: inOrder(stops?.get(stayId)).map(span),
      assessments: (assessments?.get(stayId) ?? []).map((row) => row.assessed_date ?? ''),
      tasks: tasks.map(caseTask),
    };
    return tasks.map((task) => judgedOf(task, read, stayId, source));
  });
}

const caseTask = (row: Row): CaseTask => ({
  id: row.task_id ?? '',
  type: row.task_type ?? '',
  trigger: row.trigger_date ?? null,
  due: row.due_date ?? null,
  done: row.completed_date ?? null,
});

function judgedOf(task: Row, stay: Case, stayId: string, source: CaseworkSource): JudgedTask {
  const given = caseTask(task);
  const { staff, outcome, reason } = outcomeOf(given, stay, source.asOf);
  const day = deadlineOf(given, stay, source.asOf)?.due ?? null;
  const known = [
    day ?? given.done ?? source.asOf,
    source.asOf,
    stay.released ? shift(stay.released, -1) : '9999-12-31',
  ];
  const where = source.on(stayId, known.sort()[0] ?? '');
  const facility = where.facility_id ?? task.facility_id ?? null;
  const place = { ...where, facility_id: facility, region_id: source.regionOf(facility), staff_id: staff };
  const level = source.placement(stayId, known[0] ?? '')?.custody_level ?? null;
  return { ...event(task, day, place, outcome, reason, level), gone: endedByRelease(given, stay) };
}

const noCase: Case = {
  admitted: '',
  legal: 'sentenced',
  sentenced: null,
  projected: null,
  released: null,
  placements: [],
  assignments: [],
  stops: [],
  assessments: [],
  tasks: [],
};

/** Work about no case is that of whoever it names. */
function withoutCase(task: Row, source: CaseworkSource): JudgedTask {
  const home = task.staff_id ? source.home(task.staff_id) : nobody;
  const facility = task.facility_id ?? home.facility_id;
  // One whose stay is not in the extract may still be dated by the event that set it.
  const due = deadlineOf(caseTask(task), noCase, source.asOf)?.due ?? null;
  const { completed_date: done } = task;
  const place = {
    region_id: source.regionOf(facility),
    facility_id: facility,
    unit_id: facility === home.facility_id ? home.unit_id : null,
    staff_id: home.staff_id,
  };
  if (due === null) return event(task, null, place, 'set_aside', 'not_datable', null);
  const outcome = due > source.asOf ? 'not_due' : !done ? 'open_overdue' : done <= due ? 'on_time' : 'late';
  return event(task, due, place, outcome, null, null);
}

function event(
  task: Row,
  day: string | null,
  place: Place,
  outcome: string,
  reason: string | null,
  custody_level: string | null,
): JudgedTask {
  const due = ['on_time', 'late', 'open_overdue'].includes(outcome);
  const aside = (why: string) => one(outcome === 'set_aside' && reason === why);
  const counts = {
    due: one(due),
    on_time: one(outcome === 'on_time'),
    late: one(outcome === 'late'),
    open_overdue: one(outcome === 'open_overdue'),
    set_aside: one(outcome === 'set_aside' && reason !== 'not_datable'),
    set_aside_grace: aside('grace'),
    set_aside_legal_status: aside('legal_status'),
    set_aside_released: aside('released'),
  };
  const kinds = {
    task_type: task.task_type ?? null,
    element: String(elements.get(task.task_type ?? '')),
    custody_level,
  };
  return { task, day, place, kinds, counts, outcome, reason, gone: false };
}
