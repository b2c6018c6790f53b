import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { ComparisonRow } from '../../src/lib/questions/programs/comparison.ts';
import type { ProgramCompletion, ProgramFunnel, UnmetNeed } from '../../src/lib/questions/programs/funnel.ts';
import type { ProgramSeats, ProgramWait } from '../../src/lib/questions/programs/waits.ts';
import { askingOf, type Asking } from './asking.ts';
import { askingTiny } from './exported.ts';
import { smallAgency } from './small-agency.ts';
import type { Row } from './source-folder.ts';

const quarter = { period: '2026-04-01..2026-06-30' };

function stay(id: string, some: Row = {}): Row {
  return {
    stay_id: id,
    person_id: `person of ${id}`,
    admission_date: '2024-01-01',
    admission_type: 'new_commitment',
    ...some,
  };
}

let enrollments = 0;
function enrolled(stay_id: string, program_id: string, some: Row): Row {
  enrollments += 1;
  return { enrollment_id: `E${enrollments}`, stay_id, program_id, facility_id: 'F1', ...some };
}

describe('programs counted by hand', () => {
  let asking: Asking;

  beforeAll(async () => {
    const stays = ['A', 'B', 'C', 'D', 'E', 'F'].map((id) =>
      stay(id, id === 'F' ? { release_date: '2026-05-01', release_type: 'parole' } : {}),
    );
    asking = await askingTiny(
      {
        agency: smallAgency().agency ?? [],
        facility: [{ facility_id: 'F1', facility_name: 'First' }],
        person: stays.map(({ person_id }) => ({ person_id: person_id ?? null })),
        stay: stays,
        placement: stays.map(({ stay_id, release_date }) => ({
          stay_id: stay_id ?? null,
          facility_id: 'F1',
          start_date: '2024-01-01',
          end_date: release_date ?? null,
        })),
        program: [
          { program_id: 'P1', program_name: 'Reading', category: 'education' },
          { program_id: 'P2', program_name: 'Trades', category: 'vocational' },
        ],
        program_seat: [
          {
            program_id: 'P1',
            facility_id: 'F1',
            month: '2026-04-01',
            seats: 4,
            sessions_planned: 10,
            sessions_held: 8,
          },
          {
            program_id: 'P1',
            facility_id: 'F1',
            month: '2026-05-01',
            seats: 4,
            sessions_planned: 10,
            sessions_held: 9,
          },
          // Nothing was recorded of June but what was planned.
          { program_id: 'P1', facility_id: 'F1', month: '2026-06-01', sessions_planned: 10 },
        ],
        need: [
          { stay_id: 'A', assessed_date: '2026-04-02', domain: 'education', level: 'high' },
          { stay_id: 'A', assessed_date: '2026-05-02', domain: 'education', level: 'high' },
          { stay_id: 'B', assessed_date: '2026-04-03', domain: 'education', level: 'moderate' },
          { stay_id: 'C', assessed_date: '2026-04-03', domain: 'education', level: 'low' },
          { stay_id: 'F', assessed_date: '2024-02-01', domain: 'education', level: 'high' },
          { stay_id: 'F', assessed_date: '2024-02-01', domain: 'vocational', level: 'high' },
        ],
        enrollment: [
          enrolled('A', 'P1', {
            referral_date: '2026-04-01',
            start_date: '2026-04-11',
            end_date: '2026-04-21',
            outcome: 'completed',
          }),
          enrolled('B', 'P1', { referral_date: '2026-04-01', start_date: '2026-05-01' }),
          enrolled('C', 'P1', { referral_date: '2026-04-01' }),
          enrolled('D', 'P1', { referral_date: '2026-04-01', end_date: '2026-04-06', outcome: 'withdrew' }),
          enrolled('E', 'P1', {
            referral_date: '2026-04-01',
            start_date: '2026-04-21',
            end_date: '2026-05-21',
            outcome: 'removed',
          }),
          enrolled('F', 'P2', {
            referral_date: '2024-03-01',
            start_date: '2024-04-01',
            end_date: '2024-08-01',
            outcome: 'completed',
          }),
        ],
      },
      // Five people are too few to say by the usual minimums; here the arithmetic is looked at.
      { history_from: '2024-01-01', settings: { minimum_at_risk: 1, minimum_for_rate: 1 } },
    );
    return () => asking.close();
  });

  it('funnel: needs once a stay and kind, referrals of the period and what became of them', async () => {
    const [all] = await asking.rows<ProgramFunnel>('programs/funnel', quarter);
    expect(all).toEqual({
      group: null,
      needed: 2,
      referred: 5,
      started: 3,
      completed: 1,
      withdrew: 0,
      removed: 1,
      transferred: 0,
      released: 0,
      in_progress: 1,
      waiting: 1,
      left_waiting: 1,
    });
    const byProgram = await asking.rows<ProgramFunnel>('programs/funnel', { ...quarter, by: 'program_id' });
    expect(byProgram).toMatchObject([
      { group: 'P1', needed: 2, referred: 5 },
      { group: 'P2', needed: 0, referred: 0 },
    ]);
  });

  it('completion of those whose participation ended in the period', async () => {
    expect(await asking.rows<ProgramCompletion>('programs/completion', quarter)).toMatchObject([
      { ended: 2, completed: 1, withdrew: 0, removed: 1, rate: 0.5 },
    ]);
  });

  it('waits: the one still waiting and the one who gave up count as long as they waited', async () => {
    // At risk: 5, then D gone at 5; starts at 10 (1 of 4), 20 (1 of 3), 30 (1 of 2).
    const [wait] = await asking.rows<ProgramWait>('programs/waits', quarter);
    expect(wait).toMatchObject({ referred: 5, started: 3, median_days: 25, median_status: 'reached' });
    expect(wait?.rate).toBeCloseTo(1 - (3 / 4) * (2 / 3) * (1 / 2), 12);
  });

  it('seats by the days people were in them', async () => {
    const [seats] = await asking.rows<ProgramSeats>('programs/seats', { ...quarter, values: { program: 'P1' } });
    // April: A 10 days, E 10 of 30. May: E 20, B 31 of 31. June: B 30 of 30, without recorded seats.
    const people = [20 / 30, 51 / 31, 30 / 30];
    expect(seats?.months).toBe(3);
    expect(seats?.people).toBeCloseTo((people[0]! + people[1]! + people[2]!) / 3, 12);
    expect(seats?.used).toBeCloseTo((people[0]! + people[1]!) / 8, 12);
    // Of the months in which both are recorded 17 of 20 were held; of seats only those two months tell.
    expect(seats).toMatchObject({ seats: 4, sessions_planned: 30, sessions_held: 17, held: 0.85 });
  });

  it('unmet need of those released', async () => {
    expect(await asking.rows<UnmetNeed>('programs/unmet', { ...quarter, by: 'program_category' })).toMatchObject([
      { group: 'education', needed: 1, none: 1, rate: 1 },
      { group: 'vocational', needed: 1, completed: 1, rate: 0 },
    ]);
  });
});

