import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, inject, it, vi } from 'vitest';
import { openDemo } from '../../scripts/demo/fixture.ts';
import { askingOf } from './asking.ts';
import { runHere } from './command-line.ts';
import { temporaryFolder } from './source-folder.ts';

const source = () => join(inject('demo'), 'source');
/** The export of these tests was made with the public key of the demonstration. */
beforeAll(() => void vi.stubEnv('CASEBOARD_SECRET', undefined));
const run = (...args: string[]) => runHere(['key', source(), ...args]);

const linesOf = (path: string) =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));

it('says whose number stands behind every pseudonym of the export, and who reads the file is who made it', async () => {
  const out = join(temporaryFolder(), 'key.csv');
  const { code, stdout, stderr } = await run('--out', out);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stdout).toMatch(/^The numbers of [\d,]+ cases are in .*key\.csv, which only you can read\.\n$/);
  expect(statSync(out).mode & 0o777).toBe(0o600);
  const rows = linesOf(out);
  const demo = await openDemo(source());
  expect(rows).toHaveLength(await demo.number('SELECT count(*) FROM stay'));
  const numbers = new Set((await demo.rows('SELECT stay_id FROM stay')).map(({ stay_id }) => stay_id));
  demo.close();
  const key = new Map(rows.map(([pseudonym, number]) => [pseudonym, number]));
  expect(key.size).toBe(rows.length);
  for (const number of key.values()) expect(numbers).toContain(number);
  const asking = await askingOf(join(inject('demo'), 'out'));
  const cases = await asking.engine.query('SELECT DISTINCT stay_key FROM open_task WHERE stay_key IS NOT NULL');
  asking.close();
  expect(cases.length).toBeGreaterThan(100);
  for (const { stay_key } of cases) expect(key.has(String(stay_key))).toBe(true);
});

it('of one institution holds those who were ever held there', async () => {
  const demo = await openDemo(source());
  const [first] = await demo.rows(
    'SELECT facility_id, count(DISTINCT stay_id)::INTEGER AS stays FROM placement GROUP BY 1 ORDER BY 1',
  );
  demo.close();
  const out = join(temporaryFolder(), 'key.csv');
  expect((await run('--out', out, '--facility', String(first?.facility_id))).code).toBe(0);
  expect(linesOf(out)).toHaveLength(Number(first?.stays));
});

it('is refused for an institution nobody knows, and where a host would come by it', async () => {
  const folder = temporaryFolder();
  const unknown = await run('--out', join(folder, 'key.csv'), '--facility', 'nowhere');
  expect(unknown.code).toBe(3);
  expect(unknown.stderr).toContain('Nobody was ever held at an institution with the id "nowhere"');
  mkdirSync(join(folder, 'www'));
  writeFileSync(join(folder, 'www', 'index.html'), '');
  const served = await run('--out', join(folder, 'www', 'sub', 'key.csv'));
  expect(served.code).toBe(3);
  expect(served.stderr).toMatch(/which a site is served from\. Name a file elsewhere with --out\./);
  expect(existsSync(join(folder, 'www', 'sub'))).toBe(false);
});
