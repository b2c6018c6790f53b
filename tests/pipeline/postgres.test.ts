import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { literal } from '../../scripts/engine/database.ts';
import { askingOf } from './asking.ts';
import { runHere } from './command-line.ts';
import { loadDemo, readsFile } from './demo-in-postgres.ts';
import { leftovers, readManifest, readWholeExport } from './export-folder.ts';
import { startPostgres, type PostgresServer } from './postgres-server.ts';
import { readRejects } from './rejects-file.ts';
import { temporaryFolder } from './source-folder.ts';

let server: PostgresServer;
let home: string;
/** The demonstration agency as a source whose SELECTs run in the database. */
let source: string;
/** Its export from files, under the secret of these tests: the demonstration's own key is for its files alone. */
let byFiles: ReturnType<typeof readWholeExport>;

beforeAll(async () => {
  server = await startPostgres();
  home = temporaryFolder();
  // The same name as the source of files: the version of an export tells sources apart.
  source = join(home, 'source');
  mkdirSync(source);
  const demo = join(inject('demo'), 'source');
  const json = JSON.parse(readFileSync(join(demo, 'source.json'), 'utf8')) as object;
  writeFileSync(join(source, 'source.json'), JSON.stringify({ ...json, engine: 'postgres' }));
  for (const name of await loadDemo(server, demo, home)) {
    const sql = readFileSync(join(demo, name), 'utf8');
    writeFileSync(join(source, name), sql.replace(readsFile, `FROM ${name.replace('.sql', '')}`));
  }
  const ofFiles = join(home, 'of-files');
  expect(await exportTo(ofFiles, demo)).toMatchObject({ code: 0 });
  byFiles = readWholeExport(ofFiles);
});
afterAll(() => server?.stop());

function exportTo(out: string, from = source, environment: Record<string, string> = server.environment, files = '') {
  const options = files ? ['--files', files] : [];
  return runHere(['export', from, '--out', out, '--rejects', `${out}.csv`, '--without-pages', ...options], environment);
}

const urlOf = (database: string) =>
  `postgresql://${server.environment.PGUSER}@${server.environment.PGHOST}:${server.environment.PGPORT}/${database}`;

it('gives the export of the same rows read from files, to the last byte', async () => {
  const out = join(home, 'out');
  const { code, stderr } = await exportTo(out);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  const { manifest, files } = readWholeExport(out);
  expect(manifest.tables).toEqual(byFiles.manifest.tables);
  expect(files.marts).toEqual(byFiles.files.marts);
  expect(manifest.version).toBe(byFiles.manifest.version);
  expect(readRejects(`${out}.csv`)).toEqual(readRejects(join(inject('demo'), 'rejects.csv')));
});

it('takes the connection from DATABASE_URL', async () => {
  const outcome = await runHere(['check', source, '--out', join(home, 'none'), '--rejects', join(home, 'url.csv')], {
    DATABASE_URL: urlOf('postgres'),
  });
  expect(outcome.code).toBe(0);
});

it.each([
  [
    'a table that is not there',
    'SELECT * FROM nowhere',
    /stay\.sql: the SELECT for the table stay failed.*"nowhere" does not exist \(line 1\)/,
  ],
  ['a column that is not there', 'SELECT\n  stay_number\nFROM stay', /"stay_number" does not exist \(line 2\)/],
  ['a required column that is missing', 'SELECT stay_id FROM stay', /lacks the required column person_id/],
  ['a SELECT that writes', 'DELETE FROM stay RETURNING *', /stay\.sql: the SELECT for the table stay failed/],
  ['a function that writes', "SELECT *, nextval('numbers') AS number FROM stay", /read-only transaction/],
])('%s gives a sentence, and the export before stays', async (_name, sql, sentence) => {
  server.sql('CREATE SEQUENCE IF NOT EXISTS numbers');
  const broken = join(home, `broken-${Math.random().toString(36).slice(2)}`, 'source');
  cpSync(source, broken, { recursive: true });
  writeFileSync(join(broken, 'stay.sql'), sql);
  const before = readManifest(join(home, 'out')).version;
  const { code, stderr } = await exportTo(join(home, 'out'), broken);
  expect(code).not.toBe(0);
  expect(stderr).toMatch(sentence);
  expect(stderr).not.toMatch(/defect|node_modules/);
  expect(readManifest(join(home, 'out')).version).toBe(before);
  expect(leftovers(join(home, 'out'))).toEqual([]);
});

