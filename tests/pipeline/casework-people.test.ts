/** The people a coordinator asks about, each counted by hand: who left, who came, who has two units, who had nothing. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { CurveSummary } from '../../src/lib/questions/casework/completion.ts';
import type { Caseload } from '../../src/lib/questions/casework/caseload.ts';
import type { CaseworkNow } from '../../src/lib/questions/casework/now.ts';
import type { Inherited } from '../../src/lib/questions/casework/inherited.ts';
import type { Timeliness } from '../../src/lib/questions/casework/timeliness.ts';
import type { UnassignedPerson } from '../../src/lib/questions/casework/unassigned.ts';
import type { WorklistRow } from '../../src/lib/questions/casework/worklist.ts';
import type { Asking } from './asking.ts';
import { askingTiny } from './exported.ts';
import { asOf, lenient, smallAgency } from './small-agency.ts';
import type { Row } from './source-folder.ts';

const quarter = { values: { from: '2026-04-01', to: asOf } };
const handed = Array.from({ length: 40 }, (_none, index) => `H${index}`);

const assigned = (stay_id: string, staff_id: string, start_date: string, end_date: string | null = null): Row => ({
  stay_id,
  staff_id,
  start_date,
  end_date,
});

const numbered = { count: 0 };
const work = (row: Row): Row => ({
  task_id: `T${(numbered.count += 1)}`,
  task_type: 'presentence_report',
  staff_id: null,
  facility_id: null,
  trigger_date: '2026-01-20',
  due_date: null,
  completed_date: null,
  ...row,
});

/** The small agency, with forty people more at North and the case managers of both institutions. */
function tables(): Record<string, Row[]> {
  const base = smallAgency();
  const person = (staff_id: string, facility_id: string, unit_id: string): Row => ({
    staff_id,
    staff_name: `Case manager ${staff_id}`,
    role: 'case_manager',
    facility_id,
    unit_id,
  });
  return {
    ...base,
    person: [...(base.person ?? []), ...handed.map((id) => ({ person_id: `P${id}`, birth_date: null, sex: 'M' }))],
    stay: [
      ...(base.stay ?? []),
      ...handed.map((id) => ({ ...base.stay?.[0], stay_id: id, person_id: `P${id}`, admission_date: '2026-01-10' })),
    ],
    placement: [
      ...(base.placement ?? []),
      ...handed.map((id) => ({ ...base.placement?.[0], stay_id: id, start_date: '2026-01-10' })),
    ],
    staff: [
      person('LEO', 'NORTH', 'N1'),
      person('NEW', 'NORTH', 'N1'),
      person('TWO', 'NORTH', 'N1'),
      person('IDLE', 'SOUTH', 'S1'),
    ],
    assignment: [
      // LEO left on May 15; NEW took the forty cases over, in rows the agency split a week later.
      ...handed.flatMap((id) => [
        assigned(id, 'LEO', '2026-01-10', '2026-05-15'),
        assigned(id, 'NEW', '2026-05-15', '2026-05-22'),
        assigned(id, 'NEW', '2026-05-22'),
      ]),
      assigned('S1', 'TWO', '2026-01-01'),
      assigned('S5', 'TWO', '2026-01-01'),
      // Somebody who is not on the staff list.
      assigned('S6', 'GONE', '2026-01-05'),
      // A row without a day assigns nobody.
      assigned('S3', 'IDLE', '2026-06-01', '2026-06-01'),
    ],
    task: [
      // Overdue when the cases changed hands: fifteen were cleared by who took them over.
      ...handed.map((stay_id, index) =>
        work({ stay_id, due_date: '2026-05-01', completed_date: index < 15 ? '2026-06-01' : null }),
      ),
      // Three due before LEO left, all done.
      ...handed.slice(0, 3).map((stay_id) => work({ stay_id, due_date: '2026-04-10', completed_date: '2026-04-10' })),
      // Two in the grace, one on its last day, one after it.
      work({ stay_id: 'H0', due_date: '2026-05-15', completed_date: '2026-05-15' }),
      work({ stay_id: 'H1', due_date: '2026-05-28' }),
      work({ stay_id: 'H2', due_date: '2026-05-29', completed_date: '2026-06-10' }),
      // One case at each institution.
      ...['S1', 'S5'].flatMap((stay_id) =>
        ['2026-04-20', '2026-05-20'].map((due_date) => work({ stay_id, due_date, completed_date: due_date })),
      ),
      // Nobody's: a case without a case manager, work about no case and nobody, work of somebody who vanished, and work
      // without anything that dates it, open and done.
      work({ stay_id: 'S6', due_date: '2026-06-01' }),
      work({ stay_id: null, due_date: '2026-06-02' }),
      work({
        stay_id: null,
        staff_id: 'GONE',
        facility_id: 'SOUTH',
        due_date: '2026-06-03',
        completed_date: '2026-06-04',
      }),
      work({ stay_id: 'S5', trigger_date: null }),
      work({ stay_id: 'S5', trigger_date: null, completed_date: '2026-06-05' }),
      // Done before it began: refused, and said so.
      work({ task_id: 'BACKWARDS', stay_id: 'S5', due_date: '2026-06-06', completed_date: '2026-01-02' }),
    ],
  };
}

