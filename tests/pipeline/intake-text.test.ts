import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askingOf } from './asking.ts';
import { check, checkAndTakeIn, intakeSource, releasedOf, releases, takeIn } from './intake-source.ts';
import { smallAgency } from './small-agency.ts';
import { temporaryFolder, type Row } from './source-folder.ts';

let home: string;
beforeAll(() => {
  home = temporaryFolder();
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

it('one category is one category, whatever stands round it that nobody sees', async () => {
  const spaced = ['parole\t', 'parole\u00a0', ' parole\r', 'parole\u2003'];
  const unseen = ['\u200bparole', '\u202eparole\u202c', 'par\u00adole', '\u0007parole'];
  const spelled = ['Parole', 'PAROLE', 'Parole\t'];
  const source = intakeSource(home, releases([...spaced, ...unseen, ...spelled, 'parole']));
  const { code, stdout, table } = await checkAndTakeIn(source);
  expect(code).toBe(0);
  expect(await releasedOf(source.out)).toBe(12);
  expect(table('stay')?.unknown).toEqual([]);
  const tidied = table('stay')?.tidied ?? [];
  expect(tidied.map(({ column, rows, meaning }) => [column, rows, meaning.split(/[:,]/)[0]])).toEqual([
    ['release_type', 4, 'Characters that cannot be seen or turn the direction of writing were taken out'],
    ['release_type', 5, 'White space was trimmed at the ends and made single spaces within'],
    ['release_type', 3, expect.stringContaining('only by capitals or gaps')],
  ]);
  // What cannot be seen is seen in what is said.
  expect(stdout).toMatch(/release_type: 4 values\. .*: <U\+0007>, <U\+00AD>, <U\+200B>, <U\+202C>, <U\+202E>\./);
  for (const letter of '\u200b\u202e\u0007\t\u00a0') expect(stdout).not.toContain(letter);
});

it('words for a missing value are missing in numbers and known codes, whoever wrote them, and named elsewhere', async () => {
  const words = ['NA', 'n/a', '#N/A', 'NULL', '(null)', '.', 'NaN', 'None', '--', ' na '];
  const row = (at: number, word: string | null): Row => ({
    release_id: `R${at}`,
    cohort_year: '2022',
    days_followed: '1000',
    event_type: word ?? 'return_technical',
    days_to_event: word ?? '30',
    sex: at === 0 ? 'NA' : 'M',
  });
  const release_cohort = [...words, null, null].map((word, at) => row(at, word));
  const source = intakeSource(home, { release_cohort });
  const { code, table } = await takeIn(source);
  expect(code).toBe(0);
  expect(table('release_cohort')).toMatchObject({ read: 12, loaded: 12, rejected: 0, unknown: [] });
  // By hand: two of twelve returned; everybody else was followed for a thousand days without a return.
  const asking = await askingOf(source.out);
  const [rate] = await asking.rows<{ released: number; returned: number }>('recidivism/rate', {
    period: '2022-01-01..2022-12-31',
    values: { horizon: '365' },
  });
  asking.close();
  expect(rate).toMatchObject({ released: 12, returned: 2 });
  const read = table('release_cohort')?.tidied?.filter(({ meaning }) => meaning.includes('read as not recorded'));
  expect(read?.map(({ column, rows }) => [column, rows]).sort()).toEqual([
    ['days_to_event', 10],
    ['event_type', 10],
  ]);
  const said = table('release_cohort')?.warnings.join(' ');
  expect(said).toContain('sex holds “NA” in 1 row, kept as given.');
  expect(said).toContain("nullif(sex, 'NA') AS sex");
});

it('a word for a missing value is none where a value has to be', async () => {
  const release_cohort: Row[] = [{ release_id: 'R1', cohort_year: '2022', days_followed: 'NA' }];
  const { rejects } = await check(intakeSource(home, { release_cohort }));
  expect(rejects).toMatchObject([{ rule: 'required', column: 'days_followed' }]);
});

it('ids find each other, and dates and numbers are read, however they are padded', async () => {
  const tables = smallAgency();
  const [clean, padded] = [structuredClone(tables), structuredClone(tables)];
  const pad = ['\t', '\u00a0', '\u200b', '\ufeff', '\r', '\u2003', '\u2066', ' '];
  let at = 0;
  for (const rows of Object.values(padded)) {
    for (const row of rows) {
      for (const [name, value] of Object.entries(row)) {
        const [before, after] = [pad[at % pad.length], pad[(at + 3) % pad.length]];
        at += 1;
        if (value !== null) row[name] = `${before}${value}${after}`;
      }
    }
  }
  const settings = { history_from: '2026-01-01' };
  const [one, other] = [intakeSource(home, clean, settings), intakeSource(home, padded, settings)];
  await takeIn(one);
  const { code, rejects, table } = await takeIn(other);
  expect({ code, rejects }).toEqual({ code: 0, rejects: [] });
  expect(table('stay')).toMatchObject({ read: 8, loaded: 8, rejected: 0 });
  // Of eight kinds of padding, two are white space that some ids have at both ends.
  expect(
    table('stay')
      ?.tidied?.filter(({ column }) => column === 'stay_id')
      .map(({ rows }) => rows),
  ).toEqual([6, 8]);
  // Every file of the two exports is the same but for the manifest, which says what was tidied.
  const marts = (out: string) => {
    const version = readdirSync(out).find((name) => /^\d{4}/.test(name)) ?? '';
    return (JSON.parse(readFileSync(join(out, version, 'files.json'), 'utf8')) as { marts: unknown }).marts;
  };
  expect(marts(other.out)).toEqual(marts(one.out));
});

it('names are composed, and hold nothing that turns or breaks a document', async () => {
  const name = 'Nor\u202eth\u0000 Jose\u0301\ufffe\u001b[31m\nUnit';
  const source = intakeSource(home, { region: [{ region_id: 'R', region_name: name }] });
  source.setSource({ abbreviation: '\u202eDSN\u0007', marking: 'For\tofficial use \ud800' });
  source.setSelect(
    'region',
    `SELECT 'R' AS region_id, ${[...name].map((letter) => `chr(${letter.codePointAt(0)})`).join(' || ')} AS region_name`,
  );
  const { code, table } = await takeIn(source);
  expect(code).toBe(0);
  // What was composed is not named by the characters that cannot be seen beside it.
  expect(table('region')?.tidied?.map(({ rows, meaning }) => [rows, meaning.includes('<U+202E>')])).toEqual([
    [1, true],
    [1, false],
    [1, false],
  ]);
  const manifest = JSON.parse(readFileSync(join(source.out, 'manifest.json'), 'utf8'));
  expect(manifest.scopes.regions).toEqual([{ id: 'R', name: 'North José[31m Unit' }]);
  expect(manifest.source).toMatchObject({ abbreviation: 'DSN', marking: 'For official use \ufffd' });
});

it('what holds only what cannot be seen holds nothing', async () => {
  const tables = releases(['parole', 'parole', 'parole', 'parole', 'parole']);
  const stays = (tables['stay'] ?? []).map((row, at) => (at === 0 ? { ...row, person_id: '\u200b\t\u00a0' } : row));
  const source = intakeSource(home, { ...tables, stay: stays });
  const { rejects } = await check(source);
  expect(rejects).toMatchObject([
    { table: 'stay', column: 'person_id', rule: 'required', value: '<U+200B><U+0009><U+00A0>' },
  ]);
});

it('text is as long as it may be: ids are rejected, other text is cut and counted', async () => {
  const facility = [
    { facility_id: 'F', facility_name: 'N'.repeat(600), security_level: 'x'.repeat(60) },
    { facility_id: 'L'.repeat(101), facility_name: 'Long', security_level: 'low' },
    { facility_id: 'K'.repeat(100), facility_name: 'Kept', security_level: 'low' },
  ];
  const source = intakeSource(home, { facility }, { maximum_length: { 'facility.security_level': 50 } });
  const { code, rejects, table } = await checkAndTakeIn(source);
  expect(code).toBe(0);
  expect(rejects).toMatchObject([
    { table: 'facility', column: 'facility_id', rule: 'convert', meaning: 'The id is longer than 100 characters.' },
  ]);
  expect(table('facility')?.tidied).toEqual([
    { column: 'facility_name', rows: 1, meaning: expect.stringContaining('more than 500 characters') },
    { column: 'security_level', rows: 1, meaning: expect.stringContaining('more than 50 characters') },
  ]);
  const { scopes } = JSON.parse(readFileSync(join(source.out, 'manifest.json'), 'utf8'));
  expect(scopes.facilities[1].name).toBe(`${'N'.repeat(499)}…`);
});

it.each([
  [{ 'stay.admission_date': 20 }, /admission_date, which holds no text/],
  [{ 'stay.shoe_size': 20 }, /has no column "shoe_size"/],
  [{ 'gang.name': 20 }, /no table "gang"/],
  [{ text: 0 }, /maximum_length/],
])('a maximum length that cannot be: %j', async (maximum_length, words) => {
  const { code, stderr } = await check(intakeSource(home, {}, { maximum_length }));
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(words) });
});

it('heads of columns are tidied too', async () => {
  const source = intakeSource(home, {});
  source.setFile('region', 'region_id\u00a0,\u200bRegion Name\t\nR1,East\n');
  source.setSelect(
    'region',
    "SELECT * FROM read_csv('files/region.csv', header = true, all_varchar = true, delim = ',')",
  );
  const { code, stdout } = await check(source);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^region +1 +1 +0/m);
  expect(stdout).toMatch(/The column “<U\+200B>Region Name<U\+0009>” was read as region_name\./);
});

it('a value that a spreadsheet would run is text in the rejects file', async () => {
  const stays = ['=cmd()', '@SUM(A1)', '-5', '+1 day', 'x;=1+1'].map((admission_date, at) => ({
    stay_id: `S${at}`,
    person_id: 'P',
    admission_date,
  }));
  const source = intakeSource(home, { person: [{ person_id: 'P' }], stay: stays });
  const { rejects } = await check(source);
  expect(rejects.map(({ value }) => value)).toEqual(["'=cmd()", "'@SUM(A1)", '-5', "'+1 day", "x;'=1+1"]);
});
