import { describe, expect, it } from 'vitest';
import { exampleDataset } from '../export/fixture.ts';
import type { ChosenView } from '../pages/view.ts';
import { defaultView } from '../pages/view.ts';
import { dutyReader, meetingDuties, teamDuties, type DutyRows } from './coordinator.ts';
import { observedText, observedUnits } from './observed-units.ts';
import { checklistRows, obligationDuties, releaseDuties } from '../../routes/coordinator/release.ts';
import { staffingDuties, trainingDuties } from '../../routes/coordinator/staff.ts';

const dataset = exampleDataset();
const view: ChosenView = defaultView(dataset, { kind: 'facility', id: 'F1' });
const panelsOf = (rows: Record<string, object[]>, apart: string[] = []): DutyRows => ({
  rows: (key) => (rows[key] ?? []) as never[],
  inStep: (one, other) => !apart.includes(one) && !apart.includes(other),
});
const read = (rows: Record<string, object[]>, apart?: string[]) =>
  dutyReader(panelsOf(rows, apart), view, 'FY 2026 Q3');
const plain = (text: string) => text.replaceAll('\u202f', ' ');

const meeting = (held: number, due: number, changes = {}) => ({
  group: null,
  meeting_type: 'case_managers',
  held,
  due,
  meetings: held,
  longest_gap: 21,
  gap_from: '2026-04-10',
  gap_to: '2026-05-01',
  gap_facility_id: 'F1',
  ...changes,
});

describe('meetings', () => {
  it('are counted against what was due, with the longest stretch without one', () => {
    const [duty] = meetingDuties(read({ meetings: [meeting(6, 6)], 'meetings:before': [meeting(5, 7)] }), 14);
    expect(duty).toMatchObject({
      value: '6 of 6',
      detail: 'too few for a rate; longest without one: 21 days, Apr 10 – May 1, 2026',
      compared: '5 of 7 in Apr 1 – Jun 30, 2025',
      drawn: null,
    });
  });

  it('name the institution of that stretch where there are several', () => {
    const wide = dutyReader(panelsOf({ meetings: [meeting(6, 6)] }), defaultView(dataset), 'FY 2026 Q3');
    expect(meetingDuties(wide, 14)[0]?.detail).toContain('21 days, Apr 10 – May 1, 2026, Institution F1');
  });

  it('draw how many were held each month, as what is due is not a matter of months', () => {
    const months = [
      { month: '2026-04-01', group: 'case_managers', held: 2 },
      { month: '2026-06-01', group: 'case_managers', held: 3 },
      { month: '2026-05-01', group: 'unit_support', held: 1 },
    ];
    const [duty] = meetingDuties(read({ meetings: [meeting(6, 6)], 'meetings:months': months }), 14);
    expect(duty?.trend.slice(-4)).toEqual([null, 2, 0, 3]);
    expect(duty?.trendText).toBe('By month from Apr 2026 to Jun 2026: between 0 and 3, last 3.');
  });

  it('say nothing of a kind the agency does not record', () => {
    const labels = meetingDuties(read({ meetings: [meeting(6, 6)] }), 14).map(({ label }) => label);
    expect(labels.filter((label) => label.startsWith('Meetings'))).toHaveLength(1);
  });

  it('compare nothing while one of the two periods is still on its way', () => {
    const rows = { meetings: [meeting(6, 6)], 'meetings:before': [meeting(5, 7)] };
    expect(meetingDuties(read(rows, ['meetings:before']), 14)[0]?.compared).toBe('');
  });
});

describe('minutes', () => {
  const minutes = {
    month: null,
    group: null,
    held: 9,
    due: 5,
    on_time: 3,
    late: 1,
    open_overdue: 1,
    not_due: 2,
    attended: 2,
  };
  const worded = (changes: object) =>
    meetingDuties(read({ minutes: [{ ...minutes, ...changes }] }), 14).find(({ panel }) => panel === 'minutes');

  it('are of those due, with those late, not sent and not due yet apart', () => {
    expect(worded({})).toMatchObject({
      label: 'Minutes sent within 14 days',
      value: '3 of 5',
      detail: 'too few for a rate; 1 late, 1 not sent; 2 not due yet',
    });
    // Last week’s meetings alone are no failure.
    expect(worded({ due: 0, on_time: 0, late: 0, open_overdue: 0 })).toMatchObject({
      value: 'no minutes were due',
      detail: '2 not due yet',
    });
  });
});

