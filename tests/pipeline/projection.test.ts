import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Assumption } from '../../src/lib/projection/assumptions.ts';
import type { Score } from '../../src/lib/projection/backtest.ts';
import type { EarlierProjection } from '../../src/lib/questions/population/backtest.ts';
import { unpackInput, type PackedInput } from '../../src/lib/projection/packed-input.ts';
import { projectPlace } from '../../src/lib/projection/place.ts';
import { limits } from '../../src/lib/projection/predictive.ts';
import { baseline } from '../../src/lib/projection/scenario.ts';
import type { ProjectedStratum } from '../../src/lib/questions/population/projection-made-from.ts';
import type { ProjectedMonth } from '../../src/lib/questions/population/projection.ts';
import { addDays, addMonths } from '../../src/lib/calendar/date.ts';
import { askingOf, type Asking } from './asking.ts';
import { readManifest } from './export-folder.ts';
import { askingTiny, exported } from './exported.ts';
import { agencyOf, since2019, type Plan } from './projection-agency.ts';
import { temporaryFolder, writeSource, type Row } from './source-folder.ts';

const asOf = '2026-06-30';
const plan = (facility_id: string, more: Omit<Partial<Plan>, 'facility'> & { facility?: Row } = {}): Plan => ({
  arrivals: () => 20,
  stayMonths: 6,
  ...more,
  facility: { facility_id, facility_name: facility_id, region_id: 'R1', rated_capacity: 100, ...more.facility },
});

const plans = [
  plan('STEADY'),
  plan('EPIDEMIC', { arrivals: (month) => (month > since2019(2026, 3) ? 2 : 20) }),
  plan('NEW', { arrivals: (month) => (month >= since2019(2026, 1) ? 20 : 0), facility: { opened_date: '2026-01-05' } }),
  plan('YOUNG', {
    level: 'medium',
    arrivals: (month) => (month >= since2019(2024, 6) ? 20 : 0),
    facility: { opened_date: '2024-06-01' },
  }),
  plan('OLD', { arrivals: (month) => (month < since2019(2024, 6) ? 20 : 0), facility: { closed_date: '2024-12-31' } }),
  plan('TINY', { arrivals: (month) => (month % 4 === 0 ? 1 : 0), stayMonths: 12, facility: { rated_capacity: 5 } }),
  // Rebuilt in 2023: nobody was there for nine months.
  plan('REBUILT', { arrivals: (month) => (month >= since2019(2022, 10) && month < since2019(2024, 1) ? 0 : 20) }),
  plan('CLOSING', { level: 'high', facility: { closed_date: '2027-03-31', rated_capacity: 150 } }),
];

