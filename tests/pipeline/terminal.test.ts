import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { startTrouble } from '../../scripts/memo/pdf.ts';
import { Failure } from '../../scripts/terminal/failure.ts';
import { plainText } from '../../scripts/terminal/print.ts';
import { saidOfDefect } from '../../scripts/source/engine-message.ts';
import { outcomeOf, repository, runHere, start } from './command-line.ts';
import { lenient, smallAgency } from './small-agency.ts';
import { temporaryFolder, writeSource } from './source-folder.ts';

let home: string;

beforeAll(() => {
  home = temporaryFolder();
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('a reader that has seen enough', () => {
  it.each([
    ['of the help', ['--help']],
    ['of an answer', ['answer', 'population/daily', '--data', 'DATA']],
    ['of the same as CSV', ['answer', 'population/daily', '--data', 'DATA', '--format', 'csv']],
  ])('%s ends no command with a stack', async (_what, args) => {
    const child = start(args.map((arg) => arg.replace('DATA', join(inject('demo'), 'out'))));
    // As `| head -0` does.
    child.stdout?.destroy();
    const { code, stderr } = await outcomeOf(child);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('of the progress does not stop the work', async () => {
    const { path } = writeSource(join(home, 'source'), smallAgency(), lenient);
    const out = join(home, 'out');
    const child = start(['export', path, '--out', out, '--rejects', join(home, 'rejects.csv')]);
    child.stderr?.destroy();
    expect(await outcomeOf(child)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Exported/m) });
    expect(readFileSync(join(out, 'manifest.json'), 'utf8')).toContain('Department of Small Numbers');
  });
});

describe('names at a terminal', () => {
  it('show what they hold instead of steering it', () => {
    expect(plainText('a\u001b[31mred\u009b2J\u0007')).toBe('a\\u{1b}[31mred\\u{9b}2J\\u{7}');
    expect(plainText('\u202eevil\u2066 \u200bx\ufeff\r')).toBe('\\u{202e}evil\\u{2066} \\u{200b}x\\u{feff}\\u{d}');
    // What lines, tables and scripts need stays: line ends, tabs, joiners, marks on letters.
    for (const text of ['one\ntwo\r\nthree\tfour', 'می\u200cخواهم', 'Ångström 北', 'e\u0301']) {
      expect(plainText(text)).toBe(text);
    }
  });

  it('are so in tables, in progress and in failures', async () => {
    const steering = '\u001b]0;owned\u0007\u202e';
    const tables = smallAgency();
    const { path } = writeSource(
      join(home, `source${steering}`),
      { ...tables, facility: (tables['facility'] ?? []).map((row) => ({ ...row, facility_name: `N${steering}` })) },
      lenient,
    );
    const out = join(home, 'steered');
    const exported = await runHere(['export', path, '--out', out, '--rejects', join(home, 'steered.csv')]);
    expect(exported.code, exported.stderr).toBe(0);
    const answered = await runHere(['answer', 'population/daily', '--by', 'facility', '--data', out]);
    const failed = await runHere(['check', join(home, `none${steering}`)]);
    const misread = await runHere(['answer', `none${steering}`, '--data', out]);
    expect(answered.code, answered.stderr).toBe(0);
    for (const { stdout, stderr } of [exported, answered, failed, misread]) {
      // eslint-disable-next-line no-control-regex -- none may be left
      expect(stdout + stderr).not.toMatch(/\u001b|\u0007|\u202e/);
    }
    expect(failed.stderr).toContain('\\u{1b}]0;owned');
    const json = await runHere(['answer', 'population/daily', '--by', 'facility', '--data', out, '--format', 'json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ question: 'population/daily' });
  });

  it('of people do not stand in the report of a defect', () => {
    const said = [
      new Error("Conversion Error: Could not convert string 'Zebedee Quux' to INT32"),
      new Error('Constraint Error: Duplicate key "person_id: 123456789" violates primary key constraint'),
      new SyntaxError('Unexpected token \'Z\', "Zebedee Quux" is not valid JSON'),
      'thrown: "Zebedee Quux" 123456789',
    ].map(saidOfDefect);
    for (const text of said) expect(text).not.toMatch(/Zebedee|Quux|123456789/);
    expect(said[0]).toMatch(/A value could not be converted to INT32.*\n +at .*terminal\.test\.ts/s);
  });
});

describe('the browser of the documents', () => {
  /** Starts the printer as a user, on a browser that writes down how it was started, says something and ends. */
  async function startedAs(root: boolean, says: string) {
    const folder = join(home, `browser-${root}`);
    mkdirSync(folder, { recursive: true });
    chmodSync(home, 0o755);
    const [fake, heard] = [join(folder, 'chromium'), join(folder, 'arguments')];
    writeFileSync(heard, '');
    chmodSync(heard, 0o666);
    writeFileSync(fake, `#!/bin/sh\necho "$@" > ${heard}\necho "${says}" >&2\nexit 1\n`, { mode: 0o755 });
    const script = `import('./scripts/memo/pdf.ts').then((m) => m.openPdfPrinter()).catch((e) => console.log(e.message))`;
    const child = spawn(process.execPath, ['--import', 'tsx', '-e', script], {
      cwd: repository,
      env: { ...process.env, CHROMIUM_PATH: fake, TMPDIR: tmpdir(), HOME: '/nonexistent' },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(root ? {} : { uid: 65534, gid: 65534 }),
    });
    const { stdout } = await outcomeOf(child);
    return { said: stdout, args: readFileSync(heard, 'utf8') };
  }

  it('has its sandbox, unless root starts it', async () => {
    const isRoot = process.getuid?.() === 0;
    if (isRoot) expect((await startedAs(true, 'no')).args).toContain('--no-sandbox');
    // Who is not root can start it as nobody else, and needs not.
    vi.stubEnv('CHROMIUM_PATH', '');
    const { args, said } = isRoot
      ? await startedAs(false, 'No usable sandbox!')
      : await startedAs(true, 'No usable sandbox!');
    vi.unstubAllEnvs();
    expect(args).toContain('--headless');
    expect(args).not.toContain('--no-sandbox');
    expect(said).toMatch(/did not start because this machine does not let it make its sandbox.*user namespaces/);
  });

  it('says why it did not start', () => {
    expect(startTrouble(new Failure('spawn ENOENT\nlogs'))).toMatch(/^\(spawn ENOENT\)\. Install/);
  });
});
