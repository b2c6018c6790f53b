import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Timeliness } from '../../src/lib/questions/casework/timeliness.ts';
import type { CountedItem } from '../../src/lib/questions/rows/row.ts';
import type { Asking } from './asking.ts';
import { askingTiny } from './exported.ts';
import type { Row } from './source-folder.ts';

/**
 * One quarter worked by hand, April to June 2026, on July 10: four people, three case managers, two institutions.
 * X is Ada's until May 3 and Ben's from May 4 on. Y is moved from North to South on June 1, and taken over by Cleo there;
 * its clock stood on the ten days from April 10 to 19. Z is released on May 15. W awaits trial.
 */
const asOf = '2026-07-10';

interface Worked {
  task: Row;
  /** Who and where it counts for, how, and why. */
  counts: [staff: string, facility: string, due: string, state: string];
  why: string;
}

const given = (stay_id: string, due_date: string, completed_date: string | null, task_type = 'release_plan'): Row => ({
  stay_id,
  task_type,
  due_date,
  completed_date,
  trigger_date: null,
});
const ruled = (stay_id: string, task_type: string, trigger_date: string, completed_date: string | null): Row => ({
  stay_id,
  task_type,
  due_date: null,
  completed_date,
  trigger_date,
});

const worked: Worked[] = [
  {
    task: given('X', '2026-04-10', '2026-04-10'),
    counts: ['ADA', 'NORTH', '2026-04-10', 'on_time'],
    why: 'done on the due date',
  },
  {
    task: given('X', '2026-04-15', '2026-04-16'),
    counts: ['ADA', 'NORTH', '2026-04-15', 'late'],
    why: 'done a day after it',
  },
  {
    task: given('X', '2026-05-03', null),
    counts: ['ADA', 'NORTH', '2026-05-03', 'open_overdue'],
    why: 'due on Ada’s last day, not done',
  },
  {
    task: given('X', '2026-05-04', '2026-05-20'),
    counts: ['BEN', 'NORTH', '2026-05-04', 'set_aside_grace'],
    why: 'due on Ben’s first day',
  },
  {
    task: given('X', '2026-05-17', null),
    counts: ['BEN', 'NORTH', '2026-05-17', 'set_aside_grace'],
    why: 'due on the last of Ben’s 14 days of grace',
  },
  {
    task: given('X', '2026-05-18', '2026-05-18'),
    counts: ['BEN', 'NORTH', '2026-05-18', 'on_time'],
    why: 'the first day after the grace',
  },
  {
    task: ruled('X', 'inmate_request', '2026-05-15', '2026-06-01'),
    counts: ['BEN', 'NORTH', '2026-06-01', 'on_time'],
    why: '10 working days after Friday, May 15: Memorial Day, May 25, is none; without it, it would be late',
  },
  {
    task: ruled('X', 'inmate_request', '2026-05-30', '2026-06-15'),
    counts: ['BEN', 'NORTH', '2026-06-12', 'late'],
    why: 'received on a Saturday: 10 working days from Monday, June 1',
  },
  {
    task: ruled('X', 'correspondence', '2026-06-10', null),
    counts: ['BEN', 'NORTH', '2026-06-25', 'open_overdue'],
    why: 'Juneteenth, Friday, June 19, is no working day',
  },
  {
    task: ruled('X', 'monthly_report', '2026-05-01', '2026-06-05'),
    counts: ['BEN', 'NORTH', '2026-06-05', 'on_time'],
    why: 'the fifth working day of June',
  },
  {
    task: ruled('Y', 'work_release_investigation', '2026-04-05', '2026-05-14'),
    counts: ['ADA', 'NORTH', '2026-05-15', 'on_time'],
    why: '30 days after the request is May 5; ten stopped days make it May 15',
  },
  {
    task: ruled('Y', 'home_leave_investigation', '2026-03-20', '2026-04-30'),
    counts: ['ADA', 'NORTH', '2026-04-29', 'late'],
    why: '30 days after the request is April 19; the stop began before, and makes it April 29',
  },
  {
    task: { ...given('Y', '2026-05-31', null), trigger_date: '2026-05-01' },
    counts: ['ADA', 'NORTH', '2026-05-31', 'open_overdue'],
    why: 'due the day before the move: it stays North’s',
  },
  {
    task: { ...given('Y', '2026-06-14', '2026-06-20'), trigger_date: '2026-05-01' },
    counts: ['CLEO', 'SOUTH', '2026-06-14', 'set_aside_grace'],
    why: 'in Cleo’s grace',
  },
  {
    task: { ...given('Y', '2026-06-15', '2026-06-10'), trigger_date: '2026-05-01' },
    counts: ['CLEO', 'SOUTH', '2026-06-15', 'on_time'],
    why: 'done early',
  },
  {
    task: given('Z', '2026-05-14', null),
    counts: ['ADA', 'NORTH', '2026-05-14', 'open_overdue'],
    why: 'due the day before release: late for good',
  },
  {
    task: given('Z', '2026-05-15', null),
    counts: ['ADA', 'NORTH', '2026-05-15', 'set_aside_released'],
    why: 'released that day',
  },
  {
    task: given('W', '2026-04-20', null, 'program_review'),
    counts: ['ADA', 'NORTH', '2026-04-20', 'set_aside_legal_status'],
    why: 'the clock of reviews does not run before trial',
  },
  {
    task: ruled('W', 'inmate_request', '2026-04-01', '2026-04-14'),
    counts: ['ADA', 'NORTH', '2026-04-15', 'on_time'],
    why: 'that of requests does',
  },
  {
    task: given('X', '2026-04-22', '2026-04-22', 'central_monitoring_review'),
    counts: ['ADA', 'NORTH', '2026-04-01', 'on_time'],
    why: 'counted by month and never listed',
  },
];