describe('projections of institutions of every kind', () => {
  let asking: Asking;

  beforeAll(async () => {
    asking = await askingTiny(agencyOf(plans, asOf), { history_from: '2021-01-01' });
    return () => asking.close();
  });

  const months = (scope: string, values: Record<string, string> = {}) =>
    asking.rows<ProjectedMonth>('population/projection', { scope, values });
  const sentences = (scope: string) => asking.rows<Assumption>('population/projection-assumptions', { scope });
  const topics = async (scope: string, kind: Assumption['kind']) =>
    (await sentences(scope)).filter((each) => each.kind === kind).map(({ topic }) => topic);

  it('goes on steadily where everything is steady', async () => {
    const rows = await months('facility=STEADY', { months: '36' });
    expect(rows).toHaveLength(36);
    expect(rows[0]).toMatchObject({ month: '2026-07-01', date: '2026-07-31', capacity: 100 });
    for (const row of rows) {
      // Twenty a month who stay six months.
      // Neighbours that opened, closed and stood empty pull a little at it: all are made to add up.
      expect(row.projected).toBeGreaterThan(110);
      expect(row.projected).toBeLessThan(130);
      expect(Math.abs(row.admissions! - 20)).toBeLessThan(2);
      expect(Math.abs(row.exits! - 20)).toBeLessThan(2);
      expect(row.probability_over).toBeGreaterThan(rows.indexOf(row) < 24 ? 0.9 : 0.75);
      expect(row.probability_passed).toBeGreaterThanOrEqual(row.probability_over!);
    }
    const record = await asking.rows<Score>('population/backtest', { scope: 'facility=STEADY' });
    // 66 months of history: from the 36th on, 30 are one month before another.
    expect(record[0]).toMatchObject({ horizon_months: 1, origins: 30, coverage80: 1 });
    for (const { mape } of record) expect(mape).toBeLessThan(8);
    expect(await topics('facility=STEADY', 'warning')).toEqual([]);
  });

  it('answers what if: admissions, stays, and from when on', async () => {
    const before = await months('facility=STEADY');
    const settled = (await months('facility=STEADY', { admissions: 'all:10' })).at(-1);
    expect(settled?.difference).toBeCloseTo(12, 4);
    expect(settled!.projected - before.at(-1)!.projected).toBeCloseTo(12, 4);
    const all = { staymonths: '-2', start: '4' };
    const changes = async (more: Record<string, string>) =>
      (await months('facility=STEADY', { ...all, ...more })).map(({ projected }, i) =>
        Math.round(projected - before[i]!.projected),
      );
    expect((await changes({})).slice(2, 10)).toEqual([0, 0, 0, 0, 0, -20, -40, -40]);
    expect((await changes({ retroactive: 'yes' })).slice(2, 6)).toEqual([0, -40, -40, -40]);
    await expect(months('facility=STEADY', { admissions: 'all' })).rejects.toThrow(/NAME:PERCENT/);
    await expect(months('facility=STEADY', { stays: 'drugs:10' })).rejects.toThrow(/no offense “drugs”/);
    await expect(months('facility=STEADY', { months: '0' })).rejects.toThrow(/from 1 to 120/);
  });

  it('says why there is no projection', async () => {
    for (const [id, why] of [
      ['NEW', /too little history: 6 whole months/],
      ['OLD', /closed on Dec 31, 2024/],
    ] as const) {
      expect(await months(`facility=${id}`)).toEqual([]);
      const [only, ...others] = await sentences(`facility=${id}`);
      expect(only).toMatchObject({ kind: 'refused', text: expect.stringMatching(why) as string });
      expect(others).toEqual([]);
    }
  });

  it('warns of a short history, few people, admissions that stopped, and a closing', async () => {
    expect(await topics('facility=YOUNG', 'warning')).toEqual(['Short history']);
    expect(await asking.rows('population/backtest', { scope: 'facility=YOUNG' })).toEqual([]);
    expect(Math.abs((await months('facility=YOUNG')).at(-1)!.projected - 120)).toBeLessThan(12);
    expect(await topics('facility=TINY', 'warning')).toEqual(['Few people']);
    expect(await topics('facility=EPIDEMIC', 'warning')).toEqual(['Admissions']);
    expect(await topics('facility=CLOSING', 'warning')).toEqual(['Closing']);
  });

  it('takes an epidemic for an interruption, of which an institution without a record of such is believed to come back a little', async () => {
    const rows = await months('facility=EPIDEMIC');
    const groups = await asking.rows<ProjectedStratum>('population/projection-strata', { scope: 'facility=EPIDEMIC' });
    // Six months ago 20, then 20, 20, and three times 2: there are 66.
    expect(groups.reduce((all, { people }) => all + people, 0)).toBe(66);
    expect(rows[11]!.projected).toBeGreaterThan(66);
    expect(rows[0]?.projected).toBeLessThan(80);
    // The model itself goes back to nearly 120, and a scenario starts from there.
    const more = await months('facility=EPIDEMIC', { admissions: 'all:10' });
    expect(more.at(-1)!.difference).toBeGreaterThan(9);
  });

  it('goes on as before where an institution stood empty for a while, and scores only the months with people', async () => {
    const rows = await months('facility=REBUILT');
    expect(Math.abs(rows.at(-1)!.projected - 120)).toBeLessThan(12);
    for (const row of await asking.rows<Score>('population/backtest', { scope: 'facility=REBUILT' })) {
      // Of the 30 origins one month ahead, those at a month end with nobody cannot be projected from.
      expect(row.origins).toBeLessThanOrEqual(30 - row.horizon_months + 1);
      for (const figure of [row.mape, row.bias, row.width80]) expect(Number.isFinite(figure)).toBe(true);
    }
  });

  it('by group adds up to the whole', async () => {
    for (const scope of ['agency', 'facility=STEADY', 'facility=TINY']) {
      const [groups, whole] = [
        await asking.rows<ProjectedStratum>('population/projection-strata', { scope }),
        await months(scope),
      ];
      for (const [months, of] of [
        [12, 'projected12'],
        [36, 'projected36'],
        [60, 'projected60'],
      ] as const) {
        const sum = groups.reduce((all, group) => all + group[of], 0);
        expect(sum).toBeCloseTo(whole[months - 1]!.projected, 6);
      }
    }
  });

  it('tells people apart by custody level where their offense is not recorded', async () => {
    const groups = await asking.rows<ProjectedStratum>('population/projection-strata', { scope: 'agency' });
    const known = new Map(groups.map(({ group, people }) => [group, people]));
    expect(known.get('New commitment · Medium custody, offense not recorded')).toBe(120);
    expect(known.get('New commitment · High custody, offense not recorded')).toBe(120);
    expect(known.size).toBe(3);
  });

  it('hands the page what it simulates scenarios from, to the same figures', async () => {
    for (const scope of ['agency', 'region=R1', 'facility=EPIDEMIC']) {
      const packed = await asking.rows<PackedInput>('population/projection-input', { scope });
      const input = unpackInput(packed)!;
      const scenario = { ...baseline, admissions: { all: -10 }, start: 4 };
      const here = projectPlace(input, { months: 60, scenario }).months;
      const there = await months(scope, { admissions: 'all:-10', start: '4' });
      expect(here.map(({ projected }) => projected)).toEqual(there.map(({ projected }) => projected));
      expect(here.map((month) => limits(month, 0.8).upper)).toEqual(there.map(({ upper80 }) => upper80));
    }
  });

  it('never projects fewer than nobody, and says of three people how little is known', async () => {
    const rows = await months('facility=TINY');
    const year = rows[11]!;
    expect(year.projected).toBeGreaterThan(1);
    expect(year.projected).toBeLessThan(5);
    // Three have been there at every month end for five years: that is as sure as three can be.
    expect(year.lower95).toBeGreaterThan(0);
    expect(rows.at(-1)!.lower95).toBe(0);
    expect(rows.at(-1)!.upper95).toBeGreaterThan(5);
    for (const { lower95, lower80, lower50 } of rows)
      expect(Math.min(lower95, lower80, lower50)).toBeGreaterThanOrEqual(0);
  });

  it('holds each month against the capacity of that month', async () => {
    const rows = await months('region=R1');
    const beds = (date: string) => rows.find((row) => row.date === date)?.capacity;
    // OLD is closed; CLOSING has 150 beds until it closes.
    expect(beds('2027-02-28')).toBe(100 * 5 + 5 + 150);
    expect(beds('2027-03-31')).toBe(100 * 5 + 5);
  });

  it('adds up: institutions make their region, and regions the agency, people of none held as they are', async () => {
    const [region, agency] = [await months('region=R1'), await months('agency')];
    const ids = ['STEADY', 'EPIDEMIC', 'YOUNG', 'TINY', 'REBUILT', 'CLOSING'];
    const parts: ProjectedMonth[][] = [];
    for (const id of ids) parts.push(await months(`facility=${id}`));
    // NEW has too little history for a projection: its 120 people are held.
    agency.forEach((row, i) => {
      const sum = parts.reduce((all, rows) => all + rows[i]!.projected, 120);
      expect(row.projected).toBeCloseTo(sum, 6);
      expect(region[i]!.projected).toBeCloseTo(sum, 6);
      const before = i === 0 ? null : agency[i - 1]!.projected;
      if (before !== null) expect(row.projected).toBeCloseTo(before + row.admissions! - row.exits!, 6);
    });
  });

  it('gives the same figures every time, however many months are asked for', async () => {
    const all = await months('agency');
    expect(await months('agency')).toEqual(all);
    expect(await months('agency', { months: '7' })).toEqual(all.slice(0, 7));
  });
});

