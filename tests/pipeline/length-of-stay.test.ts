import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { kaplanMeier, survivalAt } from '../../src/lib/analysis/survival.ts';
import type { LengthOfStay } from '../../src/lib/questions/population/length-of-stay.ts';
import { askingOf, type Asking } from './asking.ts';
import { dayNumber } from './custody-count.ts';
import { askingTiny } from './exported.ts';
import { expectClose, readClusteredReference, readStays } from '../reference/reference.ts';
import { asOf, smallAgency } from './small-agency.ts';
import { readSourceRows, type SourceRows, type SourceStay } from './source-rows.ts';

const question = 'population/length-of-stay';
const daysPerMonth = 30.4375;

function handMade(): Promise<Asking> {
  const stays: [string, string, string | null][] = [
    ['A', '2025-12-01', '2026-01-30'], // 60 days, seen from its 30th on
    ['B', '2026-01-10', '2026-02-09'], // 30 days
    ['C', '2026-02-01', null], //         149 days so far
    ['D', '2026-03-01', '2026-04-30'], // 60 days
    ['E', '2026-05-31', null], //         30 days so far
    ['F', '2026-03-03', '2026-03-03'], // released on the day of admission
    ['G', '2025-10-01', '2025-12-31'], // gone before the window
    ['H', '2025-11-01', '2026-01-01'], // 61 days, seen from its 60th on
  ];
  const { agency = [] } = smallAgency();
  return askingTiny(
    {
      agency,
      person: stays.map(([id]) => ({ person_id: id })),
      stay: stays.map(([id, admission_date, release_date]) => ({
        stay_id: id,
        person_id: id,
        admission_date,
        release_date,
      })),
    },
    { history_from: '2025-10-01' },
  );
}

describe('length of stay', () => {
  it('is the Kaplan–Meier curve worked by hand, with people entering late and open stays censored', async () => {
    const asking = await handMade();
    const rows = await asking.rows<LengthOfStay>(question, { values: { from: '2026-01-01', to: asOf } });
    asking.close();
    // Day 0: 5 at risk (B C D E F), F leaves: 4/5. Day 30: B C D E, B leaves: 3/4. Day 60: A C D, A and D leave: 1/3.
    // Day 61: C H, H leaves: 1/2. C is last seen on day 149, before the fifth month is over.
    expect(rows.map((row) => row.months)).toEqual([0, 1, 2, 3, 4]);
    expect(rows.map((row) => row.at_risk)).toEqual([5, 3, 2, 1, 1]);
    const expected = [4 / 5, 3 / 5, 1 / 5, 1 / 10, 1 / 10];
    rows.forEach((row, index) => expect(row.remaining).toBeCloseTo(expected[index] ?? NaN, 12));
    // Greenwood at one month: 1/(5·4) + 1/(4·3) = 2/15; θ = √(2/15) / |ln 0.6| = 0.714820, 1.959964 θ = 1.401022.
    expect(rows[1]?.lower).toBeCloseTo(0.6 ** Math.exp(1.401022), 6);
    expect(rows[1]?.upper).toBeCloseTo(0.6 ** Math.exp(-1.401022), 6);
  });

  it('agrees with R where people enter late, through an export', async () => {
    const { agency = [] } = smallAgency();
    const stays = readStays();
    const asking = await askingTiny(
      {
        agency,
        person: stays.map((_stay, at) => ({ person_id: `P${at}` })),
        stay: stays.map(({ admitted, released }, at) => ({
          stay_id: `S${at}`,
          person_id: `P${at}`,
          admission_date: admitted,
          release_date: released,
        })),
      },
      { history_from: '2024-06-01' },
    );
    const rows = await asking.rows<LengthOfStay>(question, { values: { from: '2026-01-01', to: asOf } });
    asking.close();
    const { months, at_risk, remaining, lower, upper } = readClusteredReference().length_of_stay;
    for (const [i, month] of months.entries()) {
      const row = rows.find((candidate) => candidate.months === month);
      if (!row) {
        // Nobody was followed that long.
        expect(at_risk[i]).toBe(0);
        continue;
      }
      expect(row.at_risk).toBe(at_risk[i]);
      expectClose(row.remaining, remaining[i]!);
      if (row.remaining === 0) continue;
      expectClose(row.lower, lower[i]!);
      expectClose(row.upper, upper[i]!);
    }
    expect(rows.length).toBeGreaterThan(20);
  });

  it('says nothing about days in which no month begins', async () => {
    const asking = await handMade();
    const rows = await asking.rows<LengthOfStay>(question, { values: { from: '2026-02-03', to: '2026-02-27' } });
    asking.close();
    expect(rows).toEqual([]);
  });

  it('says nothing about a window the data do not reach', async () => {
    const asking = await handMade();
    const rows = await asking.rows<LengthOfStay>(question, { values: { from: '2027-01-01', to: '2027-03-31' } });
    asking.close();
    expect(rows).toEqual([]);
  });
});

