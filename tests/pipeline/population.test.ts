import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { addDays, addMonths, firstOfMonth } from '../../src/lib/calendar/date.ts';
import type { PopulationAverage } from '../../src/lib/questions/population/average.ts';
import type { PopulationDay } from '../../src/lib/questions/population/daily.ts';
import type { PopulationFlow } from '../../src/lib/questions/population/flows.ts';
import type { PopulationMonth } from '../../src/lib/questions/population/monthly.ts';
import { askingOf, type Asking } from './asking.ts';
import { chance } from './chance.ts';
import {
  countOn,
  custodyFrom,
  dateOf,
  dayNumber,
  flowsByMonth,
  nightColumns,
  nightsIn,
  type Counts,
  type Custody,
  type Night,
  type Place,
} from './custody-count.ts';
import { readSourceRows } from './source-rows.ts';

let asking: Asking;
let custody: Custody;
let from: string;
let asOf: string;

beforeAll(async () => {
  asking = await askingOf(join(inject('demo'), 'out'));
  asOf = asking.manifest.as_of;
  from = asking.manifest.history_from ?? '';
  custody = custodyFrom(await readSourceRows(join(inject('demo'), 'source')), from);
});
afterAll(() => asking.close());

const random = chance(11);
const randomDay = () => dateOf(random.whole(dayNumber(from), dayNumber(asOf)));
const byGroup = <Row extends { group: string | null }>(rows: Row[], value: (row: Row) => number | null) =>
  new Map(rows.map((row) => [row.group, value(row)]));
const positive = (counts: Map<string | null, number | null>) => [...counts].filter(([, people]) => people).sort();
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

/** The averages an answer must give: nights over days, for the groups that had any. */
function averages(nights: Counts, days: number): (readonly [string | null, number])[] {
  return [...nights].map(([group, count]) => [group, count / days] as const);
}

describe('the count by hand', () => {
  it('holds enough people, moves and gaps to be worth comparing with', () => {
    const nights = custody.stays.flatMap((stay) => stay.nights.filter((night) => night !== null));
    expect(countOn(custody, asOf, null).get(null)).toBeGreaterThan(500);
    expect(countOn(custody, asOf, 'facility_id').size).toBeGreaterThanOrEqual(4);
    for (const column of nightColumns)
      expect(new Set(nights.map((night) => night[column])).size, column).toBeGreaterThan(1);
    expect(nights.some((night) => night.offense_category === null)).toBe(true);
    expect(
      sum([...flowsByMonth(custody, from, 'facility_id').values()].map((flow) => flow.transfers_in)),
    ).toBeGreaterThan(50);
  });
});

describe('population on a day', () => {
  it('equals a count over stays and placements, for the agency and by every column, on 60 random days', async () => {
    const dates = [from, asOf, ...Array.from({ length: 58 }, randomDay)];
    for (const by of [null, ...nightColumns]) {
      const rows = await asking.rows<PopulationDay>('population/daily', {
        values: { from, to: asOf },
        ...(by ? { by } : {}),
      });
      for (const date of dates) {
        const answered = byGroup(
          rows.filter((row) => row.date === date),
          (row) => row.population,
        );
        expect(positive(answered), `${date} by ${by}`).toEqual(positive(countOn(custody, date, by)));
      }
    }
  });

  it('equals the count inside every region, institution and unit, and for random filters', async () => {
    const { regions, facilities, units } = asking.manifest.scopes;
    const places: [Place, string, string][] = [
      ...regions.map(({ id }) => ['region_id', id, `region=${id}`] as [Place, string, string]),
      ...facilities.map(({ id }) => ['facility_id', id, `facility=${id}`] as [Place, string, string]),
      ...units.map(({ id }) => ['unit_id', id, `unit=${id}`] as [Place, string, string]),
    ];
    for (const [column, id, scope] of places) {
      const dates = Array.from({ length: 6 }, randomDay);
      const all = await asking.rows<PopulationDay>('population/daily', { scope, values: { from, to: asOf } });
      const women = await asking.rows<PopulationDay>('population/daily', {
        scope,
        by: 'custody_level',
        values: { from, to: asOf, sex: 'F', legal_status: 'sentenced,pretrial' },
      });
      for (const date of dates) {
        const here = countOn(custody, date, null, (night) => night[column] === id).get(null) ?? 0;
        expect(sum(all.filter((row) => row.date === date).map((row) => row.population)), `${scope} ${date}`).toBe(here);
        const some = countOn(
          custody,
          date,
          'custody_level',
          (night) => night[column] === id && night.sex === 'F' && night.legal_status !== 'holdover',
        );
        expect(
          positive(
            byGroup(
              women.filter((row) => row.date === date),
              (row) => row.population,
            ),
          ),
          `${scope} ${date} women`,
        ).toEqual(positive(some));
      }
    }
  });
});

