import type { Locator, Page as Tab } from 'playwright-core';
import { expect } from 'vitest';
import { drawnLengths } from '../../src/lib/summaries/population.ts';
import { findMeasure } from '../../src/lib/measures/measures.ts';
import { panelOf, type Page } from '../../src/lib/pages/page.ts';
import type { DimensionId } from '../../src/lib/questions/dimensions.ts';
import { valueLabel } from '../../src/lib/format/value.ts';
import { groupLabel } from '../../src/lib/questions/labels.ts';
import { press } from './controls.ts';
import type { Native } from './native.ts';

/** A cell as the data hold it. */
export type Cell = string | number | null;
type Row = Record<string, Cell>;
type Table = (rows: Row[], native: Native, beside: Row[]) => Cell[][];

const number = (value: Cell | undefined) => Number(value ?? 0);
const columns =
  (...names: string[]): Table =>
  (rows) =>
    rows.map((row) => names.map((name) => row[name] ?? null));
const text = (value: Cell | undefined) => valueLabel((value ?? null) as string | null);

function mix(by: DimensionId): Table {
  return (rows, native, beside) => {
    const total = rows.reduce((sum, row) => sum + number(row['average']), 0);
    return rows.map((row) => [
      groupLabel(row['group'] as string | null, by, native.manifest),
      row['average'] ?? null,
      total > 0 ? number(row['average']) / total : null,
      ...(beside.length > 0 ? [beside.find(({ group }) => group === row['group'])?.['average'] ?? null] : []),
      row['population'] ?? null,
    ]);
  };
}

const flowNames: Record<string, string> = {
  admission: 'Admitted',
  release: 'Released',
  transfer_in: 'Transferred in',
  transfer_out: 'Transferred out',
};

/** What the table of each figure holds, worked out from the rows of its panel. */
const tables: Record<string, Table> = {
  trend: (rows) =>
    rows.map(({ month, average, population, rated_capacity }) => [
      month ?? null,
      average ?? null,
      population ?? null,
      rated_capacity ?? null,
      rated_capacity && average !== null ? number(average) / number(rated_capacity) : null,
    ]),
  flows: (rows, native) => {
    const moved = rows.some((row) => number(row['transfers_in']) + number(row['transfers_out']) > 0);
    const changed = rows.some((row) => row['reclassified'] !== 0);
    return columns(
      ...['month', 'population_start', 'admissions', 'releases'],
      ...(moved ? ['transfers_in', 'transfers_out'] : []),
      ...(changed ? ['reclassified'] : []),
      'population_end',
    )(rows, native, []);
  },
  movements: (rows) =>
    rows.map((row) => [flowNames[String(row['flow'])] ?? '', text(row['type']), row['people'] ?? null]),
  lengthOfStay: (rows, native) =>
    columns(
      'months',
      'at_risk',
      'remaining',
      'lower',
      'upper',
    )(drawnLengths(rows as never, native.manifest) as never, native, []),
  expected: (rows) =>
    rows.map((row) => [
      row['direction'] === 'in' ? 'Arriving' : 'Leaving',
      text(row['kind']),
      ...['past', 'within_30', 'within_60', 'within_90'].map((name) => row[name] ?? null),
    ]),
  fit: (rows) =>
    rows.map((row) => [
      text(row['group']),
      ...['people', 'scored', 'out_of_level', 'unexplained', 'rate', 'lower', 'upper'].map((name) => row[name] ?? null),
    ]),
  moves: (rows) => rows.map((row) => [text(row['from_level']), text(row['to_level']), row['people'] ?? null]),
  daily: columns('date', 'population', 'rated_capacity'),
  custodyTrend: (rows) =>
    rows.map((row) => [row['month'] ?? null, text(row['group']), row['average'] ?? null, row['population'] ?? null]),
  custody: mix('custody_level'),
  legal: mix('legal_status'),
  age: mix('age_status'),
  sex: mix('sex'),
  offense: mix('offense_category'),
  returns: columns('group', 'released', 'returned', 'rate', 'lower', 'upper'),
  completeness: (rows) => {
    const fields = rows.filter((row) => row['field'] !== null);
    // Stays when there are any, or else the first table.
    const shown = fields.some((row) => row['table_name'] === 'stay') ? 'stay' : fields[0]?.['table_name'];
    return fields
      .filter((row) => row['table_name'] === shown)
      .map((row) => [
        row['field'] ?? null,
        row['month'] ?? null,
        row['rows'] ?? null,
        row['filled'] ?? null,
        row['rows'] === 0 ? null : number(row['filled']) / number(row['rows']),
      ]);
  },
};

