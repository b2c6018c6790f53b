import { beforeAll, describe, expect, it } from 'vitest';
import { addDays, addMonths } from '../../src/lib/calendar/date.ts';
import type { ProjectedInstitution } from '../../src/lib/questions/population/institution-line.ts';
import type { PositionsAhead } from '../../src/lib/questions/population/people-needed.ts';
import type { PositionsMonth } from '../../src/lib/questions/population/positions-months.ts';
import type { ProjectedMonth } from '../../src/lib/questions/population/projection.ts';
import type { TaskMinutes } from '../../src/lib/questions/population/time-study.ts';
import type { Asking } from './asking.ts';
import { askingTiny } from './exported.ts';
import { agencyOf, type Plan } from './projection-agency.ts';
import type { Row } from './source-folder.ts';

const asOf = '2026-06-30';
const plan = (facility_id: string, arrivals: number): Plan => ({
  arrivals: () => arrivals,
  stayMonths: 6,
  facility: { facility_id, facility_name: facility_id, region_id: 'R1', rated_capacity: 100 },
});

/** The months of two years and more, by their first days. */
const months = Array.from({ length: 30 }, (_, i) => addMonths('2024-01-01', i));

/** Steady work of STEADY: every month three initial tasks for each of 20 arrivals, 24 reviews and 5 letters. */
const tasks: Row[] = months.flatMap((month) => {
  const due = (task_type: string, count: number) =>
    Array.from({ length: count }, (_, i) => ({
      ...{ task_id: `${month}-${task_type}-${i}`, task_type, stay_id: null, staff_id: null, facility_id: 'STEADY' },
      ...{ trigger_date: month, due_date: addDays(month, 14), completed_date: addDays(month, 13), result: null },
    }));
  return [
    ...due('initial_classification', 20),
    ...due('initial_assessment', 20),
    ...due('case_plan', 20),
    ...due('program_review', 24),
    ...due('inmate_request', 5),
  ];
});

const staffing: Row[] = months.flatMap((month) => [
  // One vacancy, in the last five months of 24 two.
  {
    ...{ facility_id: 'STEADY', month, role: 'case_manager', authorized_fte: 5 },
    ...{ filled_fte: month >= '2026-02-01' ? 3 : 4, custody_post_hours: 40 },
  },
  ...(month <= '2026-03-01'
    ? [
        {
          ...{ facility_id: 'SILENT', month, role: 'case_manager', authorized_fte: 2, filled_fte: 2 },
          custody_post_hours: null,
        },
      ]
    : []),
]);

const minutes = (task_type: string, each: number, measured_on = '2026-03-31') => ({
  ...{ task_type, minutes: each, measured_on, source: 'Time study of two institutions' },
});

