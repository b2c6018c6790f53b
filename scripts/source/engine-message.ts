import type { DatabaseError } from 'pg';

/**
 * What an engine said, as far as it may be printed. What goes wrong while rows are read is said with a value of a row
 * in the middle, and that may be a person's: terminals, logs and mails of the scheduler keep it. So such messages are
 * rebuilt from what they say of kind, column and line; the engine's own words are printed only where no row had been
 * looked at.
 */
const notShown = 'The value is not shown here: it may be a person’s.';

/** Kinds of errors that speak of the SELECT and its files. */
const ofTheSelect = /^(Parser|Binder|Catalog|IO|Permission|Not implemented|Missing Extension) Error/i;

/** @param message of a SELECT that DuckDB refused, in planning or in reading */
export function saidByDuckdb(message: string): string {
  const said = message.replace('Failed to extract statements: ', '');
  if (ofTheSelect.test(said)) {
    const lines = said.replace(/\bLINE (\d+):/g, 'Line $1:').split('\n');
    return sentence(lines.slice(0, 3).join(' ').trim());
  }
  const apart = saidOfOneFile(said);
  if (apart) return apart;
  const [, kind = 'The engine stopped with an error'] = /^([A-Z][A-Za-z ]*? Error)/.exec(said) ?? [];
  const [, file] = /\b(?:file|File =?) ?["']([^"'\n]+\.\w+)["']/.exec(said) ?? [];
  const [, column] = /column "?([A-Za-z_]\w*)"?/.exec(said) ?? [];
  const [, type] = /\b(?:to|destination type|as type) '?((?:[A-Z]+[0-9]*)(?:\(\d+, ?\d+\))?)'?/.exec(said) ?? [];
  const [, line] = /on Line: (\d+)/.exec(said) ?? [];
  const what = reasons.find(([pattern]) => pattern.test(said))?.[1];
  const where = [
    type && !what ? `to ${type}` : '',
    column ? `in the column ${column}` : '',
    line ? `on line ${line}` : '',
    file && !(what && isOfFile.test(what)) ? `of the file ${file}` : '',
  ].filter(Boolean);
  const begin = what ?? (/^(Conversion|Out of Range)/.test(kind) ? 'A value could not be converted' : `${kind}`);
  const named = file && isOfFile.test(begin) ? begin.replace(isOfFile, `The file ${file}`) : begin;
  return `${[named, ...where].join(' ')}. ${what && isOfFile.test(what) ? '' : notShown}`.trim();
}

/** A file of several that is not like the others: names of files, columns and types, never a value. */
function saidOfOneFile(said: string): string | null {
  const [, file, missing] = /read file "([^"\n]+)": schema mismatch in glob: column "([^"\n]+)"/.exec(said) ?? [];
  if (file) return `The file ${file} has no column ${missing}, which the first of the files has.`;
  const [, of, column, type, as] =
    /In file "([^"\n]+)" the column "([^"\n]+)" has type (\w+), but we are trying to read it as type (\w+)/.exec(
      said,
    ) ?? [];
  return of ? `The file ${of} has ${type} in the column ${column}, where the first of the files has ${as}.` : null;
}

const isOfFile = /^The file/;

const reasons: [pattern: RegExp, what: string][] = [
  [/No magic bytes/, 'The file is not Parquet, or was cut off (no magic bytes)'],
  [/too small to be a Parquet file/, 'The file is empty, or too small to be Parquet'],
  [
    /sniffing/,
    'The file is no CSV as the SELECT says: most often its last row is cut off, or it has another delimiter, quote or number of columns',
  ],
  [/not utf-?8|Invalid unicode|invalid utf/i, 'The file is not in UTF-8'],
  [/unterminated quote/i, 'The file has a quoted field that does not end,'],
  [/Expected Number of Columns/i, 'The file has a line with another number of columns than its first,'],
  [/maximum line size/i, 'The file has a line that is too long,'],
  [/Malformed JSON/i, 'The file is not valid JSON'],
  [/Too little columns|Too many columns/i, 'The file has a line with another number of columns than its first,'],
];

/** Classes of SQLSTATE whose messages speak of the statement, the rights or the server, never of a row. */
const withoutRows = ['08', '0A', '25', '28', '3D', '3F', '42', '53', '54', '55', '57', '58'];

const meanings: [start: string, meaning: string][] = [
  ['22P02', 'a text could not be converted to the type the SELECT asks for'],
  ['22003', 'a number is out of range'],
  ['22007', 'a text is not a date or time'],
  ['22008', 'a date or time is out of range'],
  ['22012', 'a division by zero'],
  ['22021', 'a text has bytes that are no characters'],
  ['22', 'a value is not what the SELECT expects'],
  ['21', 'a subquery gave more than one row'],
  ['23', 'a constraint was broken'],
  ['P0', 'a function raised an error'],
];

/** @param reading whether rows were being read already; what is said in planning repeats only the SELECT */
export function saidByPostgres(cause: DatabaseError, reading: boolean): string {
  const code = cause.code ?? '';
  if (!reading || withoutRows.includes(code.slice(0, 2))) return cause.message;
  const meaning = meanings.find(([start]) => code.startsWith(start))?.[1] ?? 'it stopped';
  return `${meaning} (SQLSTATE ${code || 'unknown'}). ${notShown}`.replace(/\.$/, '');
}

/** A defect with its stack. What stands in quotes, and long numbers, may be a person's and is left out. */
export function saidOfDefect(thrown: unknown): string {
  if (!(thrown instanceof Error)) return withoutValues(String(thrown));
  const said = /^[A-Z][A-Za-z ]* Error: /.test(thrown.message)
    ? saidByDuckdb(thrown.message)
    : withoutValues(thrown.message);
  const frames = (thrown.stack ?? '').split('\n').filter((line) => /^ +at /.test(line));
  return [`${thrown.name}: ${said}`, ...frames].join('\n');
}

function withoutValues(text: string): string {
  return text.replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '"…"').replace(/\d{4,}/g, '…');
}

function sentence(text: string): string {
  return text.replace(/[^.]$/, '$&.');
}
