import type { Browser, Page as Tab } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { overview } from '../../src/lib/pages/overview.ts';
import { population } from '../../src/lib/pages/population.ts';
import { launch, openReader, settled, visit, type Reader } from './browser.ts';
import { choosePeriod, press } from './controls.ts';
import { expectFigures } from './figures.ts';
import { openNative, type Native } from './native.ts';
import { openSite, type Site } from './site.ts';

let site: Site;
let browser: Browser;
let native: Native;
let reader: Reader;
let page: Tab;

beforeAll(async () => {
  [site, browser] = await Promise.all([openSite('/any/deep/path/'), launch()]);
  native = await openNative(`${site.folder}/data`);
  reader = await openReader(browser);
  page = reader.page;
});
afterAll(async () => {
  native.close();
  await browser.close();
  await site.close();
});
afterEach(() => expect(reader.errors.splice(0)).toEqual([]));

const follow = async (section: string) => {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: section, exact: true }).click();
};
const at = (path: string) => page.waitForURL(site.address + path);

it('pages hand the view on, and give it back', async () => {
  const search = '?facility=F-2&period=2026Q2';
  await visit(page, `${site.address}${search}`);
  await page.evaluate(() => (document.documentElement.dataset['kept'] = 'yes'));
  await follow('Population');
  await at(`population/${search}`);
  await settled(page);
  await expectFigures(page, native, population, search);
  for (const [section, path] of [
    ['Measures', 'measures/'],
    ['Data', 'data/'],
  ] as const) {
    await follow(section);
    await at(path + search);
    await settled(page);
  }
  await page
    .getByRole('group', { name: 'Pages and the tables they need' })
    .getByRole('link', { name: 'Overview' })
    .click();
  await at(search);
  await settled(page);
  await expectFigures(page, native, overview, search);
  // All in one page: nothing was loaded anew.
  expect(await page.evaluate(() => document.documentElement.dataset['kept'])).toBe('yes');
});

it('a measure’s page leads back to the view it was reached from', async () => {
  await visit(page, `${site.address}?region=R-1`);
  await press(page.locator('main figure').first().getByText('How this is calculated'));
  await page.getByRole('link', { name: 'More about this measure' }).first().click();
  await page.waitForURL(/measure\/\?id=.*region=R-1/);
  await page.getByRole('heading', { level: 1, name: 'Average daily population by month' }).waitFor();
  await page.getByRole('listitem').getByRole('link', { name: 'Overview' }).last().click();
  await at('?region=R-1');
});

it('back and forward restore the view and its numbers, and so does a reload', async () => {
  await visit(page, site.address);
  const first = await page.locator('.tile').allInnerTexts();
  await page
    .getByRole('row')
    .filter({ hasText: 'Birch Hollow' })
    .getByRole('link', { name: /^Birch Hollow/ })
    .click();
  await at('?facility=F-2');
  await settled(page);
  const second = await page.locator('.tile').allInnerTexts();
  expect(second).not.toEqual(first);
  await choosePeriod(page, 'FY 2026 Q2');
  await at('?facility=F-2&period=2026Q2');
  await settled(page);
  const third = await page.locator('.tile').allInnerTexts();
  expect(third).not.toEqual(second);

  for (const [go, search, tiles] of [
    [() => page.goBack(), '?facility=F-2', second],
    [() => page.goBack(), '', first],
    [() => page.goForward(), '?facility=F-2', second],
    [() => page.goForward(), '?facility=F-2&period=2026Q2', third],
    [() => page.reload(), '?facility=F-2&period=2026Q2', third],
  ] as const) {
    await go();
    await at(search);
    await settled(page);
    expect(await page.locator('.tile').allInnerTexts()).toEqual(tiles);
    await expectFigures(page, native, overview, search);
  }
});

it('the breadcrumb says where one is, and leads up', async () => {
  await visit(page, `${site.address}population/?unit=U-003&sex=M`);
  const crumbs = page.getByRole('navigation', { name: 'Breadcrumb' });
  const unit = native.manifest.scopes.units.find(({ id }) => id === 'U-003');
  expect(await crumbs.locator('[aria-current="page"]').innerText()).toBe(unit?.name);
  await crumbs.getByRole('link').last().click();
  await at(`population/?facility=${unit?.facility_id}&sex=M`);
  await settled(page);
});

it('what was chosen last wins', async () => {
  await visit(page, site.address);
  for (const label of ['FY 2026 Q2', 'FY 2026 Q1', 'FY 2025 Q4']) await choosePeriod(page, label);
  await at('?period=2025Q4');
  await settled(page);
  await expectFigures(page, native, overview, '?period=2025Q4');
});

it('Back undoes a choice made on the page; the order of a table is no step', async () => {
  await visit(page, `${site.address}case-managers/?facility=F-2`);
  await settled(page);
  const task = page.getByLabel('Task', { exact: true });
  await task.selectOption('program_review');
  await at('case-managers/?type=program_review&facility=F-2');
  await settled(page);
  await page.getByRole('columnheader').filter({ hasText: 'Overdue' }).getByRole('button').click();
  await page.waitForURL(/descending\./);
  await page.goBack();
  await at('case-managers/?facility=F-2');
  await settled(page);
  expect(await task.inputValue()).toBe('');
  await page.goForward();
  await page.waitForURL(/type=program_review/);
  await settled(page);
  expect(await task.inputValue()).toBe('program_review');
});
