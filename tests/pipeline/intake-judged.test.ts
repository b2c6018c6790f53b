import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noReleases } from '../../src/lib/summaries/unknown-codes.ts';
import { runHere } from './command-line.ts';
import { readManifest } from './export-folder.ts';
import { askingTiny } from './exported.ts';
import {
  check,
  checkAndTakeIn,
  intakeSource,
  releasedOf,
  releases,
  takeIn,
  type IntakeSource,
} from './intake-source.ts';
import { asOf } from './small-agency.ts';
import { temporaryFolder, type Row } from './source-folder.ts';

let home: string;
beforeAll(() => {
  home = temporaryFolder();
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const many = (code: string, count: number) => Array.from({ length: count }, () => code);

describe('a code nobody knows', () => {
  const legacy = [...many('PAR', 22), ...many('EXP', 3), 'X9'];

  it('stops the export where who counts hangs on it, and names what is known and what is near', async () => {
    const { code, stderr } = await checkAndTakeIn(intakeSource(home, releases(legacy)));
    expect(code).toBe(2);
    expect(stderr).toMatch(/stay\.release_type: 26 of 26 values are codes the contract does not know/);
    expect(stderr).toMatch(/"PAR" \(22 rows, nearest: parole\), "EXP" \(3 rows, nearest: expiration\), "X9" \(1 row\)/);
    expect(stderr).toMatch(
      /Known are parole, mandatory, expiration, .*"codes": \{"stay\.release_type":\{"PAR":"parole","EXP":"expiration","X9":"…"\}\}/,
    );
  });

  it('of two letters is near what they are the initials or the beginning of, and of one to little else', async () => {
    const staff = ['CM', 'UM', 'CC', 'CO', 'T'].map((role, at) => ({ staff_id: `C${at}`, staff_name: `N${at}`, role }));
    const { stderr } = await check(intakeSource(home, { staff }));
    expect(stderr).toMatch(/"CC" \(1 row\), "CM" \(1 row, nearest: case_manager\), "CO" \(1 row, nearest: counselor\)/);
    expect(stderr).toMatch(/"T" \(1 row\), "UM" \(1 row, nearest: unit_manager\)/);
  });

  it('counts as what source.json says it means', async () => {
    const codes = { 'stay.release_type': { PAR: 'parole', EXP: 'expiration', X9: null, OLD: 'death' } };
    const source = intakeSource(home, releases(legacy), { codes });
    const { code, stdout, table } = await checkAndTakeIn(source);
    expect(code).toBe(0);
    expect(await releasedOf(source.out)).toBe(25);
    expect(table('stay')).toMatchObject({ unknown: [], tidied: [{ column: 'release_type', rows: 26 }] });
    expect(stdout).toMatch(/release_type: the code "OLD", which source\.json explains, does not occur in the data/);
  });

  it('is counted and named below the limit, and no page says that nobody was released', async () => {
    const source = intakeSource(home, releases(legacy), { settings: { unknown_code_limit: 1 } });
    const { code, stdout, table } = await takeIn(source);
    expect(code).toBe(0);
    expect(stdout).toMatch(/release_type holds values the contract does not know, kept as given: "PAR" \(22 rows/);
    expect(table('stay')?.unknown).toMatchObject([
      {
        column: 'release_type',
        rows: 26,
        of: 26,
        decides: true,
        codes: [{ code: 'PAR', rows: 22, nearest: 'parole' }, {}, {}],
      },
    ]);
    expect(noReleases(readManifest(source.out), 'nobody was released')).toMatch(
      /^26 releases are of an unknown type \(“PAR”, “EXP”, “X9”\) and in no figure$/,
    );
  });

  it('does not stop it where it is one among many, or where nothing hangs on it', async () => {
    expect((await check(intakeSource(home, releases([...many('parole', 5), 'PAR'])))).code).toBe(0);
    const program = Array.from({ length: 9 }, (_, at) => ({
      program_id: `G${at}`,
      program_name: `G${at}`,
      category: 'chess',
    }));
    const { code, stdout } = await check(intakeSource(home, { program }));
    expect(code).toBe(0);
    expect(stdout).toMatch(/category holds values the contract does not know, kept as given: "chess" \(9 rows/);
  });

  it.each([
    [{ 'stay.release_typ': { PAR: 'parole' } }, /stay has no column "release_typ".*release_type/],
    [{ 'stays.release_type': { PAR: 'parole' } }, /no table "stays"/],
    [{ 'stay.release_type': { PAR: 'paroled' } }, /"PAR" of stay\.release_type means "paroled".*parole, mandatory/],
    [{ 'stay.admission_date': { x: 'y' } }, /no category but a date/],
    [{ 'stay.release_type': 'parole' }, /codes/],
  ])('is not explained by what cannot be: %j', async (codes, words) => {
    const { code, stderr } = await check(intakeSource(home, releases(['parole']), { codes }));
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(words) });
  });

  it('that is explained for a table or column there is not is named', async () => {
    const codes = { 'stay.admission_type': { N: 'new_commitment' }, 'task.result': { A: 'accepted' } };
    const { code, stdout } = await check(intakeSource(home, releases(['parole']), { codes }));
    expect(code).toBe(0);
    expect(stdout).toMatch(/admission_type: source\.json explains its codes, but the SELECT does not give the column/);
    expect(stdout).toMatch(/source\.json explains codes of task\.result, but the source has no task\.sql/);
  });
});

describe('custody levels', () => {
  const held = (levels: string[]): Record<string, Row[]> => ({
    facility: [{ facility_id: 'N', facility_name: 'North' }],
    person: levels.map((_, at) => ({ person_id: `P${at}` })),
    stay: levels.map((_, at) => ({ stay_id: `A${at}`, person_id: `P${at}`, admission_date: '2026-06-01' })),
    placement: levels.map((custody_level, at) => ({
      stay_id: `A${at}`,
      facility_id: 'N',
      custody_level,
      start_date: '2026-06-01',
    })),
  });
  const levels = [...many('MIN', 8), ...many('Medium', 4)];

  it('that match nothing stop the export', async () => {
    const { code, stderr } = await check(intakeSource(home, held(levels)));
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /custody levels "low", "high" in custody_levels match nothing in the data, which have "MIN" \(8 rows\), "Medium" \(4 rows\)/,
    );
  });

  it('of which one is misspelt stop it too', async () => {
    const { stderr } = await check(intakeSource(home, held(levels), { custody_levels: ['minimum', 'medium'] }));
    expect(stderr).toMatch(
      /custody level "minimum" in custody_levels matches nothing in the data, which have "MIN" \(8 rows\)/,
    );
  });

  it('match once the codes say which is which, whatever their capitals', async () => {
    const codes = { 'placement.custody_level': { MIN: 'minimum' } };
    const source = intakeSource(home, held(levels), { custody_levels: ['minimum', 'medium', 'close'], codes });
    const { code, stdout, table } = await takeIn(source);
    expect(code).toBe(0);
    expect(table('placement')?.unknown).toEqual([]);
    expect(stdout).toMatch(/nobody is at the custody level "close"/);
    expect(readManifest(source.out).dimensions['custody_level']).toEqual(['minimum', 'medium']);
  });
});

describe('a scored level in the codes of another list', () => {
  const levels = ['low', 'low', 'high', 'LVL3'];
  const held = (): Record<string, Row[]> => {
    const stays = Array.from({ length: 40 }, (_, at) => `A${at}`);
    return {
      facility: [{ facility_id: 'N', facility_name: 'North' }],
      person: stays.map((id) => ({ person_id: `P${id}` })),
      stay: stays.map((id) => ({ stay_id: id, person_id: `P${id}`, admission_date: '2026-06-01' })),
      placement: stays.map((stay_id, at) => ({
        stay_id,
        facility_id: 'N',
        start_date: '2026-06-01',
        custody_level: at % 2 === 0 ? 'low' : 'high',
        scored_custody_level: levels[at % 4] ?? null,
        management_variable: false,
      })),
    };
  };

  it('stops the export, as no other level: people would be out of theirs by it', async () => {
    const { code, stderr } = await check(intakeSource(home, held()));
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /placement\.scored_custody_level: 10 of 40 values are codes that are not in custody_levels, .*"LVL3" \(10 rows\)\. Known are low, high\./,
    );
  });

  it('is held against nobody where it is let pass', async () => {
    const agency = [{ agency_name: 'Department of Small Numbers', as_of: '2026-06-30' }];
    const asking = await askingTiny({ agency, ...held() }, { settings: { unknown_code_limit: 0.5 } });
    // Of each four: low as scored, high scored low, low scored high, and one of whom nothing is known.
    expect(await asking.rows('population/level-fit')).toMatchObject([
      { people: 40, scored: 30, out_of_level: 20, unexplained: 20 },
    ]);
    expect(await asking.rows('population/out-of-level', { scope: 'facility=N' })).toHaveLength(20);
    await asking.close();
  });
});

