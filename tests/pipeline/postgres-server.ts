import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { freePort } from '../../scripts/machine.ts';

export interface PostgresServer {
  /** What a user would set to reach it. */
  environment: Record<string, string>;
  /** Runs SQL, or a `\copy`, with the server's own command line. */
  sql(text: string): void;
  /** Stops the server and keeps its tables: `fast` ends what is connected with a word, `immediate` without. */
  halt(how: 'fast' | 'immediate'): void;
  /** Starts it again where it was stopped, under the same port. */
  resume(): void;
  /** Stops it, if it runs, and removes it. */
  stop(): void;
}

/** A PostgreSQL server of its own in a temporary folder. Stop it afterwards. */
export async function startPostgres(): Promise<PostgresServer> {
  const programs = serverPrograms();
  if (!programs) throw new Error('The tests need PostgreSQL (Debian: apt-get install -y postgresql).');
  const folder = mkdtempSync(join(tmpdir(), 'caseboard-postgres-'));
  const owner = process.getuid?.() === 0 ? ownerOf() : null;
  chmodSync(folder, 0o755);
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const environment = {
    PGHOST: '127.0.0.1',
    PGPORT: String(await freePort()),
    PGUSER: 'caseboard',
    PGDATABASE: 'postgres',
    PGPASSWORD: '',
  };
  const run = (program: string, args: string[], input?: string) => {
    const { status, stderr, stdout } = spawnSync(join(programs, program), args, {
      // Its client reads files of the tests, which are of the user who runs them.
      ...(program === 'psql' ? {} : owner),
      cwd: folder,
      env: { ...process.env, ...environment },
      input,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr || stdout}`);
  };
  const data = join(folder, 'data');
  run('initdb', ['-D', data, '-U', 'caseboard', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--locale=C']);
  const options = `-p ${environment.PGPORT} -c listen_addresses=127.0.0.1 -c fsync=off -k ${folder}`;
  let running = false;
  const resume = () => {
    if (running) return;
    run('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start']);
    running = true;
  };
  const halt = (how: 'fast' | 'immediate') => {
    run('pg_ctl', ['-D', data, '-w', '-m', how, 'stop']);
    running = false;
  };
  resume();
  return {
    environment,
    sql: (text) => run('psql', ['-q', '-v', 'ON_ERROR_STOP=1', '-f', '-'], text),
    halt,
    resume,
    stop() {
      if (running) halt('immediate');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Where the server's programs lie: Debian keeps every version's in a folder of their own, outside the path. */
export function serverPrograms(): string | undefined {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : [];
  const onPath = (process.env['PATH'] ?? '').split(delimiter);
  return [...versions.map((version) => join(base, version, 'bin')), ...onPath].find((path) =>
    existsSync(join(path, 'initdb')),
  );
}

/** The server refuses to run as root: then it runs as the user its package made. */
function ownerOf(): { uid: number; gid: number } {
  const id = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
}
