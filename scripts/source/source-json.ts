import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { knownValues, maxTextLength, maximumLength } from '../../data/contract/column.ts';
import { contract, contractTable } from '../../data/contract/contract.ts';
import { defaultSettings, settings as settingDefinitions, type Settings } from '../../data/contract/settings.ts';
import { isIsoDate } from '../../src/lib/calendar/date.ts';
import { exitCodes, Failure, machineFailure, messageOf } from '../terminal/failure.ts';
import { didYouMean } from './nearest.ts';
import { normalText } from './text.ts';
import { toDoCode } from './to-do.ts';

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

export type SourceJson = v.InferOutput<typeof sourceFile>;

function isTimeZone(name: string): boolean {
  try {
    // An offset is no time zone: it does not know when summer time begins.
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions() !== null;
  } catch {
    return false;
  }
}

/** Reads and checks `source.json`; a sentence names the entry that is not right. */
export async function readSourceFile(path: string): Promise<SourceJson> {
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

/** The settings of the source, those it leaves out as they are by default. */
export function readSettings(json: SourceJson, path: string): Settings {
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

/** What the agency's own codes mean, by `table.column`. */
export function readCodes(json: SourceJson, path: string): ReadonlyMap<string, ReadonlyMap<string, string | null>> {
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

/** Most characters of a text, by `table.column` or by kind of column. */
export function readLengths(json: SourceJson, path: string): ReadonlyMap<string, number> {
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
