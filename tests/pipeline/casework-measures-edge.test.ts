import { beforeAll, describe, expect, it } from 'vitest';
import type { CurveSummary } from '../../src/lib/questions/casework/completion.ts';
import type { Contacts } from '../../src/lib/questions/casework/contacts.ts';
import type { Training } from '../../src/lib/questions/casework/expertise.ts';
import type { WorkloadMix } from '../../src/lib/questions/casework/workload.ts';
import type { MeetingsHeld, TeamsObserved } from '../../src/lib/questions/coordinator/meetings.ts';
import type { Asking } from './asking.ts';
import { askingTiny } from './exported.ts';
import { lenient, smallAgency } from './small-agency.ts';
import type { Row } from './source-folder.ts';

const quarter = { values: { from: '2026-04-01', to: '2026-06-30' } };
type Shares = Record<string, number | string | null>;

/** The small agency with its case managers, and some tables more. */
async function agencyWith(tables: Record<string, Row[]>, without: string[] = []): Promise<Asking> {
  const staff = [
    { staff_id: 'ADA', staff_name: 'Ada', role: 'case_manager', facility_id: 'NORTH', unit_id: 'N1' },
    { staff_id: 'BEN', staff_name: 'Ben', role: 'case_manager', facility_id: 'SOUTH', unit_id: 'S1' },
  ];
  const assignment = [
    { stay_id: 'S1', staff_id: 'ADA', start_date: '2026-01-01', end_date: '2026-05-01' },
    { stay_id: 'S1', staff_id: 'BEN', start_date: '2026-06-01', end_date: null },
    { stay_id: 'S4', staff_id: 'ADA', start_date: '2026-01-20', end_date: '2026-05-05' },
    { stay_id: 'S5', staff_id: 'BEN', start_date: '2026-01-01', end_date: null },
  ];
  const all = { ...smallAgency(), staff, assignment, ...tables };
  return askingTiny(Object.fromEntries(Object.entries(all).filter(([name]) => !without.includes(name))), lenient);
}

const goal = (stay_id: string, target_date: string, closed_as: string | null, staff_id = 'BEN'): Row => ({
  stay_id,
  staff_id,
  set_date: '2026-02-01',
  target_date,
  closed_date: closed_as === null ? null : '2026-06-20',
  closed_as,
});

describe('few and none', () => {
  let tiny: Asking;
  beforeAll(async () => {
    const three = ['2026-04-10', '2026-05-10', '2026-06-10'].map((day) => goal('S5', day, 'met'));
    const ten = Array.from({ length: 10 }, (_none, index) =>
      goal('S5', `2026-02-${10 + index}`, index === 0 ? 'not_met' : 'met'),
    );
    tiny = await agencyWith({ plan_goal: [...three, ...ten] });
    return () => tiny.close();
  });

  it('shows no rate for 3 of 3, and one from ten on', async () => {
    const [three] = await tiny.rows<Shares>('casework/goals', quarter);
    expect(three).toMatchObject({ due: 3, met: 3, rate: null, lower: null, upper: null });
    const [ten] = await tiny.rows<Shares>('casework/goals', { values: { from: '2026-01-01', to: '2026-03-31' } });
    expect(ten).toMatchObject({ due: 10, met: 9, not_met: 1, rate: 0.9 });
  });

  it('says that none were due, but nothing of days without data', async () => {
    const [none] = await tiny.rows<Shares>('casework/goals', { values: { from: '2026-04-01', to: '2026-04-05' } });
    expect(none).toMatchObject({ group: null, due: 0, met: 0, rate: null });
    const values = { from: '2026-04-01', to: '2026-04-05' };
    expect(await tiny.rows('casework/goals', { by: 'staff_id', values })).toEqual([]);
    expect(await tiny.rows('casework/goals', { values: { from: '2024-01-01', to: '2024-03-31' } })).toEqual([]);
  });

  it('names the tables a question lacks', async () => {
    await expect(tiny.rows('casework/contacts', quarter)).rejects.toThrow(/needs the table contact/);
    await expect(tiny.rows('coordinator/meetings', quarter)).rejects.toThrow(/needs the table meeting/);
  });

  it('adds case managers and nobody up to everybody in custody', async () => {
    const mix = { ...quarter, values: { ...quarter.values, mix: 'months_to_release' } };
    const rows = await tiny.rows<WorkloadMix>('casework/workload-mix', { ...mix, by: 'staff_id' });
    const all = await tiny.rows<{ average: number; population: number }>('population/average', quarter);
    expect(rows.reduce((sum, { people }) => sum + people, 0)).toBe(all[0]?.population);
    expect(rows.reduce((sum, { average }) => sum + average, 0)).toBeCloseTo(all[0]?.average ?? 0, 9);
    expect(new Set(rows.map(({ value }) => value))).toEqual(new Set([null]));
  });
});

