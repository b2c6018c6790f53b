import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { group } from 'd3-array';
import { exitCodes, Failure, messageOf } from '../terminal/failure.ts';
import { identifier, literal, type Database } from '../engine/database.ts';
import { shareOut } from '../engine/share-out.ts';
import { contractTable } from '../../data/contract/contract.ts';
import { protectedCategories } from '../../data/contract/programs-and-release.ts';
import { dimensions } from '../../src/lib/questions/dimensions.ts';
import { createCodes, plainType } from './codes.ts';

export const martsFolder = 'data/marts';

/** One SELECT under data/marts with what its header says. */
export interface Mart {
  name: string;
  file: string;
  sql: string;
  grain: string;
  /** Where its rows go: one file for the agency, one per institution, or nowhere (a step for other marts). */
  part: 'agency' | 'facility' | 'none';
  /** Contract tables without which the mart cannot be made. */
  needs: string[];
  /** Marts that must be made before. */
  after: string[];
  order: string[];
  /** Its rows already lie in the order of its files. */
  sorted: boolean;
  /** Read too seldom to be worth the memory of a table: a view. */
  view: boolean;
  /** What its own columns mean; shared columns are described by the contract and the dimensions. */
  meanings: Map<string, string>;
}

/** Reads every mart, in the order they must be made. Several files may offer the same mart from other tables. */
export async function readMarts(folder = martsFolder): Promise<Mart[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const marts = await Promise.all(
    files.map(async (file) => parseMart(file, await readFile(join(folder, file), 'utf8'))),
  );
  return inOrder(marts);
}

/** Reads the header comments of a mart. Throws a sentence when one is missing. */
export function parseMart(file: string, text: string): Mart {
  const header = new Map<string, string>();
  const meanings = new Map<string, string>();
  for (const line of text.split('\n')) {
    const column = /^-- column (\w+): (.+)$/.exec(line);
    if (column) {
      meanings.set(column[1] ?? '', column[2] ?? '');
      continue;
    }
    const entry = /^-- (mart|part|grain|needs|after|order|sorted|materialized): (.+)$/.exec(line);
    if (entry) header.set(entry[1] ?? '', entry[2] ?? '');
  }
  const required = (name: string) => {
    const value = header.get(name);
    if (value === undefined) throw new Failure(`data/marts/${file}: the header has no line "-- ${name}: …".`);
    return value;
  };
  const list = (name: string) =>
    (header.get(name) ?? '')
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean);
  const part = required('part');
  if (part !== 'agency' && part !== 'facility' && part !== 'none') {
    throw new Failure(`data/marts/${file}: part must be agency, facility or none, not "${part}".`);
  }
  required('needs');
  return {
    name: required('mart'),
    file,
    sql: text,
    grain: required('grain'),
    part,
    needs: list('needs'),
    after: list('after'),
    order: list('order'),
    sorted: header.get('sorted') === 'yes',
    view: header.get('materialized') === 'no',
    meanings,
  };
}

function inOrder(marts: Mart[]): Mart[] {
  const ordered: Mart[] = [];
  const done = new Set<string>();
  const waiting = new Set<string>();
  const visit = (mart: Mart) => {
    if (ordered.includes(mart)) return;
    if (waiting.has(mart.file))
      throw new Failure(`data/marts/${mart.file}: the marts named under "after" form a circle.`);
    waiting.add(mart.file);
    for (const name of mart.after) {
      const before = marts.filter((other) => other.name === name);
      if (before.length === 0) throw new Failure(`data/marts/${mart.file}: there is no mart "${name}" to come after.`);
      before.forEach(visit);
    }
    ordered.push(mart);
    done.add(mart.name);
  };
  marts.forEach(visit);
  return ordered;
}

/** A mart as it stands in the database, or why it does not. */
export interface MadeMart {
  mart: Mart;
  columns: { name: string; type: string }[];
  missing: string[];
}

/**
 * Makes every mart whose tables were supplied, as tables and views of the schema `mart`, with sessions that have the
 * variables marts read. A view reads variables of whoever asks it, so only marts made here may ask one that does.
 * Where two files offer a mart the first whose tables are there is used; a mart none of whose files can be made is
 * reported with the tables it lacks.
 */
export async function makeMarts(
  sessions: readonly Database[],
  marts: readonly Mart[],
  supplied: ReadonlySet<string>,
): Promise<MadeMart[]> {
  const [first] = sessions;
  if (!first) return [];
  await first.run('CREATE SCHEMA IF NOT EXISTS mart');
  // Marts read each other and the contract tables by bare name.
  for (const session of sessions) await session.run("SET search_path = 'mart,main'");
  await createCodes(first);
  await defineProtectedMonth(first);
  await defineListedStay(first);
  if (supplied.has('program')) await protectPrograms(first);
  const chosen = choose(marts, supplied);
  const ends = new Map<string, Promise<void>>();
  // Every mart is taken after those it reads, so whoever waits for one waits for a mart in the making or made.
  await shareOut(
    sessions,
    chosen.filter(({ missing }) => missing.length === 0),
    async (session, made) => {
      const { mart } = made;
      const making = Promise.all(mart.after.map((name) => ends.get(name))).then(() => make(session, made));
      ends.set(mart.name, making);
      await making;
    },
  );
  await describeMarts(
    first,
    chosen.filter(({ missing }) => missing.length === 0),
  );
  return chosen;
}

