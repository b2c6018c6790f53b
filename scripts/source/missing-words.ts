import type { ColumnKind } from '../../data/contract/column.ts';
import { literal } from '../engine/database.ts';

/**
 * What other programs write where a value is missing: R (NA), spreadsheets (#N/A), SAS (.), dumps of databases (NULL, \N)
 * and people. In a number, a date, a yes or no, or a code of the contract they can mean nothing else.
 */
const words = ['na', 'n/a', '#n/a', 'nan', 'null', '(null)', '<null>', 'none', 'nil', '\\n', '.', '-', '--', '?'];

/** Kinds of column in which such a word cannot be a value. */
const exact: ReadonlySet<ColumnKind> = new Set(['date', 'month', 'integer', 'decimal', 'boolean']);

export const hasNoWords = (kind: ColumnKind): boolean => exact.has(kind);

export const isMissingWord = (text: string): boolean => words.includes(text.toLowerCase());

/** SQL that says whether a tidy text is such a word. */
export function missingWordSql(text: string): string {
  return `lower(${text}) IN (${words.map(literal).join(', ')})`;
}
