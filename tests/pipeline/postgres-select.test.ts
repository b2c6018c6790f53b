import { createServer, type Server } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Client } from 'pg';
import { connectionOptions } from '../../scripts/source/postgres-connection.ts';
import { runHere } from './command-line.ts';
import { startPostgres, type PostgresServer } from './postgres-server.ts';
import { temporaryFolder, writeSource, type SourceFolder } from './source-folder.ts';

let server: PostgresServer;
let source: SourceFolder;

beforeAll(async () => {
  server = await startPostgres();
  source = writeSource(join(temporaryFolder(), 'source'), {}, { engine: 'postgres' });
});
afterAll(() => server?.stop());

const rows = 'SELECT * FROM region';

beforeEach(() => {
  server.sql(`
    DROP SCHEMA public CASCADE; CREATE SCHEMA public;
    CREATE TABLE region (region_id text, region_name text);
    INSERT INTO region VALUES ('R1', 'North'), ('R2', 'Zebedee Quux 123-45-6789');
    CREATE TABLE victim (n int); INSERT INTO victim VALUES (1), (2);
    CREATE SEQUENCE numbers;
    CREATE FUNCTION spoil() RETURNS int LANGUAGE sql VOLATILE AS 'DELETE FROM victim; SELECT 1';
    CREATE FUNCTION shout(t text) RETURNS int LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''bad: %'', t; END';
  `);
  source.setSelect('agency', "SELECT 'A' AS agency_name, DATE '2026-06-30' AS as_of");
});

function check(sql: string, environment: Record<string, string> = {}) {
  source.setSelect('region', sql);
  const rejects = join(source.path, '..', 'rejects.csv');
  return runHere(['check', source.path, '--rejects', rejects], { ...server.environment, ...environment });
}