it.each([
  ['nobody listens', { PGPORT: '1' }, /could not be reached: .*ECONNREFUSED.*DATABASE_URL/s],
  [
    'the database is not there',
    { PGDATABASE: 'elsewhere' },
    /could not be reached: database "elsewhere" does not exist/,
  ],
])('where %s a sentence says what to check', async (_name, changed, sentence) => {
  const { code, stderr } = await exportTo(join(home, 'none'), source, { ...server.environment, ...changed });
  expect(code).not.toBe(0);
  expect(stderr).toMatch(sentence);
});

it('commas, quotes and letters of any script arrive as they are', async () => {
  const odd = join(home, 'odd', 'source');
  mkdirSync(odd, { recursive: true });
  // What happened at its institutions is of no agency without any.
  const described = JSON.parse(readFileSync(join(source, 'source.json'), 'utf8')) as object;
  writeFileSync(join(odd, 'source.json'), JSON.stringify({ ...described, annotations: [] }));
  const name = 'Quoted "North", or\nso; ÄÖ 北';
  writeFileSync(join(odd, 'agency.sql'), `SELECT ${literal(name)} AS agency_name, date '2026-06-30' AS as_of;`);
  writeFileSync(join(odd, 'region.sql'), `SELECT 'NULL' AS region_id, ${literal(name)} AS region_name`);
  const { code, stderr } = await exportTo(join(home, 'odd-out'), odd);
  expect(code, stderr).toBe(0);
  const { source: shown, scopes } = readManifest(join(home, 'odd-out'));
  // A line break within a name is white space like any other.
  const shownName = name.replace('\n', ' ');
  expect(shown.agency_name).toBe(shownName);
  expect(scopes.regions).toEqual([{ id: 'NULL', name: shownName }]);
});

it('a moment with an offset falls on its day in the agency’s time zone, and nowhere without one', async () => {
  const moments = join(home, 'moments', 'source');
  mkdirSync(moments, { recursive: true });
  const write = (name: string, sql: string) => writeFileSync(join(moments, `${name}.sql`), sql);
  const describe = (settings: object) =>
    writeFileSync(
      join(moments, 'source.json'),
      JSON.stringify({ agency_name: 'A', engine: 'postgres', demonstration: true, ...settings }),
    );
  write('agency', "SELECT 'A' AS agency_name, date '2026-06-30' AS as_of");
  write('person', "SELECT 'P1' AS person_id");
  const admitted = "timestamptz '2026-03-07 23:30:00-08'";
  const stay = (day: string) =>
    write(
      'stay',
      `SELECT 'S1' AS stay_id, 'P1' AS person_id, ${day} AS admission_date, timestamp '2026-05-01 23:59' AS release_date`,
    );
  const exported = async () => (await exportTo(join(home, 'moments-out'), moments)).stderr;

  describe({});
  stay(admitted);
  expect(await exported()).toMatch(/stay\.admission_date holds 1 moment with an offset.*time_zone/);
  for (const [time_zone, day] of [
    ['America/Los_Angeles', '2026-03-07'],
    ['America/New_York', '2026-03-08'],
    ['Pacific/Kiritimati', '2026-03-08'],
  ]) {
    describe({ time_zone, history_from: '2026-01-01' });
    for (const sql of [admitted, `(${admitted})::date`]) {
      stay(sql);
      expect(await exported()).not.toMatch(/stay\.sql/);
      expect(await admissionDays(join(home, 'moments-out')), `${sql} in ${time_zone}`).toEqual([day]);
    }
  }
});

