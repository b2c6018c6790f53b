import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import openParquetModule from 'parquet-wasm/esm';
import readExcel from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../../scripts/engine/database.ts';
import type { Column } from '../table/column.ts';
import { toCsv } from '../table/csv.ts';
import { aboutLines } from './about.ts';
import { sheetNames, toExcel } from './excel.ts';
import { toParquet } from './parquet.ts';
import { uniqueHeads, type SavedTable } from './saved-table.ts';

interface Row {
  id: string | null;
  day: string | null;
  month: string | null;
  due: number | null;
  average: number | null;
  rate: number | null;
  set: boolean | null;
}

const columns: Column<Row>[] = [
  { key: 'id', label: 'Case', kind: 'text' },
  { key: 'day', label: 'Due date', kind: 'date' },
  { key: 'month', label: 'Month', kind: 'month' },
  { key: 'due', label: 'Due', kind: 'count' },
  { key: 'average', label: 'Average', kind: 'number', digits: 2 },
  { key: 'rate', label: 'On time', kind: 'share' },
  { key: 'set', label: 'Due', kind: 'text' },
];
const rows: Row[] = [
  { id: '007', day: '2026-06-30', month: '2026-06-01', due: 4745, average: 12.345, rate: 0.364, set: true },
  { id: '=1+1', day: null, month: null, due: null, average: null, rate: null, set: null },
  { id: 'O’Neal, "Bo"\nsecond line', day: '2024-02-29', month: '2024-02-01', due: 0, average: -5, rate: 1, set: false },
];
const about = {
  title: 'Casework on time',
  facts: [
    { name: 'Filters', text: 'Sex: Male, "Not recorded"' },
    { name: 'Data version', text: '2026-06-30.91f4e7a0' },
  ],
};
const table: SavedTable<Row> = { about, columns, rows };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caseboard-downloads-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('an Excel workbook', () => {
  it('has typed cells, text kept as text, and a sheet that says what it is', async () => {
    const path = join(folder, 'one.xlsx');
    await writeFile(path, Buffer.from(await (await toExcel([table])).arrayBuffer()));
    const [data, said] = await readExcel(path);
    expect(data?.sheet).toBe('Data');
    const day = (text: string) => new Date(`${text}T00:00:00Z`);
    expect(data?.data).toEqual([
      ['Case', 'Due date', 'Month', 'Due', 'Average', 'On time', 'Due'],
      ['007', day('2026-06-30'), day('2026-06-01'), 4745, 12.345, 0.364, true],
      ['=1+1', null, null, null, null, null, null],
      ['O’Neal, "Bo"\nsecond line', day('2024-02-29'), day('2024-02-01'), 0, -5, 1, false],
    ]);
    expect(said?.data).toEqual([
      ['Title', 'Casework on time'],
      ['Filters', 'Sex: Male, "Not recorded"'],
      ['Data version', '2026-06-30.91f4e7a0'],
    ]);
  });

  it('of several tables has a sheet for each, under names Excel accepts', async () => {
    const path = join(folder, 'two.xlsx');
    const second = { ...table, about: { ...about, title: 'Casework on time' } };
    await writeFile(path, Buffer.from(await (await toExcel([table, second])).arrayBuffer()));
    const sheets = await readExcel(path);
    expect(sheets.map(({ sheet }) => sheet)).toEqual(['Casework on time', 'Casework on time 2', 'About']);
    expect(sheets[2]?.data.map(([name]) => name).filter((name) => name === 'Sheet')).toHaveLength(2);
    // Quotes and spaces where a name begins, ends or is cut, and characters of two units there.
    const unit = fc.oneof(fc.constantFrom("'", ' ', 'a', '/', '😀'), fc.string({ unit: 'grapheme', maxLength: 1 }));
    const title = fc.array(unit, { maxLength: 60 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(title, { maxLength: 8 }), (titles) => {
        const names = sheetNames(titles);
        expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(titles.length);
        for (const name of names) {
          expect(name.length).toBeGreaterThan(0);
          expect(name.length).toBeLessThanOrEqual(31);
          expect(name).not.toMatch(/[[\]:*?/\\]|^'|'$/);
          expect(name.isWellFormed()).toBe(true);
        }
      }),
    );
  });
});

