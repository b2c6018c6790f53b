import type { Table } from '../../data/contract/column.ts';
import type { RawRow } from '../../src/lib/engine/engine.ts';
import { identifier, literal, type Database } from '../engine/database.ts';
import { exitCodes, Failure } from '../terminal/failure.ts';
import { textSql, type RawTable } from './read-table.ts';
import { shownPath, type Select } from './source.ts';
import { formOf, tidyName } from './text.ts';

const day = '\\d{4}[-/]\\d{1,2}[-/]\\d{1,2}';
const zone = 'Z|UTC|GMT|[+-]\\d{1,2}(?::?\\d{2})?|[a-z]+/[a-z_/+-]+';
/** A date, or a moment on a clock that is nobody else's: the day is the one written. */
const asWritten = `(?i)(${day})(?:[T ]\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?(?: ?[AP]M)?)?`;
/** A moment with its distance from UTC, or the name of a time zone. */
const withOffset = `(?i)(${day})[T ](\\d{1,2}:\\d{2})(?::(\\d{2})(?:[.,](\\d+))?)? ?(${zone})`;

const zonedType = 'TIMESTAMP WITH TIME ZONE';

/**
 * SQL of the day a column of the source means, NULL where it is none. A moment with an offset falls on the day it was
 * in the agency's time zone, whether the reader made it a moment or it came as text; every other date and moment on the
 * day that is written.
 * @param text SQL of the column as normal text
 */
export function daySql(raw: string, rawType: string, text: string, timeZone: string | null): string {
  if (rawType === 'DATE') return raw;
  if (rawType === zonedType)
    return timeZone === null ? 'NULL' : `CAST(${raw} AT TIME ZONE ${literal(timeZone)} AS DATE)`;
  if (rawType.startsWith('TIMESTAMP')) return `TRY_CAST(${raw} AS DATE)`;
  const written = `CASE WHEN regexp_full_match(${text}, '${asWritten}') THEN TRY_CAST(regexp_extract(${text}, '^${day}') AS DATE)`;
  if (timeZone === null) return `${written} END`;
  return `${written} WHEN regexp_full_match(${text}, '${withOffset}')
    THEN CAST(${momentSql(text)} AT TIME ZONE ${literal(timeZone)} AS DATE) END`;
}

/** The text in the one form the engine reads: seconds and a point are optional to people, not to it. */
function momentSql(text: string): string {
  const part = (group: number) => `regexp_extract(${text}, '${withOffset}', ${group})`;
  const offset = `regexp_replace(regexp_replace(${part(5)}, '(?i)^(Z|UTC|GMT)$', '+00'), '^([+-])(\\d)(:|$)', '\\10\\2\\3')`;
  return `TRY_CAST(${part(1)} || ' ' || ${part(2)} || ':' || coalesce(nullif(${part(3)}, ''), '00') || '.' ||
    coalesce(nullif(${part(4)}, ''), '0') || CASE WHEN contains(${part(5)}, '/') THEN ' ' ELSE '' END || ${offset} AS TIMESTAMPTZ)`;
}

/**
 * Looks for moments with an offset in the date columns of a table. Without a time zone in `source.json` their day is
 * not known: refuses them. With one, warns of columns that hold midnight in UTC throughout: those are dates that some
 * program has taken for moments, and they fall on the day before west of Greenwich.
 */
export async function lookForMoments(
  database: Database,
  table: Table,
  raw: RawTable,
  select: Select,
): Promise<string[]> {
  const warnings: string[] = [];
  for (const { name, typed, text, where } of await columnsOfMoments(database, table, raw)) {
    const column = identifier(name);
    const moment = typed ? column : momentSql(text);
    const [found] = await database.rows(
      `SELECT count(*)::INTEGER AS moments, min(CAST(${column} AS VARCHAR)) AS example,
         bool_and(epoch_ms(${moment}) % 86400000 = 0) AS midnight
       FROM raw.${identifier(table.name)} WHERE ${where}`,
    );
    const moments = Number(found?.['moments'] ?? 0);
    const form = formOf(String(found?.['example']));
    if (raw.timeZone === null) throw offsetWithoutZone(table, name, select, { moments, form, typed });
    if (found?.['midnight'] === true && moments > 2 && !/^(UTC|GMT|Etc\/)/.test(raw.timeZone)) {
      warnings.push(
        `${name}: every moment with an offset is midnight in UTC, as if a program had made moments of dates. ` +
          `They were taken as moments in ${raw.timeZone}. If the day as written is meant, read it as text and write left(${name}, 10) in the SELECT.`,
      );
    }
  }
  return warnings;
}

