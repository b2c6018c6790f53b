import { formatDate, formatMonth, isIsoDate } from '../../calendar/date.ts';
import { formatNumber } from '../../format/number.ts';
import { formatPart, percentDecimals } from '../../format/share.ts';

export type CellValue = string | number | boolean | null | undefined;

interface ColumnBase<R> {
  label: string;
  /** The measure whose figures the column holds. */
  measure?: string;
  kind: 'text' | 'date' | 'month' | 'count' | 'number' | 'share';
  /** Decimals of numbers and shares; by default none for counts and one otherwise. */
  digits?: number;
  /** Number of people or items a share is of, which decides on its decimals (methods, section 2). */
  of?: (row: R) => number | null | undefined;
  /** Replaces the default text of a recorded value. */
  format?: (value: NonNullable<CellValue>, row: R) => string;
  /** Where the cell leads; null for no link. */
  href?: (row: R) => string | null;
  align?: 'start' | 'end';
  /** Small text under the head, such as a unit. */
  note?: string;
  /** Text where nothing is recorded, instead of that of its kind. */
  missing?: string;
}

/** A column shows the field it is named for, or whatever `value` makes of the row. */
export type Column<R> = ColumnBase<R> &
  ({ key: Extract<keyof R, string>; value?: undefined } | { key: string; value: (row: R) => CellValue });

/** What the row holds in this column. */
export function cellValue<R extends object>(row: R, column: Column<R>): CellValue {
  if (column.value) return column.value(row);
  return (row as Record<string, CellValue>)[column.key];
}

/** The text of a cell. Null is not zero: it reads 'Not recorded' or 'no data'. */
export function cellText<R extends object>(row: R, column: Column<R>): string {
  const value = cellValue(row, column);
  if (isMissing(value)) return column.missing ?? missingText(column);
  if (column.format) return column.format(value, row);
  if (typeof value === 'number') {
    if (column.kind === 'share') return formatPart(value, decimalsIn(row, column));
    if (isNumeric(column)) return formatNumber(value, decimalsIn(row, column));
  }
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'string' && isIsoDate(value)) {
    if (column.kind === 'date') return formatDate(value);
    if (column.kind === 'month') return formatMonth(value);
  }
  return String(value);
}

/** Decimals of a number in this column. */
export function decimalsIn<R extends object>(row: R, { kind, digits, of }: Column<R>): number {
  const whole = of?.(row);
  return digits ?? (whole == null ? (kind === 'count' ? 0 : 1) : percentDecimals(whole));
}

export function isMissing(value: CellValue): value is null | undefined {
  return value === null || value === undefined || (typeof value === 'number' && Number.isNaN(value));
}

export function missingText(column: { kind: Column<object>['kind'] }): string {
  return column.kind === 'text' || column.kind === 'date' ? 'Not recorded' : 'no data';
}

export function isNumeric(column: { kind: Column<object>['kind'] }): boolean {
  return column.kind === 'count' || column.kind === 'number' || column.kind === 'share';
}

export function alignsEnd(column: { kind: Column<object>['kind']; align?: 'start' | 'end' }): boolean {
  return column.align ? column.align === 'end' : isNumeric(column);
}

export type SortDirection = 'ascending' | 'descending';

/** Sorted copy; missing values always last, ties in the order they came. */
export function sortRows<R extends object>(rows: readonly R[], column: Column<R>, direction: SortDirection): R[] {
  const sign = direction === 'ascending' ? 1 : -1;
  return [...rows].sort((a, b) => {
    const left = cellValue(a, column);
    const right = cellValue(b, column);
    if (isMissing(left) || isMissing(right)) return Number(isMissing(left)) - Number(isMissing(right));
    if (typeof left === 'number' && typeof right === 'number') return sign * (left - right);
    return sign * String(left).localeCompare(String(right), 'en', { numeric: true });
  });
}
