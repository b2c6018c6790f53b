import { beforeAll, describe, expect, it } from 'vitest';
import type { CountedItem } from '../../src/lib/questions/rows/row.ts';
import type { Asking } from './asking.ts';
import { askingTiny } from './exported.ts';
import { lenient, smallAgency } from './small-agency.ts';
import type { Row } from './source-folder.ts';

/** The coordinator's duties of a quarter, few enough to be counted by hand. */
const quarter = { values: { from: '2026-04-01', to: '2026-06-30' } };

const staff = ['ADA', 'BEN', 'CYN', 'DEE'].map((staff_id) => ({
  staff_id,
  staff_name: staff_id,
  role: 'case_manager',
  facility_id: 'NORTH',
  unit_id: 'N1',
}));

const met = (
  meeting_type: string,
  held_date: string,
  minutes_sent_date: string | null = null,
  more: Row = {},
): Row => ({
  facility_id: 'NORTH',
  unit_id: null,
  meeting_type,
  held_date,
  minutes_sent_date,
  presenter_staff_id: null,
  ...more,
});

const meeting = [
  // Sent on the fourteenth day, and on the fifteenth.
  met('case_managers', '2026-04-07', '2026-04-21'),
  met('case_managers', '2026-04-21', '2026-05-06'),
  met('unit_support', '2026-05-12'),
  // The fourteenth day is the last one of the data, and the day after it.
  met('case_managers', '2026-06-16'),
  met('case_managers', '2026-06-17'),
  met('unit_support', '2026-06-23', '2026-06-25'),
  met('department_heads', '2026-04-30'),
  met('department_heads', '2026-06-01', '2026-06-02'),
  met('classification_team_observed', '2026-04-10', null, { unit_id: 'N1' }),
];

const agency = (tables: Record<string, Row[]>, settings: Record<string, number> = {}) =>
  askingTiny({ ...smallAgency(), staff, ...tables }, { ...lenient, settings: { ...lenient.settings, ...settings } });

describe('minutes', () => {
  let asking: Asking;
  beforeAll(async () => {
    asking = await agency({ meeting });
    return () => asking.close();
  });

  it('are due in 14 days, for meetings with case managers and unit support only', async () => {
    expect(await asking.rows('coordinator/minutes', quarter)).toMatchObject([
      { held: 8, due: 4, on_time: 1, late: 1, open_overdue: 2, not_due: 2, attended: 2, rate: null },
    ]);
    const byKind = await asking.rows<Row>('coordinator/minutes', { ...quarter, by: 'meeting_type' });
    expect(byKind.map(({ group, due, attended }) => [group, due, attended])).toEqual([
      ['case_managers', 3, 0],
      ['department_heads', 0, 2],
      ['unit_support', 1, 0],
    ]);
  });

  it('are due in as many days as the agency says', async () => {
    const weekly = await agency({ meeting }, { minutes_days: 7 });
    expect(await weekly.rows('coordinator/minutes', quarter)).toMatchObject([
      { held: 8, due: 6, on_time: 1, late: 2, open_overdue: 3, not_due: 0, attended: 2 },
    ]);
    weekly.close();
  });

  it('have a row for every meeting, which says how it was counted', async () => {
    const rows = await asking.rows<CountedItem>('casework/rows', { values: { ...quarter.values, list: 'minutes' } });
    expect(rows.map(({ date, state, numerator, denominator }) => [date, state, numerator, denominator])).toEqual([
      ['2026-04-07', 'on_time', 1, 1],
      ['2026-04-21', 'late', 0, 1],
      ['2026-06-16', 'open_overdue', 0, 1],
      ['2026-06-17', 'not_due', 0, 0],
      ['2026-04-30', 'attended', 0, 0],
      ['2026-06-01', 'attended', 0, 0],
      ['2026-05-12', 'open_overdue', 0, 1],
      ['2026-06-23', 'not_due', 0, 0],
    ]);
  });

  it('are kept for two years where they were due', async () => {
    expect(await asking.rows('coordinator/minutes-kept', quarter)).toMatchObject([{ due: 4, kept: 2 }]);
  });
});

