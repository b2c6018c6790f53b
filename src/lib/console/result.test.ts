import { describe, expect, it } from 'vitest';
import { toCsv } from '../ui/table/csv.ts';
import type { RawRow } from '../engine/engine.ts';
import { arrowTable } from '../engine/wasm/parquet-writer.ts';
import { parquetColumns } from './parquet-out.ts';
import { barsOf, firstChoice, linesOf, maxBars } from './result-chart.ts';
import { cellText } from '../ui/table/column.ts';
import { formatSeconds } from '../format/quantity.ts';
import { clipped, maxDrawn, numberText, resultColumns } from './result-text.ts';

const columns = [
  { name: 'place', type: 'VARCHAR' },
  { name: 'month', type: 'DATE' },
  { name: 'people', type: 'HUGEINT' },
];
const rows: RawRow[] = [
  { place: 'A', month: '2026-02-01', people: 3 },
  { place: 'A', month: '2026-01-01', people: 2 },
  { place: 'B', month: '2026-01-01', people: null },
];

describe('the chart of a result', () => {
  it('begins with numbers over dates, told apart by what repeats', () => {
    expect(firstChoice(columns, rows)).toEqual({ kind: 'line', x: 'month', y: 'people', group: 'place' });
    const drawing = linesOf(rows, { kind: 'line', x: 'month', y: 'people', group: 'place' });
    if ('problem' in drawing) throw new Error(drawing.problem);
    expect(drawing.drawn.map(({ label, points }) => [label, points])).toEqual([
      [
        'A',
        [
          { date: '2026-01-01', value: 2 },
          { date: '2026-02-01', value: 3 },
        ],
      ],
      ['B', [{ date: '2026-01-01', value: null }]],
    ]);
  });

  it('does not add up rows of one date', () => {
    expect(linesOf(rows, { kind: 'line', x: 'month', y: 'people', group: '' })).toEqual({
      problem: expect.stringContaining('Several rows have the same month') as string,
    });
  });

  it('takes text that is all dates for dates, and draws bars without any', () => {
    const text = columns.map((column) => ({ ...column, type: column.type === 'DATE' ? 'VARCHAR' : column.type }));
    expect(firstChoice(text, rows)?.kind).toBe('line');
    expect(firstChoice([columns[0]!, columns[2]!], rows)).toMatchObject({ kind: 'bar', x: 'place', y: 'people' });
    expect(firstChoice([columns[0]!], rows)).toBeNull();
  });

  it('says what it leaves out', () => {
    const many = Array.from({ length: maxBars + 1 }, (_, index) => ({ place: `P${index}`, people: index - 1 }));
    const drawing = barsOf(many, { kind: 'bar', x: 'place', y: 'people', group: '' });
    expect('note' in drawing && drawing.note).toBe('The first 40 of 41 rows are drawn. Values below zero have no bar.');
  });
});

