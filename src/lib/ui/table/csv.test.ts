import { describe, expect, it } from 'vitest';
import { cellText, sortRows } from './column.ts';
import type { Column } from './column.ts';
import { csvField, toCsv } from './csv.ts';

interface Row {
  name: string | null;
  month: string;
  due: number | null;
  rate: number | null;
}

const columns: Column<Row>[] = [
  { key: 'name', label: 'Institution', kind: 'text' },
  { key: 'month', label: 'Month', kind: 'month' },
  { key: 'due', label: 'Due', kind: 'count' },
  { key: 'rate', label: 'On time', kind: 'share' },
];
const rows: Row[] = [
  { name: 'Pender, "North"', month: '2026-06-01', due: 4745, rate: 0.364 },
  { name: null, month: '2026-05-01', due: null, rate: null },
  { name: 'Craven', month: '2026-04-01', due: 0, rate: null },
];

describe('toCsv', () => {
  it('writes RFC 4180 with stored values, a byte order mark and notes above the head', () => {
    expect(toCsv(columns, rows, ['Casework on time', 'As of 2026-07-01'])).toBe(
      '\ufeffCasework on time\r\nAs of 2026-07-01\r\nInstitution,Month,Due,On time\r\n' +
        '"Pender, ""North""",2026-06-01,4745,0.364\r\n,2026-05-01,,\r\nCraven,2026-04-01,0,\r\n',
    );
  });

  it('disarms text that a spreadsheet would run, and leaves numbers alone', () => {
    for (const text of ['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\tx', '  =x', '＝x']) {
      expect(csvField(text).replace(/^"/, '').startsWith("'")).toBe(true);
    }
    for (const text of ['-5', '+3.5', '2026-06-30', 'a-b', '– within']) expect(csvField(text)).toBe(text);
    expect(csvField(-5)).toBe('-5');
  });

  it('disarms what starts like a formula behind a separator of another country', () => {
    for (const text of ['North;=1+1;x', 'a;@SUM(A1)', 'a; =x', 'a;+cmd', 'a\t=1+1', 'a;;-2+3', 'a;|x']) {
      for (const cell of csvField(text).replace(/^"|"$/g, '').split(/[;\t]/)) {
        expect(cell, text).not.toMatch(/^\s*[=+\-@|]/);
      }
    }
    for (const text of ['a; b', 'a;-5;b', 'a; -5', 'a;+3.5', 'x=1; y-2']) expect(csvField(text)).toBe(text);
  });
});

describe('cells', () => {
  it('say that nothing was recorded instead of showing zero', () => {
    const texts = (row: Row) => columns.map((column) => cellText(row, column));
    expect(texts(rows[0] as Row)).toEqual(['Pender, "North"', 'Jun 2026', '4,745', '36.4\u202f%']);
    expect(texts(rows[1] as Row)).toEqual(['Not recorded', 'May 2026', 'no data', 'no data']);
    expect(texts(rows[2] as Row)[2]).toBe('0');
  });

  it('sort with missing values last in both directions', () => {
    const due = columns[2] as Column<Row>;
    expect(sortRows(rows, due, 'ascending').map((row) => row.due)).toEqual([0, 4745, null]);
    expect(sortRows(rows, due, 'descending').map((row) => row.due)).toEqual([4745, 0, null]);
  });
});
