import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askingOf } from './asking.ts';
import { check, checkAndTakeIn, intakeSource, takeIn, type IntakeSource } from './intake-source.ts';
import { temporaryFolder } from './source-folder.ts';

let home: string;
beforeAll(() => {
  home = temporaryFolder();
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const person = ['P1', 'P2', 'P3'].map((person_id) => ({ person_id, birth_date: '1990-01-01' }));
const pacific = { time_zone: 'America/Los_Angeles' };

/** A source whose stay.csv is given as text, read by the SELECT given. */
function withStays(csv: string, select: string, settings: Record<string, unknown> = {}): IntakeSource {
  const source = intakeSource(home, { person }, settings);
  source.setFile('stay', csv);
  source.setSelect('stay', select);
  return source;
}

/** By how many people the population changed, by day. */
async function changes(out: string): Promise<string[]> {
  const asking = await askingOf(out);
  const rows = await asking.engine.query(
    `SELECT CAST(change_date AS VARCHAR) AS day, sum(change)::INTEGER AS change FROM population_day GROUP BY 1 ORDER BY 1`,
  );
  asking.close();
  return rows.map(({ day, change }) => `${day} ${change}`);
}

const zoned = `stay_id,person_id,admission_date,release_date,release_type
S1,P1,2026-03-07T23:30:00-08:00,,
S2,P2,2026-03-08T02:30:00-08:00,2026-06-30T20:00:00-07:00,parole
S3,P3,2026-03-07T00:00:00-08:00,,
`;
const mixed = zoned
  .replace('2026-03-08T02:30:00-08:00', '2026-03-08 02:30:00')
  .replace('2026-03-07T00:00:00-08:00', '2026-03-07 00:00:00.000');
const typed = "SELECT * FROM read_csv('files/stay.csv')";
const asText = "SELECT * FROM read_csv('files/stay.csv', all_varchar = true)";

describe('a moment with an offset', () => {
  it.each([
    ['typed by the reader', zoned, typed],
    ['as text', zoned, asText],
    ['typed, with others without an offset beside it', mixed, typed],
    ['as text, with others without an offset beside it', mixed, asText],
    [
      'made a date by the SELECT',
      zoned,
      "SELECT stay_id, person_id, CAST(admission_date AS DATE) AS admission_date, release_date::DATE AS release_date, release_type FROM read_csv('files/stay.csv')",
    ],
    [
      'in UTC',
      zoned
        .replaceAll('2026-03-07T23:30:00-08:00', '2026-03-08T07:30:00Z')
        .replace('2026-06-30T20:00:00-07:00', '2026-07-01T03:00Z'),
      asText,
    ],
    [
      'with its zone by name',
      zoned.replace('2026-03-07T23:30:00-08:00', '2026-03-08 01:30:00 America/Chicago'),
      asText,
    ],
    [
      'in other forms',
      zoned
        .replace('2026-03-07T23:30:00-08:00', '2026-03-07 23:30:00.123456-0800')
        .replace('2026-03-08T02:30:00-08:00', '2026-03-08t05:30-05'),
      asText,
    ],
  ])('%s falls on the day it was in the time zone of the agency', async (_, csv, select) => {
    const source = withStays(csv, select, pacific);
    const { code, stderr, rejects } = await takeIn(source);
    expect({ code, stderr: code === 0 ? '' : stderr, rejects }).toEqual({ code: 0, stderr: '', rejects: [] });
    expect(await changes(source.out)).toEqual(['2026-03-07 2', '2026-03-08 1', '2026-06-30 -1']);
  });

  it.each([
    [
      'typed by the reader',
      zoned,
      typed,
      /stay\.sql: stay\.admission_date holds 3 moments with an offset.*"time_zone": "America\/Chicago".*all_varchar/,
    ],
    [
      'as text',
      zoned,
      asText,
      /stay\.admission_date holds 3 moments.*9999-99-99T99:99:99-99:99.*left\(admission_date, 10\)/,
    ],
    ['as one among others', mixed, asText, /stay\.admission_date holds 1 moment with/],
    [
      'made a date by the SELECT',
      zoned,
      "SELECT stay_id, person_id, CAST(admission_date AS DATE) AS admission_date FROM read_csv('files/stay.csv')",
      /makes admission_date from moments with an offset.*AT TIME ZONE/,
    ],
    [
      'from seconds since 1970',
      zoned,
      "SELECT 'S' AS stay_id, 'P1' AS person_id, to_timestamp(1772954000)::DATE AS admission_date",
      /makes admission_date from moments/,
    ],
  ])('%s is refused where the source names no time zone', async (_, csv, select, words) => {
    const { code, stderr } = await check(withStays(csv, select));
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(words) });
  });

  it.each([
    [
      'cut as text',
      "SELECT stay_id, person_id, left(admission_date, 10) AS admission_date FROM read_csv('files/stay.csv', all_varchar = true)",
    ],
    [
      'said in the SELECT',
      "SELECT stay_id, person_id, CAST(admission_date AT TIME ZONE 'America/Los_Angeles' AS DATE) AS admission_date FROM read_csv('files/stay.csv')",
    ],
  ])('is taken without a time zone once the day is %s', async (_, select) => {
    const source = withStays(zoned, select);
    const { code, stderr } = await takeIn(source);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(await changes(source.out)).toEqual(['2026-03-07 2', '2026-03-08 1']);
  });

  it('of Parquet is the same', async () => {
    const source = withStays(zoned, "COPY (SELECT 1) TO '/dev/null'", pacific);
    const { openDatabase, literal } = await import('../../scripts/engine/database.ts');
    const database = await openDatabase();
    const file = join(source.path, 'files', 'stay.parquet');
    await database.run(
      `COPY (SELECT * FROM read_csv(${literal(join(source.path, 'files', 'stay.csv'))})) TO ${literal(file)} (FORMAT parquet)`,
    );
    database.close();
    source.setSelect('stay', "SELECT * FROM read_parquet('files/stay.parquet')");
    expect((await checkAndTakeIn(source)).code).toBe(0);
    expect(await changes(source.out)).toEqual(['2026-03-07 2', '2026-03-08 1', '2026-06-30 -1']);
  });

  it('that is midnight in UTC throughout is said to look like a date', async () => {
    const dates = zoned.replaceAll(/(2026-\d\d-\d\d)T[\d:]+-0\d:00/g, '$1T00:00:00Z');
    const { code, stdout } = await check(withStays(dates, asText, pacific));
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /admission_date: every moment with an offset is midnight in UTC, .*left\(admission_date, 10\)/s,
    );
  });

  it.each(['Pacific', '-08:00', 'America/Nowhere', ''])('needs a time zone there is: %s', async (time_zone) => {
    const { code, stderr } = await check(withStays(zoned, asText, { time_zone }));
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/time_zone is not right.*America\/Chicago/),
    });
  });
});