describe('average daily population', () => {
  const ranges = () => {
    const days = Array.from({ length: 10 }, () => [randomDay(), randomDay()].sort() as [string, string]);
    const month = firstOfMonth(randomDay());
    return [
      ...days,
      [month, addDays(addMonths(month, 1), -1)],
      ['2025-10-01', '2025-12-31'],
      ['2026-04-01', asOf],
      [from, asOf],
      [asOf, asOf],
    ] as [string, string][];
  };

  it('is nights in custody over days, for any range and every grouping, and so are the people at its ends', async () => {
    for (const [first, last] of ranges()) {
      const days = dayNumber(last) - dayNumber(first) + 1;
      for (const by of [null, ...nightColumns]) {
        const rows = await asking.rows<PopulationAverage>('population/average', {
          values: { from: first, to: last },
          ...(by ? { by } : {}),
        });
        const nights = nightsIn(custody, first, addDays(last, 1), by);
        const label = `${first}..${last} by ${by}`;
        for (const [group, average] of averages(nights, days)) {
          expect(rows.find((row) => row.group === group)?.average, `${label} ${group}`).toBeCloseTo(average, 9);
        }
        expect(sum(rows.map((row) => row.average)), label).toBeCloseTo(sum(nights.values()) / days, 8);
        expect(positive(byGroup(rows, (row) => row.population)), `${label}: last day`).toEqual(
          positive(countOn(custody, last, by)),
        );
        expect(positive(byGroup(rows, (row) => row.opening)), `${label}: eve`).toEqual(
          positive(countOn(custody, addDays(first, -1), by)),
        );
      }
    }
  });

  it('agrees between the months, a quarter of them, and days added up', async () => {
    const months = await asking.rows<PopulationMonth>('population/monthly', { by: 'facility_id', period: '2026Q2' });
    const quarter = await asking.rows<PopulationAverage>('population/average', { by: 'facility_id', period: '2026Q2' });
    const daily = await asking.rows<PopulationDay>('population/daily', { by: 'facility_id', period: '2026Q2' });
    expect(quarter.length).toBeGreaterThanOrEqual(4);
    for (const { group, average, days } of quarter) {
      const own = months.filter((row) => row.group === group);
      expect(sum(own.map((row) => (row.average ?? 0) * row.days)) / days).toBeCloseTo(average, 9);
      expect(sum(daily.filter((row) => row.group === group).map((row) => row.population)) / days).toBeCloseTo(
        average,
        9,
      );
    }
  });
});

describe('flows', () => {
  const sides: (Place | null)[] = [null, 'region_id', 'facility_id', 'unit_id'];

  it('carry each place from the start of every month to its end, and equal the moves seen in the nights', async () => {
    for (const place of sides) {
      const rows = await asking.rows<PopulationFlow>('population/flows', {
        values: { from, to: asOf },
        ...(place ? { by: place } : {}),
      });
      const counted = flowsByMonth(custody, from, place);
      expect(rows.length).toBeGreaterThan(40);
      for (const row of rows) {
        const label = `${row.month} ${place} ${row.group}`;
        const end = addMonths(row.month, 1) <= asOf ? addDays(addMonths(row.month, 1), -1) : asOf;
        const flow = counted.get(`${row.month.slice(0, 7)} ${row.group}`) ?? {
          admissions: 0,
          releases: 0,
          transfers_in: 0,
          transfers_out: 0,
        };
        expect(row, label).toMatchObject({ ...flow, reclassified: 0 });
        expect(row.population_start, label).toBe(countOn(custody, addDays(row.month, -1), place).get(row.group) ?? 0);
        expect(row.population_end, label).toBe(countOn(custody, end, place).get(row.group) ?? 0);
        expect(
          row.population_start + row.admissions - row.releases + Number(row.transfers_in) - Number(row.transfers_out),
          label,
        ).toBe(row.population_end);
      }
    }
  });

  it('carry each institution asked for by itself, and chain from month to month', async () => {
    for (const { id } of asking.manifest.scopes.facilities) {
      const rows = await asking.rows<PopulationFlow>('population/flows', {
        scope: `facility=${id}`,
        values: { from, to: asOf },
      });
      const counted = flowsByMonth(custody, from, 'facility_id');
      rows.forEach((row, index) => {
        expect(row, `${row.month} ${id}`).toMatchObject({
          ...counted.get(`${row.month.slice(0, 7)} ${id}`),
          reclassified: 0,
        });
        const next = rows[index + 1];
        if (next) expect(next.population_start).toBe(row.population_end);
      });
    }
  });

  it('name moves between levels and statuses apart, which cancel out over all groups', async () => {
    for (const by of ['custody_level', 'legal_status', 'age_group']) {
      const rows = await asking.rows<PopulationFlow>('population/flows', { by, values: { from, to: asOf } });
      expect(rows.some((row) => row.reclassified !== 0)).toBe(true);
      for (const month of new Set(rows.map((row) => row.month))) {
        expect(sum(rows.filter((row) => row.month === month).map((row) => row.reclassified)), `${month} ${by}`).toBe(0);
      }
    }
  });
});

