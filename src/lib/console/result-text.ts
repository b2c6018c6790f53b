import type { CellValue, Column } from '../ui/table/column.ts';
import type { RawRow } from '../engine/engine.ts';
import { formatNumber, formatPlain, formatSignificant } from '../format/number.ts';
import { isNumber } from './result-chart.ts';
import type { ResultColumn } from './run.ts';

/** A number as it was counted: whole numbers without commas (a year is one too), fractions with six places at most. */
export function numberText(value: number): string {
  if (Number.isInteger(value) || !Number.isFinite(value)) return String(value);
  const text = formatPlain(value, 6).replace(/\.?0+$/, '');
  // Too small for six places: rather its digits than nought.
  return Number(text) === 0 ? formatSignificant(value, 3) : text;
}

/** Characters of a cell that are drawn: a browser that lays out millions stands still, or dies. */
export const maxDrawn = 500;

/** A text as it is drawn: a long one by its beginning, with how long it is. Files hold it whole. */
export function clipped(text: string): string {
  if (text.length <= maxDrawn) return text;
  // Not through the middle of a character.
  const start = text.slice(0, maxDrawn).replace(/[\ud800-\udbff]$/, '');
  return `${start}… (${formatNumber(text.length)} characters; the files hold all of them)`;
}

/** The columns of a result for the table and the CSV: values as they are, null as null; long ones are drawn clipped. */
export function resultColumns(columns: readonly ResultColumn[]): Column<RawRow>[] {
  return columns.map((column) => ({
    key: column.name,
    value: (row: RawRow): CellValue => row[column.name],
    label: column.name,
    kind: 'text',
    missing: 'null',
    align: isNumber(column) ? 'end' : 'start',
    format: (value) => (typeof value === 'number' ? numberText(value) : clipped(String(value))),
  }));
}
