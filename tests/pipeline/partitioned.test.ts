import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { openDatabase, type Database } from '../../scripts/engine/database.ts';
import { runHere } from './command-line.ts';
import { readsFile } from './demo-in-postgres.ts';
import { readWholeExport } from './export-folder.ts';
import { loadedRows } from './loaded-rows.ts';
import { writeParquet, writePartitioned, type Writer } from './partitioned-folder.ts';
import { temporaryFolder, writeSource, type SourceFolder } from './source-folder.ts';

let home: string;
let database: Database;

beforeAll(async () => {
  home = temporaryFolder();
  database = await openDatabase();
});
afterAll(() => {
  database.close();
  rmSync(home, { recursive: true, force: true });
});

/** Tables of the demonstration and what their folders are named by: texts, numbers, days, yes or no, some without a value. */
const cut: [table: string, columns: string[], writer: Writer][] = [
  ['stay', ['life_sentence', 'release_type'], 'spark'],
  ['placement', ['facility_id', 'custody_level'], 'trino'],
  ['follow_up', ['day'], 'spark'],
  ['program_seat', ['month'], 'spark'],
  ['task', ['task_type'], 'trino'],
  ['person', ['sex'], 'spark'],
];

const pattern = { spark: '**/*.parquet', trino: '**/[!._]*' } as const;

/** The demonstration with some of its tables in folders; the folder is also called `source`, as versions tell sources apart. */
async function demoInFolders(): Promise<{ source: string; files: string }> {
  const source = join(home, 'demo', 'source');
  const files = join(home, 'demo', 'extract');
  cpSync(join(inject('demo'), 'source'), source, { recursive: true });
  for (const [table, columns, writer] of cut) {
    const sql = readFileSync(join(source, `${table}.sql`), 'utf8');
    const [, read = ''] = readsFile.exec(sql) ?? [];
    const rows = `SELECT * FROM ${read.replace("'files/", `'${source}/files/`)}`;
    await writePartitioned(database, rows, columns, join(files, table), writer);
    const folder = `read_parquet('${table}/${pattern[writer]}', hive_partitioning = true)`;
    writeFileSync(join(source, `${table}.sql`), sql.replace(readsFile, `FROM ${folder}`));
    rmSync(join(source, 'files', `${table}.parquet`));
  }
  return { source, files };
}

