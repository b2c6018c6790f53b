import { access, constants, readFile, readdir, realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import * as v from 'valibot';
import { knownValues, maxTextLength, maximumLength } from '../../data/contract/column.ts';
import { contract, contractTable } from '../../data/contract/contract.ts';
import { defaultSettings, settings as settingDefinitions, type Settings } from '../../data/contract/settings.ts';
import { isIsoDate } from '../../src/lib/calendar/date.ts';
import { exitCodes, Failure, machineFailure, messageOf } from '../terminal/failure.ts';
import type { Holidays } from './holidays.ts';
import { didYouMean } from './nearest.ts';
import { selectText } from './select-text.ts';
import { normalText } from './text.ts';
import { onlyComments, toDoCode, toDosOf } from './to-do.ts';

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

const isoDate = v.pipe(v.string(), v.check(isIsoDate, 'it must be a date such as 2020-07-01'));

const text = v.pipe(v.string(), v.transform(normalText));

const sourceFile = v.strictObject({
  agency_name: v.pipe(text, v.minLength(1)),
  abbreviation: v.optional(text),
  engine: v.picklist(['duckdb', 'postgres']),
  /** Line shown above every page, for example the agency's marking. */
  marking: v.optional(text),
  demonstration: v.optional(v.boolean()),
  fiscal_year_start_month: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12))),
  custody_levels: v.optional(v.array(text)),
  history_from: v.optional(isoDate),
  program_exposure: v.optional(v.picklist(['before_release'], 'it can only be "before_release", or be left out')),
  /** Of the agency, as the IANA time zone database names it. */
  time_zone: v.optional(
    v.pipe(v.string(), v.check(isTimeZone, 'it must be a time zone by its name, such as America/Chicago')),
  ),
  codes: v.optional(v.record(v.string(), v.record(v.string(), v.nullable(v.string())))),
  maximum_length: v.optional(
    v.record(v.string(), v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000))),
  ),
  settings: v.optional(
    v.record(v.string(), v.union([v.number(), v.string()], 'it must be a number, or the word of a choice')),
  ),
  /** Days that are no working days: the agency's own, or those of the federal government as observed. */
  holidays: v.optional(
    v.union([v.literal('us-federal'), v.array(isoDate)], 'it must be "us-federal" or a list of dates'),
  ),
  /** What `caseboard init` could not decide; whoever has done it takes it out. */
  to_do: v.optional(v.array(v.string())),
  annotations: v.optional(
    v.array(
      v.strictObject({
        date: isoDate,
        text: v.pipe(
          text,
          v.minLength(1, 'it must say what happened'),
          v.maxLength(200, 'it must be at most 200 characters long'),
        ),
        facility: v.optional(text),
      }),
    ),
  ),
  files: v.optional(v.array(v.strictObject({ name: v.string(), from: v.string() }))),
});