describe('projections of earlier exports', () => {
  it('are kept as they stood and held against what came', async () => {
    const source = join(temporaryFolder(), 'kept');
    let now = '2026-04-30';
    const folder = writeSource(source, agencyOf([plan('STEADY')], now), { history_from: '2021-01-01' });
    const said: Record<string, ProjectedMonth[]> = {};
    for (const next of ['2026-05-31', '2026-06-30']) {
      const { out } = await exported(folder.path);
      const asking = await askingOf(out);
      said[now] = await asking.rows<ProjectedMonth>('population/projection', { values: { months: '2' } });
      asking.close();
      // Half as many come as were expected.
      const half = { ...plan('STEADY'), arrivals: (month: number) => (month > since2019(2026, 4) ? 10 : 20) };
      for (const [table, rows] of Object.entries(agencyOf([half], next))) folder.setRows(table, rows);
      now = next;
    }
    const asking = await askingOf((await exported(folder.path)).out);
    const kept = await asking.rows<EarlierProjection>('population/projection-kept');
    asking.close();
    expect(kept.map(({ made_on, date, actual }) => [made_on, date, actual])).toEqual([
      ['2026-04-30', '2026-05-31', 110],
      ['2026-04-30', '2026-06-30', 100],
      ['2026-05-31', '2026-06-30', 100],
    ]);
    expect(kept[1]?.projected).toBeCloseTo(said['2026-04-30']?.[1]?.projected ?? 0, 6);
    expect(kept[2]?.lower80).toBeCloseTo(said['2026-05-31']?.[0]?.lower80 ?? 0, 6);
    // An older extract is refused, and where somebody puts it back it loses nothing that was kept.
    for (const [table, rows] of Object.entries(agencyOf([plan('STEADY')], '2026-06-29'))) folder.setRows(table, rows);
    await expect(exported(folder.path)).rejects.toThrow(/as of 2026-06-29, older than the export in place.*--accept/s);
    const last = await exported(folder.path, { accept: true });
    const older = await askingOf(last.out);
    const still = await older.rows<EarlierProjection>('population/projection-kept');
    older.close();
    expect(still.map(({ made_on, date }) => [made_on, date])).toEqual([['2026-04-30', '2026-05-31']]);
    // A record that cannot be read is not begun anew in silence.
    writeFileSync(join(last.out, last.manifest.version, 'projection_kept.parquet'), 'damaged');
    await expect(exported(folder.path)).rejects.toThrow(
      /^The projections kept in .* cannot be taken over: .* Put that/s,
    );
    expect(readManifest(last.out).version).toBe(last.manifest.version);
  });
});

