/**
 * What joins of an export's marts tell of who took part in a program: every mart that tells of programs, or of needs by
 * their kind, is joined with every mart under pseudonyms, by every pair of dates and every other column both have.
 */
import { identifier, literal } from '../../scripts/engine/database.ts';
import type { Opened } from './linking.ts';

/** People whom a join leaves as the only one for a row that tells of a program. */
export interface Told {
  found: number;
  /** Of them, who did take part in it. */
  right: number;
  /** As many as would be right without the date: the share that took part among all who have the same other columns. */
  guessed: number;
}

export interface ToldPrograms {
  /** People and kinds of program that could be told. */
  parts: number;
  /** By joins of days, and by joins of months where a mart tells months only. */
  byDays: Told;
  byMonths: Told;
  /** Columns joined by days. */
  days: string[];
}

interface Telling {
  mart: string;
  column: 'program_id' | 'program_category' | 'domain';
}

/** @param restricted of the protected programs, or of all others */
export async function toldPrograms(opened: Opened, restricted: boolean): Promise<ToldPrograms> {
  const { database, manifest } = opened;
  await database.run(`CREATE OR REPLACE TABLE took_part AS
    SELECT DISTINCT keys.stay_key, program_id, category FROM enrollment JOIN program USING (program_id)
    JOIN keys USING (stay_id) WHERE restricted IS ${restricted ? '' : 'NOT '}TRUE`);
  await addViews(opened);
  const described = await database.rows(
    `SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE schema_name = 'told'`,
  );
  const columnsOf = (mart: string) =>
    new Map(
      described
        .filter((row) => row.table_name === mart)
        .map((row) => [String(row.column_name), String(row.data_type)] as const),
    );
  const marts = new Map(
    [...new Set(described.map((row) => String(row.table_name)))].map((name) => [name, columnsOf(name)]),
  );
  const datesOf = (mart: string) => [...marts.get(mart)!].filter(([, type]) => type === 'DATE').map(([name]) => name);
  const keyed = [...marts.keys()].filter((mart) => marts.get(mart)!.has('stay_key'));
  const [byDays, byMonths] = [nobody(), nobody()];
  const days: string[] = [];
  for (const telling of tellingMarts(marts)) {
    await selectTelling(opened, telling, marts.get(telling.mart)!, restricted);
    for (const date of datesOf(telling.mart)) {
      const isMonth = await database.value(
        `SELECT coalesce(bool_and(day(${date}) = 1 OR ${date} = DATE ${literal(manifest.history_from ?? '')}), true) FROM telling`,
      );
      if (isMonth !== true) days.push(`${telling.mart}.${date}`);
      for (const other of keyed) {
        const shared = [...marts.get(other)!]
          .filter(
            ([name, type]) => type !== 'DATE' && marts.get(telling.mart)!.has(name) && !/outcome|element/.test(name),
          )
          .map(([name]) => identifier(name));
        for (const otherDate of datesOf(other)) {
          const joined = { telling, date, other, otherDate, shared, byMonth: isMonth === true };
          add(isMonth === true ? byMonths : byDays, await toldBy(opened, joined));
        }
      }
    }
  }
  const parts = await database.value('SELECT count(*) FROM (SELECT DISTINCT stay_key, category FROM took_part)');
  return { parts: Number(parts), byDays, byMonths, days };
}

const nobody = (): Told => ({ found: 0, right: 0, guessed: 0 });

function add(to: Told, { found, right, guessed }: Told): void {
  to.found += found;
  to.right += right;
  to.guessed += guessed;
}

/** What somebody with the export would join first: parts with their releases, and programs without a name. */
async function addViews({ database, manifest, marts }: Opened): Promise<void> {
  const numbered = [...marts.keys()].find((mart) => mart.startsWith('release') && marts.get(mart)?.has('release_no'));
  if (numbered) {
    await database.run(`CREATE OR REPLACE TABLE told.part_of_release AS
      SELECT *, DATE ${literal(manifest.as_of)} - CAST(days_followed AS INTEGER) AS released_on,
        DATE ${literal(manifest.as_of)} - CAST(days_followed AS INTEGER) + CAST(days_to_return AS INTEGER) AS returned_on
      FROM told.program_part JOIN told.${identifier(numbered)} USING (release_no)`);
  }
  // A program without its name in a case is one of the protected.
  await database.run(`CREATE OR REPLACE TABLE told.unnamed_program AS
    SELECT * FROM told.case_event WHERE kind = 'program' AND label IS NULL`);
}