let tiny: Asking;
beforeAll(async () => {
  tiny = await askingTiny(tables(), lenient);
  return () => tiny.close();
});

type Counts = [group: string | null, due: number, onTime: number, late: number, open: number, aside: number];
const counts = (rows: Timeliness[]): Counts[] =>
  rows.map(({ group, due, on_time, late, open_overdue, set_aside }) => [
    group,
    due,
    on_time,
    late,
    open_overdue,
    set_aside,
  ]);

describe('case managers of a quarter', () => {
  it('answer for what fell due while the case was theirs, and for nothing in the grace', async () => {
    const rows = await tiny.rows<Timeliness>('casework/timeliness', { ...quarter, by: 'staff_id' });
    expect(counts(rows)).toEqual([
      // 40 due on May 1 and 3 on April 10.
      ['LEO', 43, 3, 15, 25, 0],
      // The last of the three; two were set aside, also the one after the agency split the rows.
      ['NEW', 1, 0, 1, 0, 2],
      ['TWO', 4, 4, 0, 0, 0],
      [null, 3, 0, 1, 2, 0],
    ]);
  });

  it('have no rate for 4 of 4, and “none were due” where nothing was', async () => {
    const rows = await tiny.rows<Timeliness>('casework/timeliness', { ...quarter, scope: 'staff=TWO' });
    expect(rows).toMatchObject([{ due: 4, on_time: 4, rate: null, lower: null, upper: null }]);
    const idle = await tiny.rows<Timeliness>('casework/timeliness', { ...quarter, scope: 'staff=IDLE' });
    expect(idle).toMatchObject([{ due: 0, set_aside: 0, rate: null }]);
    const leo = await tiny.rows<Timeliness>('casework/timeliness', { ...quarter, scope: 'staff=LEO' });
    expect(leo[0]?.rate).toBeCloseTo(3 / 43, 12);
  });

  it('on two institutions have both, and each institution its own', async () => {
    const two = await tiny.rows<Timeliness>('casework/timeliness', { ...quarter, scope: 'staff=TWO', by: 'unit_id' });
    expect(two.map(({ group, due }) => [group, due])).toEqual([
      ['N1', 2],
      ['S1', 2],
    ]);
    const north = await tiny.rows<Timeliness>('casework/timeliness', {
      ...quarter,
      scope: 'facility=NORTH',
      by: 'staff_id',
    });
    expect(north.find(({ group }) => group === 'TWO')).toMatchObject({ due: 2, on_time: 2 });
    const load = await tiny.rows<Caseload>('casework/caseload', { ...quarter, by: 'staff_id' });
    expect(load.find(({ group }) => group === 'TWO')).toMatchObject({ days_assigned: 91, average: 2, last_day: 2 });
  });

  it('have a caseload for the days they had cases', async () => {
    const rows = await tiny.rows<Caseload>('casework/caseload', { ...quarter, by: 'staff_id' });
    const shown = rows.map(
      ({ group, days_assigned, person_days, minimum, maximum, last_day, first_assigned, last_assigned }) => [
        group,
        days_assigned,
        person_days,
        minimum,
        maximum,
        last_day,
        first_assigned,
        last_assigned,
      ],
    );
    expect(shown).toEqual([
      ['LEO', 44, 44 * 40, 0, 40, 0, '2026-04-01', '2026-05-14'],
      ['NEW', 47, 47 * 40, 0, 40, 40, '2026-05-15', '2026-06-30'],
      ['TWO', 91, 2 * 91, 2, 2, 2, '2026-04-01', '2026-06-30'],
      // S3 and S6 all the time, S4 to May 4, S8 to June 29.
      [null, 91, 2 * 91 + 34 + 90, 2, 4, 2, '2026-04-01', '2026-06-30'],
    ]);
    // Of the quarter's 91 days, with or without cases: so that they add up to the average daily population.
    for (const row of rows) expect(row.average).toBeCloseTo(row.person_days / 91, 9);
    const averages = await tiny.rows<{ average: number; days: number }>('population/average', quarter);
    expect(rows.reduce((sum, row) => sum + row.average, 0)).toBeCloseTo(averages[0]?.average ?? 0, 9);
    expect(rows.reduce((sum, row) => sum + row.person_days, 0)).toBeCloseTo((averages[0]?.average ?? 0) * 91, 9);
  });

  it('take cases over and give them up, once each', async () => {
    const flow = async (text: object) =>
      (await tiny.rows<Caseload>('casework/caseload', { ...text, by: 'staff_id' })).map(
        ({ group, taken_over, given_up }) => [group, taken_over, given_up],
      );
    expect(await flow(quarter)).toEqual([
      ['LEO', 0, 40],
      // Once, though the agency split the rows on May 22.
      ['NEW', 40, 0],
      ['TWO', 0, 0],
      // Nobody's: S8 came on April 1 and left on June 30, S4 left on May 5. A new custody level of S3 on April 10 is
      // neither.
      [null, 1, 2],
    ]);
    // On the day itself, and not on the day before.
    const on = (day: string) => flow({ values: { from: day, to: day } });
    expect((await on('2026-05-15')).filter(([group]) => group !== 'TWO' && group !== null)).toEqual([
      ['LEO', 0, 40],
      ['NEW', 40, 0],
    ]);
    expect((await on('2026-05-14')).map(([, taken, given]) => [taken, given])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    // S3 moved from North to South on March 1, nobody's at either: one more at South, one less at North.
    const moved = { values: { from: '2026-02-20', to: '2026-03-02' } };
    expect((await flow({ ...moved, scope: 'facility=NORTH' })).find(([group]) => group === null)).toEqual([null, 0, 1]);
    expect((await flow({ ...moved, scope: 'facility=SOUTH' })).find(([group]) => group === null)).toEqual([null, 1, 0]);
  });

  it('inherit what was overdue once, apart from their own', async () => {
    const rows = await tiny.rows<Inherited>('casework/inherited', { ...quarter, by: 'staff_id' });
    expect(rows).toMatchObject([{ group: 'NEW', inherited: 40, cleared: 15, open: 25, passed_on: 0, rate: 15 / 40 }]);
  });
});

describe('bad and missing rows', () => {
  it('stay in the counts as not attributable, at the place where there is one', async () => {
    const places = await tiny.rows<Timeliness>('casework/timeliness', { ...quarter, by: 'facility_id' });
    expect(counts(places)).toEqual([
      ['NORTH', 46, 5, 16, 25, 2],
      ['SOUTH', 4, 2, 1, 1, 0],
      [null, 1, 0, 0, 1, 0],
    ]);
    const all = await tiny.rows<Timeliness>('casework/timeliness', quarter);
    expect(counts(all)).toEqual([[null, 51, 7, 17, 27, 2]]);
    const now = await tiny.rows<CaseworkNow>('casework/now', { by: 'facility_id' });
    expect(
      now.map(({ group, overdue, not_attributable, not_datable, not_datable_done, set_aside, unassigned }) => [
        group,
        overdue,
        not_attributable,
        not_datable,
        not_datable_done,
        set_aside,
        unassigned,
      ]),
    ).toEqual([
      ['NORTH', 25, 0, 0, 0, 1, 0],
      ['SOUTH', 1, 1, 1, 1, 0, 2],
      [null, 1, 1, 0, 0, 0, 0],
    ]);
  });

  it('are listed where they are counted', async () => {
    const listed = async (status: string) =>
      (await tiny.rows<WorklistRow>('casework/worklist', { values: { status } })).map(
        ({ due_date, facility_id, staff_id }) => [due_date, facility_id, staff_id],
      );
    expect(await listed('no_holder')).toEqual([
      ['2026-06-01', 'SOUTH', null],
      ['2026-06-02', null, null],
    ]);
    expect(await listed('problems')).toEqual([[null, 'SOUTH', 'TWO']]);
    const people = await tiny.rows<UnassignedPerson>('casework/unassigned');
    // S3 since admission, whatever the row without a day says; S6, whose case manager is nobody on the list.
    expect(people.map(({ since }) => since)).toEqual(['2026-01-05', '2026-01-10']);
  });

  it('are said on the data page: refused or emptied, with their number', () => {
    const report = (name: string) => tiny.manifest.tables.find((table) => table.name === name);
    expect(report('assignment')?.rules).toMatchObject([{ rule: 'reference', column: 'staff_id', rows: 1 }]);
    expect(report('task')?.rules).toMatchObject([{ rule: 'order', column: 'completed_date', rows: 1 }]);
    expect(report('task')?.cleared).toMatchObject([{ rule: 'reference', column: 'staff_id', rows: 1 }]);
  });
});

describe('initial work of stays that begin pretrial', () => {
  it('takes its days from the sentence, and none while there is no sentence', async () => {
    const base = smallAgency();
    const initial = (stay_id: string, completed_date: string | null, task_type = 'case_plan') =>
      work({ task_type, stay_id, trigger_date: '2026-01-20', completed_date });
    const pretrial = await askingTiny(
      {
        ...base,
        // S6 was sentenced on February 10; S5 is held for somebody else, and its clock does not run.
        stay: (base.stay ?? []).map((row) => (row.stay_id === 'S5' ? { ...row, legal_status: 'holdover' } : row)),
        task: [
          initial('S6', '2026-03-02'),
          initial('S5', null),
          initial('S1', '2026-02-09'),
          initial('S5', '2026-02-03', 'inmate_request'),
        ],
      },
      lenient,
    );
    const of = (type: string, from: string, to: string) =>
      pretrial.rows<CurveSummary>('casework/days-to-completion', { values: { type, from, to } });
    const steps = await pretrial.rows<{ days: number; at_risk: number; done: number }>('casework/completion-curve', {
      values: { type: 'case_plan', from: '2026-01-01', to: asOf },
    });
    // 20 days from January 20 to February 9, and as many from February 10 to March 2.
    expect(steps).toMatchObject([{ days: 20, at_risk: 2, done: 1 }]);
    expect(await of('case_plan', '2026-01-20', '2026-01-20')).toMatchObject([{ began: 1, done: 1, open: 0 }]);
    expect(await of('case_plan', '2026-02-10', '2026-02-10')).toMatchObject([{ began: 1, done: 1, open: 0 }]);
    expect(await of('inmate_request', '2026-01-01', asOf)).toMatchObject([{ began: 1, done: 1, open: 0 }]);
    pretrial.close();
  });
});

describe('an agency that supplies no assignments', () => {
  let left: Asking;
  beforeAll(async () => {
    left = await askingTiny(
      {
        ...smallAgency(),
        task: [
          // S4 left on May 5: overdue by then, due on that day, and two that release itself brings.
          work({ stay_id: 'S4', due_date: '2026-04-20' }),
          work({ stay_id: 'S4', due_date: '2026-05-05' }),
          work({ stay_id: 'S4', task_type: 'identification_documents', due_date: '2026-05-05' }),
          work({ stay_id: 'S4', task_type: 'victim_witness_notification', trigger_date: '2026-05-05' }),
          // S1 is still here: one overdue, one to come.
          work({ stay_id: 'S1', due_date: '2026-06-01' }),
          work({ stay_id: 'S1', due_date: '2026-07-10' }),
        ],
      },
      lenient,
    );
    return () => left.close();
  });

  it('has its overdue counted, and what can no longer be done apart', async () => {
    expect(await left.rows<CaseworkNow>('casework/now', { by: 'facility_id' })).toMatchObject([
      { group: 'NORTH', overdue: 3, overdue_counted_only: 1, not_attributable: 3, overdue_released: 1, due_14: 1 },
      { group: 'SOUTH', overdue: 0, overdue_released: 0, due_14: 0 },
    ]);
    // The quarter it was due in keeps it: all four of what fell due, and one set aside for the release.
    expect(counts(await left.rows<Timeliness>('casework/timeliness', quarter))).toEqual([[null, 4, 0, 0, 4, 1]]);
    const listed = await left.rows<WorklistRow>('casework/worklist', { values: { status: 'overdue' } });
    expect(listed.map(({ task_type, due_date }) => [task_type, due_date])).toEqual([
      ['identification_documents', '2026-05-05'],
      ['presentence_report', '2026-06-01'],
    ]);
  });

  it('is not said to have everybody without a case manager, nor nobody', async () => {
    const [now] = await left.rows<CaseworkNow>('casework/now');
    expect(now).toMatchObject({ people: 4, unassigned: null, inherited: null, unassigned_14: null });
    await expect(left.rows('casework/unassigned')).rejects.toThrow(/assignment/);
  });
});
