import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FileEntry, MartEntry, PartEntry } from '../../src/lib/dataset/manifest.ts';
import { unrecordedPart } from '../../src/lib/questions/population.ts';
import { identifier, literal, type Database } from '../engine/database.ts';
import { machineFailure } from '../terminal/failure.ts';
import type { MadeMart } from './mart.ts';

/** Size and hash of a file in a folder. */
export async function fileEntry(folder: string, file: string): Promise<FileEntry> {
  const path = join(folder, file);
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return { file, bytes: (await stat(path)).size, sha256: hash.digest('hex') };
}

/**
 * Writes the files of one mart: one for the agency, or one per institution, sorted and zstd-compressed, so that equal
 * data give equal bytes.
 */
export async function writeMart(
  database: Database,
  made: MadeMart,
  folder: string,
  facilities: readonly string[],
): Promise<MartEntry> {
  const { mart, columns, missing } = made;
  const entry: MartEntry = { grain: mart.grain, columns, parts: [], needs: mart.needs, missing };
  if (missing.length > 0) return entry;
  const names = columns.map(({ name }) => name);
  const order = [...mart.order, ...names.filter((name) => !mart.order.includes(name))].map(identifier).join(', ');
  const sorting = mart.sorted ? '' : ` ORDER BY ${order}`;
  // Codes leave as text; everything else is of its type already.
  const select = columns
    .map(({ name, type }) => `CAST(${identifier(name)} AS ${type}) AS ${identifier(name)}`)
    .join(', ');
  const counted = await countParts(database, made);
  const write = async (part: string, file: string, condition: string): Promise<void> => {
    const from = `mart.${identifier(mart.name)} WHERE ${condition}`;
    const path = join(folder, file);
    try {
      await database.run(
        `COPY (SELECT ${select} FROM ${from}${sorting}) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd)`,
      );
    } catch (cause) {
      throw machineFailure(cause, path);
    }
    entry.parts.push({ part, rows: counted.get(part) ?? 0, ...(await fileEntry(folder, file)) } satisfies PartEntry);
  };
  if (mart.part === 'agency') {
    await write('agency', `${mart.name}.parquet`, 'true');
    return entry;
  }
  await mkdir(join(folder, mart.name), { recursive: true });
  for (const [index, facility] of facilities.entries()) {
    // Ids are any text; a running number is a file name on every disk.
    const file = `${mart.name}/${String(index + 1).padStart(3, '0')}.parquet`;
    await write(facility, file, `facility_id = ${literal(facility)}`);
  }
  await write(unrecordedPart, `${mart.name}/unrecorded.parquet`, 'facility_id IS NULL');
  return entry;
}

/** Rows of each part. */
async function countParts(database: Database, { mart }: MadeMart): Promise<Map<string, number>> {
  const part =
    mart.part === 'agency' ? `'agency'` : `coalesce(CAST(facility_id AS VARCHAR), ${literal(unrecordedPart)})`;
  const rows = await database.rows(
    `SELECT ${part} AS part, count(*) AS rows FROM mart.${identifier(mart.name)} GROUP BY 1`,
  );
  return new Map(rows.map((row) => [String(row.part), Number(row.rows)]));
}
