import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../scripts/engine/database.ts';
import { openReadingRoom } from '../../scripts/engine/reading-room.ts';
import { checkBroken, exportBroken, goodExport } from './attempt.ts';
import { runHere } from './command-line.ts';
import { hashesBelow } from './export-folder.ts';
import { lenient, smallAgency } from './small-agency.ts';
import { temporaryFolder, writeSource } from './source-folder.ts';

let home: string;
let outside: string;

beforeAll(async () => {
  home = await goodExport();
  outside = temporaryFolder();
  writeFileSync(join(outside, 'secret.csv'), 'stay_id,person_id,admission_date\nS1,P1,2026-01-01\n');
});
afterAll(() => {
  rmSync(home, { recursive: true, force: true });
  rmSync(outside, { recursive: true, force: true });
});

const rows = "SELECT * FROM read_csv('files/stay.csv', header = true, all_varchar = true)";

/** What a SELECT of the DuckDB engine might try; OUT stands for a folder it has no business in. */
const attacks: [what: string, sql: string][] = [
  ['closes the bracket and drops a table', `${rows}); DROP TABLE raw.person; SELECT * FROM (${rows}`],
  ['closes the bracket and joins on', `${rows}) UNION ALL SELECT * FROM (${rows}`],
  ['is followed by another', `${rows}; DROP TABLE main.person`],
  ['follows another', `DROP TABLE IF EXISTS raw.person; ${rows}`],
  ['is followed by another behind a comment', `${rows} -- harmless\n; DROP SCHEMA raw CASCADE`],
  ['swallows what follows in a comment', `${rows} /* `],
  ['is a stroke', ';;'],
  ['writes a file', `COPY (${rows}) TO 'OUT/stolen.csv'`],
  ['writes a file beside its own', `COPY (${rows}) TO 'files/stolen.csv'`],
  ['writes a file after its rows', `${rows}; COPY (SELECT 1) TO 'files/stolen.csv'`],
  ['exports a database', "EXPORT DATABASE 'files/stolen'"],
  ['imports one', "IMPORT DATABASE 'OUT'"],
  ['attaches a database', "ATTACH 'OUT/stolen.db' AS other"],
  ['attaches one beside its own', "ATTACH 'files/stolen.db' AS other"],
  ['installs an extension', 'INSTALL httpfs'],
  ['loads an extension', 'LOAD httpfs'],
  ['sets a setting', "SET file_search_path = 'OUT'"],
  ['opens what is closed', 'SET enable_external_access = true'],
  ['resets a setting', 'RESET enable_external_access'],
  ['is a pragma', "PRAGMA enable_profiling = 'json'"],
  ['is a call', 'CALL pragma_version()'],
  ['creates a table', `CREATE TABLE raw.stay AS ${rows}`],
  ['inserts', "INSERT INTO raw.person VALUES ('x') RETURNING *"],
  ['deletes', 'DELETE FROM raw.person RETURNING *'],
  ['deletes inside', 'WITH gone AS (DELETE FROM raw.person RETURNING *) SELECT * FROM gone'],
  ['explains', `EXPLAIN ANALYZE ${rows}`],
  ['begins a transaction', 'BEGIN'],
  ['prepares', `PREPARE one AS ${rows}`],
  ['makes a macro', 'CREATE MACRO one() AS 1'],
  ['asks for a value', 'SELECT ? AS stay_id'],
  ['reads the tables of the check', 'SELECT * FROM raw.person'],
  ['reads a file elsewhere', "SELECT * FROM read_csv('OUT/secret.csv')"],
  ['reads a file elsewhere by name', "SELECT * FROM 'OUT/secret.csv'"],
  ['climbs', "SELECT * FROM read_csv('../secret.csv')"],
  ['climbs out of its own folder', "SELECT * FROM read_csv('files/../../secret.csv')"],
  ['climbs by a pattern', "SELECT * FROM read_csv('*/../../*.csv')"],
  ['reads as text', "SELECT content AS stay_id FROM read_text('/etc/hostname')"],
  ['reads as bytes', "SELECT content AS stay_id FROM read_blob('/etc/hostname')"],
  ['lists a folder', "SELECT file AS stay_id FROM glob('OUT/*')"],
  ['looks at the home folder', "SELECT file AS stay_id FROM glob('~/*')"],
  ['reads by an address of files', "SELECT * FROM read_text('file:///etc/hostname')"],
  ['reads from the network', "SELECT * FROM read_csv('http://127.0.0.1:9/rows.csv')"],
  ['reads by a name it makes', "SELECT * FROM read_csv(concat('OU', 'T/secret.csv'))"],
  ['runs a text', `SELECT * FROM query('DROP TABLE raw.person')`],
  ['guesses at a file elsewhere', "SELECT * FROM sniff_csv('OUT/secret.csv')"],
  ['has the engine write a log', "SELECT * FROM enable_logging(storage = 'file', storage_path = 'files/stolen')"],
  ['has it end the program', "SELECT * FROM enable_logging(storage = 'file', storage_path = 'OUT/stolen')"],
  [
    'does so by its whole name',
    "SELECT * FROM system.main.enable_logging(storage = 'file', storage_path = 'files/stolen')",
  ],
  [
    'does so in a text',
    "SELECT * FROM query('SELECT * FROM enable_' || 'logging(storage = ''file'', storage_path = ''files/stolen'')')",
  ],
  ['does so inside', `${rows} WHERE NOT EXISTS (FROM enable_logging(storage = 'file', storage_path = 'files/stolen'))`],
  [
    'reads the memory of the program',
    'SELECT * FROM arrow_scan(1::BIGINT::POINTER, 1::BIGINT::POINTER, 1::BIGINT::POINTER)',
  ],
  ['ends what the engine wrote down', 'SELECT * FROM truncate_duckdb_logs()'],
  ['looks at the settings', 'SELECT value AS stay_id FROM duckdb_settings()'],
  ['is a pragma that answers', 'PRAGMA database_size'],
  ['reads the environment', "SELECT getenv('CASEBOARD_SECRET') AS stay_id"],
];