describe('counts with a gap', () => {
  const counted = (count: number, skip: (i: number) => boolean): Row[] =>
    Array.from({ length: count }, (_, i) => ({ count_date: addMonths('2022-01-31', i), population: 500 + i })).filter(
      (_, i) => !skip(i),
    );
  const agency = (rows: Row[], end = addDays(addMonths('2022-02-01', 53), -1)) => ({
    agency: [{ agency_name: 'Counts only', as_of: end }],
    population_count: rows,
  });

  it('are left out and named', async () => {
    const asking = await askingTiny(agency(counted(54, (i) => i >= 20 && i < 23)));
    const rows = await asking.rows<ProjectedMonth>('population/projection', { values: { months: '12' } });
    expect(rows[0]).toMatchObject({ date: '2026-07-31', admissions: null });
    // One more a month: part of the next one is believed.
    expect(rows[0]?.projected).toBeGreaterThan(553.2);
    expect(rows[0]?.projected).toBeLessThan(554);
    expect(rows[11]?.projected).toBeLessThan(553 + 12);
    const sentences = await asking.rows<Assumption>('population/projection-assumptions');
    expect(sentences.find(({ topic }) => topic === 'Gaps')?.text).toMatch(/^In 3 of 54 months nobody was counted/);
    asking.close();
  });

  it('that end long before the as-of date give no projection', async () => {
    const asking = await askingTiny(agency(counted(40, () => false)), {}, { accept: true });
    expect(await asking.rows('population/projection')).toEqual([]);
    const [why] = await asking.rows<Assumption>('population/projection-assumptions');
    expect(why).toMatchObject({
      kind: 'refused',
      text: expect.stringMatching(/last count is 14 months old/) as string,
    });
    asking.close();
  });
});