describe('an extract that has stopped', () => {
  const day = (back: number) => new Date(Date.UTC(2026, 5, 30) - back * 86_400_000).toISOString().slice(0, 10);
  /** One admission a day for so many days, the newest so many days before the as-of date. */
  const admissions = (count: number, back: number): Record<string, Row[]> => ({
    person: Array.from({ length: count }, (_, at) => ({ person_id: `P${at}` })),
    stay: Array.from({ length: count }, (_, at) => ({
      stay_id: `A${at}`,
      person_id: `P${at}`,
      admission_date: day(back + at),
    })),
  });

  it.each([
    [6, 0, null],
    [7, 0, /The newest admission_date is 2026-06-23, 7 days before the as-of date 2026-06-30/],
    [30, 0, /30 days before/],
    [
      31,
      2,
      /stay: the newest admission_date is 2026-05-30, 31 days before the as-of date 2026-06-30\. The extract may have stopped \(setting freshness_limit_days: 31\)/,
    ],
  ])('is seen by its newest record: %s days', async (back, expected, words) => {
    const { code, stdout, stderr } = await check(intakeSource(home, admissions(60, back)));
    expect(code).toBe(expected);
    if (words) expect(stdout + stderr).toMatch(words);
    else expect(stdout).not.toMatch(/newest/);
  });

  it('is exported once somebody says that it is so, and the export says it', async () => {
    const source = intakeSource(home, admissions(60, 40));
    expect((await checkAndTakeIn(source)).code).toBe(2);
    const { code, stdout } = await checkAndTakeIn(source, ['--accept']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/newest admission_date/);
    expect(readManifest(source.out).accepted).toEqual([
      expect.stringMatching(/^stay: the newest admission_date is 2026-05-21/),
    ]);
  });

  it('is not seen in what comes rarely, by the month, or is a study of long ago', async () => {
    const few = admissions(9, 40);
    expect((await check(intakeSource(home, few))).code).toBe(0);
    const month = (back: number) => new Date(Date.UTC(2026, 5 - back, 1)).toISOString().slice(0, 10);
    const counts = (first: number) =>
      Array.from({ length: 14 }, (_, at) => ({ count_date: month(first + at), population: 100 + at }));
    // June 1 is the newest count of the data of June 30, and July 1 is not over.
    expect((await check(intakeSource(home, { population_count: counts(0) }))).stdout).not.toMatch(/newest/);
    expect((await check(intakeSource(home, { population_count: counts(2) }))).code).toBe(2);
    const study = Array.from({ length: 40 }, (_, at) => ({
      release_id: `R${at}`,
      cohort_year: 1971,
      release_date: `1971-0${1 + (at % 9)}-${10 + (at % 15)}`,
      days_followed: 364,
    }));
    expect((await check(intakeSource(home, { release_cohort: study }, { history_from: undefined }))).code).toBe(0);
  });
});

