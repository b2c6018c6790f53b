import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportBroken, goodExport, type Breaking, type Environment } from './attempt.ts';
import { runHere } from './command-line.ts';
import { readWholeExport } from './export-folder.ts';
import { lenient, smallAgency } from './small-agency.ts';
import { writeSource, type SourceFolder } from './source-folder.ts';

let home: string;

beforeAll(async () => {
  home = await goodExport();
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** What must stop the export: each of the words is in the message, and nothing of it is a stack. */
async function expectStop(code: number, words: RegExp[], breaking: Breaking, environment: Environment = {}) {
  const attempt = await exportBroken(home, breaking, environment);
  for (const word of words) expect(attempt.stderr).toMatch(word);
  expect(attempt.stderr).not.toMatch(/defect in Caseboard|\n +at /);
  expect(attempt.code).toBe(code);
}

describe('what cannot be read stops the export', () => {
  it('a missing required column', () =>
    expectStop(2, [/stay\.sql/, /required column admission_date/, /stay_id, person_id/, /SELECT/], (source) =>
      source.setSelect(
        'stay',
        "SELECT stay_id, person_id, release_date FROM read_csv('files/stay.csv', header = true)",
      ),
    ));

  it('a SELECT with a mistake in it', () =>
    expectStop(2, [/stay\.sql/, /table stay/, /syntax error|Parser Error/i, /Correct the SELECT/], (source) =>
      source.setSelect('stay', 'SELECT stay_id person_id admission_date, FROM WHERE'),
    ));

  it('a SELECT that names a column the file lacks', () =>
    expectStop(2, [/person\.sql/, /table person/, /date_of_birth/], (source) =>
      source.setSelect('person', "SELECT person_id, date_of_birth AS birth_date FROM read_csv('files/person.csv')"),
    ));

  it('a missing file', () =>
    expectStop(2, [/placement\.sql/, /placement\.csv/, /--files|CASEBOARD_FILES/], (source) =>
      rmSync(join(source.path, 'files', 'placement.csv')),
    ));

  it('a missing file that source.json names, with where to get it', () =>
    expectStop(2, [/counts\.csv is missing/, /the planning office/], (source) =>
      source.setSource({ files: [{ name: 'counts.csv', from: 'the planning office' }] }),
    ));

  it.each([
    ['an empty file', ''],
    ['random bytes', Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919 + 31) % 256))],
    [
      'a JPEG',
      Buffer.concat([
        Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]),
        Buffer.from('JFIF\0\u0001'),
        Buffer.alloc(2048, 0x9c),
      ]),
    ],
    [
      'a web page',
      '<!DOCTYPE html>\n<html><head><title>Sign in</title></head>\n<body>Session expired, please sign in</body></html>\n',
    ],
    ['a spreadsheet', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(512, 7)])],
  ])('%s in place of a CSV file', (_, content) =>
    expectStop(
      2,
      [/stay\.sql/, /table stay\b/, /stay_id|CSV|file/, /Extract it again|Correct|Name the right column|Put the file/],
      (source) => source.setFile('stay', content),
    ),
  );

  it('a text file in place of Parquet', () =>
    expectStop(2, [/stay\.sql/, /Parquet/i, /Extract it again/], (source) =>
      source.setSelect('stay', "SELECT * FROM read_parquet('files/stay.csv')"),
    ));

  it.each([
    ['no row', []],
    ['two rows', ['A', 'B'].map((agency_name) => ({ agency_name, as_of: '2026-06-30' }))],
    ['a row without its date', [{ agency_name: 'A', as_of: '30.6.2026' }]],
  ])('an agency table with %s', (_, rows) =>
    expectStop(2, [/agency\.sql/, /exactly one/, /as_of/], (source) => {
      source.setRows('agency', rows);
      if (rows.length === 0)
        source.setSelect('agency', "SELECT 'A' AS agency_name, DATE '2026-06-30' AS as_of WHERE false");
    }),
  );

  it('no agency table', () =>
    expectStop(2, [/agency\.sql/, /as_of/], (source) => rmSync(join(source.path, 'agency.sql'))));

  it.each([
    ['not JSON', '{ "agency_name": ', [/source\.json/, /not valid JSON/]],
    ['an unknown setting', { settings: { deadline: 3 } }, [/source\.json/, /"deadline"/, /initial_days/]],
    [
      'a setting that cannot be',
      { settings: { fiscal_year_start_month: 13 } },
      [/source\.json/, /fiscal_year_start_month/, /13/],
    ],
    ['a limit above 1', { settings: { reject_limit: 5 } }, [/source\.json/, /reject_limit/]],
    ['a setting that is text', { settings: { reject_limit: 'none' } }, [/source\.json/, /reject_limit/]],
    ['an unknown entry', { agency: 'x' }, [/source\.json/, /agency/]],
    ['a day that does not exist', { history_from: '2026-02-30' }, [/source\.json/, /history_from/]],
    [
      'a history that begins after the data',
      { history_from: '2026-08-01' },
      [/history_from/, /2026-08-01/, /2026-06-30/],
    ],
    [
      'a happening at an institution there is not',
      { annotations: [{ date: '2026-03-01', text: 'It burned.', facility: 'F-99' }] },
      [/source\.json/, /2026-03-01/, /"F-99"/, /facility table/],
    ],
    [
      'a happening without words',
      { annotations: [{ date: '2026-03-01', text: ' ' }] },
      [/source\.json/, /annotations/, /what happened/],
    ],
    ['an engine there is not', { engine: 'oracle' }, [/source\.json/, /engine/, /duckdb/, /postgres/]],
  ])('a source.json with %s', (_, changes, words) =>
    expectStop(2, words, (source) => {
      if (typeof changes === 'string') writeFileSync(join(source.path, 'source.json'), changes);
      else source.setSource(changes);
    }),
  );

  it('people without a secret, unless nobody exists', async () => {
    const real = (source: SourceFolder) => source.setSource({ demonstration: false });
    await expectStop(2, [/CASEBOARD_SECRET/, /person|stay/], real, { CASEBOARD_SECRET: undefined });
    await expectStop(3, [/CASEBOARD_SECRET/, /16/], real, { CASEBOARD_SECRET: 'too short' });
    expect(await exportBroken(home, real, { CASEBOARD_SECRET: 'a secret of the agency' })).toMatchObject({ code: 0 });
  });

  it('a source that is not there', async () => {
    const { code, stderr } = await runHere(['export', '/nowhere/at/all', '--out', join(home, 'good-out')]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/no source "\/nowhere\/at\/all"/);
    readWholeExport(join(home, 'good-out'));
  });
});

describe('where the command is started', () => {
  it('does not matter: a file of the same name there is not taken for the agency’s', async () => {
    const { path } = writeSource(join(home, 'asked'), smallAgency(), lenient);
    const other = writeSource(join(home, 'other'), {
      ...smallAgency(),
      region: [{ region_id: 'X', region_name: 'X' }],
    });
    const before = process.cwd();
    process.chdir(other.path);
    try {
      const { code, stdout } = await runHere(['check', path, '--rejects', join(home, 'asked.csv')]);
      expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^region +2 +2 +0/m) });
    } finally {
      process.chdir(before);
    }
  });
});
