import type { CellValue, Column } from '../ui/table/column.ts';
import type { RawRow } from '../engine/engine.ts';
import { isNumber } from './result-chart.ts';
import type { ResultColumn } from './run.ts';

/** A number as it was counted: whole numbers without commas (a year is one too), fractions with six places at most. */
export function numberText(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const text = value.toFixed(6).replace(/\.?0+$/, '');
  // Too small for six places: rather its digits than nought.
  return Number(text) === 0 ? value.toPrecision(3) : text;
}

/** The columns of a result for the table and the CSV: values as they are, null as null. */
export function resultColumns(columns: readonly ResultColumn[]): Column<RawRow>[] {
  return columns.map((column) => ({
    key: column.name,
    value: (row: RawRow): CellValue => row[column.name],
    label: column.name,
    kind: 'text',
    missing: 'null',
    align: isNumber(column) ? 'end' : 'start',
    format: (value) => (typeof value === 'number' ? numberText(value) : String(value)),
  }));
}

/** '0.12 s', '14 s', '2 min 5 s' */
export function durationText(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
