import { literal } from '../engine/database.ts';
import type { DateForm, Dialect } from './found.ts';

export const dialects: Record<Dialect['engine'], Dialect> = {
  duckdb: {
    engine: 'duckdb',
    date: (column, { format }) => `date_written(${column}, ${literal(format)})`,
    birth: (column, { format }) => `birth_written(${column}, ${literal(format)})`,
    dayAfter: (sql) => `day_after(${sql})`,
    day: (sql) => `TRY_CAST(${sql} AS DATE)`,
  },
  postgres: {
    engine: 'postgres',
    date: (column, form) => whereWritten(column, form, `to_date(${column}, ${literal(toPostgres(form.format))})::text`),
    birth(column, form) {
      const day = `to_date(${column}, ${literal(toPostgres(form.format))})`;
      return whereWritten(
        column,
        form,
        `(CASE WHEN ${day} > current_date THEN ${day} - interval '100 years' ELSE ${day} END)::date::text`,
      );
    },
    dayAfter: (sql) => `coalesce((${dayOfText(sql)} + 1)::text, (${sql})::text)`,
    day: (sql) => dayOfText(sql),
  },
};

/** What is not of the form stays as it is: its row is rejected with its value, instead of stopping the SELECT. */
function whereWritten(column: string, { pattern }: DateForm, sql: string): string {
  const plain = pattern
    .replace(/\\k<\w+>/g, '[-/. ]')
    .replace(/\(\?!\\d\)/g, '')
    .replace(/\(\?:/g, '(');
  return `CASE WHEN ${column} ~ ${literal(plain)} THEN ${sql} ELSE ${column} END`;
}

const dayOfText = (sql: string) =>
  String.raw`CASE WHEN (${sql})::text ~ '^\d{4}-\d{2}-\d{2}' THEN left((${sql})::text, 10)::date END`;

const toPostgres = (format: string) =>
  format
    .replace(/[ T]%[HI].*$/, '')
    .replace('%Y', 'YYYY')
    .replace('%y', 'YY')
    .replace('%m', 'MM')
    .replace('%d', 'DD')
    .replace('%b', 'Mon');