describe('the outcome comparison of the demonstration', () => {
  let asking: Asking;

  beforeAll(async () => {
    asking = await askingOf(join(inject('demo'), 'out'));
    return () => asking.close();
  });

  const compare = async (program: string, values: Record<string, string> = {}) => {
    const rows = await asking.rows<ComparisonRow>('programs/comparison', {
      values: { program, horizon: '365', draws: '100', ...values },
    });
    const line = rows.filter((row) => row.line === 'started');
    return {
      gates: line.filter((row) => row.gate !== null),
      result: line.find((row) => row.verdict !== null) as ComparisonRow,
    };
  };

  it('refuses an exposure that goes on after release, with its reason', async () => {
    const { gates, result } = await compare('PR-114');
    expect(gates.find(({ gate }) => gate === 'exposure_before_release')).toMatchObject({ passed: false });
    expect(result).toMatchObject({ verdict: 'not_comparable', treated_rate: null, difference: null, lower: null });
    expect(result.words).toMatch(/^Not comparable\. Taking part went on after release/);
    expect(result.exposed_after).toBe(result.exposed);
  });

  it('says "not comparable" where only one kind of people takes part', async () => {
    const { gates, result } = await compare('PR-104');
    expect(gates.find(({ gate }) => gate === 'overlap')).toMatchObject({ passed: false });
    expect(result).toMatchObject({ verdict: 'not_comparable', difference: null });
  });

  it('accounts for everybody released', async () => {
    const { gates, result } = await compare('PR-101');
    const { released, exposed_after, not_followed, elsewhere, treated, comparison } = result;
    expect((treated ?? 0) + (comparison ?? 0) + exposed_after + not_followed + elsewhere).toBe(released);
    expect(gates.map(({ gate }) => gate)).toEqual([
      'exposure_before_release',
      'follow_up',
      'treated',
      'overlap',
      'balance',
      'effective_comparison',
    ]);
  });

  it('has nobody to compare before anybody has been followed so long', async () => {
    const { gates, result } = await compare('PR-101', { horizon: '3650' });
    expect(gates.find(({ gate }) => gate === 'follow_up')).toMatchObject({ passed: false });
    expect(result).toMatchObject({ verdict: 'not_comparable', treated: 0 });
  });
});