describe('meetings', () => {
  it('of department heads are attended, and missed by that name', async () => {
    const asking = await agency({ meeting });
    const values = { ...quarter.values, list: 'meetings' };
    const rows = await asking.rows<CountedItem>('casework/rows', { scope: 'facility=NORTH', values });
    const states = (kind: string) => rows.filter(({ what }) => what === kind).map(({ state }) => state);
    // Of May and June only: before April 30 nothing is known of them.
    expect(states('department_heads')).toEqual(['not_attended', 'attended']);
    expect(states('unit_support')).toEqual(['held']);
    asking.close();
  });
});

describe('training', () => {
  it('was taken by those who attended; presenters who took none are told apart', async () => {
    const took = (staff_id: string, training_date: string, part: string, hours: number): Row => ({
      staff_id,
      training_date,
      hours,
      part,
    });
    const asking = await agency({
      meeting: [met('case_managers', '2026-05-05', null, { presenter_staff_id: 'DEE' })],
      training: [
        // Ada took two courses and presented one; Ben only presented; Cyn took hers before the quarter, and presented in it.
        took('ADA', '2026-04-02', 'attended', 4),
        took('ADA', '2026-05-02', 'attended', 2),
        took('ADA', '2026-05-20', 'presented', 3),
        took('BEN', '2026-05-20', 'presented', 3),
        took('CYN', '2026-03-31', 'attended', 8),
        took('CYN', '2026-06-09', 'presented', 1.5),
      ],
    });
    const counted = { staff: 4, trained: 1, presented_only: 3, attended: 2, hours: 13.5, presented: 3 };
    expect(await asking.rows('casework/training', quarter)).toMatchObject([counted]);
    const byMonth = await asking.rows<Row>('casework/training', { values: { ...quarter.values, grain: 'month' } });
    expect(byMonth.map(({ month, trained, presented_only: only }) => [month, trained, only])).toEqual([
      ['2026-04-01', 1, 0],
      ['2026-05-01', 1, 2],
      ['2026-06-01', 0, 1],
    ]);
    asking.close();
  });
});

describe('findings by subject', () => {
  const check = (unit_id: string | null, checked_date: string, subject: string | null, more: Row = {}): Row => ({
    facility_id: 'NORTH',
    unit_id,
    checked_date,
    subject,
    source: 'file_audit',
    items_checked: 10,
    items_returned: 1,
    closed_date: null,
    ...more,
  });
  // The eight fiscal quarters up to June 30, 2026 begin on July 1, 2024.
  const quality_check = [
    check('N1', '2024-06-30', 'Scoring'),
    check('N1', '2024-07-01', 'Scoring', { closed_date: '2024-08-01' }),
    check('N1', '2024-09-30', 'Scoring', { closed_date: '2024-11-01' }),
    check('N1', '2024-10-01', 'Scoring', { source: 'program_review' }),
    check('N1', '2026-06-30', 'Scoring'),
    // The same subject in another unit, and of an institution as a whole, is not the same finding.
    check('S1', '2026-01-05', 'Scoring', { facility_id: 'SOUTH' }),
    check(null, '2026-02-05', 'Scoring'),
    check('N1', '2026-02-05', 'Signatures'),
    check('N1', '2026-03-05', 'Signatures'),
    // Nothing was sent back, or nobody wrote down what it was about.
    check('N1', '2026-04-05', 'Signatures', { items_returned: 0 }),
    check('N1', '2026-05-05', null),
  ];

  let asking: Asking;
  beforeAll(async () => {
    asking = await agency({ quality_check });
    return () => asking.close();
  });
  const question = 'coordinator/recurring-findings';

  it('came again where the subject was found in the unit in an earlier quarter', async () => {
    expect(await asking.rows(question, quarter)).toMatchObject([
      {
        subject: 'Scoring',
        findings: 6,
        again: 2,
        units: 3,
        units_again: 1,
        open: 4,
        last_found: '2026-06-30',
        most_unit_id: 'N1',
        most_facility_id: 'NORTH',
        most_quarters: 3,
        rate: null,
      },
      // Twice in one quarter is not again.
      { subject: 'Signatures', findings: 2, again: 0, units: 1, units_again: 0, most_quarters: 1 },
    ]);
  });

  it('are told apart by unit, and end with the period', async () => {
    const byUnit = await asking.rows<Row>(question, { ...quarter, by: 'unit_id', scope: 'facility=NORTH' });
    expect(byUnit.map(({ group, subject, findings, again }) => [group, subject, findings, again])).toEqual([
      ['N1', 'Scoring', 4, 2],
      ['N1', 'Signatures', 2, 0],
      [null, 'Scoring', 1, 0],
    ]);
    // Of the eight quarters to December 31, 2024, that of June is one.
    const earlier = { values: { from: '2024-10-01', to: '2024-12-31' } };
    expect(await asking.rows(question, earlier)).toMatchObject([{ subject: 'Scoring', findings: 4, again: 3 }]);
  });

  it('have a row each, which says whether it came again', async () => {
    const values = { ...quarter.values, list: 'findings' };
    const rows = await asking.rows<CountedItem>('casework/rows', { scope: 'unit=N1', values });
    expect(
      rows.map(({ what, date, state, numerator, denominator }) => [what, date, state, numerator, denominator]),
    ).toEqual([
      ['Scoring', '2024-07-01', 'first', 0, 1],
      ['Scoring', '2024-09-30', 'first', 0, 1],
      ['Scoring', '2024-10-01', 'again', 1, 1],
      ['Scoring', '2026-06-30', 'again', 1, 1],
      ['Signatures', '2026-02-05', 'first', 0, 1],
      ['Signatures', '2026-03-05', 'first', 0, 1],
    ]);
  });
});