describe('people needed', () => {
  let asking: Asking;

  beforeAll(async () => {
    const tables = {
      ...agencyOf([plan('STEADY', 20), plan('SILENT', 10)], asOf),
      task: tasks,
      staffing,
      task_time: [
        minutes('program_review', 999, '2020-03-31'),
        minutes('program_review', 60),
        minutes('initial_classification', 30),
        minutes('inmate_request', 12),
        minutes('each_person', 15),
      ],
    };
    const settings = { net_annual_hours: 1760, case_share: 0.8 };
    asking = await askingTiny(tables, { history_from: '2021-01-01', settings }, { accept: true });
    return () => asking.close();
  });

  const needed = async (facility: string) =>
    (await asking.rows<PositionsAhead>('population/people-needed', { scope: 'agency' })).filter(
      ({ group }) => group === facility,
    );

  it('is counted in deadlines as they fell due, people, weighted cases and hours, at every month ahead', async () => {
    const rows = await needed('STEADY');
    expect(rows.map(({ ahead }) => ahead)).toEqual([0, 6, 12, 24]);
    const [now] = rows;
    expect(now).toMatchObject({ filled: 3, authorized: 5, recorded: '2026-06-01', usual_of: 'own' });
    expect(now).toMatchObject({ people: 120, deadlines: 84, hours: null });
    // Of 24 months 19 had four filled: 120 ÷ 4, 84 ÷ 4. Twenty of 120 arrived within 28 days: a half more each.
    expect(now).toMatchObject({ usual_people: 30, usual_deadlines: 21 });
    expect(now!.weight).toBeCloseTo((120 + 10) / 120, 8);
    expect(now!.usual_weighted).toBeCloseTo(130 / 4, 8);
    // Vacancies: 19 months of one, 5 of two, one of the month before: four fifths stayed at one.
    expect(now!.vacant80).toBeCloseTo(1.2, 0);
    // 1,760 ÷ 12 · 0.8, less 40 hours of 4 (8 months) or 3 (5 months) on custody posts.
    const posts = (12 * 40) / (7 * 4 + 5 * 3);
    expect(now!.hours_available).toBeCloseTo((1760 / 12) * 0.8 - posts, 8);
    for (const row of rows.slice(1)) {
      // Steady people bring steady work; neighbours pull a little at it.
      expect(row.people).toBeGreaterThan(114);
      expect(row.people).toBeLessThan(126);
      expect(Math.abs(row.deadlines! - 84)).toBeLessThan(4);
      expect(row.deadlines_lower80!).toBeLessThan(row.deadlines!);
      expect(row.deadlines_upper80!).toBeGreaterThan(row.deadlines!);
      // 24 reviews of an hour, 20 classifications of half one, 5 letters of 12 minutes, 15 minutes for each of 120.
      expect(Math.abs(row.hours! - (24 + 10 + 1 + 30))).toBeLessThan(3);
    }
  });

  it('is held against what law and settings ask for', async () => {
    const [now] = await needed('STEADY');
    // Nobody has a release date: 120 people, each with a review in 180 days and a reassessment in 365; 20 come and leave.
    const law = 120 * (30.4375 / 180 + 30.4375 / 365) + 3 * 20 + 20 + 3 * 20;
    expect(now!.deadline_ratio).toBeCloseTo(84 / law, 3);
  });

  it('gives no positions where none were recorded for two months', async () => {
    const [now] = await needed('SILENT');
    expect(now).toMatchObject({ recorded: '2026-03-01', filled: null, authorized: null, usual_people: 30 });
  });

  it('has months back and ahead that agree with the projection', async () => {
    const scope = 'facility=STEADY';
    const rows = await asking.rows<PositionsMonth>('population/positions-by-month', { scope });
    const past = rows.filter(({ ahead }) => ahead === null);
    expect(past).toHaveLength(25);
    expect(past.at(-1)).toMatchObject({ month: '2026-06-01', filled: 3, authorized: 5, people: 120, deadlines: 84 });
    const projected = await asking.rows<ProjectedMonth>('population/projection', { scope });
    const [all] = await Promise.all([needed('STEADY')]);
    for (const row of rows.filter(({ ahead }) => ahead !== null)) {
      const month = projected[row.ahead! - 1]!;
      expect([row.people, row.people_lower80, row.people_upper50]).toEqual([
        month.projected,
        month.lower80,
        month.upper50,
      ]);
      expect(row.deadlines_lower80!).toBeLessThanOrEqual(row.deadlines_lower50!);
      expect(row.deadlines_upper50!).toBeLessThanOrEqual(row.deadlines_upper80!);
      const line = all.find(({ ahead }) => ahead === row.ahead);
      if (line) expect(line.deadlines).toBe(row.deadlines);
    }
  });

  it('says when and by whom tasks were timed, the last study of each kind', async () => {
    const rows = await asking.rows<TaskMinutes>('population/time-study');
    expect(rows).toHaveLength(4);
    expect(rows.find(({ task_type }) => task_type === 'program_review')).toEqual({
      ...minutes('program_review', 60),
    });
  });

  it('reaches the institutions with a scenario, which add up to what the whole is moved by', async () => {
    for (const values of [{ admissions: 'all:-10' }, { staymonths: '-2', retroactive: 'yes' }] as Record<
      string,
      string
    >[]) {
      const lines = (more: Record<string, string>) =>
        asking.rows<ProjectedInstitution>('population/projection-institutions', { scope: 'region=R1', values: more });
      const [before, after] = [await lines({}), await lines(values)];
      const moved = await asking.rows<ProjectedMonth>('population/projection', { scope: 'region=R1', values });
      for (const [key, ahead] of [
        ['projected6', 6],
        ['projected12', 12],
        ['projected24', 24],
      ] as const) {
        const sum = (rows: ProjectedInstitution[]) => rows.reduce((all, row) => all + row[key], 0);
        expect(sum(after) - sum(before)).toBeCloseTo(moved[ahead - 1]!.difference!, 6);
        expect(moved[ahead - 1]!.difference).toBeLessThan(-5);
      }
      // Twice as many come to one as to the other.
      const loss = (id: string) =>
        before.find(({ group }) => group === id)!.projected24 - after.find(({ group }) => group === id)!.projected24;
      expect(loss('STEADY') / loss('SILENT')).toBeCloseTo(2, 1);
      for (const row of after) {
        const was = before.find(({ group }) => group === row.group)!;
        expect(row.probability_passed!).toBeLessThanOrEqual(was.probability_passed! + 0.02);
      }
    }
  });
});
