import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { literal, openDatabase } from '../../scripts/engine/database.ts';
import { runHere } from './command-line.ts';
import { leftovers, readManifest, readWholeExport } from './export-folder.ts';
import { checkAndTakeIn, intakeSource, takeIn, type IntakeSource } from './intake-source.ts';
import { temporaryFolder, type Row } from './source-folder.ts';

let home: string;
beforeAll(() => {
  home = temporaryFolder();
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** People of whom each was in custody for some of 2022, one half of each year's file. */
const people: Row[] = Array.from({ length: 60 }, (_, at) => ({ person_id: `P${at}`, sex: 'M' }));
const stays: Row[] = people.map(({ person_id }, at) => ({
  stay_id: `A${at}`,
  person_id: person_id ?? null,
  admission_date: `2022-0${1 + (at % 9)}-${10 + (at % 17)}`,
  release_date: `2022-12-${10 + (at % 17)}`,
  release_type: 'parole',
}));

/** Nothing is recorded since. */
const longAgo = { settings: { freshness_limit_days: 4000 } };

async function exportedOnce(tables: Record<string, Row[]> = { person: people, stay: stays }): Promise<IntakeSource> {
  const source = intakeSource(home, tables, longAgo);
  expect((await takeIn(source)).code).toBe(0);
  return source;
}

/** The export before stands, and the sentences say what is wrong and where. */
async function expectStop(source: IntakeSource, words: RegExp[]) {
  const before = readManifest(source.out).version;
  const { code, stderr } = await checkAndTakeIn(source);
  expect(code, stderr).toBe(2);
  for (const word of words) expect(stderr).toMatch(word);
  expect(readManifest(source.out).version).toBe(before);
  readWholeExport(source.out);
}

describe('half a file', () => {
  const cut = (source: IntakeSource) => {
    const rows = readFileSync(join(source.path, 'files', 'stay.csv'), 'utf8')
      .trim()
      .split('\n');
    // Thirty rows, the last of them cut in its second column.
    return {
      whole: `${rows.slice(0, 30).join('\n')}\n`,
      within: `${rows.slice(0, 30).join('\n')}\n${(rows[30] ?? '').slice(0, 5)}`,
    };
  };
  const select = (more: string) => `SELECT * FROM read_csv('files/stay.csv', header = true, all_varchar = true${more})`;

  it('of text stops at what is missing against the export before', async () => {
    const source = await exportedOnce();
    source.setFile('stay', cut(source).whole);
    await expectStop(source, [/stay has 29 rows, 52 % fewer; the export before, as of 2026-06-30, had 60\./]);
  });

  it.each([
    ['', /stay_id.*If the file has that column, it may be cut off, or its form was guessed wrong/],
    [", delim = ','", /The file \S+stay\.csv is no CSV as the SELECT says: most often its last row is cut off/],
  ])('of text, cut within a row, is told to be that: read_csv(…%s)', async (more, words) => {
    const source = await exportedOnce();
    source.setFile('stay', cut(source).within);
    source.setSelect(
      'stay',
      select(more).replace('*', 'stay_id, person_id, admission_date, release_date, release_type'),
    );
    await expectStop(source, [/stay\.sql: the SELECT for the table stay failed/, words, /[Ee]xtract it again/]);
  });

  it('of Parquet stops, and is named', async () => {
    const source = await exportedOnce();
    const path = join(source.path, 'files', 'stay.parquet');
    const database = await openDatabase();
    await database.run(
      `COPY (SELECT * FROM read_csv(${literal(join(source.path, 'files', 'stay.csv'))}, all_varchar = true)) TO ${literal(path)} (FORMAT parquet)`,
    );
    database.close();
    source.setSelect('stay', "SELECT * FROM read_parquet('files/stay.parquet')");
    expect((await takeIn(source)).code).toBe(0);
    writeFileSync(path, readFileSync(path).subarray(0, statSync(path).size / 2));
    await expectStop(source, [/stay\.sql: the SELECT for the table stay failed/, /stay\.parquet/]);
  });
});

describe('a file of several', () => {
  it('that is gone stops at the rows that went with it; all of them gone, by the name they are looked for under', async () => {
    const source = await exportedOnce();
    const rows = readFileSync(join(source.path, 'files', 'stay.csv'), 'utf8')
      .trim()
      .split('\n');
    const [head = '', ...body] = rows;
    const years = [2023, 2024, 2025];
    for (const [at, year] of years.entries())
      source.setFile(`stay-${year}`, `${[head, ...body.slice(20 * at, 20 * at + 20)].join('\n')}\n`);
    source.setSelect('stay', "SELECT * FROM read_csv('files/stay-*.csv', header = true, all_varchar = true)");
    expect((await takeIn(source)).code).toBe(0);
    rmSync(join(source.path, 'files', 'stay-2024.csv'));
    await expectStop(source, [/stay has 40 rows, 33 % fewer; the export before, as of 2026-06-30, had 60\./]);
    for (const year of [2023, 2025]) rmSync(join(source.path, 'files', `stay-${year}.csv`));
    await expectStop(source, [/stay\.sql: the SELECT for the table stay failed/, /stay-\*\.csv/]);
  });
});

describe('an export folder that is a disk of its own', () => {
  it('takes one export after another, and nothing is left of how they were made', async () => {
    const disk = temporaryFolder();
    // Without the right to mount, the tests of where an export is staged are all there is.
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', disk]).status !== 0) return;
    try {
      const source = { ...intakeSource(home, { person: people, stay: stays }, longAgo), out: disk };
      const args = ['export', source.path, '--out', disk, '--rejects', join(home, 'disk.csv'), '--without-pages'];
      const nights: string[] = [];
      for (const count of [60, 59]) {
        source.setRows('stay', stays.slice(0, count));
        const { code, stderr } = await runHere(args);
        expect(code, stderr).toBe(0);
        nights.push(readWholeExport(disk).manifest.version);
      }
      expect(new Set(nights).size).toBe(2);
      expect(readdirSync(disk).sort()).toEqual([...nights, 'manifest.json'].sort());
      expect(leftovers(disk)).toEqual([]);
      expect(await runHere(['restore', nights[0] ?? '', '--data', disk])).toMatchObject({ code: 0 });
      expect(readWholeExport(disk).manifest.version).toBe(nights[0]);
    } finally {
      spawnSync('umount', [disk]);
      rmSync(disk, { recursive: true, force: true });
    }
  });
});
