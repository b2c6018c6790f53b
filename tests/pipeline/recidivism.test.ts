import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { nativeEngine } from '../../scripts/engine/native.ts';
import { wilson } from '../../src/lib/analysis/proportion.ts';
import { defaultView } from '../../src/lib/pages/view.ts';
import { ask } from '../../src/lib/questions/ask.ts';
import { questionOf } from '../../src/lib/questions/index.ts';
import type { ReturnCurve } from '../../src/lib/questions/recidivism/curve.ts';
import type { ReturnHazard } from '../../src/lib/questions/recidivism/hazard.ts';
import type { ReturnTest } from '../../src/lib/questions/recidivism/group-test.ts';
import type { ReturnRate } from '../../src/lib/questions/recidivism/rate.ts';
import { folderFor, publicFiles } from '../public-files.ts';
import { askingOf, type Asking } from './asking.ts';
import { readWholeExport } from './export-folder.ts';
import { askingTiny } from './exported.ts';
import { printedRows, publicExport } from './public-export.ts';
import { releasesOf, type Release } from './release-follow-up.ts';
import { smallAgency } from './small-agency.ts';
import { readSourceRows } from './source-rows.ts';

describe.skipIf(publicFiles === null)('Iowa', () => {
  it('loads every row and gives the published three-year rates', async () => {
    const out = await publicExport('iowa');
    const answer = <Row extends object>(...words: string[]) => printedRows<Row>(out, 'answer', ...words);
    const { tables } = readWholeExport(out).manifest;
    expect(tables.find(({ name }) => name === 'release_cohort')).toMatchObject({
      read: 26_020,
      loaded: 26_020,
      rejected: 0,
    });
    expect(tables.find(({ name }) => name === 'population_count')).toMatchObject({
      // By month, sex and offense: the file's felony classes are added up.
      read: 1_364,
      loaded: 1_364,
      rejected: 0,
    });
    const [all] = await answer<ReturnRate>('recidivism/rate', '--unit', 'release');
    const years = await answer<ReturnRate>('recidivism/rate', '--by', 'cohort_year');
    const curve = await answer<ReturnCurve>('recidivism/curve');
    expect(all).toMatchObject({ released: 26_020, returned: 8_681, horizon_days: 1095 });
    expect([all?.rate, all?.lower, all?.upper].map((share) => (100 * (share ?? 0)).toFixed(2))).toEqual([
      '33.36',
      '32.79',
      '33.94',
    ]);
    const rates = Object.fromEntries(years.map((row) => [row.group, (100 * (row.rate ?? 0)).toFixed(1)]));
    expect(rates).toMatchObject({ 2010: '30.3', 2015: '37.8' });
    const [soon] = await answer<ReturnRate>('recidivism/rate', '--horizon', '365');
    expect(soon).toMatchObject({ released: 26_020, returned: null, rate: null, missing: 'days' });
    // The file says whether, not when: there is no curve to draw.
    expect(curve).toEqual([]);
  });
});

