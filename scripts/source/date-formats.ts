import type { Table } from '../../data/contract/column.ts';
import { identifier, literal } from '../engine/database.ts';
import { exitCodes, Failure } from '../terminal/failure.ts';
import {
  hasOption,
  optionName,
  optionOf,
  textOf,
  valueOf,
  type FileRead,
  type Node,
  type Reads,
  type Rows,
} from './files-read.ts';
import { shownPath, type Select } from './source.ts';
import { formOf, tidyName } from './text.ts';

/** A column whose dates are not written year first: the form the reader found, and a value where it is known. */
interface Guessed {
  name: string;
  format: string | null;
  example?: string;
}

/**
 * Dates are never guessed: the reader takes 07/03/2015 as 7 March when no day above 12 is in its sample. Looks at each
 * file the SELECT of a table reads; throws a Failure where a date or moment it uses is not written year first and
 * neither the call nor the SELECT says how. Says whether a file holds moments with an offset.
 */
export async function refuseGuessedDates(rows: Rows, table: Table, select: Select, reads: Reads): Promise<boolean> {
  let moments = false;
  for (const read of reads.files) {
    const types = await typesOf(rows, read);
    // What cannot be described fails with its own sentence when the SELECT runs.
    if (!types) continue;
    const used = [...types].filter(
      ([name]) =>
        read.renamed ||
        reads.named.has(name.toLowerCase()) ||
        (reads.star && Object.hasOwn(table.columns, tidyName(name))),
    );
    moments ||= used.some(([, type]) => type === 'TIMESTAMP WITH TIME ZONE');
    const guessed = await guessedColumns(rows, read, used);
    if (guessed.length > 0) throw await guess(rows, table, select, read, guessed);
  }
  return moments;
}

/** Columns whose dates the reader would read by a form it found itself, with that form. */
async function guessedColumns(
  rows: Rows,
  read: FileRead,
  columns: readonly [name: string, type: string][],
): Promise<Guessed[]> {
  if (read.kind === 'other' || optionOf(read.call, 'auto_detect') === false) return [];
  const dates = columns.filter(([, type]) => type === 'DATE' && !hasOption(read.call, 'dateformat', 'date_format'));
  const moments = columns.filter(
    ([, type]) => type.startsWith('TIMESTAMP') && !hasOption(read.call, 'timestampformat', 'timestamp_format'),
  );
  if (dates.length + moments.length === 0) return [];
  if (read.kind === 'json') return guessedInJson(rows, read, [...dates, ...moments]);
  const found = await sniff(rows, read);
  const names = (list: typeof columns, format: string | null) =>
    format === null || yearFirst(format) ? [] : list.map(([name]) => ({ name, format }));
  return [...names(dates, found.date), ...names(moments, found.moment)];
}

const yearFirst = (format: string) => format.startsWith('%Y') || format.startsWith('%G');

async function sniff(rows: Rows, read: FileRead): Promise<{ date: string | null; moment: string | null }> {
  const children = read.call['children'] as Node[];
  // Some options concern how several files join, not how one is written; the sniffer does not take them.
  const own = children.filter(
    (child) =>
      !/^(union_by_name|filename|hive_\w+|columns|files_to_sniff|rejects_\w+|store_rejects)$/.test(
        optionName(child) ?? '',
      ),
  );
  for (const kept of [
    own,
    own.filter((child) =>
      /^(header|delim|sep|quote|escape|skip|comment|nullstr|encoding|compression)$/.test(optionName(child) ?? 'header'),
    ),
  ]) {
    try {
      const sql = await textOf(rows, { ...read.call, function_name: 'sniff_csv', children: kept });
      const [row] = await rows(sql.replace('SELECT *', 'SELECT DateFormat AS "date", TimestampFormat AS "moment"'));
      return { date: (row?.['date'] ?? null) as string | null, moment: (row?.['moment'] ?? null) as string | null };
    } catch {
      // Tried again with fewer options.
    }
  }
  return { date: null, moment: null };
}

/** JSON holds text: where the engine made dates of it, the text itself says whether it began with the year. */
async function guessedInJson(rows: Rows, read: FileRead, columns: readonly [string, string][]) {
  const children = (read.call['children'] as Node[]).filter((child) =>
    /^(format|compression|maximum_object_size|ignore_errors)$/.test(optionName(child) ?? 'format'),
  );
  const guessed: Guessed[] = [];
  try {
    const sql = await textOf(rows, { ...read.call, function_name: 'read_json_objects', children });
    for (const [name] of columns) {
      const value = `json_extract_string(json, ${literal(`$."${name}"`)})`;
      const other = await valueOf(
        rows,
        `SELECT min(${value}) FROM (${sql}) WHERE NOT regexp_matches(${value}, '^\\d{4}[-/]')`,
      );
      if (other !== null) guessed.push({ name, format: null, example: String(other) });
    }
  } catch {
    // A file the engine reads in a form of its own; it has no dates to guess at this depth.
  }
  return guessed;
}

