import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { contractTable } from '../../data/contract/contract.ts';
import { openDatabase } from '../../scripts/engine/database.ts';
import { openReader } from '../../scripts/source/open-reader.ts';
import { readSource } from '../../scripts/source/source.ts';
import { silent } from '../../scripts/terminal/progress.ts';
import { connectionOptions } from '../../scripts/source/postgres-connection.ts';
import { runHere } from './command-line.ts';
import { hashesBelow, leftovers, readWholeExport } from './export-folder.ts';
import { heldAt, holdRows, spills } from './held-rows.ts';
import { startPostgres, type PostgresServer } from './postgres-server.ts';
import { temporaryFolder } from './source-folder.ts';

const rows = 200_000;

let server: PostgresServer;
let home: string;
let source: string;
let out: string;

beforeAll(async () => {
  server = await startPostgres();
  server.sql(`CREATE TABLE person AS SELECT 'P' || n AS person_id, 'M' AS sex FROM generate_series(1, 2000) n;
    CREATE TABLE stay AS SELECT n, 'S' || n AS stay_id, 'P' || n % 2000 + 1 AS person_id,
        date '2010-01-01' + 50 * (n / 2000) AS admission_date, date '2010-02-01' + 50 * (n / 2000) AS release_date,
        'parole' AS release_type
      FROM generate_series(1, ${rows}) n;`);
  home = temporaryFolder();
  source = join(home, 'source');
  out = join(home, 'out');
  mkdirSync(source);
  const described = { agency_name: 'Long rows', engine: 'postgres', settings: { freshness_limit_days: 4000 } };
  writeFileSync(join(source, 'source.json'), JSON.stringify(described));
  writeFileSync(join(source, 'agency.sql'), "SELECT 'Long rows' AS agency_name, date '2026-06-30' AS as_of");
  writeFileSync(join(source, 'person.sql'), 'SELECT * FROM person');
  const stays = 'SELECT stay_id, person_id, admission_date, release_date, release_type FROM stay';
  writeFileSync(join(source, 'stay.sql'), `${stays} WHERE n <= 2000`);
  expect(await exported()).toMatchObject({ code: 0 });
  // From here on half of the rows come, and then it depends.
  writeFileSync(join(source, 'stay.sql'), `${stays} WHERE ${heldAt(`n = ${rows / 2}`)}`);
});
afterAll(() => {
  server?.stop();
  if (home) rmSync(home, { recursive: true, force: true });
});

function exported(changed: Record<string, string> = {}, verb = 'export') {
  const options = ['--out', out, '--rejects', join(home, 'rejects.csv'), '--json'];
  return runHere([verb, source, ...options], { ...server.environment, ...changed });
}

/** The export before stands, byte for byte, and nothing of this one is left. */
async function loses(losing: () => void, changed: Record<string, string> = {}) {
  const before = hashesBelow(out);
  const held = await holdRows(server);
  try {
    const exporting = exported(changed);
    await held.reached('stay', 1_000_000, exporting);
    losing();
    const { code, stdout, stderr } = await exporting;
    expect(code, stderr).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'try again later', exit_code: 5 });
    expect(stderr).not.toMatch(/defect in Caseboard|\n +at /);
    expect(hashesBelow(out)).toEqual(before);
    readWholeExport(out);
    expect(leftovers(out)).toEqual([]);
    expect(spills()).toEqual([]);
    return stderr;
  } finally {
    await held.letGo();
  }
}

const lost =
  /(database stopped|connection to the agency's database was lost) while the table stay was read.*run the command again later/s;

describe('a connection that is lost when half of a table has come', () => {
  it('by its administrator', async () => {
    const terminate = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'COPY%'`;
    expect(await loses(() => server.sql(terminate))).toMatch(lost);
  });

  it.each(['fast', 'immediate'] as const)('by a server that is stopped (%s)', async (how) => {
    try {
      expect(await loses(() => server.halt(how))).toMatch(lost);
    } finally {
      server.resume();
    }
  });

  it('by a reset of the network', async () => {
    const sockets: Socket[] = [];
    const between = createServer((near) => {
      const far = connect(Number(server.environment['PGPORT']), '127.0.0.1');
      sockets.push(near, far);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        one.on('error', () => {});
        one.pipe(other);
      }
    });
    await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
    const address = between.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    try {
      const cut = () => sockets.forEach((socket) => socket.resetAndDestroy());
      expect(await loses(cut, { PGPORT: String(port) })).toMatch(lost);
    } finally {
      between.close();
    }
  });

  it('and the next one, which nothing stops, has all of its rows', async () => {
    const { code, stderr, stdout } = await exported({}, 'check');
    expect(code, stderr).toBe(0);
    const { tables } = JSON.parse(stdout) as { tables: { name: string; read: number; loaded: number }[] };
    expect(tables.find(({ name }) => name === 'stay')).toMatchObject({ read: rows, loaded: rows });
  });
});

it('a server that is gone without a word is looked for after a minute', () => {
  expect(connectionOptions('postgres://somebody@db.example/records')).toMatchObject({
    keepAlive: true,
    keepAliveInitialDelayMillis: 60_000,
  });
});

it('the rows of a large table are read with little memory', async () => {
  for (const [name, value] of Object.entries(server.environment)) vi.stubEnv(name, value);
  const database = await openDatabase({ memoryLimit: '256MB', temporaryFolder: join(home, 'beside') });
  const reader = await openReader(database, await readSource(source), silent);
  try {
    await database.run('CREATE SCHEMA raw');
    const table = contractTable('stay')!;
    await reader.read(table, { file: 'stay.sql', sql: 'SELECT *, repeat(stay_id, 20) AS wide FROM stay' });
    const sums = 'count(*)::INTEGER AS read, sum(length(wide))::INTEGER AS letters';
    const letters = Array.from({ length: rows }, (_, at) => 20 * `S${at + 1}`.length).reduce((sum, each) => sum + each);
    expect(await database.rows(`SELECT ${sums} FROM raw.stay`)).toEqual([{ read: rows, letters }]);
  } finally {
    await reader.close();
    database.close();
    vi.unstubAllEnvs();
  }
  expect(spills()).toEqual([]);
});