describe('whose case, and where', () => {
  let tiny: Asking;
  beforeAll(async () => {
    const contact = (stay_id: string, contact_date: string, staff_id: string | null = null): Row => ({
      stay_id,
      contact_date,
      staff_id,
      contact_type: 'counseling',
    });
    const task = (task_id: string, stay_id: string, trigger_date: string, completed_date: string | null): Row => ({
      task_id,
      task_type: 'initial_classification',
      stay_id,
      trigger_date,
      due_date: '2026-05-20',
      completed_date,
    });
    tiny = await agencyWith({
      contact: [
        contact('S1', '2026-04-30'),
        contact('S1', '2026-05-01'),
        contact('S1', '2026-06-01'),
        contact('S1', '2026-06-02', 'ADA'),
        // The day of release: the last place, and nobody is assigned any more.
        contact('S4', '2026-05-05'),
        // Nobody ever placed S8.
        contact('S8', '2026-05-05'),
      ],
      plan_goal: [
        goal('S1', '2026-04-15', null, 'BEN'),
        goal('S1', '2026-05-15', 'met', 'ADA'),
        goal('S4', '2026-05-05', null, 'ADA'),
        goal('S4', '2026-06-05', 'withdrawn', 'ADA'),
        goal('S5', '2026-07-15', null),
      ],
      task: [
        task('T1', 'S1', '2026-04-20', '2026-05-10'),
        task('T2', 'S4', '2026-04-20', null),
        task('T3', 'S5', '2026-04-20', null),
        task('T4', 'S8', '2026-04-20', '2026-04-20'),
      ],
    });
    return () => tiny.close();
  });

  it('gives an event to whoever is recorded, else to who was assigned that day, else to nobody', async () => {
    const byStaff = await tiny.rows<Contacts>('casework/contacts', { ...quarter, by: 'staff_id' });
    expect(byStaff.map(({ group, contacts }) => [group, contacts])).toEqual([
      ['ADA', 2],
      ['BEN', 1],
      [null, 3],
    ]);
    // S1 in April and S4 to May 4 for Ada; S1 in June and S5 all the time for Ben; the rest has nobody.
    expect(byStaff.map(({ person_months }) => Math.round(person_months * 30.4375))).toEqual([
      30 + 34,
      30 + 91,
      31 + 3 * 91 - 1,
    ]);
    const byUnit = await tiny.rows<Contacts>('casework/contacts', { ...quarter, by: 'unit_id' });
    expect(byUnit.map(({ group, contacts }) => [group, contacts])).toEqual([
      ['N1', 5],
      ['S1', 0],
      [null, 1],
    ]);
  });

  it('gives a due goal to who was assigned on its day, and sets aside what release overtook', async () => {
    const rows = await tiny.rows<Shares>('casework/goals', { ...quarter, by: 'staff_id' });
    const counts = rows.map(({ group, due, met, open, withdrawn, left_early }) => [
      group,
      due,
      met,
      open,
      withdrawn,
      left_early,
    ]);
    expect(counts).toEqual([
      ['ADA', 1, 0, 1, 0, 0],
      [null, 1, 1, 0, 1, 1],
    ]);
  });

  it('censors open work at release and at the as-of date', async () => {
    const [all] = await tiny.rows<CurveSummary>('casework/days-to-completion', quarter);
    expect(all).toMatchObject({ began: 4, done: 2, open: 2, rate: null, median_days: null });
    const steps = await tiny.rows<{ days: number; at_risk: number; done: number }>(
      'casework/completion-curve',
      quarter,
    );
    expect(steps.map(({ days, at_risk, done }) => [days, at_risk, done])).toEqual([
      [0, 4, 0.25],
      // S4 left on day 15, seen until day 14: two are left.
      [20, 2, 0.625],
    ]);
  });
});

