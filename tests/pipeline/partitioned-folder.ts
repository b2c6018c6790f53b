import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identifier, literal, type Database } from '../../scripts/engine/database.ts';

/** Who wrote a folder: Spark ends its files in .parquet and leaves much beside them, Trino gives them no ending. */
export type Writer = 'spark' | 'trino';

/**
 * Writes the rows of a SELECT as Spark or Trino do: two files in a folder for each value of the columns, which stand in
 * no file but in the names of the folders; where a row has no value, by a name of its own; and beside them what is no data.
 */
export async function writePartitioned(
  database: Database,
  select: string,
  columns: readonly string[],
  folder: string,
  writer: Writer = 'spark',
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const by = columns.map(identifier).join(', ');
  for (const half of [0, 1]) {
    await database.run(
      `COPY (SELECT * EXCLUDE (half) FROM (SELECT *, row_number() OVER () % 2 AS half FROM (${select})) WHERE half = ${half})
       TO ${literal(folder)} (FORMAT parquet, PARTITION_BY (${by}), FILENAME_PATTERN 'part-0000${half}-{uuid}', OVERWRITE_OR_IGNORE)`,
    );
  }
  for (const each of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!each.isFile()) continue;
    if (writer === 'trino')
      renameSync(join(each.parentPath, each.name), join(each.parentPath, each.name.slice(0, -'.parquet'.length)));
    else writeFileSync(join(each.parentPath, `.${each.name}.crc`), 'crc\0\0\0\u0002');
  }
  for (const column of columns) nameNoValue(folder, `${column}=NULL`, `${column}=__HIVE_DEFAULT_PARTITION__`);
  if (writer === 'trino') return;
  writeFileSync(join(folder, '_SUCCESS'), '');
  for (const name of ['_metadata', '_common_metadata']) {
    await database.run(`COPY (SELECT * FROM (${select}) LIMIT 0) TO ${literal(join(folder, name))} (FORMAT parquet)`);
  }
}

/** The engine that writes these files names the folder otherwise. */
function nameNoValue(folder: string, from: string, to: string): void {
  for (const each of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(each.parentPath, each.name);
    if (each.isDirectory() && each.name === from && existsSync(path)) renameSync(path, join(each.parentPath, to));
  }
}

/** One file of Parquet with the rows of a SELECT. */
export async function writeParquet(database: Database, select: string, path: string): Promise<void> {
  mkdirSync(join(path, '..'), { recursive: true });
  rmSync(path, { force: true });
  await database.run(`COPY (${select}) TO ${literal(path)} (FORMAT parquet)`);
}