/** Marts without a pseudonym that say a program or its kind. Goals are set for a need, whether or not a program follows. */
function tellingMarts(marts: ReadonlyMap<string, ReadonlyMap<string, string>>): Telling[] {
  return [...marts].flatMap(([mart, columns]) => {
    if (columns.has('stay_key') || mart.startsWith('goal_')) return [];
    const column = (['program_id', 'program_category', 'domain'] as const).find((name) => columns.has(name));
    return column ? [{ mart, column }] : [];
  });
}

/** The table `telling`: rows of the programs meant. A need without a program begun tells of none. */
async function selectTelling(
  { database }: Opened,
  { mart, column }: Telling,
  columns: ReadonlyMap<string, string>,
  restricted: boolean,
): Promise<void> {
  const list = column === 'program_id' ? 'SELECT program_id FROM program' : 'SELECT category FROM program';
  const met = columns.has('met') ? "AND met <> 'none'" : '';
  const began = mart === 'need_due' ? "AND outcome = 'started'" : '';
  await database.run(`CREATE OR REPLACE TEMP TABLE telling AS
    SELECT row_number() OVER () AS row_no, * FROM told.${identifier(mart)}
    WHERE ${column} IN (${list} WHERE restricted IS ${restricted ? '' : 'NOT '}TRUE) ${met} ${began}`);
}

interface Joined {
  telling: Telling;
  date: string;
  other: string;
  otherDate: string;
  /** Columns both have besides dates, as SQL. */
  shared: readonly string[];
  byMonth: boolean;
}

async function toldBy({ database, manifest }: Opened, joined: Joined): Promise<Told> {
  const { telling, date, other, otherDate, shared, byMonth } = joined;
  const day = byMonth
    ? `CAST(greatest(date_trunc('month', other.day), DATE ${literal(manifest.history_from ?? manifest.as_of)}) AS DATE)`
    : 'other.day';
  const alike = (who: string) =>
    shared.map((name) => `AND telling.${name} IS NOT DISTINCT FROM ${who}.${name}`).join(' ');
  await database.run(`CREATE OR REPLACE TEMP TABLE found AS
    SELECT telling.row_no, any_value(telling.${telling.column}) AS told, min(other.stay_key) AS stay_key
    FROM telling JOIN (SELECT DISTINCT ${[...shared, `${identifier(otherDate)} AS day`, 'stay_key'].join(', ')}
      FROM told.${identifier(other)}) AS other ON telling.${identifier(date)} = ${day} ${alike('other')}
    GROUP BY 1 HAVING min(other.stay_key) = max(other.stay_key)`);
  const [row] = await database.rows(`
    WITH part AS (SELECT DISTINCT stay_key, ${telling.column === 'program_id' ? 'program_id' : 'category'} AS told FROM took_part),
    telling AS (SELECT DISTINCT ON (found.stay_key, told) found.stay_key, told, telling.* FROM found JOIN telling USING (row_no)),
    everybody AS (SELECT DISTINCT ${[...shared, 'stay_key'].join(', ')} FROM told.${identifier(other)} WHERE stay_key IS NOT NULL),
    guess AS (
      SELECT telling.stay_key, telling.told, avg(CASE WHEN part.stay_key IS NULL THEN 0 ELSE 1 END) AS share
      FROM telling JOIN everybody ON true ${alike('everybody')}
      LEFT JOIN part ON part.stay_key = everybody.stay_key AND part.told = telling.told
      GROUP BY ALL
    )
    SELECT count(*)::INTEGER AS found, count(part.stay_key)::INTEGER AS right_ones, coalesce(sum(share), 0) AS guessed
    FROM guess LEFT JOIN part USING (stay_key, told)`);
  return { found: Number(row?.found), right: Number(row?.right_ones), guessed: Number(row?.guessed) };
}
