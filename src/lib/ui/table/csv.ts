import { cellValue, isMissing } from './column.ts';
import type { CellValue, Column } from './column.ts';

/** Without it Excel reads UTF-8 as the local code page. */
export const byteOrderMark = '\ufeff';
const LINE_END = '\r\n';

/**
 * The rows as CSV (RFC 4180, UTF-8 with byte order mark): values as stored, not as displayed, so that 0.364 stays
 * 0.364 and a date stays 2026-06-30; missing values are empty. `notes` become lines above the head.
 */
export function toCsv<R extends object>(
  columns: readonly Column<R>[],
  rows: readonly R[],
  notes: readonly string[] = [],
): string {
  const lines = notes.map((note) => csvField(note));
  lines.push(columns.map((column) => csvField(column.label)).join(','));
  for (const row of rows) lines.push(columns.map((column) => csvField(cellValue(row, column))).join(','));
  return byteOrderMark + lines.join(LINE_END) + LINE_END;
}

/** One field, quoted where it must be. */
export function csvField(value: CellValue): string {
  if (isMissing(value)) return '';
  const text = typeof value === 'string' ? neutralised(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A spreadsheet runs text that starts like a formula; an apostrophe in front makes it text again. Numbers pass. Where lists
 * are separated by semicolons, or a file is taken as separated by tabs, a text may start within ours.
 */
function neutralised(text: string): string {
  if (/^[-+]?\d+(\.\d+)?$/.test(text)) return text;
  const inside = text.replace(/([;\t]\s*)(?=[=+\-@＝＋－＠|])(?![-+]\d+(\.\d+)?\s*(?:[;\t]|$))/g, "$1'");
  return /^[\s]*[=+\-@＝＋－＠|\t\r\n]/.test(inside) ? `'${inside}` : inside;
}

/** The cells of a CSV file (RFC 4180), with or without a byte order mark. */
export function csvRows(text: string): string[][] {
  const rows: string[][] = [[]];
  const cells = text.replace(byteOrderMark, '').matchAll(/("(?:[^"]|"")*"|[^,\r\n]*)(,|\r?\n|$)/g);
  for (const [, cell = '', end = ''] of cells) {
    rows.at(-1)?.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === '') break;
    if (end !== ',') rows.push([]);
  }
  return rows;
}