describe('corrective actions', () => {
  const action = (action_id: string, opened_date: string, more: Row = {}): Row => ({
    action_id,
    facility_id: 'NORTH',
    unit_id: 'N1',
    subject: 'Scoring',
    owner_staff_id: 'ADA',
    opened_date,
    due_date: null,
    done_date: null,
    verified_date: null,
    ...more,
  });
  const corrective_action = [
    // Before the eight quarters.
    action('K0', '2024-06-30', { due_date: '2024-07-30' }),
    action('K1', '2024-07-01', { due_date: '2024-08-01', done_date: '2024-08-01', verified_date: '2024-08-09' }),
    action('K2', '2026-01-05', { due_date: '2026-02-05', done_date: '2026-02-06' }),
    // Due on the last day of the data and not done; due the day after; without a day.
    action('K3', '2026-05-30', { due_date: '2026-06-30' }),
    action('K4', '2026-06-01', { due_date: '2026-07-01' }),
    action('K5', '2026-06-02', { subject: 'Contacts' }),
    // Somebody saw that it was done, and nobody wrote down when it was.
    action('K6', '2026-03-01', {
      due_date: '2026-04-01',
      verified_date: '2026-03-20',
      owner_staff_id: null,
      unit_id: 'N2',
    }),
  ];

  it('are verified, done, overdue or open, and in time or not', async () => {
    const asking = await agency({ corrective_action });
    expect(await asking.rows('coordinator/corrective-actions', quarter)).toMatchObject([
      { actions: 6, verified: 2, done: 1, overdue: 1, open: 2, due: 4, on_time: 2, rate: null },
    ]);
    const bySubject = await asking.rows('coordinator/corrective-actions', {
      by: 'unit_id',
      values: { ...quarter.values, per: 'subject' },
    });
    expect(bySubject).toMatchObject([
      { group: 'N1', subject: 'Contacts', actions: 1, verified: 0, done: 0, overdue: 0, open: 1 },
      { group: 'N1', subject: 'Scoring', actions: 4, verified: 1, done: 1, overdue: 1, open: 1 },
      { group: null, subject: 'Scoring', actions: 1, verified: 1, done: 0, overdue: 0, open: 0 },
    ]);
    const values = { ...quarter.values, list: 'actions' };
    const rows = await asking.rows<CountedItem>('casework/rows', { values });
    expect(
      rows
        .toSorted((a, b) => ((a.date ?? '') < (b.date ?? '') ? -1 : 1))
        .map(({ staff_id, date, done_date, state, numerator, denominator }) => [
          staff_id,
          date,
          done_date,
          state,
          numerator,
          denominator,
        ]),
    ).toEqual([
      ['ADA', '2024-07-01', '2024-08-01', 'verified', 1, 1],
      ['ADA', '2026-01-05', '2026-02-06', 'done', 0, 1],
      [null, '2026-03-01', '2026-03-20', 'verified', 1, 1],
      ['ADA', '2026-05-30', null, 'overdue', 0, 1],
      ['ADA', '2026-06-01', null, 'open', 0, 0],
      ['ADA', '2026-06-02', null, 'open', 0, 0],
    ]);
    asking.close();
  });
});
