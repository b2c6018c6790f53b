import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { literal, type Database } from '../engine/database.ts';
import { machineFailure } from '../terminal/failure.ts';

/** Where rejected rows of a source go. Never below the site's static folder: they hold the agency's own keys. */
export function rejectsFileOf(sourceName: string): string {
  return join('data', 'rejects', `${sourceName}.csv`);
}

/** Writes every rejected row and emptied value as CSV, replacing the file of the run before in one rename. */
export async function writeRejects(database: Database, path: string): Promise<void> {
  const draft = `${path}.draft`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await database.run(
      `COPY (SELECT table_name AS "table", row_number AS "row", row_key AS "key", column_name AS "column", value, rule, meaning, action
         FROM rejects ORDER BY table_name, row_number, rule) TO ${literal(draft)} (FORMAT csv, HEADER)`,
    );
    await rename(draft, path);
  } catch (cause) {
    throw machineFailure(cause, path);
  }
}
