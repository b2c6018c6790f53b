import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AnswerList, FileEntry, FileList, MartEntry, PartEntry } from '../../src/lib/export/manifest.ts';
import { unrecordedPart } from '../../src/lib/questions/population/stock-sql.ts';
import { identifier, literal, type Database } from '../engine/database.ts';
import { machineFailure } from '../terminal/failure.ts';
import { columnMeaning, type MadeMart, type Mart } from './mart.ts';

/** Size and hash of a file in a folder. */
async function fileEntry(folder: string, file: string): Promise<FileEntry> {
  return entryOf(file, await readFile(join(folder, file)));
}

export function entryOf(file: string, content: Buffer): FileEntry {
  return { file, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}

/** Writes a list of files as JSON, and gives back how the manifest names it. */
export async function writeList(folder: string, file: string, content: FileList | AnswerList): Promise<FileEntry> {
  const list = Buffer.from(JSON.stringify(content));
  await writeFile(join(folder, file), list);
  return entryOf(file, list);
}

/** What the file list says of every mart, before there are files. */
export function martEntries(made: readonly MadeMart[]): FileList['marts'] {
  return Object.fromEntries(
    made
      .filter(({ mart }) => mart.part !== 'none')
      .map(({ mart, columns, missing }) => [
        mart.name,
        { grain: mart.grain, columns: withMeanings(mart, columns), parts: [], needs: mart.needs, missing },
      ]),
  );
}

/** The files of every mart that could be made: one for the agency, or one per institution. */
export function partsOf(made: readonly MadeMart[], facilities: readonly string[]): PartJob[] {
  return made
    .filter(({ mart, missing }) => mart.part !== 'none' && missing.length === 0)
    .flatMap(({ mart, columns }) => jobsOf(mart, columns, facilities));
}

function withMeanings(mart: Mart, columns: MadeMart['columns']): MartEntry['columns'] {
  return columns.map((column) => {
    const meaning = columnMeaning(mart, column.name);
    return meaning === undefined ? column : { ...column, meaning };
  });
}

/** One file to be written. */
export interface PartJob {
  mart: Mart;
  columns: MadeMart['columns'];
  part: string;
  file: string;
  /** Which rows of the mart go into the file. */
  condition: string;
}

function jobsOf(mart: Mart, columns: MadeMart['columns'], facilities: readonly string[]): PartJob[] {
  if (mart.part === 'agency') {
    return [{ mart, columns, part: 'agency', file: `${mart.name}.parquet`, condition: 'true' }];
  }
  const parts = facilities.map((facility, index) => ({
    mart,
    columns,
    part: facility,
    // Ids are any text; a running number is a file name on every disk.
    file: `${mart.name}/${String(index + 1).padStart(3, '0')}.parquet`,
    condition: `facility_id = ${literal(facility)}`,
  }));
  const unrecorded = { part: unrecordedPart, file: `${mart.name}/unrecorded.parquet` };
  return [...parts, { mart, columns, ...unrecorded, condition: 'facility_id IS NULL' }];
}

/** Writes a file sorted and zstd-compressed, so that equal data give equal bytes. */
export async function writePart(
  session: Database,
  { mart, columns, part, file, condition }: PartJob,
  folder: string,
): Promise<PartEntry> {
  const names = columns.map(({ name }) => name);
  const order = [...mart.order, ...names.filter((name) => !mart.order.includes(name))].map(identifier).join(', ');
  const sorting = mart.sorted ? '' : ` ORDER BY ${order}`;
  // Codes leave as text; everything else is of its type already.
  const select = columns
    .map(({ name, type }) => `CAST(${identifier(name)} AS ${type}) AS ${identifier(name)}`)
    .join(', ');
  const from = `mart.${identifier(mart.name)} WHERE ${condition}`;
  const path = join(folder, file);
  try {
    await mkdir(dirname(path), { recursive: true });
    const rows = await session.value(
      `COPY (SELECT ${select} FROM ${from}${sorting}) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd)`,
    );
    return { part, rows: Number(rows), ...(await fileEntry(folder, file)) };
  } catch (cause) {
    throw machineFailure(cause, path);
  }
}
