import { readFile } from 'node:fs/promises';
import type { Browser, Page as Tab } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { findMeasure } from '../../src/lib/measures/measures.ts';
import { overview } from '../../src/lib/pages/overview.ts';
import { panelOf, panelRequest } from '../../src/lib/pages/page.ts';
import { population } from '../../src/lib/pages/population.ts';
import { questionOf } from '../../src/lib/questions/index.ts';
import type { RawRow } from '../../src/lib/engine/engine.ts';
import { openReader, settled, visit, type Reader } from './browser.ts';
import { expectFigures, expectSameRows, expectedTable, figure, figuresOf, pressFormat, readCsv } from './figures.ts';
import type { Native } from './native.ts';
import type { Site } from './site.ts';
import { openStage } from './stage.ts';

let site: Site;
let browser: Browser;
let native: Native;
let reader: Reader;
let page: Tab;

const search = '?period=2026Q2&sex=M';

beforeAll(async () => {
  const stage = await openStage();
  ({ site, browser, native } = stage);
  reader = await openReader(browser);
  page = reader.page;
  return stage.close;
});

it('a period and a filter are chosen by keyboard alone', async () => {
  await visit(page, site.address);
  await tabTo(/^Period:/);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Period' }).waitFor();
  await tabTo(/^FY 2026 Q\d/);
  while (!(await focused()).includes('FY 2026 Q2')) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/?period=2026Q2');
  // Closed, and the focus is back where it was.
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  await expect.poll(focused).toMatch(/^Period: FY 2026 Q2/);

  await tabTo(/Add filter/);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Filters' }).waitFor();
  await tabTo(/^Sex/);
  await page.keyboard.press('Enter');
  await tabTo(/^Male/);
  await page.keyboard.press('Space');
  await page.waitForURL(`**/${search}`);
  await expect.poll(() => page.getByRole('checkbox', { name: 'Male', exact: true }).isChecked()).toBe(true);
  await page.keyboard.press('Escape');
  await settled(page);
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  await expectFigures(page, native, overview, search);
  expect(await page.getByRole('group', { name: 'Filters' }).innerText()).toContain('Sex: Male');
});

it('a place is found by typing', async () => {
  await visit(page, site.address + search);
  await page.getByRole('button', { name: /^Scope:/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByPlaceholder('Type a name').waitFor();
  await page.keyboard.type('cedar');
  await expect.poll(() => page.getByRole('option', { name: 'Birch Hollow' }).count()).toBe(0);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/?facility=F-3&period=2026Q2&sex=M');
  await settled(page);
  await expectFigures(page, native, overview, '?facility=F-3&period=2026Q2&sex=M');
  await page.goBack();
  await settled(page);
});

it('a filter is taken away where it is shown', async () => {
  await visit(page, site.address + search);
  await page.getByRole('button', { name: 'Remove filter Sex: Male' }).click();
  await page.waitForURL('**/?period=2026Q2');
  await settled(page);
  await expectFigures(page, native, overview, '?period=2026Q2');
});

it('days are chosen by their dates, and wrong ones are refused with a sentence', async () => {
  await visit(page, site.address);
  await page.getByRole('button', { name: /^Period:/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Period' });
  await dialog.getByRole('button', { name: 'Dates' }).click();
  await dialog.getByLabel('First day').fill('2026-03-09');
  await dialog.getByLabel('Last day').fill('2026-02-03');
  await dialog.getByRole('button', { name: 'Show these days' }).click();
  expect(await dialog.getByRole('alert').innerText()).toMatch(/\w+ .*\.$/);
  await dialog.getByLabel('First day').fill('2026-02-03');
  await dialog.getByLabel('Last day').fill('2026-03-09');
  await dialog.getByRole('button', { name: 'Show these days' }).click();
  await page.waitForURL('**/?period=2026-02-03..2026-03-09');
  await settled(page);
  await expectFigures(page, native, overview, '?period=2026-02-03..2026-03-09');
});

it('the CSV is a file with the rows, the view and the version in it', async () => {
  await visit(page, `${site.address}population/${search}`);
  const shown = figure(page, population, 'flows');
  const download = page.waitForEvent('download');
  await pressFormat(shown, 'CSV');
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^[a-z0-9-]+\.csv$/);
  const { notes, head, rows } = readCsv(await readFile(await file.path(), 'utf8'));
  expectSameRows(rows, await expectedTable(native, population, 'flows', search), 'flows');
  expect(head.slice(0, 3)).toEqual(['Month', 'At the start', 'Admitted']);
  const said = notes.join(' ');
  for (const part of [native.manifest.version, 'Jun 30, 2026', native.manifest.source.agency_name]) {
    expect(said).toContain(part);
  }
  // Whoever opens the file must see that it counts men only.
  expect(said).toMatch(/Male/);
});

it('“How this is calculated” has the definition, and SQL that gives the rows', async () => {
  await visit(page, `${site.address}population/${search}`);
  for (const key of figuresOf(population)) {
    const panel = panelOf(population, key)!;
    const shown = figure(page, population, key);
    if ((await shown.getByText('How this is calculated').count()) === 0) continue;
    await shown.getByText('How this is calculated').click();
    await expect.poll(() => shown.locator('.how').innerText()).toContain(findMeasure(panel.measure)?.definition);
    await shown.getByText('Show the SQL').click();
    const sql = await shown.getByRole('group', { name: 'SQL' }).innerText();
    const request = panelRequest(panel, native.view(search))!;
    const question = questionOf(panel.question);
    const results: RawRow[][] = [];
    for (const statement of sql.split(/;\n\n/)) results.push((await native.sql(statement)) as RawRow[]);
    expect(question.rows(results, request), key).toEqual(await native.panel(population, key, search));
  }
});

it('the SQL follows what is chosen', async () => {
  await visit(page, `${site.address}${search}`);
  const shown = figure(page, overview, 'trend');
  await shown.getByText('How this is calculated').click();
  await shown.getByText('Show the SQL').click();
  const sql = shown.getByRole('group', { name: 'SQL' });
  expect(await sql.innerText()).toContain("'M'");
  await page.getByRole('button', { name: 'Remove filter Sex: Male' }).click();
  await page.waitForURL('**/?period=2026Q2');
  await settled(page);
  await expect.poll(() => sql.innerText()).not.toContain("'M'");
});

it('nothing went wrong on the way', () => expect(reader.errors).toEqual([]));

/** What has the focus, as it is announced. */
function focused(): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    const label = element instanceof HTMLInputElement ? element.closest('label') : element;
    return (label?.textContent ?? '').replace(/\s+/g, ' ').trim();
  });
}

async function tabTo(name: RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (name.test(await focused())) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${name} cannot be reached with the Tab key`);
}
