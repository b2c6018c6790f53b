import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { runHere } from './command-line.ts';
import { lenient, smallAgency } from './small-agency.ts';
import { temporaryFolder, writeSource, type SourceFolder } from './source-folder.ts';

let home: string;
let source: SourceFolder;
beforeEach(() => {
  home = temporaryFolder();
  source = writeSource(join(home, 'source'), smallAgency(), lenient);
});

const rejects = () => join(home, 'rejects.csv');
const check = (...options: string[]) =>
  runHere(['check', source.path, '--out', join(home, 'none'), '--rejects', rejects(), ...options]);

describe('check', () => {
  it('says nothing with --quiet when all is well', async () => {
    expect(await check('--quiet')).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('prints one object with --json, whatever the end', async () => {
    const well = await check('--json');
    expect(well.stderr).toBe('');
    expect(JSON.parse(well.stdout)).toMatchObject({
      command: 'check',
      outcome: 'ok',
      exit_code: 0,
      as_of: '2026-06-30',
      problem: null,
    });
    source.setFile('agency', 'agency_name,as_of\n');
    const ill = await check('--json');
    expect(ill.code).toBe(2);
    expect(JSON.parse(ill.stdout)).toMatchObject({
      outcome: 'mend the source',
      exit_code: 2,
      problem: ill.stderr.trim(),
    });
  });

  it('names the table a misspelled file was meant for, and stops at it with --strict', async () => {
    writeFileSync(join(source.path, 'stays.sql'), 'SELECT 1');
    const loose = await check();
    expect(loose.code).toBe(0);
    expect(loose.stdout).toContain('stays.sql was ignored: the contract has no table "stays". Did you mean "stay"?');
    const strict = await check('--strict');
    expect(strict).toMatchObject({ code: 2, stderr: expect.stringContaining('Did you mean "stay"?') as string });
  });

  it.each([
    [{ histroy_from: '2026-01-01' }, /there is no entry "histroy_from"\. Did you mean "history_from"\?/],
    [{ reject_limit: 0.5 }, /there is no entry "reject_limit"\. It is a setting: write it under "settings"/],
    [{ settings: { reject_limt: 0.5 } }, /there is no setting "reject_limt"\. Did you mean "reject_limit"\?/],
    [{ codes: { 'stay.releese_type': {} } }, /no column "releese_type"\. Did you mean "release_type"\?/],
  ])('names the nearest right name: %j', async (changes, sentence) => {
    source.setSource(changes);
    const { code, stderr } = await check();
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(sentence) as string });
  });

  it('speaks of itself, not of an export', async () => {
    source.setRows('stay', [{ stay_id: 'S1', person_id: 'P1', admission_date: 'never' }]);
    const { stderr } = await check();
    expect(stderr).toContain('The check found what an export would stop at. Nothing was changed.');
    expect(stderr).not.toContain('export stopped');
  });

  it('tells per column what is filled and per page what it lacks', async () => {
    const { stdout } = await check('--profile');
    // Seven of the eight stays have no sentenced date; none has a projected release.
    expect(stdout).toMatch(/sentenced_date +12\.5 % filled, 1 different, 2026-02-10 to 2026-02-10/);
    expect(stdout).toMatch(/release_type +50\.0 % filled, 3 different: parole 2, expiration 1, transfer_out 1/);
    expect(stdout).toMatch(/Worklist: needs task/);
    expect(stdout).toMatch(/Overview: partly; without .*task \(/);
    expect(stdout).not.toContain('P1');
  });

  it('removes the rejects of the run before when it begins', async () => {
    writeFileSync(rejects(), 'of an earlier night');
    source.setSelect('agency', 'SELECT nothing FROM nowhere');
    expect((await check()).code).toBe(2);
    expect(existsSync(rejects())).toBe(false);
  });

  it('reads Latin-1 where the SELECT says so, and names it where it does not', async () => {
    source.setFile('region', Buffer.from('region_id,region_name\nR1,Peña\nR2,West\n', 'latin1'));
    expect((await check()).stderr).toMatch(/not in UTF-8.*most often Latin-1.*encoding = 'latin-1'/);
    source.setSelect(
      'region',
      "SELECT * FROM read_csv('files/region.csv', header = true, all_varchar = true, encoding = 'latin-1')",
    );
    expect((await check()).code).toBe(0);
  });
});

describe('an export', () => {
  it('of another source into the same folder is refused, and replaces it with --replace', async () => {
    const out = join(home, 'out');
    const given = ['--out', out, '--rejects', rejects(), '--quiet'];
    expect((await runHere(['export', source.path, '--without-pages', ...given])).code).toBe(0);
    const other = writeSource(join(home, 'other'), {
      agency: [{ agency_name: 'Another department', as_of: '2026-06-30' }],
    });
    const refused = await runHere(['export', other.path, '--without-pages', ...given]);
    expect(refused.code).toBe(3);
    expect(refused.stderr).toMatch(
      /is of another source: source \(Department of Small Numbers\)\. Nothing was changed/,
    );
    expect((await runHere(['export', other.path, '--without-pages', ...given, '--replace'])).code).toBe(0);
  });
});