describe('classification teams', () => {
  const team = (changes: object) => ({
    group: null,
    units: 4,
    observed: 3,
    never: 1,
    longest: null,
    last_observed: null,
    ...changes,
  });

  it('are counted, with what is longest ago or never was', () => {
    expect(teamDuties(read({ teams: [team({})] }), 183)[0]).toMatchObject({
      value: '3 of 4',
      detail: 'too few for a rate; 1 without an observation on record',
    });
    expect(teamDuties(read({ teams: [team({ never: 0, longest: 201 })] }), 183)[0]?.detail).toContain(
      'longest ago: 201 days',
    );
  });

  it('are listed by institution and unit, the days in words', () => {
    const rows = [
      team({ group: 'U2', longest: 201, last_observed: '2025-12-11', never: 0 }),
      team({ group: 'U1', longest: 183, last_observed: '2025-12-29', never: 0 }),
      team({ group: 'GONE' }),
    ];
    const units = observedUnits(rows as never, dataset);
    expect(units.map(({ unit, institution, days }) => [unit, institution, observedText(days, 183)])).toEqual([
      ['A', 'Institution F1', 'Yes, 183 days ago'],
      ['B', 'Institution F1', 'No, 201 days ago'],
    ]);
    expect([observedText(0, 183), observedText(1, 183), observedText(null, 183)]).toEqual([
      'Yes, on the last day',
      'Yes, 1 day ago',
      'No, no observation is on record',
    ]);
  });
});

describe('victims, money, release', () => {
  const financial = {
    month: null,
    group: null,
    counted_month: '2026-06-01',
    people: 90,
    participating: 60,
    refused: 20,
    exempt: 6,
    completed: 4,
    planned: 4000,
    paid: 3000,
    paid_share: 0.75,
  };

  it('take the share of those who could take part, and paid of planned as money', () => {
    const [victims, taking, paid] = obligationDuties(
      read({ victims: [{ month: null, group: null, due: 3, on_time: 3 }], financial: [financial], paid: [financial] }),
    );
    expect([victims?.value, victims?.detail]).toEqual(['3 of 3', 'too few for a rate']);
    expect([plain(taking?.value ?? ''), taking?.beside]).toEqual(['75 %', '60 of 80']);
    expect(taking?.detail).toContain('Jun 2026: 20 refusing, 6 exempt, 4 with all paid');
    expect([paid?.value, paid?.beside, plain(paid?.detail ?? ''), paid?.drawn]).toEqual([
      '$3,000',
      'of $4,000',
      '75 % of planned',
      null,
    ]);
  });

  it('set a year’s spending beside its budget and how much of the year is gone', () => {
    const cost = (fiscal_year: number, changes = {}) => ({
      group: null,
      fiscal_year,
      budget: 12000,
      spent: 9000,
      share: 0.75,
      elapsed: 0.748,
      ...changes,
    });
    const duties = releaseDuties(
      read({ cost: [cost(2026)], 'cost:before': [cost(2025, { elapsed: 1, spent: 11000 })] }),
    );
    const spending = duties.at(-1);
    expect([spending?.label, spending?.value, spending?.beside]).toEqual([
      'Release cost center, FY 2026',
      '$9,000',
      'of $12,000',
    ]);
    expect(plain(spending?.detail ?? '')).toBe('75 % of the budget spent; 75 % of the year gone');
    expect(spending?.compared).toBe('FY 2025: $11,000 of $12,000; year to date against a whole year');
    const without = releaseDuties(read({ cost: [cost(2026, { budget: null, share: null })] })).at(-1);
    expect([without?.beside, without?.detail]).toEqual(['', 'no budget on record']);
  });

  it('name the items of the checklist, the whole of it last', () => {
    const item = (name: string) => ({ group: null, item: name, checked: 5, recorded: 5, ready: 4, rate: null });
    expect(checklistRows([item('housing'), item('everything')] as never).map((row) => row.item)).toEqual([
      'Housing',
      'All seven items',
    ]);
    expect(checklistRows([{ ...item('housing'), checked: 0 }] as never)).toEqual([]);
  });
});

describe('staff', () => {
  it('speak of positions, not of people’s worth', () => {
    const staffing = {
      month: null,
      group: null,
      months: 3,
      authorized: 8,
      filled: 6.5,
      share: 0.8125,
      people: 780,
      people_per_filled: 120,
      custody_post_hours: 176,
      hours_per_filled: 9.03,
    };
    const duties = staffingDuties(
      read({
        staffing: [staffing],
        position: [staffing],
        hours: [staffing],
        guideline: [{ group: 'F1', population: 780, guideline: 750, above: 30, assistants: 1 }],
        population: [{ group: null, average: 780 }],
      }),
      750,
    );
    expect(duties.map(({ value, beside }) => `${value} ${beside}`.trim())).toEqual([
      '6.5 of 8 authorised',
      '120',
      '176',
      '780 30 above',
    ]);
    expect(duties[3]?.detail).toBe('1 assistant coordinator in the last month on record');
  });

  it('count sessions given, and certificates without those not recorded', () => {
    const duties = trainingDuties(
      read({
        training: [
          {
            month: null,
            group: null,
            staff: 9,
            trained: 7,
            presented_only: 2,
            attended: 14,
            hours: 61.5,
            presented: 2,
            meetings_presented: 3,
          },
        ],
        certified: [{ group: null, staff: 12, certified: 10, expiring: 1, lapsed: 1, not_recorded: 1 }],
      }),
    );
    // The two who only presented took no training.
    expect(duties[0]?.detail).toBe('62 hours in courses; 14 attended by 7 staff; 2 more presented and attended none');
    expect([duties[0]?.value, plain(duties[1]?.value ?? '')]).toEqual(['5', '83 %']);
    expect(duties[1]?.detail).toContain('1 lapsed, 1 not recorded, 1 about to expire');
  });
});