async function ask(sql: string): Promise<unknown> {
  const { PGHOST, PGPORT, PGUSER, PGDATABASE } = server.environment;
  const client = new Client({ host: PGHOST, port: Number(PGPORT), user: PGUSER, database: PGDATABASE });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Everything a SELECT could have changed. */
const state = () =>
  ask(`SELECT (SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
    (SELECT count(*) FROM victim) AS victims, (SELECT count(*) FROM region) AS regions, (SELECT is_called FROM numbers),
    (SELECT count(*) FROM pg_roles) AS roles, (SELECT count(*) FROM pg_largeobject_metadata) AS objects`);

describe('a SELECT in the agency’s database', () => {
  it.each([
    ['closes the bracket and drops a table', `${rows}) TO STDOUT; DROP TABLE victim; COPY (${rows}`],
    ['closes both brackets', `${rows}) AS rows LIMIT 0; DROP TABLE victim; SELECT * FROM (${rows}`],
    ['closes the bracket and ends the transaction', `${rows}); COMMIT; DROP TABLE victim; SELECT * FROM (${rows}`],
    ['closes the bracket and goes on as one statement', `${rows}) AS a UNION ALL SELECT * FROM (${rows}`],
    ['closes the bracket and writes by a program', `${rows}) TO PROGRAM 'touch /var/caseboard-stolen' --`],
    ['is followed by another', `${rows}; DROP TABLE victim`],
    ['follows another', `DROP TABLE victim; ${rows}`],
    ['ends the transaction first', `COMMIT; BEGIN; DROP TABLE victim; COMMIT; ${rows}`],
    ['is followed by another behind a comment', `${rows} -- harmless\n; DROP TABLE victim`],
    ['swallows the bracket in a comment', `${rows} /*`],
    ['swallows the bracket in a text', `${rows} WHERE region_id = '`],
    ['swallows the bracket in dollar quotes', `${rows} WHERE region_id = $a$`],
    ['hides in dollar quotes', `${rows}); DO $$ BEGIN DELETE FROM victim; END $$; SELECT * FROM (${rows}`],
    ['is a block', 'DO $$ BEGIN DELETE FROM victim; END $$'],
    ['drops', 'DROP TABLE victim'],
    ['deletes', 'DELETE FROM victim RETURNING n AS region_id'],
    ['deletes inside', `WITH gone AS (DELETE FROM victim RETURNING *) ${rows}`],
    ['updates', 'UPDATE victim SET n = 0 RETURNING n AS region_id'],
    ['inserts', 'INSERT INTO victim VALUES (3) RETURNING n AS region_id'],
    ['selects into a table', 'SELECT * INTO stolen FROM region'],
    ['locks rows', `${rows} FOR UPDATE`],
    ['copies', "COPY region TO '/var/caseboard-stolen'"],
    ['copies from a program', "COPY victim FROM PROGRAM 'echo 3'"],
    ['sets a setting', 'SET transaction_read_only = off'],
    [
      'begins to write',
      "SELECT set_config('transaction_read_only', 'off', false) AS region_id, spoil()::text AS region_name",
    ],
    ['makes a role', 'CREATE ROLE thief SUPERUSER'],
    ['calls a function that writes', 'SELECT region_id, spoil()::text AS region_name FROM region'],
    ['takes a number', "SELECT region_id, nextval('numbers')::text AS region_name FROM region"],
    ['prepares', `PREPARE one AS ${rows}`],
    ['runs what is prepared', 'EXECUTE caseboard_plan'],
    ['explains', `EXPLAIN ANALYZE ${rows}`],
    ['shows', 'SHOW data_directory'],
    ['asks for a value', 'SELECT $1 AS region_id'],
    ['listens', 'LISTEN rows'],
  ])('that %s is refused with a sentence and changes nothing', async (_what, sql) => {
    const before = await state();
    const { code, stderr } = await check(sql);
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(
      /region\.sql: the SELECT for the table region failed, and nothing was changed\. [^\n]*\.\n$/,
    );
    expect(stderr).not.toMatch(/defect in Caseboard|\n +at /);
    expect(await state()).toEqual(before);
  });

  it('that makes a large object, which some versions let a reader do, leaves none behind', async () => {
    const before = await state();
    await check('SELECT lo_create(0)::text AS region_id, region_name FROM region');
    expect(await state()).toEqual(before);
  });

  it.each([
    ['a comment at its end', `${rows} -- the end`],
    ['a comment around', `/* one */ ${rows} /* ); DROP TABLE victim; */`],
    ['a stroke at its end', `${rows};`],
    ['a text with a bracket', `${rows} WHERE region_id <> '); DROP TABLE victim; --'`],
    ['a common table expression', `WITH a AS (${rows}) SELECT * FROM a`],
    ['a union', `${rows} UNION ALL ${rows} LIMIT 2`],
    ['values', "VALUES ('R1', 'North'), ('R2', 'South')", false],
  ])('with %s is read', async (_what, sql, named = true) => {
    const { code, stderr, stdout } = await check(named ? sql : `SELECT * FROM (${sql}) v(region_id, region_name)`);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^region +2 +2 +0/m);
  });

  it.each([
    ['a number that is none', 'SELECT region_id, region_name::int::text AS region_name FROM region'],
    ['a date that is none', 'SELECT region_id, region_name::date::text AS region_name FROM region'],
    ['an exception', 'SELECT region_id, shout(region_name)::text AS region_name FROM region'],
    ['a subquery with several rows', 'SELECT region_id, (SELECT region_name FROM region) AS region_name FROM region'],
  ])('says nothing of a person where it stops at %s', async (_what, sql) => {
    const { code, stderr, stdout } = await check(sql);
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(/region\.sql: the SELECT for the table region failed, .*SQLSTATE/);
    expect(stderr + stdout).not.toMatch(/Zebedee|Quux|6789|North/);
  });
});