describe('a Parquet file', () => {
  beforeAll(async () => {
    const module = createRequire(import.meta.url).resolve('parquet-wasm/esm/parquet_wasm_bg.wasm');
    await openParquetModule({ module_or_path: await readFile(module) });
  });

  it('reads back in DuckDB with its types, its gaps and what it is', async () => {
    const path = join(folder, 'one.parquet');
    await writeFile(path, toParquet(table));
    const database = await openDatabase();
    const source = `read_parquet('${path}')`;
    expect(await database.rows(`DESCRIBE SELECT * FROM ${source}`)).toEqual(
      (
        [
          ['Case', 'VARCHAR'],
          ['Due date', 'DATE'],
          ['Month', 'DATE'],
          ['Due', 'BIGINT'],
          ['Average', 'DOUBLE'],
          ['On time', 'DOUBLE'],
          ['Due (2)', 'BOOLEAN'],
        ] as const
      ).map(([name, type]) => expect.objectContaining({ column_name: name, column_type: type })),
    );
    const names = ['Case', 'Due date', 'Month', 'Due', 'Average', 'On time', 'Due (2)'];
    const list = names.map((name) => (/date|Month/.test(name) ? `"${name}"::VARCHAR` : `"${name}"`)).join(', ');
    const found = await database.rows(`SELECT ${list} FROM ${source}`);
    expect(
      found.map((row) => Object.values(row).map((value) => (typeof value === 'bigint' ? Number(value) : value))),
    ).toEqual(rows.map((row) => [row.id, row.day, row.month, row.due, row.average, row.rate, row.set]));
    const facts = await database.rows(
      `SELECT decode(key) AS name, decode(value) AS text FROM parquet_kv_metadata('${path}') WHERE decode(key) <> 'ARROW:schema' ORDER BY 1`,
    );
    expect(facts).toEqual([
      { name: 'Data version', text: '2026-06-30.91f4e7a0' },
      { name: 'Filters', text: 'Sex: Male, "Not recorded"' },
      { name: 'Title', text: 'Casework on time' },
    ]);
    await writeFile(path, toParquet({ ...table, rows: [] }));
    expect(
      await database.rows(`SELECT count(*)::INTEGER AS n, typeof(any_value("Due date")) AS t FROM ${source}`),
    ).toEqual([{ n: 0, t: 'DATE' }]);
    database.close();
  });
});

describe('a CSV', () => {
  it('reads back as what was written, whatever the text, and no text begins a formula', () => {
    const value = fc.oneof(
      fc.constant(null),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.string({
        unit: fc.constantFrom('a', '0', '"', ',', '\r', '\n', '=', '+', '-', '@', '\t', ';', ' ', 'é', "'"),
      }),
    );
    const lines = fc.array(fc.record({ first: value, second: value }), { maxLength: 6 });
    const two: Column<{ first: unknown; second: unknown }>[] = ['first', 'second'].map((key) => ({
      key,
      label: `${key}, "quoted"`,
      kind: 'text',
      value: (row) => row[key as 'first'] as string,
    }));
    fc.assert(
      fc.property(lines, (written) => {
        const text = toCsv(two, written, aboutLines(about));
        expect(text.startsWith('\ufeff')).toBe(true);
        const read = parse(text.slice(1));
        expect(read.slice(0, 3)).toEqual(aboutLines(about).map((line) => [line]));
        expect(read[3]).toEqual(['first, "quoted"', 'second, "quoted"']);
        const cells = read.slice(4).flat();
        const wanted = written.flatMap(({ first, second }) => [first, second]);
        expect(cells).toHaveLength(wanted.length);
        for (const [index, cell] of cells.entries()) {
          const original = wanted[index];
          if (typeof original !== 'string') {
            expect(cell).toBe(original === null ? '' : String(original));
            continue;
          }
          // Apostrophes are put in front of what would run, and nothing else is changed.
          expect(cell.replaceAll("'", '')).toBe(original.replaceAll("'", ''));
          expect(cell.length).toBeGreaterThanOrEqual(original.length);
          // Where a program separates cells by semicolons or tabs, each is a cell of its own.
          for (const piece of cell.split(/[;\t]/))
            if (!/^\s*[-+]?\d+(\.\d+)?\s*$/.test(piece)) expect(piece).not.toMatch(/^\s*[=+\-@]/);
        }
      }),
    );
  });
});

it('heads of a saved table are told apart whatever their case', () => {
  expect(uniqueHeads(['Due', 'due', 'Due', 'On time'])).toEqual(['Due', 'due (2)', 'Due (3)', 'On time']);
});

/** RFC 4180, character by character. */
function parse(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (quoted) {
      if (char === '"' && text[at + 1] === '"') field += text[(at += 1)];
      else if (char === '"') quoted = false;
      else field += char;
    } else if (char === '"') quoted = true;
    else if (char === ',') {
      line.push(field);
      field = '';
    } else if (char === '\r' && text[at + 1] === '\n') {
      at += 1;
      lines.push([...line, field]);
      line = [];
      field = '';
    } else field += char;
  }
  return lines;
}