describe('a SELECT over files', () => {
  it.each(attacks)('that %s is refused with a sentence', async (_what, attack) => {
    const before = hashesBelow(outside);
    let folder = '';
    const { code, stderr } = await checkBroken(home, (source) => {
      folder = join(source.path, 'files');
      source.setSelect('stay', attack.replaceAll('OUT', outside).replace("'OU', 'T", `'${outside}', '`));
    });
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(/stay\.sql: the SELECT for the table stay failed\. [^\n]*\.\n$/);
    expect(stderr).not.toMatch(/defect in Caseboard|\n +at /);
    expect(stderr).not.toContain('S1,P1');
    expect(hashesBelow(outside)).toEqual(before);
    expect(existsSync(folder) ? readdirSync(folder).filter((name) => name.includes('stolen')) : []).toEqual([]);
  });

  it.each([
    ['a null character', Buffer.from(`${rows} \0; DROP TABLE raw.person`)],
    ['the two bytes a character of UTF-16', Buffer.from(`\ufeff${rows}`, 'utf16le')],
    ['a letter of Latin-1', Buffer.from(`${rows} -- Zo\xeb`, 'latin1')],
  ])('with %s, of which an engine would see something else than stands there, is refused', async (_what, bytes) => {
    const { code, stderr } = await checkBroken(home, (source) => writeFileSync(join(source.path, 'stay.sql'), bytes));
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/stay\.sql is not plain text in UTF-8\. .*\n$/),
    });
    expect(stderr).not.toMatch(/defect in Caseboard|\n +at /);
  });

  it('that closes the bracket leaves the export before in place', async () => {
    const { code } = await exportBroken(home, (source) => source.setSelect('stay', attacks[0]?.[1] ?? ''));
    expect(code).toBe(2);
  });

  it.each([
    ['a comment at its end', `${rows} -- the end`],
    ['a comment around', `/* stays */ ${rows} /* ; DROP TABLE x */`],
    ['a stroke at its end', `${rows};`],
    ['a text with a stroke', `${rows} WHERE stay_id <> '); DROP TABLE raw.person; --'`],
    ['a common table expression', `WITH a AS (${rows}) SELECT * FROM a`],
    ['FROM alone', rows.replace('SELECT * ', '')],
    ['a union', `${rows} UNION ALL ${rows} LIMIT 8`],
    ['a name made of parts', rows.replace("'files/stay.csv'", "'files/' || 'stay.csv'")],
    ['a pattern', rows.replace('files/stay.csv', '*/stay*.csv')],
    ['a pattern over folders', rows.replace('files/stay.csv', '**/stay.csv')],
    ['a list', rows.replace("'files/stay.csv'", "['files/stay.csv']")],
    ['a name in double quotes', 'SELECT * FROM "files/stay.csv"'],
    ['dollar quotes', rows.replaceAll("'files/stay.csv'", () => '$$files/stay.csv$$')],
  ])('with %s is read', async (_what, sql) => {
    const { code, stderr, stdout } = await checkBroken(home, (source) => source.setSelect('stay', sql));
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^stay +8 +/m);
  });

  it('reads the whole path of a file in its folders, names with apostrophes, and what a link there leads to', async () => {
    const { code, stderr } = await checkBroken(home, (source) => {
      const odd = join(source.path, "people's extracts");
      mkdirSync(odd);
      symlinkSync(join(source.path, 'files', 'stay.csv'), join(odd, 'stay.csv'));
      source.setSelect('stay', rows.replace('files/stay.csv', "people''s extracts/stay.csv"));
      source.setSelect(
        'person',
        `SELECT * FROM read_csv('${join(source.path, 'files', 'person.csv').replaceAll("'", "''")}')`,
      );
    });
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('of which one folder is named twice, or of which two hold a file of its name, counts nothing twice', async () => {
    const { path, setSelect } = writeSource(join(home, 'twice'), smallAgency(), lenient);
    const checked = (files: string) =>
      runHere([
        'check',
        path,
        '--files',
        files,
        '--rejects',
        join(home, 'twice.csv'),
        '--out',
        join(home, 'twice-out'),
      ]);
    const { code, stdout } = await checked(`${path}/.`);
    expect([code, /^stay +8 +8 +0/m.test(stdout)]).toEqual([0, true]);
    // Last month's extract beside the SELECTs, and this month's where it is read from.
    const elsewhere = join(home, 'this month');
    mkdirSync(join(elsewhere, 'files'), { recursive: true });
    copyFileSync(join(path, 'files', 'stay.csv'), join(elsewhere, 'files', 'stay.csv'));
    for (const name of ['files/stay.csv', 'files/st*.csv']) {
      setSelect('stay', rows.replace('files/stay.csv', name));
      const stopped = await checked(elsewhere);
      expect([stopped.code, stopped.stdout]).toEqual([2, '']);
      expect(stopped.stderr).toContain(
        `stay.sql reads files/stay.csv, and there is more than one: ${elsewhere}/files/stay.csv and ${path}/files/stay.csv. All would be read`,
      );
    }
  });

  it('keeps every type and the order of the rows', async () => {
    const room = await openReadingRoom([home], []);
    const database = await openDatabase();
    const sql = `SELECT i AS "a""b", 'x' || i AS A, 1.5::DECIMAL(9, 2) AS d, DATE '2026-01-01' + i::INT AS day, [i] AS l,
      {'k': i} AS s, CASE WHEN i % 3 = 0 THEN NULL ELSE i % 2 = 0 END AS flag, 'low'::ENUM('low', 'it''s high') AS e,
      i AS a FROM range(10000) t(i)`;
    try {
      const planned = await room.plan(sql);
      await database.run('CREATE SCHEMA raw');
      const columns = planned.columns.map(({ name, type }) => `"${name.replaceAll('"', '""')}" ${type}`);
      await database.run(`CREATE TABLE raw.room (${columns.join(', ')})`);
      await database.append('raw', 'room', planned.pieces);
      await database.run(`CREATE TABLE raw.here AS SELECT * FROM (${sql})`);
      const described = await database.rows('DESCRIBE raw.here');
      expect(await database.rows('DESCRIBE raw.room')).toEqual(described);
      expect(await database.rows('FROM raw.room')).toEqual(await database.rows('FROM raw.here'));
    } finally {
      database.close();
      await room.close();
    }
  });

  it('can be stopped while it runs', async () => {
    const room = await openReadingRoom([home], []);
    const { pieces } = await room.plan('SELECT sum(a.i * b.i % 7) FROM range(100000000) a(i), range(100000) b(i)');
    const read = pieces[Symbol.asyncIterator]().next();
    room.interrupt();
    const stop = setInterval(() => room.interrupt(), 10);
    await expect(read).rejects.toThrow(/interrupt/i);
    clearInterval(stop);
    await room.close();
  });
});