interface ColumnOfMoments {
  name: string;
  /** The reader made it moments; otherwise they are text. */
  typed: boolean;
  text: string;
  /** Condition of the rows that hold one. */
  where: string;
}

/** Date columns of a table with any moment with an offset: mostly none, which one look at the rows says of all of them. */
async function columnsOfMoments(database: Database, table: Table, raw: RawTable): Promise<ColumnOfMoments[]> {
  const columns = Object.entries(table.columns).flatMap(([name, { kind }]): ColumnOfMoments[] => {
    const type = raw.columns.get(name);
    if ((kind !== 'date' && kind !== 'month') || type === undefined) return [];
    const typed = type === zonedType;
    if (!typed && (type === 'DATE' || type.startsWith('TIMESTAMP'))) return [];
    const text = textSql(name, raw);
    // A case looks at long texts only; a conjunction may look at all.
    const held = `CASE WHEN length(${text}) > 11 THEN regexp_full_match(${text}, '${withOffset}') ELSE false END`;
    return [{ name, typed, text, where: typed ? `${identifier(name)} IS NOT NULL` : held }];
  });
  if (columns.length === 0) return [];
  const any = columns.map(({ where }, index) => `bool_or(${where}) AS any${index}`);
  const [found] = await database.rows(`SELECT ${any.join(', ')} FROM raw.${identifier(table.name)}`);
  return columns.filter((_, index) => found?.[`any${index}`] === true);
}

function offsetWithoutZone(
  table: Table,
  name: string,
  select: Select,
  { moments, form, typed }: { moments: number; form: string; typed: boolean },
): Failure {
  return new Failure(
    `${shownPath(select.file)}: ${table.name}.${name} holds ${moments} ${moments === 1 ? 'moment' : 'moments'} with an offset from UTC (${form}), and on which day ` +
      `${moments === 1 ? 'that is' : 'they are'} depends on the time zone. Name the agency's in source.json, for example "time_zone": "America/Chicago". ` +
      `Where the day as written is meant, ${typed ? 'read the column as text (all_varchar = true) and ' : ''}write CAST(left(${name}, 10) AS DATE) AS ${name} in the SELECT.`,
    { exitCode: exitCodes.source },
  );
}

/** A SELECT that may make days of moments itself, by its words; the types of its files say the rest. */
export const mayCastMoments = (sql: string) => /timestamptz|time zone|to_timestamp/i.test(sql);

/**
 * Refuses a SELECT whose days depend on the time zone it runs in, when the source names none: it makes dates of moments
 * without saying where. Runs it in the two zones furthest apart and compares.
 * @param inZone runs a SELECT in a time zone, where the source's files are found
 */
export async function refuseDaysByZone(
  inZone: (timeZone: string, sql: string) => Promise<RawRow[]>,
  table: Table,
  select: Select,
): Promise<void> {
  const described = await inZone('UTC', `SELECT * FROM (DESCRIBE SELECT * FROM (\n${select.sql}\n))`);
  const columns = described
    .filter((row) => String(row['column_type']) !== zonedType)
    .map((row) => String(row['column_name']))
    .filter((name) => Object.hasOwn(table.columns, tidyName(name)));
  if (columns.length === 0) return;
  const sums = columns
    .map((name) => `CAST(sum(hash(${identifier(name)})) AS VARCHAR) AS ${identifier(name)}`)
    .join(', ');
  const sql = `SELECT ${sums} FROM (\n${select.sql}\n)`;
  const [west] = await inZone('Etc/GMT+12', sql);
  const [east] = await inZone('Etc/GMT-14', sql);
  const differ = columns.filter((name) => west?.[name] !== east?.[name]);
  if (differ.length === 0) return;
  throw new Failure(
    `${shownPath(select.file)}: the SELECT for the table ${table.name} makes ${differ.join(' and ')} from moments with an offset from UTC, and the day depends on the ` +
      'time zone. Name the agency’s in source.json, for example "time_zone": "America/Chicago", or say it in the SELECT: ' +
      `CAST(moment AT TIME ZONE 'America/Chicago' AS DATE).`,
    { exitCode: exitCodes.source },
  );
}
