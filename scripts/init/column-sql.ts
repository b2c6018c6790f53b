import type { Column } from '../../data/contract/column.ts';
import { identifier, literal } from '../engine/database.ts';
import { toDoMark } from '../source/to-do.ts';
import { dateTextOf } from './date-text.ts';
import type { DateForm, Dialect, FoundColumn } from './found.ts';

/** Distinct values looked at to tell in which form dates are written: those of half a century of days. */
const manyValues = 20_000;

/** SQL of a column as the contract wants it, and what has to be said of it. */
export async function columnSql(
  found: FoundColumn,
  { kind }: Pick<Column, 'kind'>,
  dialect: Dialect,
  isBirth = false,
): Promise<{ sql: string; notes: string[]; isDay: boolean }> {
  const name = identifier(found.name);
  if ((kind !== 'date' && kind !== 'month') || found.isDate) return { sql: name, notes: [], isDay: found.isDate };
  const said = dateTextOf(await found.values(manyValues));
  if (said === null) {
    return found.filled === 0
      ? { sql: name, notes: [], isDay: false }
      : {
          sql: name,
          isDay: false,
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
    return { sql: text, notes, isDay: false };
  }
  if (said.kind === 'year first') return { sql: text, notes, isDay: true };
  const twoDigits = said.form.format.includes('%y');
  if (twoDigits)
    notes.push(
      isBirth
        ? 'The year has two digits: a birth still to come was a century ago.'
        : 'The year has two digits: 69 to 99 are of the last century, 00 to 68 of this one.',
    );
  return {
    sql: twoDigits && isBirth ? dialect.birth(text, said.form) : asDate(dialect, text, said.form),
    isDay: true,
    notes: [...notes, `Dates are written ${said.form.format}: ${said.why}.`],
  };
}

const asDate = (dialect: Dialect, text: string, form: DateForm) =>
  dialect.date(text.startsWith('CASE') && dialect.engine === 'postgres' ? `(${text})` : text, form);