/** Panels of a page that are drawn as a figure, in the page's order. */
const drawn: Record<string, string[]> = {
  overview: ['trend', 'returns'],
  population: [
    ...['daily', 'custody', 'custodyTrend', 'fit', 'moves', 'flows', 'movements', 'lengthOfStay', 'expected'],
    ...['legal', 'age', 'sex', 'offense'],
  ],
  data: ['completeness'],
};

export function figuresOf(page: Page): string[] {
  return drawn[page.id] ?? [];
}

/** The rows a figure must hold for the view of a link. */
export async function expectedTable(native: Native, page: Page, panel: string, search: string): Promise<Cell[][]> {
  const table = tables[panel];
  if (!table) throw new Error(`no table is known for ${panel}`);
  const rows = (await native.panel<Row>(page, panel, search)) ?? [];
  const beside = panel === 'custody' ? await native.panel<Row>(page, 'custodyBefore', search) : [];
  return table(rows, native, beside ?? []);
}

/** The figure of a panel on the page that is open. */
export function figure(tab: Tab, page: Page, panel: string): Locator {
  const measure = panelOf(page, panel)?.measure;
  const label = findMeasure(measure ?? '')?.label ?? '';
  // A figure without rows is headed by its measure.
  const named = tab.locator('.words > *', { hasText: new RegExp(`^${label}(\\. |$)`) });
  const found = tab.locator('main figure').filter({ has: named });
  // Two figures show the custody mix: of the period, then by month.
  return panel === 'custodyTrend' ? found.nth(1) : found.first();
}

/** Presses a format in the download menu of a figure or table. */
export async function pressFormat(shown: Locator, format: 'CSV' | 'Excel' | 'Parquet' | 'SVG' | 'PNG'): Promise<void> {
  const menu = shown.getByRole('button', { name: /^Download: / }).first();
  if ((await menu.getAttribute('aria-expanded')) === 'false') await menu.click();
  await shown
    .getByRole('button', { name: new RegExp(`^${format}: `) })
    .first()
    .click();
}

/** What a reader gets who presses CSV: lines above the head, the head, the rows. */
export async function csvOf(shown: Locator): Promise<{ notes: string[]; head: string[]; rows: string[][] }> {
  const tab = shown.page();
  await tab.evaluate(() => (window.lastSaved = ''));
  const menu = shown.getByRole('button', { name: /^Download: / }).first();
  if ((await menu.getAttribute('aria-expanded')) === 'false') await press(menu);
  await press(shown.getByRole('button', { name: /^CSV: / }).first());
  const saved = await tab.waitForFunction(() => window.lastSaved);
  return readCsv(await saved.jsonValue());
}

export function readCsv(content: string): { notes: string[]; head: string[]; rows: string[][] } {
  expect(content.startsWith('\ufeff')).toBe(true);
  const lines = parseCsv(content.slice(1));
  const head = lines.findIndex((line) => line.length > 1);
  return {
    notes: lines.slice(0, head).map(([note]) => note ?? ''),
    head: lines[head] ?? [],
    rows: lines.slice(head + 1),
  };
}

function parseCsv(content: string): string[][] {
  const lines: string[][] = [[]];
  for (const [, quoted, plain, end] of content.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    if (end === '' && quoted === undefined && plain === '') break;
    lines.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\r\n') lines.push([]);
  }
  return lines.filter((line) => line.length > 0);
}

/** Compares a CSV with the rows: numbers to nine digits: answer files keep ten. */
export function expectSameRows(found: string[][], wanted: Cell[][], what: string): void {
  expect(found.length, `rows of ${what}`).toBe(wanted.length);
  for (const [index, row] of wanted.entries()) {
    const line = found[index] ?? [];
    const same = row.length === line.length && row.every((cell, at) => sameCell(line[at] ?? '', cell));
    if (!same) expect(line, `row ${index} of ${what}`).toEqual(row.map((cell) => (cell === null ? '' : String(cell))));
  }
}

function sameCell(found: string, wanted: Cell): boolean {
  if (typeof wanted !== 'number') return found === (wanted ?? '');
  return found !== '' && Math.abs(Number(found) - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted));
}

/** Every figure of the open page against the native engine. */
export async function expectFigures(tab: Tab, native: Native, page: Page, search: string): Promise<void> {
  for (const panel of figuresOf(page)) {
    const wanted = await expectedTable(native, page, panel, search);
    const shown = figure(tab, page, panel);
    const what = `${page.id}/${panel} at ${search || 'the default view'}`;
    if (wanted.length === 0) {
      expect(await shown.locator('.instead').innerText(), what).not.toBe('');
      expect(await shown.getByRole('button', { name: /^Download: / }).count(), what).toBe(0);
      continue;
    }
    const { rows, notes } = await csvOf(shown);
    expectSameRows(rows, wanted, what);
    expect(notes.join(' '), what).toContain(native.manifest.version);
  }
}