describe('the files of a result', () => {
  it('holds values as they are in CSV, and null as nothing', () => {
    const csv = toCsv(resultColumns(columns), [...rows, { place: '=1+1', month: null, people: 2026 }], ['about']);
    expect(csv.split('\r\n').slice(1)).toEqual([
      'place,month,people',
      'A,2026-02-01,3',
      'A,2026-01-01,2',
      'B,2026-01-01,',
      "'=1+1,,2026",
      '',
    ]);
  });

  it('gives Parquet columns of their own types', () => {
    const wide = [
      { name: 'whole', type: 'BIGINT' },
      { name: 'small', type: 'INTEGER' },
      { name: 'part', type: 'DECIMAL(9,2)' },
      { name: 'yes', type: 'BOOLEAN' },
      { name: 'day', type: 'DATE' },
      { name: 'list', type: 'INTEGER[]' },
      { name: 'far', type: 'DATE' },
    ];
    const row = {
      whole: 2 ** 40,
      small: -1,
      part: 1.25,
      yes: true,
      day: '1899-12-31',
      list: '[1, 2]',
      far: 'infinity',
    };
    const found = parquetColumns(wide, [row, Object.fromEntries(wide.map(({ name }) => [name, null]))]);
    const table = arrowTable(found);
    expect(table.schema.fields.map(({ name, type }) => `${name} ${String(type)}`)).toEqual([
      'whole Int64',
      'small Int32',
      'part Float64',
      'yes Bool',
      'day Date32<DAY>',
      'list Utf8',
      'far Utf8',
    ]);
    const [first, second] = table.toArray().map((found) => (found as { toJSON(): Record<string, unknown> }).toJSON());
    expect(first).toMatchObject({
      whole: 2n ** 40n,
      small: -1,
      part: 1.25,
      yes: true,
      list: '[1, 2]',
      far: 'infinity',
    });
    expect(new Date(first?.['day'] as number).toISOString().slice(0, 10)).toBe('1899-12-31');
    expect(Object.values(second ?? {}).every((value) => value === null)).toBe(true);
  });

  it('keeps the columns of Parquet in the order of the query, years too', () => {
    const years = ['place', '2025', '2024'].map((name) => ({ name, type: name === 'place' ? 'VARCHAR' : 'BIGINT' }));
    const table = arrowTable(parquetColumns(years, [{ '2024': 1, '2025': 2, place: 'A' }]));
    expect(table.schema.fields.map(({ name }) => name)).toEqual(['place', '2025', '2024']);
    expect([0, 1, 2].map((at) => table.getChildAt(at)?.get(0) as unknown)).toEqual(['A', 2n, 1n]);
    expect(arrowTable(parquetColumns(years, [])).numRows).toBe(0);
  });
});

it('writes numbers as they were counted', () => {
  expect([2026, 0.1 + 0.2, -1.5, 1e-9, 12.1234567, 1e21].map(numberText)).toEqual([
    '2026',
    '0.3',
    '-1.5',
    '1.00e-9',
    '12.123457',
    '1e+21',
  ]);
  expect([0.004, 12.345, 125].map(formatSeconds)).toEqual(['0.00 s', '12 s', '2 min 5 s']);
});

describe('what a name or a cell may be', () => {
  const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'];

  it('columns named like what every object has are columns like any other', () => {
    const columns = names.map((name) => ({ name, type: 'VARCHAR' }));
    const row = Object.fromEntries(names.map((name) => [name, `value of ${name}`])) as RawRow;
    const table = resultColumns(columns);
    expect(table.map((column) => cellText(row, column))).toEqual(names.map((name) => `value of ${name}`));
    expect(toCsv(table, [row])).toBe(
      `\ufeff${names.join(',')}\r\n${names.map((name) => `value of ${name}`).join(',')}\r\n`,
    );
    const choice = { kind: 'bar' as const, x: '__proto__', y: 'people', group: 'constructor' };
    const counted = { ...row, people: 3 };
    expect(barsOf([counted], choice)).toMatchObject({
      drawn: [{ label: 'value of __proto__, value of constructor', value: 3 }],
    });
  });

  it('ten million characters are drawn as their beginning, and saved whole', () => {
    const long = 'x'.repeat(10_000_000);
    const columns = resultColumns([{ name: 'text', type: 'VARCHAR' }]);
    const [column] = columns;
    if (!column) throw new Error('a result has its column');
    const drawn = cellText<RawRow>({ text: long }, column);
    expect(drawn.length).toBeLessThan(maxDrawn + 100);
    expect(drawn).toMatch(/^x+… \(10,000,000 characters; the files hold all of them\)$/);
    expect(toCsv<RawRow>(columns, [{ text: long }]).length).toBe(long.length + 9);
    const bars = barsOf([{ text: long, people: 1 }], { kind: 'bar', x: 'text', y: 'people', group: '' });
    expect('drawn' in bars && bars.drawn[0]?.label.length).toBe(100);
    expect(clipped('x'.repeat(maxDrawn))).toBe('x'.repeat(maxDrawn));
    // A character of two halves is kept or left out whole.
    expect(clipped(`${'x'.repeat(maxDrawn - 1)}𝒳𝒳`)).toMatch(/^x+…/);
  });
});