describe('age, and race and ethnicity', () => {
  it('filter months and flows, which the days of each institution tell', async () => {
    const { facilities, regions } = asking.manifest.scopes;
    const [facility, region] = [facilities[0]?.id ?? '', regions[0]?.id ?? ''];
    const places: [string, (night: Night) => boolean][] = [
      ['agency', () => true],
      [`region=${region}`, (night) => night.region_id === region],
      [`facility=${facility}`, (night) => night.facility_id === facility],
    ];
    const values = { from, to: asOf, age_group: '25–34,45–54', race_ethnicity: 'Black' };
    for (const [scope, inside] of places) {
      const keep = (night: Night) =>
        inside(night) &&
        ['25–34', '45–54'].includes(night.age_group ?? '') &&
        night.race_ethnicity === 'Black' &&
        night.sex === 'M';
      const asked = { scope, values: { ...values, sex: 'M' } };
      const months = await asking.rows<PopulationMonth>('population/monthly', asked);
      const flows = await asking.rows<PopulationFlow>('population/flows', asked);
      expect(months.length).toBeGreaterThan(40);
      for (const { month, average, population, days } of months) {
        const [start, end] = [
          month < from ? from : month,
          addMonths(month, 1) <= asOf ? addMonths(month, 1) : addDays(asOf, 1),
        ];
        const label = `${scope} ${month}`;
        let nights = 0;
        for (let day = start; day < end; day = addDays(day, 1))
          nights += countOn(custody, day, null, keep).get(null) ?? 0;
        expect(average, label).toBeCloseTo(nights / days, 9);
        expect(population, label).toBe(countOn(custody, addDays(end, -1), null, keep).get(null) ?? 0);
        const flow = flows.find((row) => row.month === month);
        expect(flow?.population_start, label).toBe(countOn(custody, addDays(start, -1), null, keep).get(null) ?? 0);
        expect(flow?.population_end, label).toBe(population);
      }
    }
  });
});

describe('strata', () => {
  it('add up to the agency, the places and “not recorded” too, in every month and on every day', async () => {
    const total = await asking.rows<PopulationMonth>('population/monthly', { values: { from, to: asOf } });
    const totalDays = await asking.rows<PopulationDay>('population/daily', { values: { from, to: asOf } });
    for (const by of nightColumns) {
      const rows = await asking.rows<PopulationMonth>('population/monthly', { by, values: { from, to: asOf } });
      for (const { month, average, population } of total) {
        const here = rows.filter((row) => row.month === month);
        expect(sum(here.map((row) => row.population ?? 0)), `${month} ${by}`).toBe(population);
        expect(sum(here.map((row) => row.average ?? 0)), `${month} ${by}`).toBeCloseTo(average ?? -1, 8);
      }
      const days = new Map<string, number>();
      for (const row of await asking.rows<PopulationDay>('population/daily', { by, values: { from, to: asOf } })) {
        days.set(row.date, (days.get(row.date) ?? 0) + row.population);
      }
      for (const { date, population } of totalDays) expect(days.get(date), `${date} ${by}`).toBe(population);
    }
  });
});
