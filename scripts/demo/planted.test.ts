import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDemo, type OpenedDemo } from './fixture.ts';
import { generateDemo } from './generate.ts';

const folder = mkdtempSync(join(tmpdir(), 'caseboard-planted-'));
let demo: OpenedDemo;

beforeAll(async () => {
  await generateDemo({ size: 'small', seed: 3, out: join(folder, 'demo') });
  demo = await openDemo(join(folder, 'demo'));
}, 60_000);

afterAll(() => {
  demo.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Releases to the community with the same person's next admission. */
const RELEASES = `(SELECT * FROM (SELECT *, lead(admission_date) OVER (PARTITION BY person_id ORDER BY admission_date) AS back FROM stay)
  WHERE release_type IN ('parole', 'mandatory', 'expiration', 'community_placement', 'probation'))`;

/** Tasks of the last year with the case manager answering on the due date. */
const ANSWERED = `(SELECT a.staff_id, t.task_type, (t.completed_date <= t.due_date) IS TRUE AS on_time
  FROM task t JOIN assignment a ON a.stay_id = t.stay_id AND a.start_date <= t.due_date AND coalesce(a.end_date, DATE '9999-12-31') > t.due_date
  WHERE t.due_date BETWEEN DATE '2025-07-01' AND DATE '2026-06-30')`;

describe('what is planted in the demonstration agency', () => {
  it('counts the population as truth.json does, about the size aimed at', async () => {
    for (const [day, people] of Object.entries(demo.truth.population.on)) {
      const count = `SELECT count(*) FROM stay WHERE admission_date <= DATE '${day}' AND (release_date IS NULL OR release_date > DATE '${day}')`;
      expect(await demo.number(count), day).toBe(people);
      expect(Math.abs(people / demo.truth.population.target - 1)).toBeLessThan(0.2);
    }
  });

  it('has one institution well over its rated capacity, one near its threshold, one opened mid-history', async () => {
    const { over_capacity: over, crossing, opened_mid_history: opened } = demo.truth.institutions;
    const people = (id: string) => `SELECT count(*) FROM placement WHERE facility_id = '${id}' AND end_date IS NULL`;
    const capacity = await demo.number(`SELECT rated_capacity FROM facility WHERE facility_id = '${over.facility_id}'`);
    expect((await demo.number(people(over.facility_id))) / capacity).toBeGreaterThan(1.15);
    const near = await demo.number(people(crossing.facility_id));
    expect(near).toBeLessThan(crossing.threshold);
    expect(near).toBeGreaterThan(crossing.threshold * 0.95);
    expect(
      await demo.number(
        `SELECT count(*) FROM placement WHERE facility_id = '${opened.facility_id}' AND start_date < DATE '${opened.opened}'`,
      ),
    ).toBe(0);
    expect(await demo.number(people(opened.facility_id))).toBeGreaterThan(30);
  });

  it('has a unit in which one subject is found again and again', async () => {
    const { unit_id, facility_id, subject } = demo.truth.recurring_finding;
    const quarters = `SELECT unit_id, facility_id, subject, count(DISTINCT date_trunc('quarter', checked_date)) AS quarters
      FROM quality_check WHERE items_returned > 0 AND checked_date >= DATE '2024-07-01' AND subject IS NOT NULL GROUP BY ALL`;
    const of = (where: string) => demo.number(`SELECT max(quarters) FROM (${quarters}) WHERE ${where}`);
    const here = `unit_id = '${unit_id}' AND facility_id = '${facility_id}' AND subject = '${subject}'`;
    expect(await of(here)).toBeGreaterThan(await of(`NOT (${here})`));
    // Only what was sent back is about something.
    expect(
      await demo.number(`SELECT count(*) FROM quality_check WHERE items_returned = 0 AND subject IS NOT NULL`),
    ).toBe(0);
  });

  it('has a slower case manager, and others alike', async () => {
    const slow = demo.truth.on_time.slow_case_managers;
    expect(slow.length).toBeGreaterThan(0);
    for (const { staff_id, expected_rate } of slow) {
      const rate = await demo.number(`SELECT avg(on_time::INT) FROM ${ANSWERED} WHERE staff_id = '${staff_id}'`);
      expect(rate).toBeLessThan(0.82);
      expect(Math.abs(rate - expected_rate)).toBeLessThan(0.08);
    }
    const ids = slow.map(({ staff_id }) => `'${staff_id}'`).join(', ');
    const rest = await demo.number(`SELECT avg(on_time::INT) FROM ${ANSWERED} WHERE staff_id NOT IN (${ids})`);
    expect(Math.abs(rest - demo.truth.on_time.others_expected)).toBeLessThan(0.03);
  });

  it('has nobody slower when all case managers are equal, in otherwise the same agency', async () => {
    const out = join(folder, 'equal');
    await generateDemo({ size: 'small', seed: 3, out, equalCaseManagers: true });
    const equal = await openDemo(out);
    const staff = demo.truth.on_time.slow_case_managers[0]!.staff_id;
    const rate = await equal.number(`SELECT avg(on_time::INT) FROM ${ANSWERED} WHERE staff_id = '${staff}'`);
    const stays = await equal.number('SELECT count(*) FROM stay');
    expect(equal.truth.on_time.slow_case_managers).toEqual([]);
    equal.close();
    expect(rate).toBeGreaterThan(0.82);
    expect(stays).toBe(await demo.number('SELECT count(*) FROM stay'));
  });

  it('has returns that rise with risk, at about the true chance', async () => {
    const rates: number[] = [];
    for (const [risk, truth] of Object.entries(demo.truth.returns.expected_by_risk)) {
      const cohort = `${RELEASES} WHERE risk_level = '${risk}' AND release_date <= DATE '2025-06-30'`;
      const n = await demo.number(`SELECT count(*) FROM ${cohort}`);
      const rate = await demo.number(
        `SELECT avg((back - release_date <= 365)::INT) FROM (SELECT coalesce(back, DATE '9999-01-01') AS back, release_date FROM ${cohort})`,
      );
      const expected = (truth as unknown as { day_365: number }).day_365;
      expect(Math.abs(rate - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / n) + 0.01);
      rates.push(rate);
    }
    expect(rates[0]).toBeLessThan(rates[2]!);
  });

  it('has programs taken before release by those they select', async () => {
    expect(
      await demo.number(`SELECT count(*) FROM enrollment e JOIN stay s USING (stay_id) JOIN program p USING (program_id)
        WHERE p.category <> 'community' AND e.start_date >= s.release_date`),
    ).toBe(0);
    const share = (program: string, risk: string) =>
      demo.number(`SELECT avg((stay_id IN (SELECT stay_id FROM enrollment WHERE program_id = '${program}' AND start_date IS NOT NULL))::INT)
        FROM ${RELEASES} WHERE risk_level = '${risk}'`);
    expect(await share('PR-101', 'high')).toBeGreaterThan((await share('PR-101', 'low')) + 0.1);
    expect(await share('PR-102', 'low')).toBeGreaterThan((await share('PR-102', 'high')) + 0.2);
  });

  it('has stays of the planted length', () => {
    const drug = demo.truth.stays.mean_months.new_commitment!.drug!;
    expect(Math.abs(drug.realized! / drug.true - 1)).toBeLessThan(0.2);
  });

  it('has release dates that slip as truth.json says', async () => {
    const slip = `SELECT release_date - projected_release_date AS d FROM stay WHERE release_type <> 'death' AND projected_release_date IS NOT NULL`;
    const { none, late, lateMean } = demo.truth.slippage_days;
    expect(Math.abs((await demo.number(`SELECT avg((d = 0)::INT) FROM (${slip})`)) - none)).toBeLessThan(0.06);
    expect(Math.abs((await demo.number(`SELECT avg((d > 0)::INT) FROM (${slip})`)) - late)).toBeLessThan(0.06);
    expect(Math.abs((await demo.number(`SELECT avg(d) FROM (${slip}) WHERE d > 0`)) - lateMean)).toBeLessThan(8);
  });

  it('has somebody who left mid-quarter and a colleague who took over the cases', async () => {
    const { left_mid_quarter: left, took_over: took } = demo.truth.planted_staff;
    expect(
      await demo.number(
        `SELECT count(*) FROM staff WHERE staff_id = '${left!.staff_id}' AND end_date = DATE '${left!.left}'`,
      ),
    ).toBe(1);
    expect(
      await demo.number(`SELECT count(*) FROM assignment a JOIN assignment b USING (stay_id)
        WHERE a.staff_id = '${left!.staff_id}' AND a.end_date = DATE '${left!.left}' AND b.staff_id = '${took!.staff_id}' AND b.start_date = a.end_date`),
    ).toBe(took!.cases);
  });

  it('has every task type, due dates left to the rules, and work overdue and to come', async () => {
    expect(await demo.number('SELECT count(DISTINCT task_type) FROM task')).toBe(20);
    expect(
      await demo.number('SELECT count(*) FROM task WHERE due_date IS NULL AND trigger_date IS NOT NULL'),
    ).toBeGreaterThan(500);
    expect(
      await demo.number(`SELECT count(*) FROM task WHERE completed_date IS NULL AND due_date <= DATE '2026-06-30'`),
    ).toBeGreaterThan(50);
    expect(await demo.number(`SELECT count(*) FROM task WHERE due_date > DATE '2026-06-30'`)).toBeGreaterThan(200);
  });
});