/**
 * Defines the SQL macro `protected_month(day)`: what stands for a day that must not lead to a case. The first day of its
 * month, inside the history where the day is, so that windows of whole months count the same.
 */
async function defineProtectedMonth(database: Database): Promise<void> {
  await database.run(`CREATE OR REPLACE MACRO main.protected_month(day) AS CASE
    WHEN day >= getvariable('history_from') THEN greatest(day - CAST(day(day) - 1 AS INTEGER), getvariable('history_from'))
    WHEN day IS NOT NULL THEN day - CAST(day(day) - 1 AS INTEGER)
  END`);
}

/**
 * Defines the SQL macros `is_listed(day, age_status)` and `listed_stay(day, stay, age_status)`: the pseudonym a row of that day goes by where rows are
 * listed. Rows older than those kept, and those of juveniles, are counted and lead to nobody.
 */
async function defineListedStay(database: Database): Promise<void> {
  await database.run(`CREATE OR REPLACE MACRO main.is_listed(day, age) AS
    day >= getvariable('rows_from') AND age IS DISTINCT FROM 'juvenile'`);
  await database.run(`CREATE OR REPLACE MACRO main.listed_stay(day, stay, age) AS
    CASE WHEN is_listed(day, age) AND stay IS NOT NULL THEN pseudonym('stay', stay) END`);
}

/** A program of which nobody says whether it is protected is so by its category: a column left out opens nothing. */
async function protectPrograms(database: Database): Promise<void> {
  await database.run(`UPDATE main.program SET restricted = category IN (${protectedCategories.map(literal).join(', ')})
    WHERE restricted IS NULL`);
}

/** Which file offers each mart, and what the others lack; in the order they must be made. */
function choose(marts: readonly Mart[], supplied: ReadonlySet<string>): MadeMart[] {
  const chosen = new Map<string, MadeMart>();
  for (const mart of marts) {
    const known = chosen.get(mart.name);
    if (known && known.missing.length === 0) continue;
    const lacking = mart.after.flatMap((name) => chosen.get(name)?.missing ?? []);
    const missing = [...new Set([...mart.needs.filter((table) => !supplied.has(table)), ...lacking])];
    if (known && missing.length > 0) continue;
    // Made now, it comes after what it reads, wherever the file that could not be made stood.
    chosen.delete(mart.name);
    chosen.set(mart.name, { mart, columns: [], missing });
  }
  return [...chosen.values()];
}

async function make(session: Database, { mart }: MadeMart): Promise<void> {
  try {
    // A step other marts read may share its name with the contract table it is made from.
    await session.run(
      `CREATE OR REPLACE ${mart.view ? 'VIEW' : 'TABLE'} mart.${identifier(mart.name)} AS ${byInstitution(mart)}`,
    );
  } catch (cause) {
    throw new Failure(`data/marts/${mart.file} failed: ${messageOf(cause)}`, { exitCode: exitCodes.source, cause });
  }
}

/** Columns of the marts that were made, in the order of their SELECTs. */
async function describeMarts(database: Database, made: readonly MadeMart[]): Promise<void> {
  const columns = group(
    await database.rows(
      `SELECT table_name AS mart, column_name AS name, data_type AS type FROM duckdb_columns()
       WHERE schema_name = 'mart' ORDER BY table_name, column_index`,
    ),
    ({ mart }) => mart,
  );
  for (const each of made) {
    const own = columns.get(each.mart.name);
    if (!own) throw new Error(`the mart ${each.mart.name} was made and is not there`);
    each.columns = own.map(({ name, type }) => ({ name: String(name), type: plainType(String(type)) }));
  }
}

/**
 * The rows of an institution lie together: whoever writes its file or asks about it, one in a hundred, then reads no
 * others, as the engine knows which institutions a block of rows holds.
 */
function byInstitution({ sql, part, order, sorted, view }: Mart): string {
  if (view || sorted || (part !== 'facility' && !order.includes('facility_id'))) return sql;
  return `SELECT * FROM (\n${sql}\n) ORDER BY facility_id`;
}

/** What a column of a mart means, wherever that is written. */
export function columnMeaning(mart: Mart, column: string): string | undefined {
  const own = mart.meanings.get(column);
  if (own) return own;
  if (Object.hasOwn(dimensions, column)) return dimensions[column as keyof typeof dimensions].label;
  if (column === 'month') return 'First day of the month';
  for (const table of mart.needs) {
    const meaning = contractTable(table)?.columns[column]?.meaning;
    if (meaning) return meaning;
  }
  return undefined;
}