const held = (
  stay_id: string,
  facility_id: string,
  unit_id: string,
  start_date: string,
  end_date: string | null,
): Row => ({
  stay_id,
  facility_id,
  unit_id,
  custody_level: 'low',
  start_date,
  end_date,
});
const assigned = (stay_id: string, staff_id: string, start_date: string, end_date: string | null): Row => ({
  stay_id,
  staff_id,
  start_date,
  end_date,
});
const stay = (stay_id: string, further: Row = {}): Row => ({
  stay_id,
  person_id: `P${stay_id}`,
  admission_date: '2026-01-05',
  legal_status: 'sentenced',
  release_date: null,
  release_type: null,
  ...further,
});

const tables: Record<string, Row[]> = {
  agency: [{ agency_name: 'Department of Small Numbers', as_of: asOf }],
  facility: ['NORTH', 'SOUTH'].map((id) => ({ facility_id: id, facility_name: id })),
  unit: [
    { unit_id: 'N1', facility_id: 'NORTH', unit_name: 'N1' },
    { unit_id: 'S1', facility_id: 'SOUTH', unit_name: 'S1' },
  ],
  staff: [
    ['ADA', 'NORTH', 'N1'],
    ['BEN', 'NORTH', 'N1'],
    ['CLEO', 'SOUTH', 'S1'],
  ].map(([id = '', facility_id = '', unit_id = '']) => ({
    staff_id: id,
    staff_name: id,
    role: 'case_manager',
    facility_id,
    unit_id,
  })),
  person: ['X', 'Y', 'Z', 'W'].map((id) => ({ person_id: `P${id}`, sex: 'M' })),
  stay: [
    stay('X'),
    stay('Y'),
    stay('Z', { release_date: '2026-05-15', release_type: 'parole' }),
    stay('W', { legal_status: 'pretrial' }),
  ],
  placement: [
    held('X', 'NORTH', 'N1', '2026-01-05', null),
    held('Y', 'NORTH', 'N1', '2026-01-05', '2026-06-01'),
    held('Y', 'SOUTH', 'S1', '2026-06-01', null),
    held('Z', 'NORTH', 'N1', '2026-01-05', '2026-05-15'),
    held('W', 'NORTH', 'N1', '2026-01-05', null),
  ],
  assignment: [
    assigned('X', 'ADA', '2026-01-05', '2026-05-04'),
    assigned('X', 'BEN', '2026-05-04', null),
    assigned('Y', 'ADA', '2026-01-05', '2026-06-01'),
    assigned('Y', 'CLEO', '2026-06-01', null),
    assigned('Z', 'ADA', '2026-01-05', '2026-05-15'),
    assigned('W', 'ADA', '2026-01-05', null),
  ],
  clock_stop: [{ stay_id: 'Y', start_date: '2026-04-10', end_date: '2026-04-20', reason: 'writ' }],
  task: worked.map(({ task }, index) => ({ task_id: `T${index + 1}`, ...task })),
};

let tiny: Asking;
beforeAll(async () => {
  tiny = await askingTiny(
    tables,
    {
      holidays: 'us-federal',
      history_from: '2026-01-01',
      settings: { freshness_limit_days: 400, freshness_warning_days: 400 },
    },
    { accept: true },
  );
});
afterAll(() => tiny.close());

const quarter = { values: { from: '2026-04-01', to: '2026-06-30', list: 'due' } };
const told = ({ staff_id, facility_id, date, state }: CountedItem) => [staff_id, facility_id, date, state].join(' ');

describe('a quarter worked by hand', () => {
  it('counts each of its twenty tasks as the rules say', async () => {
    const rows = await tiny.rows<CountedItem>('casework/rows', quarter);
    expect(rows.map(told).sort()).toEqual(worked.map(({ counts }) => counts.join(' ')).sort());
    expect(rows.filter(({ stay_id }) => stay_id === null)).toHaveLength(1);
  });

  it.each([
    ['ADA', 4, 9],
    ['BEN', 3, 5],
    ['CLEO', 1, 1],
  ])('is %s’s %d of %d, by figure and by rows', async (staff, onTime, due) => {
    const rows = await tiny.rows<CountedItem>('casework/rows', { ...quarter, scope: `staff=${staff}` });
    const sum = (name: 'numerator' | 'denominator') => rows.reduce((total, row) => total + row[name], 0);
    expect([sum('numerator'), sum('denominator')]).toEqual([onTime, due]);
    const figures = await tiny.rows<Timeliness>('casework/timeliness', {
      by: 'staff',
      values: { from: '2026-04-01', to: '2026-06-30' },
    });
    expect(figures.find(({ group }) => group === staff)).toMatchObject({ on_time: onTime, due });
  });

  it('says which rule and which dates made each day', async () => {
    const rows = await tiny.rows<CountedItem>('casework/rows', quarter);
    const of = (date: string, what: string) => rows.find((row) => row.date === date && row.what === what);
    expect(of('2026-05-15', 'work_release_investigation')).toMatchObject({ rule_days: 30, stopped_days: 10, days: -1 });
    expect(of('2026-06-01', 'inmate_request')).toMatchObject({
      rule: 'request_working_days',
      rule_from: '2026-05-15',
      days: 0,
    });
    expect(of('2026-06-25', 'correspondence')).toMatchObject({ done_date: null, days: 15 });
  });
});
