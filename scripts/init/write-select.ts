import { kindName, type Column, type Table } from '../../data/contract/column.ts';
import { formatNumber } from '../../src/lib/format/number.ts';
import { usesText } from '../../src/lib/summaries/table-uses.ts';
import { tableUses } from '../../src/lib/pages/table-uses.ts';
import { identifier, literal } from '../engine/database.ts';
import { toDoMark } from '../source/to-do.ts';
import { columnSql } from './column-sql.ts';
import type { Dialect } from './found.ts';
import type { ColumnMatch, TableMatch } from './match.ts';

/** The commented SELECT of a contract table; only comments where nothing was found to read it from. */
export async function selectText(
  table: Table,
  match: TableMatch | null,
  dialect: Dialect,
  unitsRepeat = false,
): Promise<string> {
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
    const pairs = taken.map(([name, each]) => `${namesTaken(each)} as ${name}`);
    head.push(`${toDoMark} confirm what was taken by its name, and marked (?) below: ${pairs.join(', ')}.`);
  }
  const written = await writtenColumns(table, match, dialect, unitsRepeat);
  const lines: string[] = [];
  const entries = Object.entries(table.columns);
  for (const [index, [name, column]] of entries.entries()) {
    const end = index === entries.length - 1 ? '' : ',';
    lines.push(`  -- ${columnComment(name, column)}`);
    const found = match.columns.get(name);
    const { sql, notes } = written.get(name) ?? { sql: 'NULL', notes: [] };
    if (!found && column.required)
      lines.push(`  -- ${toDoMark} no column of ${match.found.name} was found for ${name}, which every row needs.`);
    if (found && found.because !== null) lines.push(`  -- (?) ${namesTaken(found)} was taken for ${found.because}.`);
    lines.push(...notes.map((note) => `  -- ${note}`), `  ${sql} AS ${name}${end}`);
  }
  return `${comment(head)}SELECT\n${lines.join('\n')}\nFROM ${match.found.from}\n`;
}

const comment = (lines: readonly string[]) => lines.map((line) => `-- ${line}`.trimEnd()).join('\n') + '\n';

function columnComment(name: string, column: Column): string {
  const values = column.values ? ` One of ${column.values.join(', ')}.` : '';
  const missing = column.fallback === undefined ? '' : ` ${String(column.fallback)} where nothing is recorded.`;
  return `${name}: ${kindName[column.kind]}${column.required ? ', required' : ''}. ${column.meaning}.${values}${missing}`;
}

const namesTaken = ({ column, then }: ColumnMatch) =>
  [column, ...(then ? [then] : [])].map(({ name }) => name).join(' and ');

interface Written {
  sql: string;
  notes: string[];
}

/** The SQL of every matched column, and what has to be said of it. */
async function writtenColumns(
  table: Table,
  match: TableMatch,
  dialect: Dialect,
  unitsRepeat: boolean,
): Promise<Map<string, Written>> {
  const written = new Map<string, Written>();
  for (const [name, { column, then }] of match.columns) {
    const definition = table.columns[name];
    if (!definition) continue;
    const one = await columnSql(column, definition, dialect, name === 'birth_date');
    written.set(name, then ? { ...one, sql: `concat_ws(', ', ${one.sql}, ${identifier(then.name)})` } : one);
  }
  const [unit, facility] = [written.get('unit_id'), written.get('facility_id')];
  if (unitsRepeat && unit && facility) {
    unit.sql = `${facility.sql} || ${literal('-')} || ${unit.sql}`;
    unit.notes.push('Units of several institutions have the same code: the institution’s stands before it.');
  }
  await sayLastDays(table, match, dialect, written);
  return written;
}

/** So many ends with a day to the next interval, and so many times as many as without one, are a rule. */
const lastDays = { rows: 5, times: 4 } as const;

/** An interval that ends the day before the next begins has its last day there, not the first that no longer counts. */
async function sayLastDays(
  { intervals }: Table,
  match: TableMatch,
  dialect: Dialect,
  written: ReadonlyMap<string, Written>,
): Promise<void> {
  if (!intervals) return;
  const [of, start, end] = [intervals.of, intervals.start, intervals.end].map((name) => written.get(name));
  if (!of || !start || !end) return;
  const [from, to] = [dialect.day(start.sql), dialect.day(end.sql)];
  const [found] = await match.found.ask(
    (table) => `SELECT CAST(count(CASE WHEN next = until + 1 THEN 1 END) AS INTEGER) AS apart,
        CAST(count(CASE WHEN next = until THEN 1 END) AS INTEGER) AS joined
      FROM (SELECT until, lead(begun) OVER (PARTITION BY one ORDER BY begun) AS next
        FROM (SELECT ${of.sql} AS one, ${from} AS begun, ${to} AS until FROM ${table}) AS rows) AS turns`,
  );
  const [apart, joined] = [Number(found?.['apart'] ?? 0), Number(found?.['joined'] ?? 0)];
  if (apart < lastDays.rows || apart < lastDays.times * joined) return;
  const column = match.columns.get(intervals.end)?.column.name ?? intervals.end;
  end.sql = dialect.dayAfter(end.sql);
  end.notes.push(
    `${toDoMark} confirm that ${column} is the last day that counts: after ${formatNumber(apart)} of its rows the next of the same ${intervals.of} begins a day later, after ${formatNumber(joined)} on the same day. The contract asks for the first day that no longer counts, the day after.`,
  );
}
