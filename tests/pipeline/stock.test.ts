import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { CustodyMove, ExpectedMove, LevelFit, Resident } from '../../src/lib/questions/population/stock.ts';
import type { Movement } from '../../src/lib/questions/population/flows.ts';
import { wilson } from '../../src/lib/analysis/proportion.ts';
import { askingOf, type Asking } from './asking.ts';
import { countOn, custodyFrom, dayNumber, type Custody, type Night } from './custody-count.ts';
import { readSourceRows } from './source-rows.ts';

let asking: Asking;
let custody: Custody;
let asOf: string;

beforeAll(async () => {
  asking = await askingOf(join(inject('demo'), 'out'));
  asOf = asking.manifest.as_of;
  custody = custodyFrom(await readSourceRows(join(inject('demo'), 'source')), asking.manifest.history_from ?? '');
  return () => asking.close();
});

const lastNight = ({ nights }: Custody['stays'][number]) => nights.at(-1) ?? null;
const outOfLevel = (night: Night) =>
  night.custody_level !== null &&
  night.scored_custody_level !== null &&
  night.custody_level !== night.scored_custody_level;

describe('expected moves', () => {
  it('equal designations and projected releases counted one by one, for the agency and each institution', async () => {
    const facilities = asking.manifest.scopes.facilities.map(({ id }) => id);
    for (const facility of [null, ...facilities]) {
      const dates = new Map<string, number[]>();
      const note = (key: string, date: string) =>
        dates.set(key, [...(dates.get(key) ?? []), dayNumber(date) - dayNumber(asOf)]);
      for (const row of custody.rows.designations) {
        if (facility === null || row.facility_id === facility)
          note(`${row.direction} ${row.kind ?? 'not recorded'}`, row.expected_date);
      }
      for (const entry of custody.stays) {
        const [night, date] = [lastNight(entry), entry.stay.projected_release_date];
        if (!night || date === null || (facility !== null && night.facility_id !== facility)) continue;
        note('out projected_release', date);
      }
      const rows = await asking.rows<ExpectedMove>(
        'population/expected',
        facility === null ? {} : { scope: `facility=${facility}` },
      );
      for (const row of rows) {
        const days = dates.get(`${row.direction} ${row.kind}`) ?? [];
        const within = (limit: number) => days.filter((day) => day > 0 && day <= limit).length;
        expect(row, `${facility} ${row.direction} ${row.kind}`).toMatchObject({
          past: days.filter((day) => day <= 0).length,
          within_30: within(30),
          within_60: within(60),
          within_90: within(90),
        });
        dates.delete(`${row.direction} ${row.kind}`);
      }
      // What has no row must be further away than the question looks.
      expect([...dates.values()].flat().filter((day) => day <= 90)).toEqual([]);
      if (facility === null) expect(rows.map((row) => row.within_90).filter(Boolean).length).toBeGreaterThanOrEqual(2);
    }
  });
});

describe('custody level against scored level', () => {
  it('equals the people of the last night, counted one by one', async () => {
    for (const by of ['facility_id', 'custody_level', 'sex'] as const) {
      const rows = await asking.rows<LevelFit>('population/level-fit', { by });
      const count = (keep: (night: Night) => boolean, group: string | null) =>
        countOn(custody, asOf, by, keep).get(group) ?? 0;
      expect(rows.map((row) => row.group).sort()).toEqual([...countOn(custody, asOf, by).keys()].sort());
      for (const row of rows) {
        const scored = count((night) => night.custody_level !== null && night.scored_custody_level !== null, row.group);
        const unexplained = count((night) => outOfLevel(night) && night.management_variable !== 'true', row.group);
        expect(row, `${by} ${row.group}`).toMatchObject({
          people: count(() => true, row.group),
          scored,
          out_of_level: count(outOfLevel, row.group),
          unexplained,
          rate: scored === 0 ? null : unexplained / scored,
          ...(scored === 0 ? {} : wilson(unexplained, scored)),
        });
      }
      expect(rows.some((row) => row.unexplained > 0 && row.unexplained < row.out_of_level)).toBe(true);
    }
  });

  it('lists exactly the people it counts, under pseudonyms, in one institution', async () => {
    const facility = asking.manifest.scopes.facilities[0]?.id ?? '';
    const people = await asking.rows<Resident>('population/out-of-level', { scope: `facility=${facility}` });
    const keep = (night: Night) =>
      night.facility_id === facility && outOfLevel(night) && night.management_variable !== 'true';
    expect(people.length).toBe(countOn(custody, asOf, null, keep).get(null) ?? 0);
    expect(people.every(({ stay_key }) => /^[0-9a-f]{16}$/.test(stay_key))).toBe(true);
  });
});

describe('moves', () => {
  const [from, to] = ['2025-07-01', '2026-06-30'];

  it('between custody levels equal changes from one night to the next', async () => {
    const counted = new Map<string, number>();
    for (const { nights } of custody.stays) {
      nights.forEach((now, index) => {
        const before = nights[index - 1];
        if (!now?.custody_level || !before?.custody_level || now.custody_level === before.custody_level) return;
        if (custody.firstDay + index < dayNumber(from)) return;
        const key = `${before.custody_level} ${now.custody_level}`;
        counted.set(key, (counted.get(key) ?? 0) + 1);
      });
    }
    const rows = await asking.rows<CustodyMove>('population/custody-moves', { values: { from, to } });
    expect(new Map(rows.map((row) => [`${row.from_level} ${row.to_level}`, row.people]))).toEqual(counted);
    expect(counted.size).toBeGreaterThan(2);
  });

  it('in and out of custody by type equal the stays that began and ended', async () => {
    const counted = new Map<string, number>();
    const note = (flow: string, type: string | null, date: string | null) => {
      if (date === null || date < from || date > to) return;
      counted.set(`${flow} ${type}`, (counted.get(`${flow} ${type}`) ?? 0) + 1);
    };
    for (const { stay } of custody.stays) {
      note('admission', stay.admission_type, stay.admission_date);
      note('release', stay.release_type, stay.release_date);
    }
    const rows = await asking.rows<Movement>('population/movements', { values: { from, to } });
    expect(new Map(rows.map((row) => [`${row.flow} ${row.type}`, row.people]))).toEqual(counted);
  });
});
