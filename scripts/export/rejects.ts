import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { literal, type Database } from '../engine/database.ts';
import { machineFailure } from '../terminal/failure.ts';

/** Where rejected rows of a source go. Never below the site's static folder: they hold the agency's own keys. */
export function rejectsFileOf(sourceName: string): string {
  return join('data', 'rejects', `${sourceName}.csv`);
}

/** A spreadsheet runs text that starts like a formula; an apostrophe in front makes it text again. Numbers pass. */
function asTextSql(column: string): string {
  return `CASE WHEN NOT regexp_full_match(${column}, '[-+]?\\d+(\\.\\d+)?') AND regexp_matches(${column}, '^\\s*[-=+@|＝＋－＠]')
    THEN '''' || ${column} ELSE ${column} END`;
}

/** Writes every rejected row and emptied value as CSV, replacing the file of the run before in one rename. */
export async function writeRejects(database: Database, path: string): Promise<void> {
  const draft = `${path}.draft`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await database.run(
      `COPY (SELECT table_name AS "table", row_number AS "row", ${asTextSql('row_key')} AS "key", column_name AS "column", ${asTextSql('value')} AS value, rule, meaning, action
         FROM rejects ORDER BY table_name, row_number, rule) TO ${literal(draft)} (FORMAT csv, HEADER)`,
    );
    await rename(draft, path);
  } catch (cause) {
    throw machineFailure(cause, path);
  }
}