describe('length of stay of the demonstration', () => {
  let asking: Asking;
  let source: SourceRows;

  beforeAll(async () => {
    asking = await askingOf(join(inject('demo'), 'out'));
    source = await readSourceRows(join(inject('demo'), 'source'));
    return () => asking.close();
  });

  it.each([
    ['2024-07-01', '2026-06-30', null, null],
    ['2024-07-01', '2026-06-30', 'offense_category', null],
    ['2025-01-01', '2025-12-31', 'admission_type', null],
    // Of other days the months that begin in them: nobody's day of release is told.
    ['2023-02-11', '2025-03-09', 'sex', ['2023-03-01', '2025-03-31']],
    ['2026-01-31', '2026-06-02', null, ['2026-02-01', '2026-06-30']],
  ] as const)(
    'from %s to %s by %s equals the curve over every stay as its own row',
    async (first, last, by, months) => {
      const values = { from: first, to: last };
      const rows = await asking.rows<LengthOfStay>(question, { values, ...(by ? { by } : {}) });
      const [from, to] = months ?? [first, last];
      const groups = new Set(rows.map((row) => row.group));
      expect(groups.size).toBeGreaterThanOrEqual(by ? 2 : 1);
      for (const group of groups) {
        const own = source.stays.filter((stay) => by === null || valueOf(source, stay, by) === group);
        const seen = own.map((stay) => followUp(stay, dayNumber(from), dayNumber(to))).filter((row) => row !== null);
        const curve = kaplanMeier(seen);
        const remaining = productLimit(seen);
        for (const row of rows.filter((candidate) => candidate.group === group)) {
          const day = row.months * daysPerMonth;
          expect(row.remaining, `${group} ${row.months}`).toBeCloseTo(remaining(day), 9);
          expect(row.lower, `${group} ${row.months}`).toBeCloseTo(survivalAt(curve, day)?.lower ?? NaN, 9);
          expect(row.upper, `${group} ${row.months}`).toBeCloseTo(survivalAt(curve, day)?.upper ?? NaN, 9);
          expect(row.at_risk).toBe(seen.filter((stay) => (stay.entry ?? -1) < day && stay.time >= day).length);
        }
      }
    },
  );

  it('keeps to the admission types asked for', async () => {
    const [type] = [...new Set(source.stays.map((stay) => stay.admission_type ?? ''))].sort();
    const values = { from: '2024-07-01', to: '2026-06-30' };
    const grouped = await asking.rows<LengthOfStay>(question, { by: 'admission_type', values });
    const filtered = await asking.rows<LengthOfStay>(question, { values: { ...values, admission_type: type ?? '' } });
    expect(filtered).toEqual(grouped.filter((row) => row.group === type).map((row) => ({ ...row, group: null })));
  });
});

interface Followed {
  entry?: number;
  time: number;
  event: boolean;
  count: number;
}

/** How long a stay was seen inside the window (days, both ends included), or null when it was not. */
function followUp(stay: SourceStay, from: number, to: number): Followed | null {
  const admitted = dayNumber(stay.admission_date);
  const released = stay.release_date === null ? Infinity : dayNumber(stay.release_date);
  if (admitted > to || released < from) return null;
  // On the window's last day we know who left; of the others, that they stayed at least until then.
  const time = Math.min(released, to) - admitted;
  return { ...(admitted < from ? { entry: from - 1 - admitted } : {}), time, event: released <= to, count: 1 };
}

/** Kaplan–Meier as its formula stands: for every time somebody left, who was at risk and how many left. */
function productLimit(rows: Followed[]): (day: number) => number {
  const times = [...new Set(rows.filter((row) => row.event).map((row) => row.time))].sort((a, b) => a - b);
  const factors = times.map((time) => {
    const atRisk = rows.filter((row) => (row.entry ?? -1) < time && row.time >= time).length;
    return 1 - rows.filter((row) => row.event && row.time === time).length / atRisk;
  });
  return (day) =>
    factors.filter((_, index) => (times[index] ?? Infinity) <= day).reduce((product, factor) => product * factor, 1);
}

function valueOf(
  source: SourceRows,
  stay: SourceStay,
  column: 'offense_category' | 'sex' | 'admission_type',
): string | null {
  return column === 'sex' ? (source.persons.get(stay.person_id)?.sex ?? null) : stay[column];
}