function isTimeZone(name: string): boolean {
  try {
    // An offset is no time zone: it does not know when summer time begins.
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions() !== null;
  } catch {
    return false;
  }
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

async function readSourceFile(path: string) {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const known = machineFailure(cause, path);
    if (known instanceof Failure) throw known;
    throw new Failure(
      `${path} cannot be read (${messageOf(cause)}). A source folder needs a source.json; see the README.`,
      { exitCode: exitCodes.source, cause },
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Failure(`${path} is not valid JSON: ${messageOf(cause)}.`, { exitCode: exitCodes.source, cause });
  }
  const odd = inheritedName(json);
  if (odd !== null) {
    throw new Failure(`${path}: there is no entry and no setting "${odd}".`, { exitCode: exitCodes.source });
  }
  const result = v.safeParse(sourceFile, json);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const unknown = issue.type === 'strict_object' ? v.getDotPath(issue) : null;
  if (unknown !== null && unknown.includes('.') === false) {
    const names = Object.keys(sourceFile.entries);
    const setting = Object.hasOwn(settingDefinitions, unknown) ? ' It is a setting: write it under "settings".' : '';
    throw new Failure(
      `${path}: there is no entry "${unknown}".${setting || didYouMean(unknown, names)} The entries are ${names.join(', ')}.`,
      { exitCode: exitCodes.source },
    );
  }
  throw new Failure(`${path}: ${v.getDotPath(issue) ?? 'the file'} is not right: ${issue.message}.`, {
    exitCode: exitCodes.source,
  });
}

/** A name in the file that every object has, which the check of its entries would pass over; null where there is none. */
function inheritedName(json: unknown): string | null {
  if (typeof json !== 'object' || json === null) return null;
  for (const [name, value] of Object.entries(json)) {
    const odd = Reflect.has(Object.prototype, name) ? name : inheritedName(value);
    if (odd !== null) return odd;
  }
  return null;
}

function readSettings(json: v.InferOutput<typeof sourceFile>, path: string): Settings {
  const values = defaultSettings();
  for (const [name, value] of Object.entries(json.settings ?? {})) {
    if (!Object.hasOwn(settingDefinitions, name)) {
      throw new Failure(
        `${path}: there is no setting "${name}".${didYouMean(name, Object.keys(settingDefinitions))} The settings are ${Object.keys(settingDefinitions).join(', ')}.`,
        { exitCode: exitCodes.source },
      );
    }
    const { choices } = settingDefinitions[name as keyof Settings];
    const read = choices ? choices.indexOf(String(value)) : value;
    const problem =
      choices && read === -1
        ? `must be ${choices.map((word) => `"${word}"`).join(' or ')}`
        : settingProblem(name as keyof Settings, read);
    if (problem !== null || typeof read !== 'number')
      throw new Failure(`${path}: ${name} ${problem}, not ${value}.`, { exitCode: exitCodes.source });
    values[name as keyof Settings] = read;
  }
  if (json.fiscal_year_start_month) values.fiscal_year_start_month = json.fiscal_year_start_month;
  return values;
}

/** The column of the contract a key of `source.json` names (`stay.release_type`); fails where there is none. */
function columnNamed(key: string, entry: string, path: string) {
  const [tableName = '', columnName = ''] = key.split('.');
  const table = contractTable(tableName);
  const column = table?.columns[columnName];
  if (column) return column;
  const why = table
    ? `the table ${tableName} has no column "${columnName}".${didYouMean(columnName, Object.keys(table.columns))} It has ${Object.keys(table.columns).join(', ')}`
    : `the contract has no table "${tableName}".${didYouMean(
        tableName,
        contract.map(({ name }) => name),
      )}`;
  throw new Failure(`${path}: ${entry} names "${key}", but ${why}. Write table.column, such as stay.release_type.`, {
    exitCode: exitCodes.source,
  });
}

function readCodes(json: v.InferOutput<typeof sourceFile>, path: string): Source['codes'] {
  const levels = json.custody_levels ?? [];
  return new Map(
    Object.entries(json.codes ?? {}).map(([key, codes]) => {
      const column = columnNamed(key, 'codes', path);
      if (column.kind !== 'category') {
        throw new Failure(
          `${path}: codes names ${key}, which is no category but a ${column.kind} (${column.meaning}). Its values have no codes; change them in the SELECT.`,
          { exitCode: exitCodes.source },
        );
      }
      const values = knownValues(column, levels);
      // What init could not decide stays as it is: a code nobody knows.
      const decided = Object.entries(codes).filter(([, meaning]) => meaning !== toDoCode);
      const read = decided.map(([code, meaning]) => {
        if (meaning !== null && values && !values.includes(meaning)) {
          throw new Failure(
            `${path}: codes says that "${code}" of ${key} means "${meaning}", which is none of its values: ${values.join(', ')}. Write one of them, or null where it means that nothing was recorded.`,
            { exitCode: exitCodes.source },
          );
        }
        return [normalText(code), meaning === null ? null : normalText(meaning)] as const;
      });
      return [key, new Map(read)];
    }),
  );
}

function readLengths(json: v.InferOutput<typeof sourceFile>, path: string): Source['maximumLength'] {
  const lengths = Object.entries(json.maximum_length ?? {});
  for (const [key] of lengths) {
    if (Object.hasOwn(maximumLength, key)) continue;
    if (maxTextLength(columnNamed(key, 'maximum_length', path)) === null) {
      throw new Failure(`${path}: maximum_length names ${key}, which holds no text. Leave it out.`, {
        exitCode: exitCodes.source,
      });
    }
  }
  return new Map(lengths);
}

/** What a setting must be, when a value is not that. */
function settingProblem(name: keyof Settings, value: number | string): string | null {
  if (typeof value !== 'number') return 'must be a number';
  const { unit } = settingDefinitions[name];
  if (unit === 'share') return value >= 0 && value <= 1 ? null : 'is a share and must be from 0 to 1';
  if (!Number.isInteger(value) || value < 0) return 'must be a whole number';
  if (unit === 'month of the year' && (value < 1 || value > 12)) return 'must be a month from 1 to 12';
  return null;
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
