import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator, Page as Tab } from 'playwright-core';
import readExcel from 'read-excel-file/node';
import { beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../scripts/engine/database.ts';
import { overview } from '../../src/lib/pages/overview.ts';
import { openReader, visit, type Reader } from './browser.ts';
import { csvOf, expectedTable, expectSameRows, figure, pressFormat } from './figures.ts';
import type { Native } from './native.ts';
import type { Site } from './site.ts';
import { openStage } from './stage.ts';

let site: Site;
let browser: Browser;
let native: Native;
let reader: Reader;
let tab: Tab;

beforeAll(async () => {
  const stage = await openStage();
  ({ site, browser, native } = stage);
  reader = await openReader(browser);
  tab = reader.page;
  return stage.close;
});

const search = '?facility=F-2&sex=M';
const sorted = `${search}&table=trend&descending.trend=average&column.trend=average&column.trend=month`;

async function saved(press: () => Promise<void>): Promise<{ name: string; path: string }> {
  const [download] = await Promise.all([tab.waitForEvent('download'), press()]);
  const path = join(site.folder, download.suggestedFilename());
  await download.saveAs(path);
  return { name: download.suggestedFilename(), path };
}

const trend = (): Locator => figure(tab, overview, 'trend');

it('a copied link shows the table in the same order and columns to somebody else, and so do the files', async () => {
  await visit(tab, site.address + search);
  await trend().getByRole('button', { name: 'Table', exact: true }).click();
  await trend().getByRole('button', { name: 'Average daily population' }).click();
  await trend()
    .getByRole('button', { name: /^Columns: / })
    .click();
  for (const name of ['On the last day', 'Rated capacity', '% of rated']) {
    await trend().getByRole('checkbox', { name }).uncheck();
  }
  await trend().getByRole('button', { name: 'Month: one place back' }).click();
  const said = () => [...new URL(tab.url()).searchParams].sort();
  await expect.poll(said).toEqual([...new URLSearchParams(sorted)].sort());
  const address = tab.url();

  const other = await openReader(browser);
  await visit(other.page, address);
  const shown = figure(other.page, overview, 'trend');
  const heads = await shown.locator('.body thead').last().locator('th').allInnerTexts();
  expect(heads.map((head) => head.trim())).toEqual(['Average daily population', 'Month']);
  const whole = await expectedTable(native, overview, 'trend', search);
  const wanted = whole
    .map(([month, average]) => [average ?? null, month ?? null])
    .sort(([a], [b]) => Number(b) - Number(a));
  const { head, rows, notes } = await csvOf(shown);
  expect(head).toEqual(['Average daily population', 'Month']);
  expectSameRows(rows, wanted, 'the trend as sorted and chosen');
  expect(notes.join('\n')).toMatch(/Filters: Sex: Male/);
  expect(other.errors).toEqual([]);
  await other.close();
});

it('a table or column the page does not have is left out, and said', async () => {
  await visit(tab, `${site.address}?ascending.trend=nonsense&table=nowhere`);
  const notes = await tab.locator('main > .notice').allInnerTexts();
  expect(notes.join('\n')).toMatch(/“trend” has no column “nonsense”/);
  expect(notes.join('\n')).toMatch(/no table “nowhere”/);
});

it('Excel and Parquet hold the rows with their types, and what they are of', async () => {
  await visit(tab, site.address + search);
  const whole = await expectedTable(native, overview, 'trend', search);
  const excel = await saved(() => pressFormat(trend(), 'Excel'));
  const [data, about] = await readExcel(excel.path);
  expect(data?.data[0]?.slice(0, 2)).toEqual(['Month', 'Average daily population']);
  expectSameRows(
    (data?.data.slice(1) ?? []).map((row) =>
      row.map((cell) => (cell instanceof Date ? cell.toISOString().slice(0, 10) : cell === null ? '' : String(cell))),
    ),
    whole,
    'the workbook',
  );
  expect(data?.data[1]?.[0]).toBeInstanceOf(Date);
  expect(typeof data?.data[1]?.[1]).toBe('number');
  const facts = Object.fromEntries((about?.data ?? []).map(([name, text]) => [String(name), String(text)]));
  expect(facts['Filters']).toBe('Sex: Male');
  expect(facts['Data version']).toBe(native.manifest.version);
  expect(facts['Data as of']).toBe('Jun 30, 2026');
  expect(facts['Definition']).not.toBe('');

  const parquet = await saved(() => pressFormat(trend(), 'Parquet'));
  const database = await openDatabase();
  const [counted] = await database.rows(
    `SELECT count(*)::INTEGER AS n, sum("Average daily population") AS total, typeof(any_value("Month")) AS type
     FROM read_parquet('${parquet.path}')`,
  );
  database.close();
  expect(counted).toMatchObject({ n: whole.length, type: 'DATE' });
  expect(counted?.['total']).toBeCloseTo(
    whole.reduce((sum, row) => sum + Number(row[1]), 0),
    4,
  );
});

it('a picture stands alone: SVG with its typeface, styles and words, PNG at twice its size', async () => {
  await tab.emulateMedia({ colorScheme: 'dark' });
  await visit(tab, site.address + search);
  const svg = await saved(() => pressFormat(trend(), 'SVG'));
  const text = await readFile(svg.path, 'utf8');
  const found = await tab.evaluate((markup) => {
    const parsed = new DOMParser().parseFromString(markup, 'image/svg+xml');
    const root = parsed.documentElement;
    return {
      wrong: parsed.querySelector('parsererror')?.textContent ?? null,
      width: Number(root.getAttribute('width')),
      height: Number(root.getAttribute('height')),
      words: root.textContent ?? '',
      classes: parsed.querySelectorAll('[class]').length,
      lines: [...parsed.querySelectorAll('svg path')].map((path) => path.getAttribute('stroke')),
    };
  }, text);
  expect(found).toMatchObject({ wrong: null, classes: 0 });
  expect(text).toContain('data:font/woff2;base64,');
  // Nothing is left to be looked up elsewhere, and nothing of the dark theme.
  expect(text).not.toMatch(/var\(--|https?:\/\/(?!www\.w3\.org)/);
  expect(found.lines).toContain('rgb(18, 67, 109)');
  for (const words of ['Filters: Sex: Male', `Data version: ${native.manifest.version}`, 'Data as of: Jun 30, 2026']) {
    expect(found.words).toContain(words);
  }

  const png = await saved(() => pressFormat(trend(), 'PNG'));
  const bytes = await readFile(png.path);
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([found.width * 2, found.height * 2]);
  // Drawn, not blank: the line has its colour, the paper is white.
  const seen = await tab.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let line = 0;
    for (let at = 0; at < data.length; at += 4)
      if (data[at] === 18 && data[at + 1] === 67 && data[at + 2] === 109) line += 1;
    return { line, corner: [...data.slice(0, 4)] };
  }, bytes.toString('base64'));
  expect(seen.line).toBeGreaterThan(500);
  expect(seen.corner).toEqual([255, 255, 255, 255]);
  await tab.emulateMedia({ colorScheme: 'light' });
});