describe('folders named by columns, as Spark and Trino write them', () => {
  let demo: Awaited<ReturnType<typeof demoInFolders>>;
  beforeAll(async () => {
    demo = await demoInFolders();
  });

  it('give the export of the same rows in single files, to the last byte', async () => {
    // Under the secret of these tests: the demonstration's own key is for its files alone.
    const byFiles = await exported(join(inject('demo'), 'source'), '', 'by-files');
    const byFolders = await exported(demo.source, demo.files, 'by-folders');
    expect(byFolders.manifest.tables).toEqual(byFiles.manifest.tables);
    expect(byFolders.files.marts).toEqual(byFiles.files.marts);
    expect(byFolders.manifest.version).toBe(byFiles.manifest.version);
  });

  it('are found by init, which reads the same rows of them', async () => {
    const begun = join(home, 'begun', 'source');
    const { code, stdout, stderr } = await runHere(['init', begun, '--from', demo.files]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toMatch(/_SUCCESS|_metadata|\.crc|part-0/);
    expect(stdout).toMatch(
      /^stay: 2,135 rows, 14 columns; Parquet in folders named by life_sentence and release_type, 28 files\. Read for stay\.$/m,
    );
    for (const [table] of cut) cpSync(join(begun, `${table}.sql`), join(demo.source, `${table}.sql`));
    const byFiles = await loadedRows(join(inject('demo'), 'source'));
    expect(await loadedRows(demo.source, { files: demo.files })).toEqual(byFiles);
  });
});

async function exported(source: string, files: string, name: string) {
  const out = join(home, name);
  const options = files ? ['--files', files] : [];
  const given = [source, ...options, '--out', out, '--rejects', `${out}.csv`];
  const { code, stderr } = await runHere(['export', ...given, '--without-pages']);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return readWholeExport(out);
}

describe('a folder of files', () => {
  let source: SourceFolder;
  let number = 0;

  /** Six stays of three people, in folders by year; of one the year is not known. */
  beforeEach(async () => {
    const person = ['P1', 'P2', 'P3'].map((person_id) => ({ person_id }));
    const agency = [{ agency_name: 'A', as_of: '2026-06-30' }];
    source = writeSource(
      join(home, `folder-${(number += 1)}`),
      { agency, person },
      { settings: { freshness_limit_days: 4000 } },
    );
    await writePartitioned(database, stays, ['year'], join(source.path, 'stay'));
    source.setSelect('stay', select());
  });

  const stays = `SELECT 'S' || n AS stay_id, 'P' || (1 + n % 3) AS person_id, DATE '2022-01-01' + 400 * CAST(n // 3 AS INTEGER) AS admission_date,
      DATE '2022-03-01' + 400 * CAST(n // 3 AS INTEGER) AS release_date, 'parole' AS release_type, CASE WHEN n < 5 THEN 2022 + n // 3 END AS year
    FROM range(6) AS t(n)`;
  const select = (from = "read_parquet('stay/**/*.parquet')", more = '') =>
    `SELECT stay_id, person_id, admission_date, release_date, release_type${more} FROM ${from}`;

  const check = async (options: string[] = []) =>
    runHere(['check', source.path, '--out', join(home, 'none'), '--rejects', join(home, 'r.csv'), ...options]);
  /** What the column made of the folders' names holds. */
  async function offense() {
    const { code, stdout, stderr } = await check(['--profile', '--json']);
    expect(code, stderr).toBe(0);
    const { columns } = JSON.parse(stdout) as {
      columns: { column: string; rows: number; values: { value: string; rows: number }[] }[];
    };
    const found = columns.find(({ column }) => column === 'offense_category');
    return [found?.rows, ...(found?.values ?? []).map(({ value, rows }) => [value, rows])];
  }
  const years = [6, ['2022', 3], ['2023', 2]];
  const write = (path: string, sql = `SELECT * EXCLUDE (year) FROM (${stays}) LIMIT 1`) =>
    writeParquet(database, sql, join(source.path, path));

  it.each([
    ['the name of the folder', "read_parquet('stay')"],
    ['a stroke behind it', "read_parquet('stay/')"],
    ['a pattern alone', "'stay/**/*.parquet'"],
    ['a pattern of folders', "read_parquet('stay/year=*/[!._]*.parquet', hive_partitioning = true)"],
  ])('is read by %s', async (_how, from) => {
    source.setSelect('stay', select(from, ", nullif(year, '__HIVE_DEFAULT_PARTITION__') AS offense_category"));
    expect(await offense()).toEqual(years);
  });

  it('gives a column of its names, and nothing where the name stands for none', async () => {
    source.setSelect('stay', select(undefined, ', CAST(year AS VARCHAR) AS offense_category'));
    expect(await offense()).toEqual(years);
  });

  it.each([
    [
      'a number',
      ', CAST(year AS INTEGER) AS sentence_months',
      /SELECT for the table stay failed.*nullif\(column, '__HIVE_DEFAULT_PARTITION__'\)/s,
    ],
    [
      'a part of a text',
      ", 'Y' || year AS offense_category",
      /makes offense_category of a value that is none.*nullif\(column/s,
    ],
  ])('whose name stands for none is not made %s', async (_what, more, sentence) => {
    source.setSelect('stay', select(undefined, more));
    const { code, stderr } = await check();
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(sentence);
  });

  it.each<[string, () => Promise<unknown> | void, RegExp]>([
    [
      'that a job is still writing to',
      () => write('stay/_temporary/0/year=2022/part-00000.parquet'),
      /stay\.sql reads .*_temporary.*by stay\/\*\*\/\*\.parquet.*may count twice.*take _temporary away/s,
    ],
    [
      'with a hidden copy of a file',
      () => write('stay/year=2022/._part-00000.parquet'),
      /stay\.sql reads .*\._part-00000\.parquet .*take \._part-00000\.parquet away/s,
    ],
    [
      'with a link to another folder',
      async () => {
        await writeParquet(
          database,
          `SELECT * EXCLUDE (year) FROM (${stays})`,
          join(home, `far-${number}/part-0.parquet`),
        );
        symlinkSync(join(home, `far-${number}`), join(source.path, 'stay/year=2025'));
      },
      /year=2025 is a link to a folder, which the engine does not follow there: its rows would be missing/,
    ],
    [
      'of Delta Lake',
      () => void mkdirSync(join(source.path, 'stay/_delta_log')),
      /a table of Delta Lake.*plain Parquet/s,
    ],
    [
      'of Iceberg',
      () => {
        mkdirSync(join(source.path, 'stay/metadata'));
        writeFileSync(join(source.path, 'stay/metadata/v1.metadata.json'), '{}');
      },
      /a table of Iceberg/,
    ],
    [
      'with a file beside the folders of a column',
      () => write('stay/part-9.parquet'),
      /do not lie in folders of the same columns: .*names year, .*part-9\.parquet names none/s,
    ],
    [
      'with a file of other columns',
      () => write('stay/year=2024/part-9.parquet', "SELECT 'S9' AS stay_id"),
      /year=2024\/part-9\.parquet has no column person_id.*union_by_name = true/s,
    ],
    [
      'with a file of another type',
      () =>
        write(
          'stay/year=2024/part-9.parquet',
          `SELECT * EXCLUDE (year) REPLACE ('soon' AS release_date) FROM (${stays})`,
        ),
      /year=2024\/part-9\.parquet has VARCHAR in the column release_date, where the first of the files has DATE.*union_by_name/s,
    ],
    [
      'with a file that was cut off',
      async () => {
        await write('stay/year=2024/part-9.parquet');
        truncateSync(join(source.path, 'stay/year=2024/part-9.parquet'), 300);
      },
      /year=2024\/part-9\.parquet is not Parquet, or was cut off/,
    ],
    [
      'with an empty file',
      () => {
        mkdirSync(join(source.path, 'stay/year=2024'));
        writeFileSync(join(source.path, 'stay/year=2024/part-9.parquet'), '');
      },
      /year=2024\/part-9\.parquet is empty, or too small to be Parquet/,
    ],
  ])('%s is refused with a sentence', async (_what, breaking, sentence) => {
    await breaking();
    const { code, stderr } = await check();
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/defect|soon/);
  });

  it.each([
    [
      'as a table',
      "'stay'",
      /stay\/ is a folder.*read_parquet\('stay\/\*\*\/\*\.parquet', hive_partitioning = true\)/s,
    ],
    [
      'by a pattern without its folders',
      "read_parquet('stay/*.parquet')",
      /stay\/ is a folder.*read_parquet\('stay\/\*\*/s,
    ],
  ])('that is named %s is refused with how it is written', async (_how, from, sentence) => {
    source.setSelect('stay', select(from));
    const { code, stderr } = await check();
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(sentence);
  });

  it('that a job is still writing to is refused below a folder whose own name begins with _ too', async () => {
    renameSync(join(source.path, 'stay'), join(source.path, '_stay'));
    mkdirSync(join(source.path, '_daily'));
    renameSync(join(source.path, '_stay'), join(source.path, '_daily/stay'));
    source.setSelect('stay', select("read_parquet('_daily/stay/**/*.parquet')"));
    expect((await check()).code).toBe(0);
    await write('_daily/stay/_temporary/0/year=2022/part-00000.parquet');
    const { code, stderr } = await check();
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(/take _temporary away/);
  });

  it('of pieces without columns is not read from two places either', async () => {
    const [here, there] = [join(source.path, 'pieces'), join(home, `extract-${number}`)];
    for (const [folder, name] of [
      [here, 'aaa'],
      [join(there, 'pieces'), 'bbb'],
    ] as const)
      await writeParquet(database, `SELECT * FROM (${stays})`, join(folder, `part-0-${name}.parquet`));
    source.setSelect('stay', select("read_parquet('pieces/*.parquet')"));
    expect((await check()).code).toBe(0);
    const { code, stderr } = await check(['--files', there]);
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(/there is such a folder in .*may count more than once/s);
  });

  it('that lies beside the SELECTs and in the folder of the files is not read twice', async () => {
    const files = join(home, `extract-${number}`);
    await writePartitioned(database, stays, ['year'], join(files, 'stay'));
    const { code, stderr } = await check(['--files', files]);
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(
      /stay\.sql reads stay\/\*\*\/\*\.parquet, and there is such a folder in .*extract.* and in .*may count more than once/s,
    );
  });

  it('may be named in source.json, and must hold something', async () => {
    source.setSource({ files: [{ name: 'stay', from: 'the data office' }] });
    expect((await check()).code).toBe(0);
    mkdirSync(join(source.path, 'empty'));
    source.setSource({ files: [{ name: 'empty', from: 'the data office' }] });
    const { code, stderr } = await check();
    expect(code).toBe(2);
    expect(stderr).toMatch(/empty is empty\. Get it again from the data office/);
  });
});