describe('a date', () => {
  const american = 'stay_id,person_id,admission_date\nS1,P1,07/03/2015\nS2,P2,08/04/2015\n';
  const dashed = american.replaceAll('/', '-');
  const moments = american.replaceAll('/2015', '/2015 10:20:30');
  const json =
    '[{"stay_id":"S1","person_id":"P1","admission_date":"07-03-2015"},{"stay_id":"S2","person_id":"P2","admission_date":"08-04-2015"}]';

  it.each([
    ['by read_csv', american, typed],
    ['by the name of the file', american, "FROM 'files/stay.csv'"],
    ['with dashes', dashed, typed],
    ['with two figures of the year', american.replaceAll('/2015', '/15'), typed],
    ['with a time', moments, typed],
    [
      'in one of several files',
      american,
      "SELECT * FROM read_csv(['files/good.csv', 'files/stay.csv'], union_by_name = true)",
    ],
    ['in a file a pattern finds', american, "SELECT * FROM read_csv('files/st*.csv', header = true)"],
    [
      'deep in the SELECT',
      american,
      "WITH a AS (SELECT stay_id, person_id, admission_date AS b FROM read_csv('files/stay.csv')) SELECT stay_id, person_id, b AS admission_date FROM a WHERE b > '2000-01-01'",
    ],
    [
      'of a type that is stated without its form',
      american,
      "SELECT * FROM read_csv('files/stay.csv', types = {'admission_date': 'DATE'})",
    ],
    [
      'where all columns are stated without its form',
      american,
      "SELECT * FROM read_csv('files/stay.csv', columns = {'stay_id': 'VARCHAR', 'person_id': 'VARCHAR', 'admission_date': 'DATE'})",
    ],
    ['in one of two forms', american.replace('07/03/2015', '2015-07-03'), typed],
    ['in JSON', json, "SELECT * FROM read_json('files/stay.csv')"],
  ])('that could be another is not guessed: %s', async (_, csv, select) => {
    const source = withStays(csv, select);
    writeFileSync(
      join(source.path, 'files', 'good.csv'),
      american.replaceAll('07/03/2015', '2015-07-03').replaceAll('08/04/2015', '2015-08-04'),
    );
    const { code, stderr } = await check(source);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /stay\.sql: the dates in admission_date of \S*files\/stay\.csv are not written year first .YYYY-MM-DD., but in the form 99[/-]99[/-]99/,
    );
    expect(stderr).toMatch(/strptime\(NULLIF\(admission_date, '12\/31\/9999'\), '%m[/-]%d[/-]%[Yy]( %H:%M:%S)?'\)/);
  });

  const july = ['2015-07-03 1', '2015-08-04 1'];
  it.each([
    ['dateformat', american, "SELECT * FROM read_csv('files/stay.csv', dateformat = '%m/%d/%Y')"],
    ['timestampformat', moments, "SELECT * FROM read_csv('files/stay.csv', timestampformat = '%m/%d/%Y %H:%M:%S')"],
    [
      'strptime over text',
      american,
      "SELECT stay_id, person_id, CAST(strptime(NULLIF(admission_date, '12/31/9999'), '%m/%d/%Y') AS DATE) AS admission_date FROM read_csv('files/stay.csv', all_varchar = true)",
    ],
    [
      'strptime over a column stated as text',
      american,
      "SELECT stay_id, person_id, strptime(admission_date, '%m/%d/%Y') AS admission_date FROM read_csv('files/stay.csv', types = {'admission_date': 'VARCHAR'})",
    ],
    [
      'writing the year first',
      american.replaceAll('07/03/2015', '2015/07/03').replaceAll('08/04/2015', '2015/08/04'),
      typed,
    ],
  ])('that is stated is taken: %s', async (_, csv, select) => {
    const source = withStays(csv, select, { history_from: '2015-01-01' });
    const { code, stderr } = await takeIn(source);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(await changes(source.out)).toEqual(july);
  });

  it('of a column nobody uses does not matter', async () => {
    const csv = american
      .replace('admission_date', 'printed')
      .replaceAll('2015\n', '2015,2015-07-03\n')
      .replace('printed\n', 'printed,admission_date\n');
    const { code } = await check(
      withStays(csv, "SELECT stay_id, person_id, '2015-07-03' AS admission_date FROM read_csv('files/stay.csv')"),
    );
    expect(code).toBe(0);
  });

  it('that came as text is rejected, with the way to write it', async () => {
    const { code, stderr, rejects } = await checkAndTakeIn(withStays(american, asText));
    expect(code).toBe(2);
    expect(rejects.map(({ value, rule }) => [value, rule])).toEqual([
      ['07/03/2015', 'convert'],
      ['08/04/2015', 'convert'],
    ]);
    expect(stderr).toMatch(/stay: 2 of 2 rows.*strptime\(NULLIF\(admission_date, '12\/31\/9999'\), '%m\/%d\/%Y'\)/);
  });

  it.each([
    ['epoch', 'convert'],
    // It converts, and stands for no day.
    ['infinity', 'sentinel'],
    ['2026-03-07 or so', 'convert'],
    ['2026-02-30', 'convert'],
    ['20260307', 'convert'],
    ['45000', 'convert'],
  ])('is not what only looks like one: %s', async (value, rule) => {
    const rows = ['P1', 'P2', 'P3'].map((of, at) => `S${at},${of},${at === 0 ? value : '2026-03-07'}`);
    const { code, rejects } = await check(withStays(`stay_id,person_id,admission_date\n${rows.join('\n')}\n`, asText));
    expect(code).toBe(0);
    expect(rejects).toMatchObject([{ value, rule, column: 'admission_date' }]);
  });
});
