import { access, constants, readFile, readdir, realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import { contract, contractTable } from '../../data/contract/contract.ts';
import type { Settings } from '../../data/contract/settings.ts';
import { exitCodes, Failure, machineFailure } from '../terminal/failure.ts';
import type { Holidays } from './holidays.ts';
import { didYouMean } from './nearest.ts';
import { selectText } from './select-text.ts';
import { normalText } from './text.ts';
import { readCodes, readLengths, readSettings, readSourceFile } from './source-json.ts';
import { onlyComments, toDosOf } from './to-do.ts';

/** One `<table>.sql`. */
export interface Select {
  file: string;
  sql: string;
}

/** A source folder, read and checked, before any of its SELECTs has run. */
export interface Source {
  name: string;
  folder: string;
  /** Where the SELECTs look for files, in order. */
  fileFolders: string[];
  agencyName: string;
  abbreviation: string | null;
  marking: string;
  demonstration: boolean;
  engine: 'duckdb' | 'postgres';
  custodyLevels: string[];
  historyFrom: string | null;
  /** What is declared of the programs of a ready-made file, which has no dates: taking part ended before release. */
  programExposure: 'before_release' | null;
  holidays: Holidays;
  /** Where moments with an offset from UTC have their day; null where the source does not say. */
  timeZone: string | null;
  /** What the agency's own codes mean, by `table.column`: its code to the contract's value, or to none. */
  codes: ReadonlyMap<string, ReadonlyMap<string, string | null>>;
  /** Most characters of a text, by `table.column` or by kind of column, where it is not the contract's. */
  maximumLength: ReadonlyMap<string, number>;
  /** What happened, to be marked in trends; whether its institutions exist is known once they are read. */
  annotations: SourceAnnotation[];
  settings: Settings;
  /** The SELECT of every contract table the source supplies. */
  selects: Map<string, Select>;
  warnings: string[];
  /** What `caseboard init` left to decide, in the order of the contract; sentences. */
  toDo: string[];
  /** Names nobody knows, which `--strict` stops at. */
  typos: string[];
}

export interface SourceAnnotation {
  date: string;
  text: string;
  facility?: string | undefined;
}

export const sourcesFolder = 'data/sources';

/**
 * Reads `source.json` and the SELECTs of a source.
 * @param named name under data/sources, or the path of a source folder
 * @param files folder of the source's data files, when they lie elsewhere (`--files`, CASEBOARD_FILES)
 */
export async function readSource(named: string, files?: string): Promise<Source> {
  const folder = await sourceFolder(named);
  const json = await readSourceFile(join(folder, 'source.json'));
  const given = files === undefined || files === '' ? folder : resolve(files);
  const real = (path: string) => realpath(path).catch(() => path);
  // A folder named twice would be read twice.
  const fileFolders = (await real(given)) === (await real(folder)) ? [folder] : [given, folder];
  await findFiles(json.files ?? [], fileFolders, folder);
  const warnings: string[] = [];
  const typos: string[] = [];
  const selects = await readSelects(folder, warnings, typos);
  const path = join(folder, 'source.json');
  const leftInSelects = [...selects.values()].flatMap(({ file, sql }) =>
    toDosOf(sql).map(({ line, text: left }) => `${shownPath(file)}, line ${line}: ${left}`),
  );
  return {
    name: normalText(basename(folder)),
    folder,
    fileFolders,
    agencyName: json.agency_name,
    abbreviation: json.abbreviation ?? null,
    marking: json.marking ?? '',
    demonstration: json.demonstration ?? false,
    engine: json.engine,
    custodyLevels: json.custody_levels ?? [],
    historyFrom: json.history_from ?? null,
    programExposure: json.program_exposure ?? null,
    timeZone: json.time_zone ?? null,
    holidays: json.holidays ?? null,
    codes: readCodes(json, path),
    maximumLength: readLengths(json, path),
    annotations: json.annotations ?? [],
    settings: readSettings(json, path),
    selects,
    warnings,
    toDo: [...leftInSelects, ...(json.to_do ?? []).map((left) => `${shownPath(path)}: ${left}`)],
    typos,
  };
}

async function sourceFolder(named: string): Promise<string> {
  const places = isAbsolute(named) ? [named] : [join(sourcesFolder, named), named];
  for (const place of places) {
    const entry = await stat(place).catch(() => null);
    if (entry?.isDirectory()) return resolve(place);
  }
  const known = await readdir(sourcesFolder).catch(() => []);
  throw new Failure(
    `There is no source "${named}": neither ${places.join(' nor ')} is a folder. ` +
      `Known sources: ${known.join(', ') || 'none'}. "caseboard demo" makes the demonstration agency.`,
    { exitCode: exitCodes.source },
  );
}

async function readSelects(folder: string, warnings: string[], typos: string[]): Promise<Source['selects']> {
  const selects: Source['selects'] = new Map();
  for (const name of (await readAs(folder, (path) => readdir(path))).sort()) {
    if (!name.endsWith('.sql')) continue;
    const tableName = name.slice(0, -'.sql'.length);
    const file = join(folder, name);
    if (!contractTable(tableName)) {
      const typo = `${name} was ignored: the contract has no table "${tableName}".${didYouMean(
        tableName,
        contract.map((table) => table.name),
      )}`;
      warnings.push(typo);
      typos.push(typo);
      continue;
    }
    const sql = selectText(shownPath(file), await readAs(file, (path) => readFile(path)))
      .trim()
      .replace(/;\s*$/, '');
    if (sql === '') throw new Failure(`${file} is empty: it should hold one SELECT.`, { exitCode: exitCodes.source });
    if (onlyComments(sql)) continue;
    selects.set(tableName, { file, sql });
  }
  if (!selects.has('agency')) {
    throw new Failure(
      `${folder} has no agency.sql. The table agency (agency_name, as_of) is the one table every source needs.`,
      { exitCode: exitCodes.source },
    );
  }
  return selects;
}

/** Reads a file or folder of the source; a refusal of the machine becomes a sentence. */
async function readAs<T>(path: string, read: (path: string) => Promise<T>): Promise<T> {
  try {
    return await read(path);
  } catch (cause) {
    throw machineFailure(cause, path);
  }
}

/** Fails with where to get it when a file or folder the source names is not there, is empty or may not be read. */
async function findFiles(files: { name: string; from: string }[], folders: string[], source: string): Promise<void> {
  for (const file of files) {
    const tried = folders.map((folder) => join(folder, file.name));
    const found = await firstThatExists(tried);
    if (!found) {
      throw new Failure(
        `The file ${file.name} is missing; looked for ${tried.join(' and ')}. ` +
          `Get it from ${file.from}, then name its folder with --files DIR or CASEBOARD_FILES.`,
        { exitCode: exitCodes.source },
      );
    }
    try {
      await access(found, constants.R_OK);
    } catch (cause) {
      throw new Failure(`No permission to read ${found}. Grant this user read access and try again.`, {
        exitCode: exitCodes.machine,
        cause,
      });
    }
    const entry = await stat(found);
    const empty = entry.isDirectory() ? (await readAs(found, (path) => readdir(path))).length === 0 : entry.size === 0;
    if (empty) {
      throw new Failure(`${found} is empty. Get it again from ${file.from}. (Source: ${source})`, {
        exitCode: exitCodes.source,
      });
    }
  }
}

async function firstThatExists(paths: string[]): Promise<string | null> {
  for (const path of paths) {
    if (
      await stat(path)
        .then((entry) => entry.isFile() || entry.isDirectory())
        .catch(() => false)
    )
      return path;
  }
  return null;
}

/** A path as people would type it from where they are. */
export function shownPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short === '' || short.startsWith('..') ? path : short;
}