describe('what an error says', () => {
  const name = 'Zebedee Quux 123-45-6789';
  it.each([
    ['a value that does not convert', `SELECT CAST(sex AS DATE) AS birth_date, person_id FROM (${people()})`],
    ['a value out of range', `SELECT CAST(length(sex) * 1000 AS TINYINT) AS x, person_id FROM (${people()})`],
    ['an error of its own making', `SELECT error('no ' || sex) AS birth_date, person_id FROM (${people()})`],
    [
      'a line of a file',
      "SELECT * FROM read_csv('files/person.csv', header = true, columns = {'person_id': 'VARCHAR', 'birth_date': 'DATE', 'sex': 'INTEGER'})",
    ],
    ['a date', `SELECT strptime(sex, '%Y') AS birth_date, person_id FROM (${people()})`],
    ['a file without a line of names', "SELECT * FROM read_csv('files/person.csv', header = true)", true],
    ['dates the month first', "SELECT * FROM read_csv('files/person.csv', header = true)", false, '01/15/1980'],
    ['moments the month first', "SELECT * FROM read_csv('files/person.csv', header = true)", false, '01/15/1980 13:45'],
    ['dates with the month by name', people(), false, '15-Jan-1980'],
    [
      'moments with an offset',
      "SELECT * FROM read_csv('files/person.csv', header = true)",
      false,
      '1980-01-15T23:30:00-08:00',
    ],
    ['moments with an offset, as text', people(), false, '1980-01-15T23:30:00-08:00'],
  ])('of %s holds nothing of a person', async (_what, sql, headless = false, born = '1980-01-15') => {
    const { code, stderr, stdout } = await checkBroken(home, (source) => {
      source.setRows('person', [{ person_id: 'P1', birth_date: born, sex: name }]);
      if (headless) source.setFile('person', `"P1","1980-01-15","${name}"\n"P2","1981-01-15","${name}"\n`);
      source.setSelect('person', sql);
    });
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(
      /person\.sql: (the SELECT for )?the (table person|dates in birth_date) |person\.birth_date holds 1 moment|person: 1 of 1 rows .* in the form /,
    );
    expect(stderr + stdout).not.toMatch(/Zebedee|Quux|6789|1980|P1/);
    expect(stderr).not.toMatch(/defect in Caseboard|\n +at /);
  });
});

function people(): string {
  return "SELECT * FROM read_csv('files/person.csv', header = true, all_varchar = true)";
}
