import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { literal, openDatabase, type Database } from '../../scripts/engine/database.ts';
import type { FileList, PartEntry } from '../../src/lib/export/manifest.ts';
import { writeDemoExport } from './demo-export.ts';
import { pieces, statements } from './statements.ts';

/** Served to the tests as `/fixtures/<case>/<fault>/<file>/`; see serve-fixtures.ts. */
export const fixturesFolder = fileURLToPath(new URL('../../.cache/engine-fixtures/', import.meta.url));

/**
 * Everything the browser tests compare with, made by the native engine before they start. A further step writes its
 * own folder under `fixturesFolder`: a demonstration export and the native answers to every question, for example.
 */
const steps: ((folder: string) => Promise<void>)[] = [writeTypes, writeBrokenEngine, writeDemoExport];

export default async function setup(): Promise<void> {
  await rm(fixturesFolder, { recursive: true, force: true });
  for (const step of steps) await step(fixturesFolder);
}

const marts: Record<string, Record<string, string>> = {
  every_type: {
    agency: `
      SELECT * FROM (VALUES
        (1, 7::TINYINT, 9007199254740991::BIGINT, 3::UBIGINT, 12.5::DECIMAL(18, 2), -0.0001::DECIMAL(9, 4), 0.1::DOUBLE,
          1.5::FLOAT, DATE '1969-12-31', true, 'Łódź – “quoted”', 'open'::ENUM('open', 'closed'), '' ),
        (2, -128, -9007199254740991, 0, -9999999999999999.99, 99999.9999, 1e300,
          -0.25, DATE '1899-03-01', false, 'it''s; DROP TABLE every_type', 'closed', 'x'),
        (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
        (4, 0, 0, 18, 0.1, 0.2, -0.0, 0, DATE '0001-01-01', true, '', 'open', NULL),
        (5, 127, 42, 1, 0.3, 1.1, 3.3, 7, DATE '9999-12-31', false, 'line' || chr(10) || 'two', NULL, 'y')
      ) AS t(id, small, large, unsigned, money, fine, ratio, single, day, flag, name, kind, note)`,
  },
  empty_table: {
    agency: "SELECT 1 AS id, DATE '2020-01-01' AS day, 'a' AS name, 1.5::DECIMAL(9, 2) AS money WHERE false",
  },
  appended: {
    F01: "SELECT 'F01' AS part, i::INTEGER AS id, i / 3 AS value, NULL::VARCHAR AS note FROM range(1, 3001) AS t(i)",
    F02: "SELECT 'F02' AS part, i::INTEGER AS id, i / 7 AS value, 'n' || i AS note FROM range(1, 2001) AS t(i)",
    F03: "SELECT 'F03' AS part, 1 AS id, 0.5::DOUBLE AS value, 'n' AS note WHERE false",
  },
  pieces: Object.fromEntries(
    pieces.map((part) => [
      part,
      `SELECT '${part}' AS part, i::INTEGER AS id, i / 3 AS value FROM range(20000) AS t(i)`,
    ]),
  ),
  large: {
    agency: `
      SELECT i::INTEGER AS id, 'F' || lpad((i % 12)::VARCHAR, 2, '0') AS facility_id,
        DATE '2015-01-01' + (i % 3653)::INTEGER AS day, CASE WHEN i % 11 > 0 THEN (i * 7 % 400)::SMALLINT END AS stays,
        (i * 37 % 1001) / 1000.0::DOUBLE AS rate, ((i * 13 % 100000) / 100)::DECIMAL(12, 2) AS money
      FROM range(200000) AS t(i) ORDER BY facility_id, day`,
  },
};

async function writeTypes(folder: string): Promise<void> {
  const version = 'v1';
  const target = join(folder, 'data', version);
  await mkdir(target, { recursive: true });
  const database = await openDatabase();
  const list: FileList = { version, marts: {} };
  for (const [mart, parts] of Object.entries(marts)) {
    const entries: PartEntry[] = [];
    for (const [part, sql] of Object.entries(parts)) {
      const file = `${mart}-${part}.parquet`;
      await database.run(`COPY (${sql}) TO ${literal(join(target, file))} (FORMAT parquet, COMPRESSION zstd)`);
      entries.push({ ...(await describeFile(target, file)), part, rows: await countRows(database, target, file) });
    }
    const all = entries.map(({ file }) => literal(join(target, file))).join(', ');
    await database.run(`CREATE TABLE ${mart} AS SELECT * FROM read_parquet([${all}])`);
    const described = await database.rows(`DESCRIBE ${mart}`);
    const columns = described.map((row) => ({ name: String(row['column_name']), type: String(row['column_type']) }));
    list.marts[mart] = { grain: 'test', columns, parts: entries, needs: [], missing: [] };
  }
  list.marts['absent'] = { grain: 'test', columns: [], parts: [], needs: ['stays'], missing: ['stays'] };
  const expected = [];
  for (const { sql, bindings } of statements) expected.push(await database.rows(sql, bindings));
  database.close();
  await writeFile(join(target, 'files.json'), JSON.stringify(list));
  await writeFile(join(target, 'expected.json'), JSON.stringify(expected));
}

/** An engine whose files arrive as listed, and whose module no browser can compile. */
async function writeBrokenEngine(folder: string): Promise<void> {
  const target = join(folder, 'broken-engine');
  await cp(fileURLToPath(new URL('../../static/engine/', import.meta.url)), target, { recursive: true });
  await writeFile(join(target, 'duckdb-eh.bin'), gzipSync('no module'));
  const { files } = JSON.parse(await readFile(join(target, 'engine.json'), 'utf8')) as { files: { file: string }[] };
  const listed = await Promise.all(files.map(({ file }) => describeFile(target, file)));
  await writeFile(join(target, 'engine.json'), JSON.stringify({ files: listed }));
}

async function describeFile(folder: string, file: string) {
  const content = await readFile(join(folder, file));
  return { file, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}

async function countRows(database: Database, folder: string, file: string): Promise<number> {
  return Number(await database.value(`SELECT count(*) FROM read_parquet(${literal(join(folder, file))})`));
}
