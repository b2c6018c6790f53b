import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { exportSource } from '../../scripts/export/export.ts';
import { readSource } from '../../scripts/source/source.ts';
import { silent } from '../../scripts/terminal/progress.ts';
import type { LengthOfStay } from '../../src/lib/questions/population/length-of-stay.ts';
import type { PopulationAverage } from '../../src/lib/questions/population/average.ts';
import type { PopulationDay } from '../../src/lib/questions/population/daily.ts';
import type { PopulationFlow } from '../../src/lib/questions/population/flows.ts';
import type { LevelFit } from '../../src/lib/questions/population/stock.ts';
import { askingOf, type Asking } from './asking.ts';
import { nightColumns } from './custody-count.ts';
import { askingTiny } from './exported.ts';
import { lenient, smallAgency } from './small-agency.ts';
import { temporaryFolder } from './source-folder.ts';

/** The small agency of eight stays, counted by hand. */
describe('a population small enough to count by hand', () => {
  let asking: Asking;

  beforeAll(async () => {
    asking = await askingTiny(smallAgency(), lenient);
    return () => asking.close();
  });

  const on = async (date: string, by: string, scope = 'agency') => {
    const rows = await asking.rows<PopulationDay>('population/daily', { scope, by, values: { from: date, to: date } });
    return Object.fromEntries(rows.filter((row) => row.population > 0).map((row) => [row.group, row.population]));
  };

  it('is where the placements say, and “not recorded” where they say nothing', async () => {
    expect(await on('2026-01-15', 'facility_id')).toEqual({ NORTH: 3, SOUTH: 2 });
    expect(await on('2026-04-01', 'facility_id')).toEqual({ NORTH: 2, SOUTH: 3, null: 1 });
    expect(await on('2026-06-30', 'facility_id')).toEqual({ NORTH: 1, SOUTH: 3 });
    // S8 has no placement, S6 no unit.
    expect(await on('2026-04-01', 'region_id')).toEqual({ R1: 2, R2: 3, null: 1 });
    expect(await on('2026-04-01', 'unit_id')).toEqual({ N1: 2, S1: 2, null: 2 });
    expect(await on('2026-04-01', 'unit_id', 'facility=SOUTH')).toEqual({ S1: 2, null: 1 });
  });

  it('changes level and legal status on the day the source says', async () => {
    expect(await on('2026-04-09', 'custody_level', 'facility=SOUTH')).toEqual({ high: 1, low: 2 });
    expect(await on('2026-04-10', 'custody_level', 'facility=SOUTH')).toEqual({ low: 3 });
    expect(await on('2026-02-09', 'legal_status')).toEqual({ pretrial: 1, sentenced: 4 });
    expect(await on('2026-02-10', 'legal_status')).toEqual({ sentenced: 5 });
  });

  it('averages person-days over days', async () => {
    const average = async (period: string, by: string, scope = 'agency') =>
      Object.fromEntries(
        (await asking.rows<PopulationAverage>('population/average', { scope, period, by })).map((row) => [
          row.group,
          row.average,
        ]),
      );
    // February, 28 days: S1 S3 S4 at North all month, S5 S6 at South; S2 left on the 1st and spent no night.
    expect(await average('2026-02', 'facility_id')).toEqual({ NORTH: 3, SOUTH: 2 });
    // April at South, 30 days: S3 high for 9 nights and low for 21, S5 and S6 low throughout.
    expect(await average('2026-04', 'custody_level', 'facility=SOUTH')).toEqual({ high: 9 / 30, low: 81 / 30 });
    // 20 January to 3 February, 15 days: S2 is there for 12 of them.
    expect(await average('2026-01-20..2026-02-03', 'facility_id')).toEqual({ NORTH: 3 + 12 / 15, SOUTH: 2 });
  });

  it('flows: a move is a transfer, a stay without a night comes and goes, a reclassification is neither', async () => {
    const flows = async (month: string, text: { by?: string; scope?: string }) => {
      const rows = await asking.rows<PopulationFlow>('population/flows', { period: month, ...text });
      return rows.map((row) => [
        row.group,
        row.population_start,
        row.admissions,
        row.releases,
        row.transfers_in,
        row.transfers_out,
        row.reclassified,
        row.population_end,
      ]);
    };
    expect(await flows('2026-03', {})).toEqual([[null, 5, 1, 1, 0, 0, 0, 5]]);
    expect(await flows('2026-03', { by: 'facility_id' })).toEqual([
      ['NORTH', 3, 0, 0, 0, 1, 0, 2],
      ['SOUTH', 2, 1, 1, 1, 0, 0, 3],
    ]);
    expect(await flows('2026-03', { scope: 'region=R2' })).toEqual([[null, 2, 1, 1, 1, 0, 0, 3]]);
    expect(await flows('2026-04', { by: 'custody_level' })).toEqual([
      ['low', 4, 0, 0, 0, 0, 1, 5],
      ['high', 1, 0, 0, 0, 0, -1, 0],
      [null, 0, 1, 0, 0, 0, 0, 1],
    ]);
    expect(await flows('2026-02', { by: 'legal_status' })).toEqual([
      ['pretrial', 1, 0, 0, 0, 0, -1, 0],
      ['sentenced', 5, 0, 1, 0, 0, 1, 5],
    ]);
    expect(await flows('2026-06', { by: 'facility_id' })).toContainEqual([null, 1, 0, 1, 0, 0, 0, 0]);
  });

  it('who moves at the turn of the year leaves in the age of the day before and comes in that of the day', async () => {
    const tables = smallAgency();
    // P1 reaches 45 in 2026, and moves from North to South on New Year's Day; P2 stays at North and reaches 45 too.
    tables.person = tables.person?.map((row, at) => (at < 2 ? { ...row, birth_date: '1981-06-10' } : row)) ?? [];
    tables.placement = [
      { ...tables.placement![0]!, end_date: '2026-01-01' },
      { ...tables.placement![0]!, facility_id: 'SOUTH', unit_id: 'S1', start_date: '2026-01-01' },
      ...tables.placement!.slice(1),
    ];
    const settings = { ...lenient.settings, freshness_limit_days: 400 };
    const turn = await askingTiny(tables, { settings, history_from: '2025-11-01' });
    const flows = async (scope: string) =>
      (await turn.rows<PopulationFlow>('population/flows', { scope, by: 'age_group', period: '2026-01' })).map(
        (row) => [
          row.group,
          row.population_start,
          row.transfers_in,
          row.transfers_out,
          row.reclassified,
          row.population_end,
        ],
      );
    // S3 and S4 are admitted to North in January, both 42 or 43; S2 passes into the next group without moving.
    expect(await flows('facility=NORTH')).toEqual([
      ['35–44', 2, 0, 1, -1, 2],
      ['45–54', 0, 0, 0, 1, 1],
    ]);
    const south = await flows('facility=SOUTH');
    turn.close();
    expect(south.find(([group]) => group === '45–54')).toEqual(['45–54', 0, 1, 0, 0, 1]);
  });

  it('is held against the beds of the places, and against none where people are filtered', async () => {
    const capacity = async (text: { by?: string; scope?: string; values?: Record<string, string> }) =>
      (await asking.rows<PopulationAverage>('population/average', { period: '2026-02', ...text })).map(
        (row) => row.rated_capacity,
      );
    expect(await capacity({})).toEqual([8]);
    expect(await capacity({ by: 'facility_id' })).toEqual([3, 5]);
    expect(await capacity({ scope: 'region=R2' })).toEqual([5]);
    expect(await capacity({ by: 'sex' })).toEqual([null, null]);
    expect(await capacity({ values: { sex: 'M' } })).toEqual([null]);
  });

  it('tells a value that says “null” from one that is missing', async () => {
    const tables = smallAgency();
    tables.stay = (tables.stay ?? []).map((row, index) => ({
      ...row,
      offense_category: index < 2 ? 'null' : index < 5 ? null : 'drug',
    }));
    const odd = await askingTiny(tables, lenient);
    const rows = await odd.rows<PopulationDay>('population/daily', {
      by: 'offense_category',
      values: { from: '2026-01-25', to: '2026-01-25' },
    });
    const months = await odd.rows<PopulationFlow>('population/flows', { by: 'offense_category', period: '2026-01' });
    odd.close();
    // S1 and S2 say “null”; S3, S4 and S5 say nothing; S6 says drug.
    expect(rows.map((row) => [row.group, row.population])).toEqual([
      ['drug', 1],
      ['null', 2],
      [null, 3],
    ]);
    expect(months.map((row) => [row.group, row.admissions, row.population_end])).toEqual([
      ['drug', 1, 1],
      ['null', 0, 2],
      [null, 2, 3],
    ]);
  });
});

