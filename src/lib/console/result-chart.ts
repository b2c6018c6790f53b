import { isIsoDate, type IsoDate } from '../calendar/date.ts';
import type { LineSeries } from '../ui/charts/line-chart.ts';
import type { RawRow } from '../engine/engine.ts';
import type { ResultColumn } from './run.ts';

export interface ChartChoice {
  kind: 'line' | 'bar';
  x: string;
  y: string;
  /** Column whose values are lines of their own; '' for none. */
  group: string;
}

export const maxLines = 5;
export const maxBars = 40;

const numeric = /^(?:U?(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL)/;

export function isNumber({ type }: ResultColumn): boolean {
  return numeric.test(type);
}

/** Also text that holds nothing but dates, as the figures' own queries give them. */
export function isDate({ name, type }: ResultColumn, rows: readonly RawRow[]): boolean {
  if (type === 'DATE') return true;
  if (type !== 'VARCHAR') return false;
  const values = rows.map((row) => row[name]).filter((value) => value !== null);
  return values.length > 0 && values.every((value) => typeof value === 'string' && isIsoDate(value));
}

/** What is drawn until a reader chooses: a line over dates where there are any, bars otherwise; null without numbers. */
export function firstChoice(columns: readonly ResultColumn[], rows: readonly RawRow[]): ChartChoice | null {
  const dates = columns.filter((column) => isDate(column, rows));
  const [date] = dates;
  const x = date ?? columns.find((column) => !isNumber(column)) ?? columns[0];
  const y = columns.find((column) => isNumber(column) && column !== x);
  if (!x || !y || rows.length === 0) return null;
  const others = columns.filter((column) => column !== x && !isNumber(column) && !dates.includes(column));
  const group = others.find(({ name }) => new Set(rows.map((row) => row[name])).size > 1);
  return { kind: date ? 'line' : 'bar', x: x.name, y: y.name, group: group?.name ?? '' };
}

/** A drawing, or why there is none; `note` says what is left out. */
export type Drawing<Shape> = { drawn: Shape; note: string } | { problem: string };

/** Lines over dates. Rows that share a date and group are not added up behind the reader's back. */
export function linesOf(rows: readonly RawRow[], { x, y, group }: ChartChoice): Drawing<LineSeries[]> {
  const lines = new Map<string, Map<IsoDate, number | null>>();
  let undated = 0;
  for (const row of rows) {
    const date = row[x];
    if (typeof date !== 'string' || !isIsoDate(date)) {
      undated += 1;
      continue;
    }
    const label = group === '' ? y : nameOf(row[group]);
    const line = lines.get(label) ?? new Map<IsoDate, number | null>();
    lines.set(label, line);
    if (line.has(date)) {
      const where = group === '' ? '' : ` and the same ${group}`;
      return {
        problem: `Several rows have the same ${x}${where}. Choose another grouping, or add them up in the query.`,
      };
    }
    line.set(date, numberOf(row[y]));
  }
  if (lines.size === 0) return { problem: `No row has a date in ${x}.` };
  const drawn = [...lines].slice(0, maxLines).map(([label, points], index) => ({
    id: String(index),
    label: clippedLabel(label),
    points: [...points].map(([date, value]) => ({ date, value })).sort((a, b) => a.date.localeCompare(b.date)),
  }));
  return {
    drawn,
    note: [
      ...(lines.size > maxLines
        ? [`The first ${maxLines} of ${lines.size} values of ${group} are drawn, in the order of the rows.`]
        : []),
      ...(undated > 0 ? [`${undated} ${undated === 1 ? 'row has' : 'rows have'} no date and cannot be drawn.`] : []),
    ].join(' '),
  };
}

export interface Bar {
  label: string;
  value: number | null;
}

/** One bar a row, in the order of the rows. */
export function barsOf(rows: readonly RawRow[], { x, y, group }: ChartChoice): Drawing<Bar[]> {
  if (rows.length === 0) return { problem: 'There are no rows to draw.' };
  const drawn = rows.slice(0, maxBars).map((row) => ({
    label: [row[x], ...(group === '' || group === x ? [] : [row[group]])]
      .map((value) => clippedLabel(nameOf(value)))
      .join(', '),
    value: numberOf(row[y]),
  }));
  const notes = [
    ...(rows.length > maxBars ? [`The first ${maxBars} of ${rows.length} rows are drawn.`] : []),
    ...(drawn.some(({ value }) => value !== null && value < 0) ? ['Values below zero have no bar.'] : []),
  ];
  return { drawn, note: notes.join(' ') };
}

/** A label has a line. */
function clippedLabel(text: string): string {
  return text.length > 100 ? `${text.slice(0, 99).replace(/[\ud800-\udbff]$/, '')}…` : text;
}

function nameOf(value: RawRow[string] | undefined): string {
  return value === null || value === undefined ? 'null' : String(value);
}

function numberOf(value: RawRow[string] | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
