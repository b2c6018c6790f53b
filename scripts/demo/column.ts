/** Kinds of columns: whole numbers while simulating, the contract's types when written. */
import { literal } from '../engine/database.ts';
import { NONE } from './day.ts';

export interface Column {
  name: string;
  /** SQL of the value for the number `n` (already null where NONE was stored). */
  sql: (n: string) => string;
}

/** "S10000023" */
export const id = (name: string, prefix: string, base: number): Column => ({
  name,
  sql: (n) => `'${prefix}' || (${base} + ${n})`,
});

/** "U-007" */
export const paddedId = (name: string, prefix: string, digits: number): Column => ({
  name,
  sql: (n) => `'${prefix}' || lpad((${n})::VARCHAR, ${digits}, '0')`,
});

export const date = (name: string): Column => ({ name, sql: (n) => `DATE '1970-01-01' + ${n}` });

/** A date kept as text, as sources do where somebody types it. */
export const textDate = (name: string): Column => ({ name, sql: (n) => `(DATE '1970-01-01' + ${n})::VARCHAR` });

export const whole = (name: string): Column => ({ name, sql: (n) => n });

/** A whole number kept as text. */
export const textWhole = (name: string): Column => ({ name, sql: (n) => `(${n})::VARCHAR` });

/** Stored in hundredths. */
export const hundredths = (name: string): Column => ({ name, sql: (n) => `(${n} / 100)::DECIMAL(12, 2)` });

/** Hundredths kept as text. */
export const textHundredths = (name: string): Column => ({
  name,
  sql: (n) => `((${n} / 100)::DECIMAL(12, 2))::VARCHAR`,
});

export const flag = (name: string): Column => ({ name, sql: (n) => `${n} = 1` });

/** One of a list of texts. */
export const code = (name: string, values: readonly string[]): Column => ({
  name,
  sql: (n) => `[${values.map(literal).join(', ')}][${n} + 1]`,
});

/** A column made by any expression. */
export const made = (name: string, sql: (n: string) => string): Column => ({ name, sql });

/** The staging column of a contract column. */
export const staged = (column: Column): string => `"${column.name}"`;

/** The contract's value of a column from its staging column. */
export function formatted(column: Column): string {
  return `${column.sql(`nullif(${staged(column)}, ${NONE})`)} AS "${column.name}"`;
}
