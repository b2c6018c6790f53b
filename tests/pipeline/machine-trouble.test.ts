import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asNobody, isRoot, nobody } from './as-nobody.ts';
import { goodExport } from './attempt.ts';
import { outcomeOf, runHere, startThrough, type Outcome } from './command-line.ts';
import { hashesBelow, leftovers, readWholeExport } from './export-folder.ts';
import { lenient, smallAgency } from './small-agency.ts';
import { temporaryFolder, writeSource, type SourceFolder } from './source-folder.ts';

let home: string;

beforeAll(async () => {
  home = await goodExport();
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** An export folder with the good export in it that anybody may write to. */
function openFolder(): { folder: string; out: string } {
  const folder = temporaryFolder();
  const out = join(folder, 'out');
  cpSync(join(home, 'good-out'), out, { recursive: true });
  if (isRoot)
    for (const path of [folder, out, join(out, readWholeExport(out).manifest.version)]) chownSync(path, nobody, nobody);
  return { folder, out };
}

function expectTrouble(outcome: Outcome, words: RegExp[], out: string, before: Record<string, string>) {
  for (const word of words) expect(outcome.stderr).toMatch(word);
  expect(outcome.stderr).not.toMatch(/defect in Caseboard|\n +at /);
  readWholeExport(out);
  expect(hashesBelow(out)).toEqual(before);
  expect(leftovers(out)).toEqual([]);
}

describe('no permission', () => {
  const refused: [string, (source: SourceFolder) => string, number, RegExp[]][] = [
    [
      'to read a data file',
      ({ path }) => join(path, 'files', 'stay.csv'),
      4,
      [/No permission/, /stay\.csv/, /read|access/],
    ],
    ['to read a SELECT', ({ path }) => join(path, 'stay.sql'), 4, [/No permission/, /stay\.sql/]],
    ['to read source.json', ({ path }) => join(path, 'source.json'), 4, [/No permission/, /source\.json/]],
    ['to look into the source', ({ path }) => path, 4, [/No permission/]],
    ['to look into the folder of the files', ({ path }) => join(path, 'files'), 4, [/No permission/, /files/]],
    [
      'to read a file that source.json names',
      (source) => {
        source.setSource({ files: [{ name: 'files/stay.csv', from: 'the records office' }] });
        return join(source.path, 'files', 'stay.csv');
      },
      4,
      [/No permission/, /stay\.csv/],
    ],
  ];

  it.each(refused)('%s', async (_, close, code, words) => {
    const { folder, out } = openFolder();
    const before = hashesBelow(out);
    const source = writeSource(join(folder, 'source'), smallAgency(), lenient);
    const closed = close(source);
    chmodSync(closed, 0);
    const outcome = await asNobody(() =>
      runHere(['export', source.path, '--out', out, '--rejects', join(folder, 'rejects.csv')]),
    );
    chmodSync(closed, 0o755);
    expectTrouble(outcome, words, out, before);
    expect(outcome.code).toBe(code);
    rmSync(folder, { recursive: true });
  });

  it('to write the export, or the rejects file', async () => {
    const { folder, out } = openFolder();
    const before = hashesBelow(out);
    const { path } = writeSource(join(folder, 'source'), smallAgency(), lenient);
    mkdirSync(join(folder, 'closed'));
    chmodSync(join(folder, 'closed'), 0o555);
    const exported = await asNobody(() =>
      runHere(['export', path, '--out', join(folder, 'closed', 'out'), '--rejects', join(folder, 'rejects.csv')]),
    );
    expectTrouble(exported, [/No permission/, /closed/, /another folder/], out, before);
    const rejected = await asNobody(() =>
      runHere(['export', path, '--out', out, '--rejects', join(folder, 'closed', 'rejects.csv')]),
    );
    expectTrouble(rejected, [/No permission/, /closed/], out, before);
    expect([exported.code, rejected.code]).toEqual([4, 4]);
    rmSync(folder, { recursive: true });
  });
});

describe('a full disk', () => {
  const words = [/The disk is full/, /Free some space/, /--out/];

  /** A disk that holds two exports and little more; null where this machine does not let us mount one. */
  function smallDisk(): string | null {
    const disk = temporaryFolder();
    return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]).status === 0 ? disk : null;
  }

  it('names what could not be written, wherever in the export it happens', async () => {
    const disk = smallDisk();
    // Without the right to mount there is still the next test.
    if (disk === null) return;
    try {
      const out = join(disk, 'out');
      cpSync(join(home, 'good-out'), out, { recursive: true });
      const before = hashesBelow(out);
      const { path } = writeSource(
        join(home, 'full'),
        { ...smallAgency(), region: [{ region_id: 'R1', region_name: 'Elsewhere' }] },
        lenient,
      );
      for (const free of [0, 60, 160]) {
        const filler = join(disk, 'filler');
        const { bavail, bsize } = statfsSync(disk);
        writeFileSync(filler, Buffer.alloc(bavail * bsize - free * 1024));
        const outcome = await runHere(['export', path, '--out', out, '--rejects', join(home, 'full.csv')]);
        expectTrouble(outcome, words, out, before);
        expect(outcome.code).toBe(4);
        rmSync(filler);
      }
      expect(await runHere(['export', path, '--out', out, '--rejects', join(home, 'full.csv')])).toMatchObject({
        code: 0,
      });
    } finally {
      spawnSync('umount', [disk]);
      rmSync(disk, { recursive: true, force: true });
    }
  });

  it('is also said when a file would be larger than this user may write', async () => {
    const { folder, out } = openFolder();
    const before = hashesBelow(out);
    const { path } = writeSource(join(folder, 'source'), smallAgency(), lenient);
    const args = ['export', path, '--out', out, '--rejects', join(folder, 'rejects.csv')];
    // Blocks of 1,024 bytes: the rejects file fits, an answer file does not.
    const outcome = await outcomeOf(startThrough(['bash', '-c', 'ulimit -f 2; exec "$@"', 'bash'], args));
    expectTrouble(outcome, words, out, before);
    expect(outcome.code).toBe(4);
    rmSync(folder, { recursive: true });
  });
});
