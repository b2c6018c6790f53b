import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FileEntry, FileList, MartEntry, PartEntry } from '../../src/lib/dataset/manifest.ts';
import { unrecordedPart } from '../../src/lib/questions/population.ts';
import { identifier, literal, type Database } from '../engine/database.ts';
import { shareOut } from '../engine/share-out.ts';
import { machineFailure } from '../terminal/failure.ts';
import type { Report } from '../terminal/progress.ts';
import { columnMeaning, type MadeMart, type Mart } from './mart.ts';

/** Size and hash of a file in a folder. */
export async function fileEntry(folder: string, file: string): Promise<FileEntry> {
  const path = join(folder, file);
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return { file, bytes: (await stat(path)).size, sha256: hash.digest('hex') };
}

/**
 * Writes the files of every mart that could be made: one for the agency, or one per institution, sorted and
 * zstd-compressed, so that equal data give equal bytes.
 */
export async function writeMarts(
  sessions: readonly Database[],
  made: readonly MadeMart[],
  folder: string,
  facilities: readonly string[],
  report: Report,
): Promise<FileList['marts']> {
  const entries: FileList['marts'] = {};
  const jobs: PartJob[] = [];
  for (const { mart, columns, missing } of made) {
    if (mart.part === 'none') continue;
    entries[mart.name] = {
      grain: mart.grain,
      columns: withMeanings(mart, columns),
      parts: [],
      needs: mart.needs,
      missing,
    };
    if (missing.length > 0) continue;
    if (mart.part === 'facility') await mkdir(join(folder, mart.name), { recursive: true });
    jobs.push(...jobsOf(mart, columns, facilities));
  }
  const written: (PartEntry | undefined)[] = [];
  await shareOut(sessions, jobs, async (session, job, index) => {
    if (index === 0 || jobs[index - 1]?.mart !== job.mart) report.step(`Writing ${job.mart.name}`);
    written[index] = await writePart(session, job, folder);
  });
  for (const [index, entry] of written.entries()) {
    if (entry) entries[jobs[index]?.mart.name ?? '']?.parts.push(entry);
  }
  return entries;
}

function withMeanings(mart: Mart, columns: MadeMart['columns']): MartEntry['columns'] {
  return columns.map((column) => {
    const meaning = columnMeaning(mart, column.name);
    return meaning === undefined ? column : { ...column, meaning };
  });
}

interface PartJob {
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

async function writePart(
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
    const rows = await session.value(
      `COPY (SELECT ${select} FROM ${from}${sorting}) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd)`,
    );
    return { part, rows: Number(rows), ...(await fileEntry(folder, file)) };
  } catch (cause) {
    throw machineFailure(cause, path);
  }
}