async function admissionDays(out: string): Promise<unknown[]> {
  const asking = await askingOf(out);
  const rows = await asking.engine.query(
    'SELECT CAST(change_date AS VARCHAR) AS day FROM population_day WHERE change > 0 ORDER BY 1',
  );
  asking.close();
  return rows.map(({ day }) => day);
}

describe('what init writes', () => {
  async function begun(name: string, from: string) {
    const folder = join(home, name, 'source');
    const { code, stdout, stderr } = await runHere(['init', folder, '--from', from], server.environment);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const json = JSON.parse(readFileSync(join(folder, 'source.json'), 'utf8')) as Record<string, unknown>;
    return { folder, stdout, json, select: (table: string) => readFileSync(join(folder, `${table}.sql`), 'utf8') };
  }

  it.each([
    ['files', () => join(inject('demo'), 'source', 'files')],
    ['tables in PostgreSQL', () => urlOf('postgres')],
  ])('of the demonstration’s %s gives its export, to the last byte, no SELECT changed', async (kind, from) => {
    const { folder, stdout, json } = await begun(`begun-${kind}`, from());
    expect(stdout).not.toContain('Nothing is read from it');
    const demo = join(inject('demo'), 'source');
    const decided = JSON.parse(readFileSync(join(demo, 'source.json'), 'utf8')) as { custody_levels: string[] };
    // No code of the demonstration is unknown; its levels are found, and only their order is left to say.
    expect(json).toMatchObject({ custody_levels: expect.arrayContaining(decided.custody_levels) as string[] });
    expect(json).not.toHaveProperty('codes');
    writeFileSync(join(folder, 'source.json'), JSON.stringify({ ...decided, engine: json['engine'] }));
    const out = join(home, `out-${kind}`);
    const { code, stderr } = await exportTo(out, folder, server.environment, kind === 'files' ? from() : '');
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    const { manifest, files } = readWholeExport(out);
    expect(manifest.tables).toEqual(byFiles.manifest.tables);
    expect(files.marts).toEqual(byFiles.files.marts);
  });

  it('of an old system’s tables reads text dates, last days, and births of two digits', async () => {
    const turns = Array.from({ length: 7 }, (_, at) => `('11', '1', '20.${at + 1}.2024', '2024-0${at + 2}-19')`);
    server.sql(`CREATE DATABASE old;
\\connect old
CREATE TABLE ofndr (ofndr_no text, dob text, gender text);
INSERT INTO ofndr VALUES ('1', '25-APR-58', '1'), ('2', '30-NOV-95', '2'), ('3', 'unknown', '1'), ('4', '01-JAN-70', '1'), ('5', '02-FEB-71', '1'), ('6', '02-FEB-72', '1');
CREATE TABLE housing (bkg_no text, inst_cd text, from_dt text, thru_dt date);
INSERT INTO housing VALUES ${turns.join(', ')};
`);
    const { select } = await begun('old', urlOf('old'));
    const client = new Client({ connectionString: urlOf('old') });
    await client.connect();
    try {
      const rows = async (table: string, columns: string) =>
        (await client.query({ text: `SELECT ${columns} FROM (${select(table)}) AS t ORDER BY 1, 2`, rowMode: 'array' }))
          .rows;
      expect(await rows('person', 'person_id, birth_date')).toEqual([
        ['1', '1958-04-25'],
        ['2', '1995-11-30'],
        ['3', 'unknown'],
        ['4', '1970-01-01'],
        ['5', '1971-02-02'],
        ['6', '1972-02-02'],
      ]);
      expect((await rows('placement', 'start_date, end_date')).slice(0, 2)).toEqual([
        ['2024-01-20', '2024-02-20'],
        ['2024-02-20', '2024-03-20'],
      ]);
      expect(select('placement')).toMatch(
        /TO DO: confirm that thru_dt is the last day that counts: after 6 of its rows/,
      );
    } finally {
      await client.end();
    }
  });
});