async function guess(
  rows: Rows,
  table: Table,
  select: Select,
  read: FileRead,
  guessed: readonly Guessed[],
): Promise<Failure> {
  const [first] = guessed;
  const name = first?.name ?? '';
  const example = first?.example ?? (await firstText(rows, read, name));
  const taken = first?.format ? `, which the reader would take as ${first.format} from what it happened to see` : '';
  const asText = read.kind === 'csv' ? 'all_varchar = true' : `columns = {${name}: 'VARCHAR', …}`;
  return new Failure(
    `${shownPath(select.file)}: the dates in ${guessed.map((column) => column.name).join(', ')} of ${read.file} are not written year first (YYYY-MM-DD)` +
      `${example === null ? '' : `, but in the form ${formOf(example)}`}${taken}. Dates are never guessed. Say in the SELECT for ${table.name} how they are written: ` +
      `read the file as text (${asText}) and ${strptimeMend(name, example ?? '')}`,
    { exitCode: exitCodes.source },
  );
}

/** How a SELECT says in which order the parts of a date stand; the end of a sentence. */
function strptimeMend(name: string, example: string): string {
  const time = /\d:\d\d:\d\d/.test(example) ? ' %H:%M:%S' : /\d:\d\d/.test(example) ? ' %H:%M' : '';
  const mark = /[-/. ]/.exec(example)?.[0] ?? '/';
  const year = /^\d{1,2}\D\d{1,2}\D\d{2}(?!\d)/.test(example) ? '%y' : '%Y';
  const form = (...parts: string[]) => `'${parts.join(mark)}${time}'`;
  return (
    `write CAST(strptime(NULLIF(${name}, '12/31/9999'), ${form('%m', '%d', year)}) AS DATE) AS ${name} where the month comes first, ` +
    `${form('%d', '%m', year)} where the day does; NULLIF stands for a date that means none.`
  );
}

/**
 * The mend for a value that is a date, but not one written year first; null where it is none. It goes into the manifest,
 * which people's values do not: it shows the form of the value.
 */
export function dateMend(name: string, example: string): string | null {
  const shape = formOf(example);
  if (/^\d{8}$/.test(example)) {
    return `${name} holds dates in the form ${shape}: write CAST(strptime(NULLIF(CAST(${name} AS VARCHAR), '99991231'), '%Y%m%d') AS DATE) AS ${name} in the SELECT; NULLIF stands for a date that means none.`;
  }
  if (/^[345]\d{4}(\.\d+)?$/.test(example)) {
    return `${name} holds numbers in the form ${shape}, as spreadsheets count days: write DATE '1899-12-30' + CAST(${name} AS INTEGER) AS ${name} in the SELECT if that is what they are.`;
  }
  const [, day, month, , year] = /^(\d{1,2})[-/. ]([A-Za-z]{3,9})([-/. ])(\d{2}|\d{4})(?!\d)/.exec(example) ?? [];
  if (day !== undefined && month !== undefined && year !== undefined) {
    const mark = example[day.length];
    const form = [`%d`, month.length > 3 ? '%B' : '%b', year.length === 2 ? '%y' : '%Y'].join(mark);
    const shown = ['99', 'MMM', year.length === 2 ? '99' : '9999'].join(mark);
    return `${name} holds dates in the form ${shown}: write CAST(strptime(${name}, '${form}') AS DATE) AS ${name} in the SELECT${year.length === 2 ? '; two digits of a year are read as 1969 to 2068' : ''}.`;
  }
  if (!/^\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}(?!\d)/.test(example)) return null;
  return `${name} holds dates in the form ${shape}, and dates are never guessed: in the SELECT, ${strptimeMend(name, example)}`;
}

async function firstText(rows: Rows, read: FileRead, name: string): Promise<string | null> {
  const children = (read.call['children'] as Node[]).filter(
    (child) => !/^(columns|types|dtypes|column_types|all_varchar|auto_detect)$/.test(optionName(child) ?? ''),
  );
  try {
    const sql = await textOf(rows, { ...read.call, children });
    const all = read.kind === 'csv' ? sql.replace(/\)\s*$/, ', all_varchar = true)') : sql;
    const text = `CAST(${identifier(name)} AS VARCHAR)`;
    // Of a file in two forms the one that is at fault.
    for (const where of [`NOT regexp_matches(${text}, '^\\d{4}\\D')`, `${text} IS NOT NULL`]) {
      const found = (await valueOf(rows, `SELECT ${text} FROM (${all}) WHERE ${where} LIMIT 1`)) as string | null;
      if (found !== null) return found;
    }
    return null;
  } catch {
    return null;
  }
}

async function typesOf(rows: Rows, read: FileRead): Promise<Map<string, string> | null> {
  const sql = await textOf(rows, read.call);
  try {
    const described = await rows(`SELECT * FROM (DESCRIBE ${sql})`);
    return new Map(described.map((row) => [String(row['column_name']), String(row['column_type'])]));
  } catch {
    return null;
  }
}