describe('the connection', () => {
  const elsewhere = ['10.1.2.3', 'db.agency.example', '0.0.0.0', '128.0.0.1', '::2', 'localhost.example'];
  const here = [
    '',
    'localhost',
    'LOCALHOST',
    '127.0.0.1',
    '127.1.2.3',
    '::1',
    '::ffff:127.0.0.1',
    '/var/run/postgresql',
  ];

  afterEach(() => vi.unstubAllEnvs());

  /** What is asked of the driver where only these variables are set. */
  function optionsWith(environment: Record<string, string | undefined>) {
    for (const name of ['DATABASE_URL', 'PGHOST', 'PGSSLMODE']) vi.stubEnv(name, environment[name]);
    return connectionOptions();
  }
  const sslWith = (environment: Record<string, string | undefined>) => new Client(optionsWith(environment)).ssl;

  it('is made with TLS to another machine, and without asking for it on this one', () => {
    for (const host of elsewhere) {
      expect(sslWith({ PGHOST: host }), host).toBe(true);
      const address = host.includes(':') ? `[${host}]` : host;
      expect(sslWith({ DATABASE_URL: `postgresql://u:p@${address}:5432/d` }), host).toBe(true);
      expect(sslWith({ DATABASE_URL: `postgresql:///d?host=${host}` }), host).toBe(true);
    }
    for (const host of here) expect(optionsWith({ PGHOST: host }).ssl, host).toBe(undefined);
    for (const url of [
      'postgresql://u:p@localhost/d',
      'postgresql:///d?host=/run/postgresql',
      'postgresql://[::1]/d',
    ]) {
      expect(optionsWith({ DATABASE_URL: url }).ssl, url).toBe(undefined);
    }
  });

  it('is as sslmode says, which has to be a word it can be', () => {
    const remote = 'postgresql://u:p@db.agency.example/d';
    expect(sslWith({ PGHOST: 'db.agency.example', PGSSLMODE: 'disable' })).toBe(false);
    expect(sslWith({ DATABASE_URL: `${remote}?sslmode=disable` })).toBe(false);
    expect(sslWith({ DATABASE_URL: `${remote}?sslmode=verify-full` })).toEqual({});
    expect(sslWith({ DATABASE_URL: `${remote}?sslmode=no-verify` })).toEqual({ rejectUnauthorized: false });
    for (const environment of [{ PGSSLMODE: 'required' }, { DATABASE_URL: `${remote}?sslmode=off` }]) {
      expect(() => optionsWith(environment)).toThrow(/sslmode is "(required|off)".*verify-full/);
    }
  });

  it('sends no user and no password before it is encrypted', async () => {
    // A server that has no TLS, and writes down what it hears. 0.0.0.0 is an address like any other by its name.
    const heard: Buffer[] = [];
    const plain: Server = createServer((socket) => {
      socket.on('data', (bytes) => {
        heard.push(bytes);
        socket.write('N');
      });
      socket.on('error', () => {});
    });
    await new Promise<void>((resolve) => plain.listen(0, '0.0.0.0', resolve));
    const address = plain.address();
    const port = String(typeof address === 'object' && address ? address.port : 0);
    try {
      const to = { PGHOST: '0.0.0.0', PGPORT: port, PGUSER: 'reader', PGPASSWORD: 'open sesame' };
      const { code, stderr } = await check(rows, to);
      expect(code).toBe(2);
      expect(stderr).toMatch(/could not be reached: .*SSL.*another machine.*sslmode/s);
      const said = Buffer.concat(heard);
      expect([said.length, said.readUInt32BE(4)]).toEqual([8, 80877103]);
    } finally {
      plain.close();
    }
  });
});

it('reads with a role that can only read', async () => {
  server.sql('CREATE ROLE reader LOGIN; GRANT USAGE ON SCHEMA public TO reader; GRANT SELECT ON region TO reader');
  const { code, stderr } = await check(rows, { PGUSER: 'reader' });
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  const refused = await check('SELECT n::text AS region_id, n::text AS region_name FROM victim', { PGUSER: 'reader' });
  expect(refused.stderr).toMatch(/permission denied for table victim/);
  writeFileSync(join(source.path, 'region.sql'), rows);
  server.sql('DROP OWNED BY reader; DROP ROLE reader');
});