it('the page as a whole is one file', async () => {
  await visit(tab, site.address + search);
  const actions = tab.locator('.actions');
  await actions.getByRole('button', { name: /^Download page: / }).click();
  const book = await saved(() => actions.getByRole('button', { name: /^Excel: / }).click());
  const sheets = await readExcel(book.path);
  expect(sheets.length).toBeGreaterThanOrEqual(4);
  expect(sheets.at(-1)?.sheet).toBe('About');
  expect(reader.errors).toEqual([]);
});

it('a view is saved, opened, renamed, handed on as a file, and taken away', async () => {
  await visit(tab, site.address + search);
  await tab.getByRole('button', { name: 'Save view' }).click();
  await tab.getByLabel('Name of the view').fill('Men of F-2');
  await tab.getByRole('button', { name: 'Save', exact: true }).click();
  await tab.getByRole('link', { name: 'Saved views' }).last().click();
  await tab.getByRole('button', { name: 'Rename Men of F-2' }).click();
  await tab.getByLabel('New name').fill('Men, second institution');
  await tab.keyboard.press('Enter');
  const file = await saved(() => tab.getByRole('button', { name: 'Save all as a file' }).click());
  await tab.getByRole('button', { name: 'Delete Men, second institution' }).click();
  await expect.poll(() => tab.locator('.views li').count()).toBe(0);

  const wrong = join(site.folder, 'wrong.json');
  await writeFile(wrong, '{"format":"something else"}');
  await tab.getByLabel('Open a file').setInputFiles(wrong);
  await tab.getByText('The file is not a file of saved views made by Caseboard. Nothing was changed.').waitFor();
  await tab.getByLabel('Open a file').setInputFiles(file.path);
  await tab.getByText('One view was added.').waitFor();
  await tab.locator('.views').getByRole('link', { name: 'Men, second institution' }).click();
  // With the period and the comparison it was saved under, whatever a later export begins with.
  const { default_period: period } = native.manifest;
  await tab.waitForURL(`**/${search}&period=${period}&compare=last-year`);
  expect(reader.errors).toEqual([]);
});

it('a copied link holds the period seen, or none where the latest is asked for', async () => {
  await tab.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await visit(tab, site.address + search);
  const copied = async () => new URL(await tab.evaluate(() => navigator.clipboard.readText())).search;
  await tab.getByRole('button', { name: 'Copy link' }).click();
  await expect.poll(copied).toBe(`${search}&period=${native.manifest.default_period}&compare=last-year`);
  await tab.getByRole('button', { name: 'Copy one that always shows the latest' }).click();
  await expect.poll(copied).toBe(`${search}&compare=last-year`);
  expect(reader.errors).toEqual([]);
});

it('Ctrl+K finds a place and goes there; keys typed into a field are text', async () => {
  await visit(tab, `${site.address}population/`);
  await tab.keyboard.press('Control+k');
  const list = tab.getByRole('dialog', { name: 'Find' });
  await list.waitFor();
  const name = native.manifest.scopes.facilities.find(({ id }) => id === 'F-2')?.name ?? '';
  await tab.keyboard.type(name);
  await list.getByRole('option').first().waitFor();
  await tab.keyboard.type('?');
  expect(await tab.getByRole('dialog', { name: 'Keyboard' }).count()).toBe(0);
  await tab.keyboard.press('Backspace');
  await tab.keyboard.press('Enter');
  await tab.waitForURL('**/population/?facility=F-2');
  await expect.poll(() => list.count()).toBe(0);
  await tab.locator('h1').click();
  await tab.keyboard.press('?');
  await tab.getByRole('dialog', { name: 'Keyboard' }).waitFor();
  await tab.keyboard.press('Escape');
  await expect.poll(() => tab.getByRole('dialog', { name: 'Keyboard' }).count()).toBe(0);
  expect(reader.errors).toEqual([]);
});
