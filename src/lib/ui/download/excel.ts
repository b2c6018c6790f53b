import { xmlText } from './xml-text.ts';
import writeExcel, { type Cell, type Sheet } from 'write-excel-file/universal';
import { isIsoDate } from '../../calendar/date.ts';
import { cellValue, decimalsIn, isMissing, isNumeric, type CellValue, type Column } from '../table/column.ts';
import type { SavedTable } from './saved-table.ts';

/** What Excel allows in the name of a sheet. */
const maxNameLength = 31;
const widest = 48;

/**
 * Tables as an Excel workbook: a sheet for each, and a last one that says what they are. Numbers are numbers, dates
 * dates, shares percentages, and text stays text: leading zeros are kept and nothing is run as a formula.
 */
export async function toExcel(tables: readonly SavedTable[]): Promise<Blob> {
  const names = sheetNames(tables.length === 1 ? ['Data'] : tables.map(({ about }) => about.title));
  const sheets: Sheet<Blob>[] = tables.map((table, index) => ({
    sheet: names[index] ?? '',
    data: [
      table.columns.map((column): Cell => ({
        value: textValue(column.label),
        type: String,
        fontWeight: 'bold',
        wrap: true,
      })),
      ...table.rows.map((row) =>
        table.columns.map((column) =>
          excelCell(cellValue(row, column), { kind: column.kind, digits: decimalsIn(row, column) }),
        ),
      ),
    ],
    columns: table.columns.map((column) => ({ width: width(column, table.rows) })),
    stickyRowsCount: 1,
  }));
  sheets.push({ sheet: 'About', data: aboutRows(tables, names), columns: [{ width: 18 }, { width: 100 }] });
  return named(await writeExcel(sheets as never).toBlob());
}

/** Stands before a text that is the name of something every object has: the library looks its texts up in one. */
const mark = '\ue000';

/** Most UTF-16 units a cell can hold; with more, Excel takes the whole file for damaged. */
const maxCellLength = 32_767;

/** A text as the library takes it; one longer than a cell ends in "…". */
function textValue(text: string): string {
  if (Reflect.has(Object.prototype, text)) return `${mark}${text}`;
  return text.length <= maxCellLength ? xmlText(text) : `${start(text, maxCellLength - 1)}…`;
}

/** The begin of a text as XML can hold it; no character is cut in two. */
const start = (text: string, longest: number): string =>
  xmlText(text.slice(0, longest).replace(/[\ud800-\udbff]$/, ''));

/** The workbook without the marks. */
async function named(workbook: Blob): Promise<Blob> {
  const { strFromU8, strToU8, unzipSync, zipSync } = await import('fflate');
  const parts = unzipSync(new Uint8Array(await workbook.arrayBuffer()));
  const path = 'xl/sharedStrings.xml';
  const texts = parts[path] && strFromU8(parts[path]);
  if (!texts?.includes(mark)) return workbook;
  const plain = texts.replace(/>\ue000(\w+)</g, (found, text: string) =>
    Reflect.has(Object.prototype, text) ? `>${text}<` : found,
  );
  return new Blob([new Uint8Array(zipSync({ ...parts, [path]: strToU8(plain) }))], { type: workbook.type });
}

/** A cell with the type its column says; a value that is none (a word among numbers) stays text. */
export function excelCell(value: CellValue, column: Pick<Column<object>, 'kind' | 'digits'>): Cell {
  if (isMissing(value)) return null;
  if (typeof value === 'boolean') return { value, type: Boolean };
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return { value: String(value), type: String };
    return { value, type: Number, format: numberFormat(column) };
  }
  if ((column.kind === 'date' || column.kind === 'month') && isIsoDate(value)) {
    return {
      value: new Date(`${value}T00:00:00Z`),
      type: Date,
      format: column.kind === 'date' ? 'yyyy-mm-dd' : 'mmm yyyy',
    };
  }
  return { value: textValue(value), type: String };
}

function numberFormat({ kind, digits }: Pick<Column<object>, 'kind' | 'digits'>): string {
  if (!isNumeric({ kind })) return 'General';
  const decimals = digits ?? (kind === 'count' ? 0 : 1);
  const fraction = decimals > 0 ? `.${'0'.repeat(decimals)}` : '';
  return kind === 'share' ? `0${fraction}%` : `#,##0${fraction}`;
}

function aboutRows(tables: readonly SavedTable[], names: readonly string[]): Cell[][] {
  const text = (value: string, more: object = {}): Cell => ({
    value: textValue(value),
    type: String,
    alignVertical: 'top',
    ...more,
  });
  return tables.flatMap(({ about }, index) => [
    ...(index > 0 ? [[]] : []),
    ...(tables.length > 1 ? [[text('Sheet'), text(names[index] ?? '')]] : []),
    [text('Title'), text(about.title, { fontWeight: 'bold', wrap: true })],
    ...about.facts.map(({ name, text: words }) => [text(name), text(words, { wrap: true })]),
  ]);
}

/** Titles as names of sheets: without what Excel refuses, short enough, each once. */
export function sheetNames(titles: readonly string[]): string[] {
  const taken = new Set(['about', 'history']);
  return titles.map((title) => {
    const plain =
      bare(
        xmlText(title)
          .replace(/[[\]:*?/\\]/g, ' ')
          .replace(/\s+/g, ' '),
      ) || 'Table';
    let name = cut(plain, maxNameLength);
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) {
      const end = ` ${number}`;
      name = cut(plain, maxNameLength - end.length) + end;
    }
    taken.add(name.toLowerCase());
    return name;
  });
}

/** Without spaces and quotes at its ends, which Excel does not take; nor may a cut bring one there. */
const bare = (name: string): string => name.replace(/^[\s']+|[\s']+$/g, '');

/** At most so many UTF-16 units; no character is cut in two. */
const cut = (name: string, longest: number): string =>
  bare(xmlText(name.slice(0, longest))) || 'Table'.slice(0, longest);

function width<R extends object>(column: Column<R>, rows: readonly R[]): number {
  const longest = Math.max(0, ...rows.slice(0, 200).map((row) => String(cellValue(row, column) ?? '').length));
  const heading = Math.max(...column.label.split(' ').map((word) => word.length));
  return Math.min(widest, Math.max(10, heading + 2, isNumeric(column) ? 0 : longest + 1));
}