describe('meetings', () => {
  const met = (held_date: string, meeting_type: string, facility_id = 'NORTH', unit_id: string | null = null): Row => ({
    facility_id,
    unit_id,
    meeting_type,
    held_date,
    minutes_sent_date: null,
    topics: 'Somebody said something about somebody',
  });

  let tiny: Asking;
  beforeAll(async () => {
    const unit = [...(smallAgency().unit ?? []), { unit_id: 'S2', facility_id: 'SOUTH', unit_name: 'South 2' }];
    const fortnightly = ['2026-01-06', '2026-04-07', '2026-04-16', '2026-04-21', '2026-06-02', '2026-06-16'];
    const monthly = ['2026-03-31', '2026-04-30', '2026-06-01'];
    const observed = 'classification_team_observed';
    const meeting = [
      ...fortnightly.map((day) => met(day, 'case_managers')),
      ...monthly.map((day) => met(day, 'department_heads')),
      met('2025-12-11', observed, 'NORTH', 'N1'),
      met('2025-12-29', observed, 'SOUTH', 'S1'),
      met('2025-06-01', observed, 'SOUTH', 'S1'),
    ];
    tiny = await agencyWith({ unit, meeting });
    return () => tiny.close();
  });
  const ofKind = (rows: MeetingsHeld[], kind: string) => rows.filter(({ meeting_type }) => meeting_type === kind);

  it('are due every two weeks: a quarter with a gap, and two in one fortnight', async () => {
    const rows = await tiny.rows<MeetingsHeld>('coordinator/meetings', { ...quarter, by: 'facility_id' });
    expect(ofKind(rows, 'case_managers')).toEqual([
      {
        group: 'NORTH',
        meeting_type: 'case_managers',
        due: 6,
        held: 4,
        meetings: 5,
        longest_gap: 91,
        gap_from: '2026-01-06',
        gap_to: '2026-04-07',
        gap_facility_id: 'NORTH',
        rate: null,
        lower: null,
        upper: null,
      },
      {
        group: 'SOUTH',
        meeting_type: 'case_managers',
        due: 6,
        held: 0,
        meetings: 0,
        longest_gap: null,
        gap_from: null,
        gap_to: null,
        gap_facility_id: null,
        rate: null,
        lower: null,
        upper: null,
      },
    ]);
    const [both] = ofKind(await tiny.rows<MeetingsHeld>('coordinator/meetings', quarter), 'case_managers');
    expect(both).toMatchObject({ due: 12, held: 4, meetings: 5 });
    expect(both?.rate).toBeCloseTo(4 / 12, 12);
    // Before the first meeting on record nothing is known, so nothing was missed.
    const early = await tiny.rows<MeetingsHeld>('coordinator/meetings', {
      scope: 'facility=NORTH',
      values: { from: '2025-10-01', to: '2026-01-31' },
    });
    expect(ofKind(early, 'case_managers')).toMatchObject([{ due: 1, held: 0, meetings: 1 }]);
  });

  it('of department heads are due every month', async () => {
    const rows = await tiny.rows<MeetingsHeld>('coordinator/meetings', { ...quarter, scope: 'facility=NORTH' });
    expect(ofKind(rows, 'department_heads')).toMatchObject([
      {
        meeting_type: 'department_heads',
        due: 3,
        held: 2,
        meetings: 2,
        longest_gap: 32,
        gap_from: '2026-04-30',
        gap_to: '2026-06-01',
      },
    ]);
  });

  it('observe every unit’s team: one was not for 201 days, one for 183, one never', async () => {
    const rows = await tiny.rows<TeamsObserved>('coordinator/teams-observed', { ...quarter, by: 'unit_id' });
    expect(rows.map(({ group, observed, never, longest }) => [group, observed, never, longest])).toEqual([
      ['N1', 0, 0, 201],
      ['S1', 1, 0, 183],
      ['S2', 0, 1, null],
    ]);
    const [all] = await tiny.rows<TeamsObserved>('coordinator/teams-observed', quarter);
    expect(all).toMatchObject({ units: 3, observed: 1, never: 1, longest: null, rate: null });
    expect(await tiny.rows('coordinator/minutes', quarter)).toMatchObject([
      { held: 7, due: 5, on_time: 0, attended: 2, rate: null },
    ]);
  });
});

describe('an agency without stays', () => {
  it('still has its training, by the period asked for', async () => {
    const training = [
      { staff_id: 'ADA', training_date: '2026-04-02', hours: 3.5, part: 'attended' },
      { staff_id: 'ADA', training_date: '2026-06-30', hours: 2, part: 'presented' },
      { staff_id: 'BEN', training_date: '2026-03-31', hours: 8, part: 'attended' },
    ];
    const people = ['stay', 'person', 'placement', 'assignment'];
    const tiny = await agencyWith({ training }, people);
    expect(await tiny.rows<Training>('casework/training', quarter)).toMatchObject([
      { staff: 1, trained: 1, presented_only: 0, attended: 1, hours: 5.5, presented: 1, sessions_presented: 1 },
    ]);
    // Of meetings nobody supplied any: who presented in one is not known.
    expect((await tiny.rows<Training>('casework/training', quarter))[0]?.meetings_presented).toBeNull();
    await expect(tiny.rows('casework/workload-mix', quarter)).rejects.toThrow(/needs the table stay/);
  });
});
