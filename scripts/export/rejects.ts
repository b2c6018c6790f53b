import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { literal, type Database } from '../engine/database.ts';
import { machineFailure } from '../terminal/failure.ts';
import { refuseServed } from './web-root.ts';

/** Where rejected rows of a source go. Never below the site's static folder: they hold the agency's own keys. */
export function rejectsFileOf(sourceName: string): string {
  return join('data', 'rejects', `${sourceName}.csv`);
}

/**
 * A spreadsheet runs text that starts like a formula, also behind the separators of other countries; an apostrophe in front
 * makes it text again. Numbers pass.
 */
export function asTextSql(column: string): string {
  const inside = `regexp_replace(${column}, '([;\\t]\\s*)([-=+@|＝＋－＠])', '\\1''\\2', 'g')`;
  return `CASE WHEN regexp_full_match(${column}, '[-+]?\\d+(\\.\\d+)?') THEN ${column}
    WHEN regexp_matches(${column}, '^\\s*[-=+@|＝＋－＠]') THEN '''' || ${inside} ELSE ${inside} END`;
}

/**
 * Refuses a rejects file where a host or a build would come by it.
 * @param out folder of the export that goes with it
 */
export async function refuseServedRejects(path: string, out?: string): Promise<void> {
  await refuseServed(path, {
    what: "Rejected rows hold the agency's own keys",
    option: '--rejects',
    ...(out === undefined ? {} : { out }),
  });
}

/** Removes the rejects of the run before: until this one has written its own, there is nothing to read. */
export async function forgetRejects(path: string): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch (cause) {
    throw machineFailure(cause, path);
  }
}

/**
 * Writes every rejected row and emptied value as CSV, replacing the file of the run before in one rename. Nobody but
 * who runs the command may read it.
 */
export async function writeRejects(database: Database, path: string): Promise<void> {
  await refuseServedRejects(path);
  const draft = `${path}.draft`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    // Made before the rows come, so that there is no moment in which others may read them.
    await rm(draft, { force: true });
    await writeFile(draft, '', { mode: 0o600, flag: 'wx' });
    await database.run(
      `COPY (SELECT table_name AS "table", row_number AS "row", ${asTextSql('row_key')} AS "key", column_name AS "column", ${asTextSql('value')} AS value, rule, meaning, action
         FROM rejects ORDER BY table_name, row_number, rule) TO ${literal(draft)} (FORMAT csv, HEADER, USE_TMP_FILE false)`,
    );
    await chmod(draft, 0o600);
    await rename(draft, path);
  } catch (cause) {
    throw machineFailure(cause, path);
  }
}