describe.skipIf(publicFiles === null)('Rossi', () => {
  it('gives the published curve, limits and test', async () => {
    const out = await publicExport('rossi');
    const arrests = <Row extends object>(question: string, ...words: string[]) =>
      printedRows<Row>(out, 'answer', question, '--event', 'arrest', ...words);
    const curve = await arrests<ReturnCurve>('recidivism/curve');
    const byAid = await arrests<ReturnCurve>('recidivism/curve', '--by', 'program_status');
    const [test] = await arrests<ReturnTest>('recidivism/test', '--by', 'program_status');
    const [rate] = await arrests<ReturnRate>('recidivism/rate', '--horizon', '364');
    const hazard = await arrests<ReturnHazard>('recidivism/hazard');
    const end = (rows: ReturnCurve[]) => {
      const last = rows.at(-1);
      return [last?.cumulative, last?.upper, last?.lower].map((share) => (1 - (share ?? NaN)).toFixed(5));
    };
    // Straight from the file: who was arrested in each week, of those still free at its start.
    const men = readFileSync(join(folderFor('rossi'), 'rossi.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1);
    const seen = men.map((line) => line.split(',').map(Number));
    const weeks = Array.from({ length: 52 }, (_, i) => i + 1).map((week) => ({
      week,
      arrested: seen.filter(([until, arrest]) => until === week && arrest === 1).length,
      free: seen.filter(([until = 0]) => until >= week).length,
    }));
    expect(curve.reduce((sum, row) => sum + row.events, 0)).toBe(114);
    expect(end(curve)).toEqual(['0.73611', '0.69186', '0.77506']);
    expect(end(byAid.filter((row) => row.group === 'completed'))).toEqual(['0.77778', '0.71624', '0.82758']);
    expect(end(byAid.filter((row) => row.group === null))).toEqual(['0.69444', '0.62829', '0.75119']);
    expect(test).toMatchObject({ df: 1 });
    expect([test?.statistic.toFixed(5), test?.p.toFixed(4)]).toEqual(['3.83757', '0.0501']);
    // Arrests of the 52nd week fall on day 364 itself and belong to the time after a horizon of 364 days.
    expect(rate?.released).toBe(432);
    expect(rate?.returned).toBe(114 - (curve.find((row) => row.day === 364)?.events ?? 0));
    expect(hazard.map(({ day, events }) => [day / 7, events])).toEqual(
      weeks.filter(({ arrested }) => arrested > 0).map(({ week, arrested }) => [week, arrested]),
    );
    const added = weeks.reduce((sum, { arrested, free }) => sum + arrested / free, 0);
    expect(hazard.at(-1)?.hazard).toBeCloseTo(added, 9);
    // By hand: the variance is the sum of d/n², the limits are H·exp(±1.96·se/H).
    const error = Math.sqrt(weeks.reduce((sum, { arrested, free }) => sum + arrested / free ** 2, 0));
    expect(hazard.at(-1)?.error).toBeCloseTo(error, 9);
    expect(hazard.at(-1)?.lower).toBeCloseTo(added * Math.exp((-1.959964 * error) / added), 6);
    expect(hazard.at(-1)?.upper).toBeCloseTo(added * Math.exp((1.959964 * error) / added), 6);
  });
});

describe('returns of the demonstration', () => {
  let asking: Asking;
  let releases: Release[];

  beforeAll(async () => {
    const source = join(inject('demo'), 'source');
    asking = await askingOf(join(inject('demo'), 'out'));
    releases = await releasesOf(await readSourceRows(source), source, asking.manifest.history_from ?? '');
    return () => asking.close();
  });

  const groupOf = {
    cohort_year: (r: Release) => String(r.year),
    facility_id: (r: Release) => r.facility_id,
    risk_level: (r: Release) => r.risk_level,
  };

  it.each([
    ['cohort_year', 1095, 'person', 'return'],
    ['cohort_year', 365, 'release', 'return'],
    ['cohort_year', 180, 'person', 'return_technical'],
    ['facility_id', 365, 'person', 'return'],
    ['risk_level', 730, 'release', 'return_new_sentence'],
    ['risk_level', 365, 'person', 'return'],
  ] as const)('by %s within %i days, per %s, event %s, equal a count over stays', async (by, horizon, unit, event) => {
    const wanted = (r: Release) => (event === 'return' ? r.kind !== null : r.kind === event);
    const complete = (all: Release[]) => all.every((r) => r.followed >= horizon + 90);
    const years = new Map<number, Release[]>();
    for (const release of releases) years.set(release.year, [...(years.get(release.year) ?? []), release]);
    const groups = new Map<string | null, Release[]>();
    const isComplete = (year: number) => complete(years.get(year) ?? []);
    // A year and a place are counted by themselves; else a person counts once in all the years followed long enough.
    const first = ({ year, facility_id, earlier }: Release) =>
      !earlier.some((other) =>
        by === 'cohort_year'
          ? other.year === year
          : isComplete(other.year) && (by !== 'facility_id' || other.facility_id === facility_id),
      );
    for (const release of releases) {
      if (unit === 'person' && !first(release)) continue;
      if (by !== 'cohort_year' && !isComplete(release.year)) continue;
      groups.set(groupOf[by](release), [...(groups.get(groupOf[by](release)) ?? []), release]);
    }
    const rows = await asking.rows<ReturnRate>('recidivism/rate', {
      by,
      values: { horizon: String(horizon), unit, event },
    });
    expect(new Set(rows.map((row) => row.group))).toEqual(new Set(groups.keys()));
    expect(rows.some((row) => (row.returned ?? 0) > 0)).toBe(true);
    for (const row of rows) {
      const own = groups.get(row.group) ?? [];
      const returned = own.filter((r) => wanted(r) && r.returned !== null && r.returned < horizon).length;
      const shown = complete(own);
      expect(row, `${row.group}`).toMatchObject({
        released: own.length,
        returned: shown ? returned : null,
        rate: shown ? returned / own.length : null,
        ...(shown ? (unit === 'person' ? wilson(returned, own.length) : {}) : { lower: null, upper: null }),
      });
      // People with several releases make the interval wider, never narrower.
      if (shown && unit === 'release') {
        const plain = wilson(returned, own.length);
        expect(row.lower).toBeLessThanOrEqual((plain?.lower ?? NaN) + 1e-12);
        expect(row.upper).toBeGreaterThanOrEqual((plain?.upper ?? NaN) - 1e-12);
      }
    }
    // Cohorts still being followed are named without a rate, not shown with a low one.
    if (by === 'cohort_year') expect(rows.at(-1)).toMatchObject({ group: '2026', rate: null });
  });

  it.each([
    ['recidivism/rates', null, {}],
    ['recidivism/rate', 'cohort_year', { horizon: 365, event: 'return_technical' }],
    ['recidivism/competing', null, { every: 28, until: 1826 }],
    ['recidivism/curve', null, { event: 'arrest', until: 700 }],
  ] as const)('%s by %s is the same when it is counted alongside other panels', async (id, by, params) => {
    const question = questionOf(id);
    const { manifest, folder, files } = asking;
    const engine = await nativeEngine(folder, files);
    const request = { ...defaultView(manifest), by, filters: { sex: ['M'] }, params };
    const [alone, alongside] = [
      await ask(engine, files.marts, question, request),
      await ask(engine, files.marts, question, { ...request, alongside: 'risk_level' }),
    ];
    expect(alone.rows.length).toBeGreaterThan(0);
    expect(alongside).toEqual(alone);
    engine.close();
  });

  it('say nothing, rather than 0 %, of an event the data do not record', async () => {
    const [row] = await asking.rows<ReturnRate>('recidivism/rate', { values: { event: 'warrant', horizon: '365' } });
    expect(row).toMatchObject({ returned: null, rate: null, missing: 'event' });
    expect(await asking.rows('recidivism/curve', { values: { event: 'warrant' } })).toEqual([]);
  });
});

describe('returns counted by hand', () => {
  const stay = (
    stay_id: string,
    person_id: string,
    admission_date: string,
    release_date: string | null,
    admission_type = 'new_commitment',
  ) => ({
    stay_id,
    person_id,
    admission_date,
    release_date,
    admission_type,
    release_type: release_date === null ? null : 'parole',
  });
  const askingOfStays = (stays: ReturnType<typeof stay>[]) =>
    askingTiny(
      {
        agency: smallAgency().agency ?? [],
        person: [...new Set(stays.map((row) => row.person_id))].map((person_id) => ({ person_id })),
        stay: stays,
      },
      { history_from: '2020-01-01' },
    );

  it('leave an event on the anniversary to the time after it', async () => {
    const asking = await askingOfStays([
      // 2021-05-10 and 1095 days is 2024-05-09.
      stay('A1', 'A', '2020-05-01', '2021-05-10'),
      stay('A2', 'A', '2024-05-09', null),
      stay('B1', 'B', '2020-05-01', '2021-05-10'),
      stay('B2', 'B', '2024-05-08', null, 'technical_violation'),
      stay('C1', 'C', '2020-05-01', '2021-05-10'),
    ]);
    const rate = async (horizon: string, event = 'any') =>
      (await asking.rows<ReturnRate>('recidivism/rate', { values: { horizon, event } }))[0];
    expect(await rate('1095')).toMatchObject({ released: 3, returned: 1 });
    expect(await rate('1096')).toMatchObject({ released: 3, returned: 2 });
    expect(await rate('1095', 'return_new_sentence')).toMatchObject({ released: 3, returned: 0, rate: 0 });
    asking.close();
  });

  it('give a rate only when the last member of the cohort was followed for the horizon and the record lag', async () => {
    // As of 2026-06-30 a release of 2025-04-01 has 455 days: exactly one year and 90 days.
    for (const [last, shown] of [
      ['2025-04-01', true],
      ['2025-04-02', false],
    ] as const) {
      const asking = await askingOfStays([
        stay('A1', 'A', '2020-05-01', '2025-01-10'),
        stay('B1', 'B', '2020-05-01', last),
      ]);
      const rows = await asking.rows<ReturnRate>('recidivism/rate', {
        by: 'cohort_year',
        values: { horizon: '365', event: 'return' },
      });
      expect(rows).toMatchObject([{ group: '2025', released: 2, returned: shown ? 0 : null, rate: shown ? 0 : null }]);
      asking.close();
    }
  });

  it('take no stay that began before the release for a return, nor leaving one stay for another for a release', async () => {
    const asking = await askingOfStays([
      stay('A1', 'A', '2020-05-01', '2021-05-10'),
      stay('A2', 'A', '2021-02-01', '2021-04-01'),
      stay('A3', 'A', '2022-05-10', null),
    ]);
    const curve = await asking.rows<ReturnCurve>('recidivism/curve', { values: { unit: 'release' } });
    // On 2021-04-01 the person is still held in A1. From the release of 2021-05-10 it is 365 days to A3.
    expect(curve.map((row) => [row.day, row.events])).toEqual([[365, 1]]);
    asking.close();
  });
});
