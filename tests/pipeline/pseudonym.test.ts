import { createHmac, hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { literal, openDatabase, type Database } from '../../scripts/engine/database.ts';
import { definePseudonym, purposes } from '../../scripts/export/pseudonym.ts';
import { answerParts, readWholeExport, type ExportFiles } from './export-folder.ts';
import { askingTiny } from './exported.ts';
import { lenient, smallAgency } from './small-agency.ts';
import { readTexts } from './source-rows.ts';
import { chance } from './chance.ts';

/** The pseudonym by RFC 5869 and RFC 2104, as Node's own library has them. */
function pseudonymOf(secret: string, purpose: string, id: string): string {
  const key = Buffer.from(hkdfSync('sha256', secret, '', `caseboard pseudonym: ${purpose}`, 32));
  return createHmac('sha256', key).update(id, 'utf8').digest('hex').slice(0, 16);
}

describe('the pseudonym of an id', () => {
  const random = chance(5);
  const ids = [
    '',
    ' ',
    'S1',
    "O'Brien",
    'a"b',
    'Łódź-7',
    '囚-42',
    '🔑',
    'x'.repeat(300),
    'tab\there',
    ...Array.from({ length: 300 }, () => `S${random.whole(0, 1e9)}`),
  ];

  it.each([
    ['of the shortest length', 'sixteen letters!'],
    ['with a quote', "it's a secret; DROP TABLE x"],
    ['of one block', 'k'.repeat(64)],
    ['of more than one block', 'k'.repeat(65)],
    ['far longer', 'long '.repeat(60)],
    ['not in ASCII', 'Geheimnis für Łódź 🔑🔑'],
  ])('is HMAC-SHA256 under a key of its purpose, with a secret %s', async (_, secret) => {
    const database = await openDatabase();
    await definePseudonym(database, secret);
    const list = ids.map((id) => `(${literal(id)})`).join(', ');
    const found = new Set<unknown>();
    for (const purpose of purposes) {
      const rows = await database.rows(
        `SELECT id, pseudonym(${literal(purpose)}, id) AS key FROM (VALUES ${list}) AS t(id)`,
      );
      expect(rows).toHaveLength(ids.length);
      for (const { id, key } of rows) {
        expect(key).toBe(pseudonymOf(secret, purpose, String(id)));
        found.add(key);
      }
    }
    // The same id under two purposes: nothing to join.
    expect(found.size).toBe(purposes.length * new Set(ids).size);
    expect(await database.value("SELECT pseudonym('stay', CAST(NULL AS VARCHAR))")).toBe(null);
    await expect(database.value("SELECT pseudonym('anything', 'S1')")).rejects.toThrow(/no pseudonym has the purpose/);
    database.close();
  });

  it('is another one under another secret, for everybody', async () => {
    const keysUnder = async (secret: string) => {
      vi.stubEnv('CASEBOARD_SECRET', secret);
      const agency = smallAgency();
      const asking = await askingTiny(
        { ...agency, placement: (agency.placement ?? []).map((row) => ({ ...row, scored_custody_level: 'medium' })) },
        { ...lenient, custody_levels: ['low', 'medium', 'high'] },
      );
      vi.unstubAllEnvs();
      const database = await openDatabase();
      const files = (asking.files.marts.out_of_level?.parts ?? []).map((part) =>
        literal(join(asking.folder, part.file)),
      );
      const rows = await database.rows(`SELECT stay_key FROM read_parquet([${files.join(', ')}]) ORDER BY 1`);
      database.close();
      asking.close();
      return rows.map((row) => String(row.stay_key));
    };
    const [one, other] = [await keysUnder('the secret of last year'), await keysUnder('the secret of this year')];
    const residents = ['S1', 'S3', 'S5', 'S6'];
    const keys = (secret: string) => residents.map((id) => pseudonymOf(secret, 'stay', id)).sort();
    expect(one).toEqual(keys('the secret of last year'));
    expect(other).toEqual(keys('the secret of this year'));
    expect(one.filter((key) => other.includes(key))).toEqual([]);
  });
});

it('the same cases under other ids and in another order leave the same files, but for pseudonyms and running numbers', async () => {
  /** Sorted the other way round, as by any public hash or order nothing stays where it was. */
  const other = (id: string) => `Z${'9876543210'[Number(id.slice(1))]}${id}`;
  const agency = smallAgency();
  const days = ['2026-01-12', '2026-01-12', '2026-02-03', '2026-02-03', '2026-05-01', '2026-05-01'];
  const tasks = days.map((due_date, at) => ({
    task_id: `T${at}`,
    stay_id: `S${at + 1}`,
    task_type: 'program_review',
    due_date,
    completed_date: at % 2 === 0 ? due_date : null,
  }));
  const filesOf = async (tables: ReturnType<typeof smallAgency>) => {
    const asking = await askingTiny(tables, lenient);
    asking.close();
    const marts = Object.entries(asking.files.marts).filter(
      ([, { columns }]) => !columns.some(({ name }) => /_key$|^(release|person|compared)_no$/.test(name)),
    );
    return Object.fromEntries(
      marts.flatMap(([, { parts }]) => parts.map(({ file, rows, sha256 }) => [file, { rows, sha256 }])),
    );
  };
  vi.stubEnv('CASEBOARD_SECRET', 'a secret of this test');
  const before = await filesOf({ ...agency, task: tasks });
  const after = await filesOf(
    Object.fromEntries(
      Object.entries({ ...agency, task: tasks }).map(([table, rows]) => [
        table,
        rows.toReversed().map((row) => {
          const ids = Object.entries(row).filter(([name]) => /^(person|stay|task)_id$/.test(name));
          return { ...row, ...Object.fromEntries(ids.map(([name, id]) => [name, other(String(id))])) };
        }),
      ]),
    ),
  );
  vi.unstubAllEnvs();
  expect(Object.keys(before)).toEqual(expect.arrayContaining(['timeliness_day/001.parquet', 'stay_span/001.parquet']));
  expect(before['timeliness_day/001.parquet']?.rows).toBeGreaterThan(2);
  expect(after).toEqual(before);
});

describe('what is exported about people', () => {
  let database: Database;
  let exported: ExportFiles;
  let source: string;
  /** Ids and texts that name a person or a case. */
  const named = new Set<string>();
  const birthDates = new Set<string>();

  beforeAll(async () => {
    source = join(inject('demo'), 'source');
    exported = readWholeExport(join(inject('demo'), 'out'));
    database = await openDatabase();
    const ids = [
      ['person', 'person_id'],
      ['stay', 'stay_id'],
      ['task', 'task_id'],
      ['enrollment', 'enrollment_id'],
    ] as const;
    for (const [table, column] of ids) {
      for (const row of await readTexts(source, table, 'parquet')) named.add(row[column] ?? '');
    }
    for (const [table, column] of [
      ['performance_note', 'text'],
      ['meeting', 'topics'],
    ] as const) {
      for (const row of await readTexts(source, table, 'csv')) named.add(row[column] ?? '');
    }
    named.delete('');
    // A day somebody was born on may be the day another was admitted, which says nothing: only days from long before
    // anything else happened are looked for.
    let earliest = '9999-12-31';
    for (const { admission_date } of await readTexts(source, 'stay', 'parquet')) {
      if (admission_date && /^\d{4}-/.test(admission_date) && admission_date < earliest) earliest = admission_date;
    }
    const longBefore = `${Number(earliest.slice(0, 4)) - 5}-01-01`;
    for (const { birth_date } of await readTexts(source, 'person', 'parquet')) {
      if (birth_date && birth_date < longBefore) birthDates.add(birth_date);
    }
  });
  afterAll(() => database.close());

  it('has plenty to look for', () => {
    expect(named.size).toBeGreaterThan(20_000);
    expect(birthDates.size).toBeGreaterThan(200);
  });

  it('is in no column of any Parquet file under its own name', async () => {
    let columns = 0;
    for (const [mart, { parts, missing }] of Object.entries(exported.files.marts)) {
      expect(
        missing.filter((table) => !['population_count', 'release_cohort', 'task_time'].includes(table)),
        mart,
      ).toEqual([]);
      for (const part of parts) {
        const from = `read_parquet(${literal(join(exported.folder, part.file))})`;
        for (const { column_name } of await database.rows(`DESCRIBE SELECT * FROM ${from}`)) {
          const column = `"${String(column_name)}"`;
          columns += 1;
          expect(String(column_name)).not.toMatch(/birth|person_id|stay_id|task_id/);
          for (const { value } of await database.rows(
            `SELECT DISTINCT CAST(${column} AS VARCHAR) AS value FROM ${from}`,
          )) {
            if (value === null) continue;
            expect(named.has(String(value)), `${part.file} ${column}: ${value}`).toBe(false);
            expect(birthDates.has(String(value)), `${part.file} ${column}: ${value}`).toBe(false);
          }
        }
      }
    }
    expect(columns).toBeGreaterThan(100);
  });

  it('is in no answer, list or manifest under its own name', () => {
    const parts = answerParts(exported.files, exported.folder).map(({ file }) => file);
    expect(parts.length).toBeGreaterThan(10);
    const paths = [
      ...Object.values(exported.files.answers).map(({ file }) => file),
      ...parts,
      'files.json',
      'answers.json',
      '../manifest.json',
    ];
    expect(paths.length).toBeGreaterThan(10);
    for (const path of paths) {
      const content = readFileSync(join(exported.folder, path));
      const text = (parts.includes(path) ? gunzipSync(content) : content).toString('utf8');
      for (const [, value = ''] of text.matchAll(/"((?:[^"\\]|\\.)*)"/g)) {
        expect(named.has(value), `${path}: ${value}`).toBe(false);
        expect(birthDates.has(value), `${path}: ${value}`).toBe(false);
      }
      // Nor inside a longer text: the demonstration's ids are recognisable.
      expect(text).not.toMatch(/\b[PS]\d{8}\b/);
    }
  });
});
