import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { outcomeOf, runHere, start, type Outcome } from './command-line.ts';
import { hashesBelow, leftovers, readManifest, readWholeExport } from './export-folder.ts';
import { lenient, smallAgency } from './small-agency.ts';
import { temporaryFolder, writeSource } from './source-folder.ts';

// A temporary folder of its own: other test files export at the same time.
const shared = process.env['TMPDIR'];
const own = mkdtempSync(join(tmpdir(), 'caseboard-atomic-'));
process.env['TMPDIR'] = own;
afterAll(() => {
  if (shared === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = shared;
  rmSync(own, { recursive: true, force: true });
});

const spills = () => readdirSync(tmpdir()).filter((name) => name.startsWith('caseboard-spill-'));
const versionsIn = (out: string) => readdirSync(out).filter((name) => /^\d{4}-/.test(name));

/** A source and an export of it, which is not the one the next export will make. */
interface Place {
  out: string;
  args: string[];
  /** Makes the data differ, so that the next export has something new to put in place. */
  rename(agency: string): void;
  answer(): Promise<Outcome>;
}

function placeOf(folder: string, source: string, options: string[] = []): Place {
  const out = join(folder, 'out');
  return {
    out,
    args: ['export', source, '--out', out, '--rejects', join(folder, 'rejects.csv'), ...options],
    rename: (agency) =>
      writeFileSync(join(source, 'agency.sql'), `SELECT '${agency}' AS agency_name, DATE '2026-06-30' AS as_of`),
    answer: () => runHere(['answer', 'population/average', '--data', out, '--format', 'json']),
  };
}

/** Starts an export and signals it once it has said `lines` lines and `delay` milliseconds more have passed. */
async function signalled(place: Place, signal: NodeJS.Signals, isTime: (lines: string[]) => boolean, delay = 0) {
  const child = start(place.args);
  const ended = outcomeOf(child);
  let text = '';
  await new Promise<void>((resolve) => {
    child.stderr?.on('data', (chunk) => {
      text += String(chunk);
      if (isTime(text.split('\n').slice(0, -1))) resolve();
    });
    child.once('close', () => resolve());
  });
  if (delay > 0) await wait(delay);
  child.kill(signal);
  return ended;
}

describe('an export that is killed', () => {
  let place: Place;
  let folder: string;
  let steps: number;

  beforeAll(async () => {
    folder = temporaryFolder();
    // Few people: as many steps as a large agency has, in less time.
    place = placeOf(folder, writeSource(join(folder, 'source'), smallAgency(), lenient).path);
    const { code, stderr } = await runHere(place.args);
    expect(code).toBe(0);
    steps = stderr.split('\n').length - 1;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('at any moment leaves the one before whole, and the next one clears up', async () => {
    // From the first step to the last, and at short distances round the switch itself.
    const moments = Array.from(
      { length: 4 },
      (_, index) => [1 + Math.floor((index * (steps - 2)) / 3), 5 * (index % 3)] as const,
    );
    const late = [0, 5, 20].map((delay) => [steps, delay] as const);
    let killed = 0;
    for (const [round, [line, delay]] of [...moments, ...late].entries()) {
      const before = readManifest(place.out);
      place.rename(`Round ${round}`);
      const { code, stderr } = await signalled(place, 'SIGKILL', (lines) => lines.length >= line, delay);
      if (code === null) killed += 1;
      // The one before or, where the kill came too late, the new one: whole in either case, never a mixture.
      const { manifest } = readWholeExport(place.out);
      expect([before.source.agency_name, `Round ${round}`]).toContain(manifest.source.agency_name);
      if (!stderr.includes('Putting the new export in place')) expect(manifest).toEqual(before);
      if (round % 3 === 2) expect(await place.answer()).toMatchObject({ code: 0, stderr: '' });
    }
    // A signal to a process takes its time where others are at work: some come when all is done.
    expect(killed).toBeGreaterThanOrEqual(moments.length - 2);
    expect(await runHere(place.args)).toMatchObject({ code: 0 });
    expect(leftovers(place.out)).toEqual([]);
    expect(spills()).toEqual([]);
    expect(versionsIn(place.out).length).toBeLessThanOrEqual(2);
    expect(await place.answer()).toMatchObject({ code: 0 });
  });

  it('from the keyboard says so, ends with 130 and leaves nothing behind', async () => {
    const before = hashesBelow(place.out);
    for (const word of ['checking placement', 'Making the marts', 'Answering']) {
      place.rename(`Interrupted at ${word}`);
      const { code, stderr } = await signalled(place, 'SIGINT', (lines) => lines.some((line) => line.includes(word)));
      expect(stderr).toMatch(/Cancelled\. The previous export is untouched\.\n$/);
      expect(code).toBe(130);
      expect(leftovers(place.out)).toEqual([]);
      expect(spills()).toEqual([]);
      expect(hashesBelow(place.out)).toEqual(before);
    }
    // An agency that takes longer to read than a signal takes to arrive.
    const source = join(inject('demo'), 'source');
    const check = { ...place, args: ['check', source, '--rejects', join(folder, 'check.csv')] };
    expect(await signalled(check, 'SIGINT', (lines) => lines.length >= 1)).toMatchObject({
      code: 130,
      stderr: expect.stringMatching(/Cancelled/),
    });
  });
});

describe('what an export leaves in place', () => {
  let place: Place;
  let folder: string;

  beforeAll(async () => {
    folder = temporaryFolder();
    place = placeOf(folder, writeSource(join(folder, 'source'), smallAgency(), lenient).path, ['--without-pages']);
  });
  beforeEach(async () => {
    expect(await runHere(place.args)).toMatchObject({ code: 0 });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has equal bytes and an equal version for equal data, wherever it is put', async () => {
    const elsewhere = join(folder, 'elsewhere');
    expect(await runHere([...place.args, '--out', elsewhere])).toMatchObject({ code: 0 });
    const { version } = readManifest(place.out);
    expect(readManifest(elsewhere).version).toBe(version);
    // But for the manifest kept beside them, which says when it was made.
    const bytes = (out: string) => ({ ...hashesBelow(join(out, version)), 'manifest.json': '' });
    expect(bytes(elsewhere)).toEqual(bytes(place.out));
  });

  it('has another version when anything a reader sees differs', async () => {
    const { version } = readManifest(place.out);
    place.rename('Another name');
    expect(await runHere(place.args)).toMatchObject({ code: 0 });
    expect(readManifest(place.out).version).not.toBe(version);
  });

  it('keeps the dataset before for pages still open, removes older ones, and touches nothing else', async () => {
    mkdirSync(join(place.out, 'notes'), { recursive: true });
    const names: string[] = [];
    for (const name of ['First', 'Second', 'Third']) {
      place.rename(name);
      expect(await runHere(place.args)).toMatchObject({ code: 0 });
      names.push(readManifest(place.out).version);
    }
    expect(new Set(names).size).toBe(3);
    expect(versionsIn(place.out).sort()).toEqual(names.slice(1).sort());
    expect(readdirSync(place.out)).toContain('notes');
  });

  it('stays where it is when equal data come again, and is mended where somebody changed it', async () => {
    const { version } = readManifest(place.out);
    const { ino } = statSync(join(place.out, version));
    writeFileSync(join(place.out, version, 'population_day.parquet'), 'by hand');
    unlinkSync(join(place.out, version, 'stock.parquet'));
    expect(() => readWholeExport(place.out)).toThrow();
    expect(await runHere(place.args)).toMatchObject({ code: 0 });
    expect(readWholeExport(place.out).manifest.version).toBe(version);
    // A folder renamed away and back would be missing in between, for readers and after a kill.
    expect(statSync(join(place.out, version)).ino).toBe(ino);
    expect(leftovers(place.out)).toEqual([]);
  });

  it('is refused with a sentence when it is not whole, or of another format', async () => {
    const { version } = readManifest(place.out);
    for (const name of ['files.json', 'answers.json']) {
      const list = join(place.out, version, name);
      const content = readFileSync(list);
      unlinkSync(list);
      const { code, stderr } = await place.answer();
      expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringMatching(/not whole.*Export again/s) });
      expect(stderr).toContain(name);
      writeFileSync(list, content);
    }
    const manifest = readFileSync(join(place.out, 'manifest.json'), 'utf8');
    writeFileSync(join(place.out, 'manifest.json'), manifest.replace(/"schema_version":\d+/, '"schema_version":999'));
    expect(await place.answer()).toMatchObject({ code: 2, stderr: expect.stringMatching(/format 999/) });
    writeFileSync(join(place.out, 'manifest.json'), manifest);
    expect(await place.answer()).toMatchObject({ code: 0 });
  });
});
