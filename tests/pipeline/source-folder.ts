import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Row = Record<string, string | number | boolean | null>;

export interface SourceFolder {
  path: string;
  /** Replaces a data file by any content. */
  setFile(table: string, content: string | Buffer): void;
  setRows(table: string, rows: Row[]): void;
  setSelect(table: string, sql: string): void;
  setSource(changes: Record<string, unknown>): void;
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'caseboard-test-'));
}

/** A source folder of CSV files and SELECTs, written by hand in a test. */
export function writeSource(
  path: string,
  tables: Record<string, Row[]>,
  settings: Record<string, unknown> = {},
): SourceFolder {
  mkdirSync(join(path, 'files'), { recursive: true });
  const description: Record<string, unknown> = {
    agency_name: 'Department of Small Numbers',
    engine: 'duckdb',
    demonstration: true,
    custody_levels: ['low', 'high'],
    ...settings,
  };
  const folder: SourceFolder = {
    path,
    setFile: (table, content) => writeFileSync(join(path, 'files', `${table}.csv`), content),
    setRows(table, rows) {
      const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
      folder.setFile(table, csvOf(columns, rows));
      folder.setSelect(
        table,
        `SELECT ${columns.join(', ')}\nFROM read_csv('files/${table}.csv', header = true, all_varchar = true)`,
      );
    },
    setSelect: (table, sql) => writeFileSync(join(path, `${table}.sql`), `${sql}\n`),
    setSource(changes) {
      Object.assign(description, changes);
      writeFileSync(join(path, 'source.json'), JSON.stringify(description, null, 2));
    },
  };
  folder.setSource({});
  for (const [table, rows] of Object.entries(tables)) folder.setRows(table, rows);
  return folder;
}

function csvOf(columns: string[], rows: Row[]): string {
  const field = (value: Row[string] | undefined) => {
    const text = value === null || value === undefined ? '' : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows.map((row) => columns.map((column) => row[column]))]
    .map((cells) => `${cells.map((cell) => field(cell)).join(',')}\n`)
    .join('');
}