describe('an extract that lacks what the export before had', () => {
  const facility = ['N', 'S', 'E'].map((facility_id) => ({ facility_id, facility_name: `Institution ${facility_id}` }));
  const tables = (): Record<string, Row[]> => ({ facility, ...releases(many('parole', 40)) });

  let before: IntakeSource;
  beforeAll(async () => {
    before = intakeSource(home, tables());
    expect((await takeIn(before)).code).toBe(0);
  });

  /** The source after everything was exported once, changed. */
  function after(change: (source: IntakeSource, stays: Row[]) => void): IntakeSource {
    const all = tables();
    const source = intakeSource(home, all);
    source.setRows('agency', [{ agency_name: readManifest(before.out).source.agency_name, as_of: asOf }]);
    cpSync(before.out, source.out, { recursive: true });
    change(source, all.stay ?? []);
    return source;
  }

  const cases: [string, (source: IntakeSource, stays: Row[]) => void, RegExp][] = [
    [
      'a fourth of the rows',
      (source, stays) => source.setRows('stay', stays.slice(10)),
      /stay has 30 rows, 25 % fewer; the export before, as of 2026-06-30, had 40\./,
    ],
    [
      'every row',
      (source) => source.setFile('stay', 'stay_id,person_id,admission_date,release_date,release_type\n'),
      /stay is empty; the export before, as of 2026-06-30, had 40 rows\./,
    ],
    ['a table', (source) => rmSync(join(source.path, 'stay.sql')), /stay is not supplied any more; .* had 40 rows\./],
    [
      'every value of a column',
      (source, stays) =>
        source.setRows(
          'stay',
          stays.map((row) => ({ ...row, release_date: null, release_type: null })),
        ),
      /stay: no row has release_date or release_type any more; in the export before, as of 2026-06-30, some had\./,
    ],
    [
      'an institution',
      (source) => source.setRows('facility', facility.slice(0, 2)),
      /An institution of the export before is not in the facility table: Institution E \(E\)\..*closed_date/,
    ],
    [
      'the last month',
      (source) =>
        source.setSelect(
          'agency',
          "SELECT agency_name, '2026-05-31' AS as_of FROM read_csv('files/agency.csv', all_varchar = true)",
        ),
      /as of 2026-05-31, older than the export in place, which is as of 2026-06-30/,
    ],
  ];

  it.each(cases)('%s', async (_, change, words) => {
    const source = after(change);
    const { version } = readManifest(source.out);
    const { code, stderr } = await checkAndTakeIn(source);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(words) });
    expect(stderr).toMatch(/--accept/);
    expect(readManifest(source.out).version).toBe(version);
    // Both say what was accepted; the export alone keeps it.
    expect((await takeIn(source, ['--accept'])).code).toBe(0);
    expect(readManifest(source.out).accepted).toEqual([expect.stringMatching(words)]);
    // It is the export before from now on.
    expect((await takeIn(source)).code).toBe(0);
    expect(readManifest(source.out).accepted).toBeUndefined();
  });

  it('the people of an institution', async () => {
    const held = (at: string[]): Record<string, Row[]> => ({
      facility,
      person: at.map((_, index) => ({ person_id: `P${index}` })),
      stay: at.map((_, index) => ({ stay_id: `A${index}`, person_id: `P${index}`, admission_date: '2026-06-01' })),
      placement: at.map((facility_id, index) => ({ stay_id: `A${index}`, facility_id, start_date: '2026-06-01' })),
    });
    const places = ['N', 'N', 'N', 'N', 'N', 'S', 'S', 'S', 'S', 'E'];
    const source = intakeSource(home, held(places));
    expect((await takeIn(source)).code).toBe(0);
    source.setRows('placement', held(places).placement?.slice(0, 9) ?? []);
    const { code, stderr } = await takeIn(source);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /An institution that held people in the export before has no placement any more: Institution E \(E\)\./,
    );
  });

  it('does not stop it where it is little, or another agency’s that is to replace it', async () => {
    const fewer = after((source, stays) => source.setRows('stay', stays.slice(8)));
    expect((await takeIn(fewer)).code).toBe(0);
    const other = intakeSource(home, { facility: facility.slice(2) });
    const beside = await runHere(['export', other.path, '--out', fewer.out, '--without-pages']);
    expect(beside).toMatchObject({ code: 3, stderr: expect.stringContaining('--replace') });
    expect((await runHere(['export', other.path, '--out', fewer.out, '--without-pages', '--replace'])).code).toBe(0);
  });
});
