import type { TableName } from '../../data/contract/contract.ts';
import type { Case } from './deadline-reference.ts';
import type { Row } from './source-folder.ts';

/** Cases as contract tables. Stays are S0, S1, …; task ids must differ between them. */
export function caseTables(cases: readonly Case[], asOf: string): Partial<Record<TableName, Row[]>> {
  const stayId = (index: number) => `S${index}`;
  const each = <Item>(items: (one: Case) => readonly Item[], row: (item: Item) => Row) =>
    cases.flatMap((one, index) => items(one).map((item) => ({ stay_id: stayId(index), ...row(item) })));
  const placed = cases.flatMap(({ placements }) => placements);
  const facilities = new Map(placed.map(({ facility, jail }) => [facility, jail]));
  const staff = new Set(cases.flatMap(({ assignments }) => assignments.map((assignment) => assignment.staff)));
  return {
    agency: [{ agency_name: 'Department of Small Numbers', as_of: asOf }],
    facility: [...facilities].map(([facility_id, jail]) => ({
      facility_id,
      facility_name: facility_id,
      facility_type: jail ? 'jail' : 'institution',
    })),
    staff: [...staff].map((staff_id) => ({ staff_id, staff_name: staff_id, role: 'case_manager' })),
    person: cases.map((_one, index) => ({ person_id: `P${index}` })),
    stay: cases.map((one, index) => ({
      stay_id: stayId(index),
      person_id: `P${index}`,
      admission_date: one.admitted,
      legal_status: one.legal,
      sentenced_date: one.sentenced,
      age_status: 'adult',
      projected_release_date: one.projected,
      release_date: one.released,
    })),
    placement: each(
      ({ placements }) => placements,
      ({ facility, from, to }) => ({ facility_id: facility, start_date: from, end_date: to }),
    ),
    assignment: each(
      ({ assignments }) => assignments,
      ({ staff: staff_id, from, to }) => ({ staff_id, start_date: from, end_date: to }),
    ),
    clock_stop: each(
      ({ stops }) => stops,
      ({ from, to }) => ({ start_date: from, end_date: to }),
    ),
    assessment: each(
      ({ assessments }) => assessments,
      (assessed_date) => ({ assessed_date }),
    ),
    task: each(
      ({ tasks }) => tasks,
      ({ id, type, trigger, due, done }) => ({
        task_id: id,
        task_type: type,
        trigger_date: trigger,
        due_date: due,
        completed_date: done,
      }),
    ),
  };
}
