import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { runHere, type Outcome } from './command-line.ts';
import { hashesBelow, leftovers, readWholeExport } from './export-folder.ts';
import { readRejects, type Reject } from './rejects-file.ts';
import { lenient, smallAgency } from './small-agency.ts';
import { temporaryFolder, writeSource, type Row, type SourceFolder } from './source-folder.ts';
import type { TableReport } from '../../src/lib/export/manifest.ts';

export type Breaking = (source: SourceFolder, tables: Record<string, Row[]>) => void;
export type Environment = Record<string, string | undefined>;

export interface Attempt extends Outcome {
  rejects: Reject[];
  /** The report of a table in the manifest that is in place afterwards. */
  table(name: string): TableReport | undefined;
}

/** A folder in which the small agency has been exported to `good-out`. */
export async function goodExport(): Promise<string> {
  const home = temporaryFolder();
  const { path } = writeSource(join(home, 'good'), smallAgency(), lenient);
  const args = [
    'export',
    path,
    '--out',
    join(home, 'good-out'),
    '--rejects',
    join(home, 'good.csv'),
    '--without-pages',
  ];
  const { code, stderr } = await runHere(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('defect') });
  return home;
}

/**
 * Breaks one thing of the small agency and exports it over a copy of the good export. Whatever happens, the export in
 * place afterwards is whole, byte for byte the one before unless the command succeeded, and nothing else is left.
 */
export async function exportBroken(
  home: string,
  breaking: Breaking,
  environment: Environment = {},
  options: string[] = [],
): Promise<Attempt> {
  const folder = mkdtempSync(join(home, 'broken-'));
  const out = join(folder, 'out');
  cpSync(join(home, 'good-out'), out, { recursive: true });
  const before = hashesBelow(out);
  const source = brokenSource(join(folder, 'source'), breaking);
  const file = join(folder, 'rejects.csv');
  const outcome = await runHere(
    ['export', source, '--out', out, '--rejects', file, '--without-pages', ...options],
    environment,
  );
  const { manifest } = readWholeExport(out);
  for (const { name, read, loaded, rejected } of manifest.tables) expect(read, name).toBe(loaded + rejected);
  expect(leftovers(out)).toEqual([]);
  if (outcome.code !== 0) expect(hashesBelow(out)).toEqual(before);
  const rejects = readRejects(file);
  rmSync(folder, { recursive: true, force: true });
  return { ...outcome, rejects, table: (name) => manifest.tables.find((table) => table.name === name) };
}

/** Breaks one thing of the small agency and checks it. */
export async function checkBroken(home: string, breaking: Breaking): Promise<Outcome & { rejects: Reject[] }> {
  const folder = mkdtempSync(join(home, 'broken-'));
  const file = join(folder, 'rejects.csv');
  const source = brokenSource(join(folder, 'source'), breaking);
  const outcome = await runHere(['check', source, '--out', join(folder, 'none'), '--rejects', file]);
  const rejects = readRejects(file);
  rmSync(folder, { recursive: true, force: true });
  return { ...outcome, rejects };
}

function brokenSource(path: string, breaking: Breaking): string {
  const tables = smallAgency();
  const source = writeSource(path, tables, lenient);
  breaking(source, tables);
  return source.path;
}

/** Changes the rows of a table. */
export function withRows(table: string, change: (rows: Row[]) => Row[]): Breaking {
  return (source, tables) => source.setRows(table, change(tables[table] ?? []));
}

/** Changes the first row. */
export const first = (changes: Row) => (rows: Row[]) =>
  rows.map((row, index) => (index === 0 ? { ...row, ...changes } : row));

/** Adds a row like the first. */
export const added = (changes: Row) => (rows: Row[]) => [...rows, { ...(rows[0] ?? {}), ...changes }];
