import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { formatList } from '../../src/lib/format/list.ts';
import { formatQuantity } from '../../src/lib/format/quantity.ts';
import { identifier, literal, type Database } from '../engine/database.ts';
import { messageOf } from '../terminal/failure.ts';
import { isHidden, noValue } from '../source/partitions.ts';
import type { FoundTable } from './found.ts';
import { foldersIn, type Folder } from './folders.ts';

/** Encodings the engine reads, as a SELECT names them. */
export type Encoding = 'utf-8' | 'utf-16' | 'latin-1';

export interface LookedAt {
  tables: FoundTable[];
  /** Files nothing could be read from, each with why. */
  passedOver: string[];
}

/**
 * Looks at every CSV, Parquet or JSON file of a folder: encoding, delimiter, line of names, columns. Parquet files in folders
 * named by columns, or in one that a job of Spark wrote, are one table.
 * @param shown how a file is named in a SELECT
 */
export async function lookAtFiles(
  database: Database,
  folder: string,
  shown: (path: string) => string,
): Promise<LookedAt> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const tables: FoundTable[] = [];
  const passedOver: string[] = [];
  const { folders, single, leftOver } = foldersIn(folder, paths);
  for (const path of leftOver)
    passedOver.push(
      `${relative(folder, path)}: it lies in a folder named by a column and is no Parquet file; only such folders of Parquet are read as one table.`,
    );
  for (const each of folders) {
    const name = relative(folder, each.path) || basename(folder);
    try {
      tables.push({ name, called: called(name), ...(await readingOfFolder(database, each, shown(each.path))) });
    } catch (cause) {
      passedOver.push(`${name}: it could not be read (${messageOf(cause).split('\n')[0]}).`);
    }
  }
  for (const path of single) {
    const name = relative(folder, path);
    const names = name.split(/[/\\]/);
    if (isMark(names.at(-1) ?? '')) continue;
    if (names.slice(0, -1).some(isHidden)) {
      passedOver.push(`${name}: it lies in a folder whose name begins with _ or ., where unfinished work is kept.`);
      continue;
    }
    if (/\.(sql|md)$|(^|[/\\])(source|demonstration|truth)\.json$|^\./i.test(name)) continue;
    try {
      const reading = await readingOf(database, path, shown(path));
      if (typeof reading === 'string') passedOver.push(`${name}: ${reading}`);
      else tables.push({ name, called: called(name), ...reading });
    } catch (cause) {
      passedOver.push(`${name}: it could not be read (${messageOf(cause).split('\n')[0]}).`);
    }
  }
  return { tables, passedOver };
}

/** What a job leaves beside the rows: that it is done, and sums to check files by. */
const isMark = (name: string) => /^_(SUCCESS|metadata|common_metadata|committed_|started_)|\.crc$/.test(name);

type Reading = Omit<FoundTable, 'name' | 'called'>;

/** Without folder, ending, and a schema in front, as `dbo.STAFF.csv` has. */
function called(name: string): string {
  const file = name.split(/[/\\]/).at(-1) ?? '';
  return file.replace(/\.[a-z]+(\.gz)?$/i, '').replace(/^\w+\.(?=\w)/, '');
}

/** Columns in the names of folders are read as text: what they are is for the contract to say. */
function readingOfFolder(
  database: Database,
  { path, pattern, columns, files }: Folder,
  shown: string,
): Promise<Reading> {
  const options = columns.length > 0 ? ', hive_partitioning = true, hive_types_autocast = false' : '';
  const named = columns.length > 0 ? ` in folders named by ${formatList(columns)}` : ' in one folder';
  return found(
    database,
    `Parquet${named}, ${formatQuantity(files, 'file')}`,
    (folder) => `read_parquet(${literal(folder === '' ? pattern : `${folder}/${pattern}`)}${options})`,
    path,
    shown,
  );
}

