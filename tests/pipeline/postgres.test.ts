import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { identifier, literal, openDatabase } from '../../scripts/engine/database.ts';
import { askingOf } from './asking.ts';
import { runHere } from './command-line.ts';
import { leftovers, readManifest, readWholeExport } from './export-folder.ts';
import { startPostgres, type PostgresServer } from './postgres-server.ts';
import { readRejects } from './rejects-file.ts';
import { temporaryFolder } from './source-folder.ts';

/** What a SELECT of the demonstration agency reads. */
const readsFile = /FROM (read_\w+\([^)]*\))/;

const postgresTypes: Record<string, string> = {
  VARCHAR: 'text',
  DATE: 'date',
  INTEGER: 'integer',
  BIGINT: 'bigint',
  SMALLINT: 'smallint',
  DOUBLE: 'double precision',
  'DECIMAL(12,2)': 'numeric(12, 2)',
  BOOLEAN: 'boolean',
};

let server: PostgresServer;
let home: string;
/** The demonstration agency as a source whose SELECTs run in the database. */
let source: string;

beforeAll(async () => {
  server = await startPostgres();
  home = temporaryFolder();
  // The same name as the source of files: the version of an export tells sources apart.
  source = join(home, 'source');
  mkdirSync(source);
  const demo = join(inject('demo'), 'source');
  const json = JSON.parse(readFileSync(join(demo, 'source.json'), 'utf8')) as object;
  writeFileSync(join(source, 'source.json'), JSON.stringify({ ...json, engine: 'postgres' }));
  const tables = readdirSync(demo).filter((name) => name.endsWith('.sql'));
  await loadTables(demo, tables);
  for (const name of tables) {
    const sql = readFileSync(join(demo, name), 'utf8');
    writeFileSync(join(source, name), sql.replace(readsFile, `FROM ${name.replace('.sql', '')}`));
  }
});
afterAll(() => server?.stop());

async function loadTables(demo: string, tables: readonly string[]): Promise<void> {
  const database = await openDatabase();
  for (const name of tables) {
    const table = name.replace('.sql', '');
    const [, read = ''] = readsFile.exec(readFileSync(join(demo, name), 'utf8')) ?? [];
    const from = read.replace("'files/", `'${demo}/files/`);
    const columns = await database.rows(`DESCRIBE SELECT * FROM ${from}`);
    const typed = columns.map(({ column_name: column, column_type: type }) => {
      const known = postgresTypes[String(type)];
      if (!known) throw new Error(`${table}.${String(column)} is of type ${String(type)}`);
      return `${identifier(String(column))} ${known}`;
    });
    const file = join(home, `${table}.csv`);
    await database.run(`COPY (SELECT * FROM ${from}) TO ${literal(file)} (FORMAT csv, HEADER true, FORCE_QUOTE *)`);
    server.sql(
      `CREATE TABLE ${table} (${typed.join(', ')});\n\\copy ${table} FROM ${literal(file)} (FORMAT csv, HEADER true, FORCE_NULL (${columns.map(({ column_name: column }) => identifier(String(column))).join(', ')}))\n`,
    );
  }
  database.close();
}

function exportTo(out: string, from = source, environment: Record<string, string> = server.environment) {
  return runHere(['export', from, '--out', out, '--rejects', `${out}.csv`], environment);
}

it('gives the export of the same rows read from files, to the last byte', async () => {
  const out = join(home, 'out');
  const { code, stderr } = await exportTo(out);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  const { manifest, files } = readWholeExport(out);
  // Under the same secret: the demonstration's own key is for its files alone.
  const ofFiles = join(home, 'of-files');
  expect(await exportTo(ofFiles, join(inject('demo'), 'source'))).toMatchObject({ code: 0 });
  const byFiles = readWholeExport(ofFiles);
  expect(manifest.tables).toEqual(byFiles.manifest.tables);
  expect(files.marts).toEqual(byFiles.files.marts);
  expect(manifest.version).toBe(byFiles.manifest.version);
  expect(readRejects(`${out}.csv`)).toEqual(readRejects(join(inject('demo'), 'rejects.csv')));
});

it('takes the connection from DATABASE_URL', async () => {
  const { PGHOST, PGPORT, PGUSER } = server.environment;
  const url = `postgresql://${PGUSER}@${PGHOST}:${PGPORT}/postgres`;
  const outcome = await runHere(['check', source, '--rejects', join(home, 'url.csv')], { DATABASE_URL: url });
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
