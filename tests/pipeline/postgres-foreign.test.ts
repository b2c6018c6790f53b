import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { runHere } from './command-line.ts';
import { loadDemo, readsFile } from './demo-in-postgres.ts';
import { hashesBelow, leftovers } from './export-folder.ts';
import { heldAt, holdRows, spills } from './held-rows.ts';
import { loadedRows } from './loaded-rows.ts';
import { startPostgres, type PostgresServer } from './postgres-server.ts';
import { temporaryFolder } from './source-folder.ts';

/** Tables that lie on both servers, and by what they are cut. */
const cut = { stay: 'stay_id', task: 'task_id', placement: 'stay_id' };

let near: PostgresServer;
let far: PostgresServer;
let home: string;
/** The demonstration agency as a source whose SELECTs run on the near server. */
let source: string;
let out: string;

beforeAll(async () => {
  [near, far] = await Promise.all([startPostgres(), startPostgres()]);
  home = temporaryFolder();
  source = join(home, 'source');
  out = join(home, 'out');
  mkdirSync(source);
  const demo = join(inject('demo'), 'source');
  const json = JSON.parse(readFileSync(join(demo, 'source.json'), 'utf8')) as object;
  writeFileSync(join(source, 'source.json'), JSON.stringify({ ...json, engine: 'postgres' }));
  for (const name of await loadDemo(near, demo, home)) {
    const sql = readFileSync(join(demo, name), 'utf8');
    writeFileSync(join(source, name), sql.replace(readsFile, `FROM ${name.replace('.sql', '')}`));
  }
  const { PGPORT, PGUSER, PGDATABASE } = far.environment;
  near.sql(`CREATE EXTENSION postgres_fdw;
    CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '${PGPORT}', dbname '${PGDATABASE}');
    CREATE USER MAPPING FOR CURRENT_USER SERVER far OPTIONS (user '${PGUSER}');`);
  for (const [table, key] of Object.entries(cut)) cutOverBoth(table, key);
  cpSync(join(inject('demo'), 'out'), out, { recursive: true });
});
afterAll(() => {
  near?.stop();
  far?.stop();
  if (home) rmSync(home, { recursive: true, force: true });
});

/** Makes a table one of two partitions by the hash of a column, the second of them on the far server. */
function cutOverBoth(table: string, key: string): void {
  const columns = join(home, `${table}.columns`);
  near.sql(`ALTER TABLE ${table} RENAME TO ${table}_whole;
    CREATE TABLE ${table} (LIKE ${table}_whole) PARTITION BY HASH (${key});
    CREATE TABLE ${table}_near PARTITION OF ${table} FOR VALUES WITH (MODULUS 2, REMAINDER 0);
    \\copy (SELECT string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = '${table}'::regclass AND attnum > 0) TO '${columns}'
  `);
  far.sql(`CREATE TABLE ${table} (${readFileSync(columns, 'utf8').trim()});`);
  near.sql(`CREATE FOREIGN TABLE ${table}_far PARTITION OF ${table} FOR VALUES WITH (MODULUS 2, REMAINDER 1) SERVER far OPTIONS (table_name '${table}');
    INSERT INTO ${table} SELECT * FROM ${table}_whole;
    DROP TABLE ${table}_whole;
    DO $$ BEGIN
      IF (SELECT count(*) FROM ${table}_near) < 100 OR (SELECT count(*) FROM ${table}_far) < 100 THEN
        RAISE 'The rows of ${table} do not lie on both servers.';
      END IF;
    END $$;`);
}

function exported(from = source) {
  const args = ['export', from, '--out', out, '--rejects', `${out}.csv`, '--json'];
  return runHere(args, near.environment);
}

describe('tables partitioned over two servers', () => {
  it('give, through one connection, the rows of the same tables in files, every one once', async () => {
    const byFiles = await loadedRows(join(inject('demo'), 'source'));
    expect(byFiles.length).toBeGreaterThan(20);
    expect(await loadedRows(source, { environment: near.environment })).toEqual(byFiles);
  });

  it.each<[string, () => PostgresServer, 'fast' | 'immediate']>([
    ['the far one', () => far, 'fast'],
    ['the far one', () => far, 'immediate'],
    ['the one that is connected', () => near, 'fast'],
  ])('when %s goes away midway (%#): try again later, and the export before stays', async (_which, gone, how) => {
    const before = hashesBelow(out);
    const broken = join(home, `broken-${Math.random().toString(36).slice(2)}`, 'source');
    mkdirSync(broken, { recursive: true });
    for (const name of ['source.json', 'agency.sql']) copyFileSync(join(source, name), join(broken, name));
    const tasks = readFileSync(join(source, 'task.sql'), 'utf8');
    // The rows of the near server have come then, and some of the far one's.
    const held = heldAt('task_id = (SELECT max(task_id) FROM (SELECT task_id FROM task_far LIMIT 2000) AS first)');
    writeFileSync(join(broken, 'task.sql'), `${tasks} WHERE ${held}`);
    const holding = await holdRows(near);
    try {
      const exporting = exported(broken);
      await holding.reached('task', 100_000, exporting);
      gone().halt(how);
      await holding.letGo();
      const { code, stdout, stderr } = await exporting;
      expect(code, stderr).toBe(5);
      expect(JSON.parse(stdout)).toMatchObject({ outcome: 'try again later', exit_code: 5 });
      expect(stderr).toMatch(/while the table task was read.*run the command again later/s);
      expect(stderr).not.toMatch(/defect in Caseboard|\n +at /);
    } finally {
      await holding.letGo();
      gone().resume();
    }
    expect(hashesBelow(out)).toEqual(before);
    expect(leftovers(out)).toEqual([]);
    expect(spills()).toEqual([]);
  });

  it('when the far one is not there from the beginning: try again later', async () => {
    far.halt('fast');
    try {
      const { code, stderr } = await exported();
      expect(code, stderr).toBe(5);
      expect(stderr).toMatch(
        /while the table stay was read: could not connect to server "far".*run the command again later/s,
      );
    } finally {
      far.resume();
    }
  });
});