async function readingOf(database: Database, path: string, shown: string): Promise<Reading | string> {
  if (/\.xls[xmb]?$/i.test(path)) return 'a spreadsheet. Save each of its sheets as CSV.';
  if (/\.parquet$/i.test(path))
    return found(database, 'Parquet', (file) => `read_parquet(${literal(file)})`, path, shown);
  if (/\.(json|jsonl|ndjson)$/i.test(path))
    return found(database, 'JSON', (file) => `read_json(${literal(file)})`, path, shown);
  if (!/\.(csv|tsv|txt|psv|dat|asc|out|del)$/i.test(path)) return 'no CSV, Parquet or JSON by its name.';
  const encoding = await encodingOf(path);
  const [sniffed] = await database.rows(
    `SELECT Delimiter AS delim, Quote AS quote, HasHeader AS header FROM sniff_csv(${literal(path)}, encoding = ${literal(encoding.name)}, sample_size = -1)`,
  );
  const delim = String(sniffed?.['delim'] ?? ',');
  const quote = String(sniffed?.['quote'] ?? '"').replace(/^(\\0|\(empty\))$/, '') || '"';
  const header = sniffed?.['header'] === true || (await looksLikeNames(database, path, encoding.name, delim, quote));
  const options = [
    `header = ${header}`,
    'all_varchar = true',
    `delim = ${literal(delim === '\t' ? '\\t' : delim)}`,
    `quote = ${literal(quote)}`,
    ...(encoding.name === 'utf-8' ? [] : [`encoding = ${literal(encoding.name)}`]),
  ];
  const said = [
    encoding.said,
    `${delim === '\t' ? 'a tab' : `“${delim}”`} between columns`,
    header ? 'a line of names' : 'NO line of names: columns are column0, column1, …',
  ].join(', ');
  return found(database, said, (file) => `read_csv(${literal(file)}, ${options.join(', ')})`, path, shown);
}

/** All columns are text in some files, and the sniffer then sees no difference between names and rows. */
async function looksLikeNames(
  database: Database,
  path: string,
  encoding: string,
  delim: string,
  quote: string,
): Promise<boolean> {
  const [first] = await database.rows(
    `SELECT * FROM read_csv(${literal(path)}, header = false, all_varchar = true, delim = ${literal(delim)}, quote = ${literal(quote)}, encoding = ${literal(encoding)}) LIMIT 1`,
  );
  const cells = Object.values(first ?? {}).map(String);
  return (
    cells.length > 1 &&
    new Set(cells).size === cells.length &&
    cells.every((cell) => /^[A-Za-z][\w .#/-]*$/.test(cell)) &&
    cells.some((cell) => /_|id$|date|dt$|no$|name/i.test(cell))
  );
}

async function found(
  database: Database,
  said: string,
  call: (file: string) => string,
  path: string,
  shown: string,
): Promise<Reading> {
  const from = call(path);
  const described = await database.rows(`DESCRIBE SELECT * FROM ${from}`);
  const names = described.map((row) => ({ name: String(row['column_name']), type: String(row['column_type']) }));
  const counts = names.map(({ name }, index) => `count(nullif(${textOf(name)}, ''))::INTEGER AS c${index}`);
  const [counted] = await database.rows(`SELECT count(*)::INTEGER AS rows, ${counts.join(', ')} FROM ${from}`);
  return {
    read: said,
    from: call(shown),
    rows: Number(counted?.['rows'] ?? 0),
    ask: (question) => database.rows(question(from)),
    columns: names.map(({ name, type }, index) => ({
      name,
      isDate: type === 'DATE' || type.startsWith('TIMESTAMP'),
      filled: Number(counted?.[`c${index}`] ?? 0),
      async values(limit) {
        const text = textOf(name);
        const rows = await database.rows(
          `SELECT ${text} AS value, count(*)::INTEGER AS rows FROM ${from} WHERE ${text} <> '' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${limit}`,
        );
        return rows.map((row) => ({ value: String(row['value']), rows: Number(row['rows']) }));
      },
    })),
  };
}

/** A column as text; the name of a folder that stands for no value is none. */
const textOf = (name: string) => `nullif(trim(CAST(${identifier(name)} AS VARCHAR)), ${literal(noValue)})`;

/** How a file's letters are written, found from all of its bytes. */
async function encodingOf(path: string): Promise<{ name: Encoding; said: string }> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let start: Buffer | null = null;
  let isUtf8 = true;
  let windows = false;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    start ??= chunk;
    windows ||= chunk.some((byte) => byte >= 0x80 && byte <= 0x9f);
    if (!isUtf8) continue;
    try {
      decoder.decode(chunk, { stream: true });
    } catch {
      isUtf8 = false;
    }
  }
  if (start && ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)))
    return { name: 'utf-16', said: 'UTF-16' };
  if (isUtf8) return { name: 'utf-8', said: 'UTF-8' };
  return {
    name: 'latin-1',
    said: windows ? 'Windows-1252, read as Latin-1: curly quotes and dashes are lost' : 'Latin-1',
  };
}