describe('a source whose every person and stay is there twice', () => {
  let once: Asking;
  let twice: Asking;

  beforeAll(async () => {
    const demo = join(inject('demo'), 'source');
    const folder = join(temporaryFolder(), 'twice');
    mkdirSync(folder);
    const again: Record<string, string> = {
      person: "'X' || person_id AS person_id",
      stay: "'X' || stay_id AS stay_id, 'X' || person_id AS person_id",
      placement: "'X' || stay_id AS stay_id",
      designation: "'X' || stay_id AS stay_id",
    };
    writeFileSync(join(folder, 'source.json'), readFileSync(join(demo, 'source.json')));
    for (const table of ['agency', 'region', 'facility', 'unit', ...Object.keys(again)]) {
      const select = readFileSync(join(demo, `${table}.sql`), 'utf8');
      const doubled = again[table] ? `\nUNION ALL SELECT * REPLACE (${again[table]}) FROM original` : '';
      writeFileSync(join(folder, `${table}.sql`), `WITH original AS (${select}) SELECT * FROM original${doubled}`);
    }
    const out = `${folder}-out`;
    await exportSource(await readSource(folder, demo), { out, rejects: `${folder}.csv`, report: silent });
    once = await askingOf(join(inject('demo'), 'out'));
    twice = await askingOf(out);
    return () => {
      once.close();
      twice.close();
    };
  });

  const doubled = (value: unknown, name: string, same: readonly string[]) =>
    typeof value === 'number' && !same.includes(name) ? 2 * value : value;

  /** Every number of every row is twice what it was, except the ones named. */
  async function expectDouble(question: string, text: Parameters<Asking['rows']>[1], same: readonly string[]) {
    const [single, double] = [
      await once.rows<Record<string, unknown>>(question, text),
      await twice.rows<Record<string, unknown>>(question, text),
    ];
    expect(single.length, question).toBeGreaterThan(0);
    const wanted = single.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, doubled(value, name, same)])),
    );
    const precise = (rows: Record<string, unknown>[]) =>
      rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [
            name,
            typeof value === 'number' ? Number(value.toPrecision(11)) : value,
          ]),
        ),
      );
    expect(precise(double), `${question} ${JSON.stringify(text)}`).toEqual(precise(wanted));
  }

  const beds = ['days', 'rated_capacity', 'operational_capacity', 'design_capacity'];

  it('has twice the people, moves and releases everywhere, and the same beds', async () => {
    for (const by of nightColumns) {
      await expectDouble('population/average', { by, period: '2026Q2' }, beds);
      await expectDouble('population/average', { by, values: { from: '2025-03-10', to: '2025-08-20' } }, beds);
      await expectDouble('population/daily', { by, period: '2026-06' }, beds);
      await expectDouble('population/flows', { by, period: 'L12M' }, []);
    }
    for (const { id } of once.manifest.scopes.facilities) {
      await expectDouble('population/monthly', { scope: `facility=${id}`, period: 'FY2025' }, beds);
      await expectDouble('population/expected', { scope: `facility=${id}` }, []);
    }
    await expectDouble('population/movements', { period: 'L12M' }, []);
    await expectDouble('population/custody-moves', { period: 'L12M' }, []);
    const fit = async (asking: Asking) =>
      (await asking.rows<LevelFit>('population/level-fit', { by: 'facility_id' })).map((row) => [
        row.people,
        row.scored,
        row.out_of_level,
        row.unexplained,
      ]);
    expect(await fit(twice)).toEqual((await fit(once)).map((counts) => counts.map((people) => 2 * people)));
  });

  it('stays as long and returns as often', async () => {
    const [single, double] = [
      await once.rows<LengthOfStay>('population/length-of-stay', { period: 'L12M' }),
      await twice.rows<LengthOfStay>('population/length-of-stay', { period: 'L12M' }),
    ];
    expect(double.map((row) => row.at_risk)).toEqual(single.map((row) => 2 * row.at_risk));
    double.forEach((row, index) => expect(row.remaining).toBeCloseTo(single[index]?.remaining ?? NaN, 10));
    const rates = async (asking: Asking) =>
      (
        await asking.rows<{ released: number; returned: number | null; rate: number | null }>('recidivism/rate', {
          by: 'cohort_year',
        })
      ).map((row) => [row.released, row.returned, row.rate]);
    expect(await rates(twice)).toEqual(
      (await rates(once)).map(([released, returned, rate]) => [
        2 * (released ?? 0),
        returned === null ? null : 2 * (returned ?? 0),
        rate,
      ]),
    );
  });
});
