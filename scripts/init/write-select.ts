import { kindName, type Column, type Table } from '../../data/contract/column.ts';
import { usesText } from '../../src/lib/summaries/table-uses.ts';
import { tableUses } from '../../src/lib/pages/table-uses.ts';
import { identifier, literal } from '../engine/database.ts';
import { dateTextOf } from './date-text.ts';
import type { DateForm, Dialect, FoundColumn } from './found.ts';
import type { TableMatch } from './match.ts';
import { toDoMark } from '../source/to-do.ts';

/** Distinct values looked at to tell in which form dates are written: those of half a century of days. */
const manyValues = 20_000;

export const dialects: Record<Dialect['engine'], Dialect> = {
  duckdb: { engine: 'duckdb', date: (column, { format }) => `date_written(${column}, ${literal(format)})` },
  postgres: {
    engine: 'postgres',
    // What is not of the form stays as it is: its row is rejected with its value, instead of stopping the SELECT.
    date: (column, { format, pattern }) =>
      `CASE WHEN ${column} ~ ${literal(
        pattern
          .replace(/\\k<\w+>/g, '[-/. ]')
          .replace(/\(\?!\\d\)/g, '')
          .replace(/\(\?:/g, '('),
      )} THEN to_date(${column}, ${literal(toPostgres(format))})::text ELSE ${column} END`,
  },
};

const toPostgres = (format: string) =>
  format
    .replace(/[ T]%[HI].*$/, '')
    .replace('%Y', 'YYYY')
    .replace('%y', 'YY')
    .replace('%m', 'MM')
    .replace('%d', 'DD')
    .replace('%b', 'Mon');

/** The commented SELECT of a contract table; only comments where nothing was found to read it from. */
export async function selectText(table: Table, match: TableMatch | null, dialect: Dialect): Promise<string> {
  const head = [`${table.name}: ${table.meaning}`, usesText(tableUses(table.name))];
  if (table.key) head.push(`Occurs once: ${table.key.join(', ')}.`);
  if (match === null) {
    head.push(
      'Nothing was found to read it from. Write one SELECT with these columns, or leave the file as it is: the table is then not supplied.',
    );
    const columns = Object.entries(table.columns).flatMap(([name, column]) => [
      `  ${columnComment(name, column)}`,
      `  NULL AS ${name},`,
    ]);
    return comment([...head, '', 'SELECT', ...columns, 'FROM …']);
  }
  head.push(`Read from ${match.found.name}: ${match.found.read}; ${match.found.rows} rows.`);
  if (match.unused.length > 0) head.push(`Not used of it: ${match.unused.join(', ')}.`);
  const taken = [...match.columns].filter(([, { because }]) => because !== null);
  if (taken.length > 0) {
    const pairs = taken.map(([name, { column }]) => `${column.name} as ${name}`);
    head.push(`${toDoMark} confirm what was taken by its name, and marked (?) below: ${pairs.join(', ')}.`);
  }
  const lines: string[] = [];
  const entries = Object.entries(table.columns);
  for (const [index, [name, column]] of entries.entries()) {
    const end = index === entries.length - 1 ? '' : ',';
    lines.push(`  -- ${columnComment(name, column)}`);
    const found = match.columns.get(name);
    if (!found) {
      if (column.required)
        lines.push(`  -- ${toDoMark} no column of ${match.found.name} was found for ${name}, which every row needs.`);
      lines.push(`  NULL AS ${name}${end}`);
      continue;
    }
    const written = await columnSql(found.column, column, dialect);
    if (found.because !== null) lines.push(`  -- (?) ${found.column.name} was taken for ${found.because}.`);
    lines.push(...written.notes.map((note) => `  -- ${note}`), `  ${written.sql} AS ${name}${end}`);
  }
  return `${comment(head)}SELECT\n${lines.join('\n')}\nFROM ${match.found.from}\n`;
}

const comment = (lines: readonly string[]) => lines.map((line) => `-- ${line}`.trimEnd()).join('\n') + '\n';

function columnComment(name: string, column: Column): string {
  const values = column.values ? ` One of ${column.values.join(', ')}.` : '';
  const missing = column.fallback === undefined ? '' : ` ${String(column.fallback)} where nothing is recorded.`;
  return `${name}: ${kindName[column.kind]}${column.required ? ', required' : ''}. ${column.meaning}.${values}${missing}`;
}

/** SQL of a column as the contract wants it, and what has to be said of it. */
export async function columnSql(
  found: FoundColumn,
  column: Column,
  dialect: Dialect,
): Promise<{ sql: string; notes: string[] }> {
  const name = identifier(found.name);
  if ((column.kind !== 'date' && column.kind !== 'month') || found.isDate) return { sql: name, notes: [] };
  const said = dateTextOf(await found.values(manyValues));
  if (said === null) {
    return found.filled === 0
      ? { sql: name, notes: [] }
      : {
          sql: name,
          notes: [
            `${toDoMark} ${found.name} holds no dates in a form known here; say with ${dialect.date(name, { format: '%m/%d/%Y', pattern: '…' })} how they are written.`,
          ],
        };
  }
  const notes = said.odd.map(
    ({ value, rows }) =>
      `${toDoMark} “${value.replaceAll('\n', ' ')}” (${rows} rows) is not written like the others; their rows will be rejected unless it is taken out here.`,
  );
  const text =
    said.never.length === 0
      ? name
      : said.never.length === 1
        ? `nullif(${name}, ${literal(said.never[0] ?? '')})`
        : `CASE WHEN ${name} NOT IN (${said.never.map(literal).join(', ')}) THEN ${name} END`;
  if (said.never.length > 0) notes.push(`${said.never.join(', ')} stands for none.`);
  if (said.kind === 'ambiguous') {
    const [first, second] = said.forms;
    notes.push(
      `${toDoMark} say how ${found.name} is written: nothing in it tells whether ${said.example} begins with the month or the day. Put one of these lines in its place:`,
      `  ${asDate(dialect, text, first)}`,
      `  ${asDate(dialect, text, second)}`,
    );
    return { sql: text, notes };
  }
  if (said.form.format.includes('%y'))
    notes.push(`${toDoMark} the year has two digits: look whether the century is right.`);
  if (said.kind === 'year first') return { sql: text, notes };
  return {
    sql: asDate(dialect, text, said.form),
    notes: [...notes, `Dates are written ${said.form.format}: ${said.why}.`],
  };
}

const asDate = (dialect: Dialect, text: string, form: DateForm) =>
  dialect.date(text.startsWith('CASE') && dialect.engine === 'postgres' ? `(${text})` : text, form);
