import type { Table } from '../../data/contract/column.ts';
import type { RawRow } from '../../src/lib/engine/engine.ts';
import { identifier, type Database } from '../engine/database.ts';
import { exitCodes, Failure } from '../terminal/failure.ts';
import { troubleWithFiles } from './data-file.ts';
import { rawSchema, type SourceReader } from './reader.ts';
import { shownPath, type Source } from './source.ts';
import { tidyName, visibleText } from './text.ts';

/** A table as the source gave it: `raw.<table>` in the database, types as the SELECT made them. */
export interface RawTable {
  rows: number;
  columns: Map<string, string>;
  /** SQL of the text of every column of the contract, normal and in the contract's codes; by column. */
  texts: Map<string, string>;
  /** Most characters of an id, by column, where one is longer: its row is rejected. */
  longest: Map<string, number>;
  /** Where moments with an offset have their day. */
  timeZone: string | null;
  warnings: string[];
}

/** A column as text, tidied where it has been. */
export function textSql(name: string, source: RawTable): string {
  return source.texts.get(name) ?? `CAST(${identifier(name)} AS VARCHAR)`;
}

/**
 * Runs the SELECT of one table and keeps its rows as `raw.<table>`. Stops when the SELECT fails, gives nothing to
 * read, or lacks a required column; an extra column is ignored with a warning.
 */
export async function readTable(
  database: Database,
  source: Source,
  reader: SourceReader,
  table: Table,
): Promise<RawTable> {
  const select = source.selects.get(table.name);
  if (!select) throw new Error(`the source has no SELECT for ${table.name}`);
  const target = `${rawSchema}.${identifier(table.name)}`;
  const said = await reader.read(table, select);
  const given = await database.rows(`DESCRIBE ${target}`);
  const renamed = await tidyNames(database, target, table, given);
  const described = renamed.length === 0 ? given : await database.rows(`DESCRIBE ${target}`);
  // SQL does not tell STAY_ID from stay_id, and neither do we.
  const columns = new Map(described.map((row) => [String(row.column_name).toLowerCase(), String(row.column_type)]));
  for (const [name, column] of Object.entries(table.columns)) {
    if (column.required && !columns.has(name)) {
      const mend =
        (await troubleWithFiles(select.sql, source.fileFolders)) ?? `Name the right column "${name}" in the SELECT.`;
      throw new Failure(
        `${shownPath(select.file)}: the table ${table.name} lacks the required column ${name} (${column.meaning}). ` +
          `The SELECT gives: ${shownNames([...columns.keys()])}. ${mend}`,
        { exitCode: exitCodes.source },
      );
    }
  }
  const warnings = [...columns.keys()]
    .filter((name) => !Object.hasOwn(table.columns, name))
    .map(
      (name) =>
        `The column ${isColumnName(name) ? visibleText(name) : 'of a name not shown here'} is not in the contract and was ignored.`,
    );
  warnings.push(...renamed, ...said);
  const rows = Number(await database.value(`SELECT count(*) FROM ${target}`));
  return { rows, columns, texts: new Map(), longest: new Map(), timeZone: source.timeZone, warnings };
}

/** Heads of columns are text too: one with a no-break space behind it is the contract's column all the same. */
async function tidyNames(
  database: Database,
  target: string,
  table: Table,
  described: readonly RawRow[],
): Promise<string[]> {
  const names = described.map((row) => String(row.column_name));
  const known = new Set(names.map((name) => name.toLowerCase()));
  const warnings: string[] = [];
  for (const name of names) {
    const tidy = tidyName(name);
    if (known.has(tidy) || !Object.hasOwn(table.columns, tidy)) continue;
    await database.run(`ALTER TABLE ${target} RENAME COLUMN ${identifier(name)} TO ${identifier(tidy)}`);
    known.add(tidy);
    warnings.push(`The column “${visibleText(name)}” was read as ${tidy}.`);
  }
  return warnings;
}

/**
 * The columns a SELECT gave, as a message may print them. A file without a line of names has those of its first row,
 * which may be a person's values.
 */
function shownNames(names: readonly string[]): string {
  return names.every(isColumnName)
    ? names.join(', ')
    : `${names.length} columns, not all of which look like names. Has the file a first line with the names of its columns?`;
}

function isColumnName(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_ .#%$()/-]{0,62}$/u.test(name);
}
