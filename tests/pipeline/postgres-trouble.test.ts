import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere } from './command-line.ts';
import { startPostgres, type PostgresServer } from './postgres-server.ts';
import { temporaryFolder } from './source-folder.ts';

const password = 'kept/from:everybody@all';
let server: PostgresServer;
let source: string;

beforeAll(async () => {
  server = await startPostgres();
  source = join(temporaryFolder(), 'source');
  mkdirSync(source);
  writeFileSync(join(source, 'source.json'), JSON.stringify({ agency_name: 'Slow agency', engine: 'postgres' }));
  writeFileSync(
    join(source, 'agency.sql'),
    `SELECT 'Slow agency' AS agency_name, date '2026-06-30' AS as_of FROM (SELECT pg_sleep(20)) AS slow`,
  );
  // One user needs a password, another TLS, the tests' own neither.
  const rules = [
    'host all guarded 127.0.0.1/32 scram-sha-256',
    'hostssl all covered 127.0.0.1/32 trust',
    'host all caseboard 127.0.0.1/32 trust',
  ];
  server.sql(`CREATE ROLE guarded LOGIN PASSWORD '${password}'; CREATE ROLE covered LOGIN;
    DO $do$ BEGIN EXECUTE format('COPY (SELECT unnest(%L::text[])) TO %L', '{${rules.map((rule) => `"${rule}"`).join(',')}}', current_setting('hba_file')); END $do$;
    SELECT pg_reload_conf();`);
});
afterAll(() => server?.stop());

function check(changed: Record<string, string> = {}) {
  const rejects = join(source, '..', 'rejects.csv');
  return runHere(['check', source, '--json', '--rejects', rejects], { ...server.environment, ...changed });
}

describe('a database that does not answer', () => {
  it('because its administrator ended the connection: try again later', async () => {
    const checking = check();
    for (let tries = 0; tries < 100; tries += 1) {
      await wait(200);
      server.sql(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'caseboard' AND query LIKE 'COPY%'`,
      );
      if (await Promise.race([checking.then(() => true), wait(50, false)])) break;
    }
    const { code, stdout, stderr } = await checking;
    expect(code, stderr).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'try again later', exit_code: 5 });
    expect(stderr).toMatch(/database (stopped|was lost).*agency|connection .* lost/s);
  });

  it('within the time it allows a statement: try again later', async () => {
    const { code, stderr } = await check({ PGOPTIONS: '-c statement_timeout=300' });
    expect(code, stderr).toBe(5);
    expect(stderr).toMatch(/statement timeout \(SQLSTATE 57014\).*run the command again later/s);
  });

  it('because nobody listens: try again later, and what to look at if it stays so', async () => {
    const { code, stderr } = await check({ PGPORT: '1' });
    expect(code).toBe(5);
    expect(stderr).toMatch(/ECONNREFUSED.*run the command again later.*Check DATABASE_URL/s);
  });

  it('because the password is wrong: mend the source, and no piece of it is printed', async () => {
    const { code, stdout, stderr } = await check({ PGUSER: 'guarded', PGPASSWORD: 'wrong-and-secret' });
    expect(code).toBe(2);
    expect(stderr).toMatch(/password is not right/);
    expect(stdout + stderr).not.toMatch(/wrong-and-secret|wrong|kept/);
  });

  it('because a password was written into DATABASE_URL as it is: no piece of it is printed', async () => {
    const { PGPORT } = server.environment;
    const url = `postgresql://guarded:${password}@127.0.0.1:${PGPORT}/postgres`;
    const { code, stdout, stderr } = await check({ DATABASE_URL: url });
    expect(code).not.toBe(0);
    for (const piece of password.split(/[/:@]/)) expect(stdout + stderr).not.toContain(piece);
  });

  it('because it asks for TLS: mend the source', async () => {
    const { code, stderr } = await check({ PGUSER: 'covered' });
    expect(code).toBe(2);
    expect(stderr).toMatch(/TLS only: say sslmode=verify-full/);
  });
});
