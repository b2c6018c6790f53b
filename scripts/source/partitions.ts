import { readdir, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { identifier, literal, type Database } from '../engine/database.ts';
import { exitCodes, Failure } from '../terminal/failure.ts';
import { optionOf, type FoundFiles } from './files-read.ts';
import { rawSchema } from './reader.ts';
import { shownPath, type Select, type Source } from './source.ts';

/**
 * Hive, Spark and Trino cut a table into folders named by a column and its value, `stay/year=2024/part-0.parquet`. The
 * engine reads the column from the path. What it does not know of their habits is here.
 */

/** What they write as the value where a row has none. */
export const noValue = '__HIVE_DEFAULT_PARTITION__';

/** How a SELECT takes it away before it makes a number or a date of the column. */
export const noValueMend =
  `A folder whose name ends in ${noValue} holds rows without a value of its column, and the column is then text: ` +
  `write nullif(column, ${literal(noValue)}), and a CAST around it where the SELECT needs a number or a date.`;

export const hasNoValue = (found: readonly FoundFiles[]) =>
  found.some(({ files }) => files.some((file) => file.includes(`=${noValue}`)));

/** A file below one of the source's folders, and the names on the way to it. */
interface Place {
  path: string;
  folder: string;
  names: string[];
}

/**
 * Throws a Failure where the files of a folder or pattern are not the rows of one table: unfinished ones, those of a
 * table format that keeps a list of its own, some in folders named by a column and some not, or two folders' at once.
 */
export async function refuseOddFolders(
  found: readonly FoundFiles[],
  { fileFolders }: Pick<Source, 'fileFolders'>,
  select: Select,
): Promise<void> {
  for (const each of found) {
    // A file that is named is meant.
    const places = each.files
      .filter((file) => !each.written.includes(file))
      .flatMap((file) => placeOf(file, fileFolders));
    if (places.length === 0) continue;
    const written = each.written.join(', ');
    refuseHidden(places, each.written, select);
    await refuseLinks(each, fileFolders, select);
    await refuseTableFormat(places, written, select);
    refuseTwoFolders(places, written, select);
    const option = optionOf(each.call, 'hive_partitioning');
    if (option !== false && option !== 0) refuseMixed(places, written, select);
  }
}

function placeOf(path: string, folders: readonly string[]): Place[] {
  const folder = folders.find((each) => below(each, path));
  return folder === undefined ? [] : [{ path, folder, names: relative(folder, path).split(/[/\\]/) }];
}

const below = (folder: string, path: string) => {
  const way = relative(folder, path);
  return isAbsolute(path) && !way.startsWith('..') && !isAbsolute(way);
};

/** Names that begin so are no data to Hive, Spark and Trino: rows still being written, set aside, or none at all. */
export const isHidden = (name: string) => /^[._]/.test(name) && !name.includes('=');

function refuseHidden(places: readonly Place[], written: readonly string[], select: Select): void {
  const asked = written.flatMap((each) => each.split('/')).filter((name) => !/^\.{1,2}$/.test(name));
  const isAsked = (name: string) => asked.some((part) => (isPattern(part) ? part[0] === name[0] : part === name));
  for (const { path, names } of places) {
    const hidden = names.find((name) => isHidden(name) && !isAsked(name));
    if (hidden === undefined) continue;
    throw refused(
      select,
      `reads ${shownPath(path)} by ${written.join(', ')}. To Hive, Spark and Trino a name that begins with _ or . is no data ` +
        `of the table: it is still being written, or left by a job that failed, and its rows may count twice. Wait for that job, ` +
        `take ${hidden} away, or write a pattern that leaves it out: folders named by a column are *=*, files that count [!._]*.`,
    );
  }
}

const isPattern = (name: string) => /[*?[]/.test(name);

/** The folders of a name or pattern before its first sign of a pattern. */
const fixedPart = (written: string): string => {
  const parts = written.split('/');
  const first = parts.findIndex(isPattern);
  return (first === -1 ? parts : parts.slice(0, first)).join('/');
};

/** The engine goes into no linked folder by itself: neither below `**` nor below a folder that is named. */
async function refuseLinks({ written, files }: FoundFiles, folders: readonly string[], select: Select): Promise<void> {
  for (const name of written) {
    if (!name.includes('**') && (isPattern(name) || files.includes(name))) continue;
    const fixed = fixedPart(name);
    for (const folder of isAbsolute(fixed) ? [fixed] : folders.map((each) => join(each, fixed))) {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
      for (const entry of entries.filter((each) => each.isSymbolicLink())) {
        const path = join(entry.parentPath, entry.name);
        if (!(await stat(path).catch(() => null))?.isDirectory()) continue;
        throw refused(
          select,
          `reads ${name}, and ${shownPath(path)} is a link to a folder, which the engine does not follow there: its rows would be ` +
            'missing. Put the folder itself in its place, or name every folder on the way, such as stay/*/*.parquet.',
        );
      }
    }
  }
}

/** Marks of formats in whose folders not every file counts any more. */
const tableFormats: readonly [name: string, format: string][] = [
  ['_delta_log', 'Delta Lake'],
  ['.hoodie', 'Hudi'],
];

async function refuseTableFormat(places: readonly Place[], written: string, select: Select): Promise<void> {
  const folders = new Set<string>();
  for (const { path, folder } of places) {
    for (let at = dirname(path); below(folder, at) && !folders.has(at); at = dirname(at)) folders.add(at);
  }
  for (const folder of folders) {
    const format = await formatOf(folder);
    if (format === null) continue;
    throw refused(
      select,
      `reads ${written} in ${shownPath(folder)}, a table of ${format}. Which of its files still count stands in a list of its own, ` +
        'which is not read here: rows that were replaced or deleted would count. Write the table out as plain Parquet, and read that.',
    );
  }
}

async function formatOf(folder: string): Promise<string | null> {
  for (const [name, format] of tableFormats) {
    if (await stat(join(folder, name)).catch(() => null)) return format;
  }
  const lists = await readdir(join(folder, 'metadata')).catch(() => []);
  return lists.some((name) => name.endsWith('.metadata.json')) ? 'Iceberg' : null;
}

export const isNamedByColumn = (name: string) => /^[^=]+=/.test(name);

/** The columns that stand in the path of a file, in order. */
const columnsOf = ({ names }: Place) =>
  names.slice(0, -1).flatMap((name) => (isNamedByColumn(name) ? [name.slice(0, name.indexOf('=')).toLowerCase()] : []));

/** Where not every path names the same columns the engine reads none of them from any, without a word. */
function refuseMixed(places: readonly Place[], written: string, select: Select): void {
  const ways = new Map<string, string>();
  for (const place of places) {
    const columns = columnsOf(place).join(', ');
    if (!ways.has(columns)) ways.set(columns, place.path);
  }
  const [one, other] = [...ways].sort(([a], [b]) => b.length - a.length);
  if (!one || !other) return;
  throw refused(
    select,
    `reads ${written}, and its files do not lie in folders of the same columns: ${shownPath(one[1])} names ${one[0]}, ` +
      `${shownPath(other[1])} ${other[0] === '' ? 'names none' : `names ${other[0]}`}. The columns would be lost, or the files are of two tables. ` +
      'Take away what is not meant, or write a pattern that reads one of them.',
  );
}

/** How Spark and other jobs name the pieces of a table. */
export const isPiece = (name: string) => /^part-\d+/.test(name);

/** Names of such files are new with every job: last month's would not be seen to be the same as this month's. */
function refuseTwoFolders(places: readonly Place[], written: string, select: Select): void {
  const ofJobs = places.filter((place) => columnsOf(place).length > 0 || isPiece(place.names.at(-1) ?? ''));
  const folders = [...new Set(ofJobs.map(({ folder }) => folder))];
  if (folders.length < 2) return;
  throw refused(
    select,
    `reads ${written}, and there is such a folder in ${folders.map(shownPath).join(' and in ')}. ` +
      'All would be read, and their rows may count more than once. Take away or rename what is not meant.',
  );
}

function refused({ file }: Select, what: string): Failure {
  return new Failure(`${shownPath(file)} ${what}`, { exitCode: exitCodes.source });
}

/**
 * Empties the values of a table as it was read that stand for none. Throws a Failure where the SELECT has made a longer
 * text of one.
 */
export async function emptyNoValues(database: Database, table: string, select: Select): Promise<void> {
  const target = `${rawSchema}.${identifier(table)}`;
  const columns = (await database.rows(`DESCRIBE ${target}`)).filter((row) => row['column_type'] === 'VARCHAR');
  for (const name of columns.map((row) => String(row['column_name']))) {
    const column = identifier(name);
    await database.run(`UPDATE ${target} SET ${column} = NULL WHERE ${column} = ${literal(noValue)}`);
    const left = Number(
      await database.value(`SELECT count(*) FROM ${target} WHERE contains(${column}, ${literal(noValue)})`),
    );
    if (left > 0) throw refused(select, `makes ${name} of a value that is none. ${noValueMend}`);
  }
}

/**
 * What a SELECT that names a folder, or a pattern within one, has to write instead; null where it names none that is
 * there.
 */
export async function folderMend(sql: string, folders: readonly string[]): Promise<string | null> {
  for (const [, quoted = ''] of sql.matchAll(/'((?:[^']|'')+)'/g)) {
    const name = quoted.replaceAll("''", "'").replace(/\/+$/, '');
    const fixed = fixedPart(name);
    if (fixed === '') continue;
    for (const path of folders.map((folder) => (isAbsolute(fixed) ? fixed : join(folder, fixed)))) {
      if (!(await stat(path).catch(() => null))?.isDirectory()) continue;
      return (
        `${shownPath(path)}${path.endsWith(sep) ? '' : sep} is a folder. Files below it that end in .parquet are read with ` +
        `read_parquet('${fixed}/**/*.parquet', hive_partitioning = true), those that Trino writes without an ending with ` +
        `read_parquet('${fixed}/**/[!._]*', hive_partitioning = true).`
      );
    }
  }
  return null;
}
