import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { check, intakeSource } from './intake-source.ts';
import { temporaryFolder, type Row } from './source-folder.ts';

const home = temporaryFolder();
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Twelve stays, released on 3 June or later as Americans write it; of one nothing is recorded, of two words say so. */
const person: Row[] = Array.from({ length: 12 }, (_, at) => ({ person_id: `P${at}` }));
const stay = person.map(({ person_id = null }, at): Row => ({
  stay_id: `S${at}`,
  person_id,
  admission_date: '2026-05-20',
  release_date: at === 0 ? null : at === 1 ? 'N/A' : at === 2 ? ' ' : `06/${String(3 + at).padStart(2, '0')}/2026`,
}));
const file = "read_csv('files/stay.csv', header = true, all_varchar = true)";
const rest = 'stay_id, person_id, admission_date';

async function taken(select: string) {
  const source = intakeSource(home, { person, stay });
  source.setSelect('stay', select);
  return check(source);
}

describe('what a SELECT makes nothing of', () => {
  it.each([
    ['TRY_CAST', `SELECT ${rest}, TRY_CAST(release_date AS DATE) AS release_date FROM ${file}`],
    ['another form', `SELECT ${rest}, try_strptime(release_date, '%Y%m%d')::DATE AS release_date FROM ${file}`],
    [
      'a common table expression',
      `WITH x AS (FROM ${file}) SELECT ${rest}, TRY_CAST(release_date AS DATE) AS release_date FROM x ORDER BY 1`,
    ],
    ['a SELECT within', `SELECT * FROM (SELECT ${rest}, TRY_CAST(release_date AS DATE) AS release_date FROM ${file})`],
    [
      'one of two',
      `SELECT ${rest}, NULL AS release_date FROM ${file} WHERE false UNION ALL SELECT ${rest}, TRY_CAST(release_date AS DATE) AS release_date FROM ${file}`,
    ],
  ])('by %s is counted and shown by its form', async (_what, select) => {
    const { code, stdout } = await taken(select);
    // Of twelve, one is null, one a word for nothing, one blank.
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /release_date: the SELECT makes nothing of 9 values that are there, for example in the form 99\/99\/9999\./,
    );
  });

  it.each([
    [
      'is read in another form',
      `coalesce(TRY_CAST(release_date AS DATE), try_strptime(release_date, '%m/%d/%Y')::DATE)`,
    ],
    ['is said to mean none', `TRY_CAST(CASE WHEN release_date NOT LIKE '%/2026' THEN release_date END AS DATE)`],
  ])('is not lost where it %s', async (_what, made) => {
    const { code, stdout } = await taken(`SELECT ${rest}, ${made} AS release_date FROM ${file}`);
    expect([code, stdout.includes('makes nothing of')]).toEqual([0, false]);
  });

  it('is rejected where date_written or nothing stands in its place', async () => {
    const written = await taken(`SELECT ${rest}, date_written(release_date, '%m/%d/%Y') AS release_date FROM ${file}`);
    expect([written.code, written.stdout.includes('makes nothing of')]).toEqual([0, false]);
    const wrong = await taken(`SELECT ${rest}, date_written(release_date, '%Y%m%d') AS release_date FROM ${file}`);
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('stay: 9 of 12 rows') });
  });

  it('holds for lines that a reader passes over', async () => {
    const { code, stdout } = await taken(
      `SELECT ${rest} FROM ${file.replace('all_varchar', 'ignore_errors = true, all_varchar')}`,
    );
    expect(code).toBe(0);
    expect(stdout).toContain('The SELECT passes over lines the reader cannot read');
  });
});
