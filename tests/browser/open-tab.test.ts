import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { formatDate } from '../../src/lib/calendar/date.ts';
import { overview } from '../../src/lib/pages/overview.ts';
import { population } from '../../src/lib/pages/population.ts';
import { launch, openReader, settled, visit, type Reader } from './browser.ts';
import { choosePeriod, leaveAndComeBack } from './controls.ts';
import { expectFigures } from './figures.ts';
import { openNative, type Native } from './native.ts';
import { nightPasses, openSite, type Site } from './site.ts';

let site: Site;
let browser: Browser;
let reader: Reader;
let before: Native;
let after: Native;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  [site, reader] = await Promise.all([openSite(), openReader(browser)]);
  before = await openNative(join(site.folder, 'data'));
});
afterEach(async () => {
  before.close();
  after.close();
  await reader.close();
  await site.close();
});

async function night(): Promise<void> {
  await nightPasses(site);
  after = await openNative(join(site.folder, 'data'));
  expect(after.manifest.version).not.toBe(before.manifest.version);
}

const offer = (page: Page) => page.locator('main > .notice', { hasText: 'are on the host' });

async function showThem(page: Page): Promise<void> {
  await offer(page).getByRole('button', { name: 'Show them' }).click();
  await page.locator('header', { hasText: `version ${after.manifest.version}` }).waitFor();
  // The button is gone: who uses the keyboard goes on in the page.
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  await settled(page);
  expect(await offer(page).count()).toBe(0);
}

it('a tab that is come back to offers the newer data, and keeps its numbers until they are wanted', async () => {
  const { page } = reader;
  await visit(page, site.address);
  await night();
  expect(await offer(page).count()).toBe(0);
  await leaveAndComeBack(page);
  await offer(page).waitFor();
  expect(await offer(page).innerText()).toBe(
    `Newer data, as of ${formatDate(after.manifest.as_of)}, are on the host. Show them`,
  );

  expect(await page.locator('header').innerText()).toContain(`version ${before.manifest.version}`);
  await expectFigures(page, before, overview, '');
  await choosePeriod(page, 'FY 2026 Q2');
  await settled(page);
  await expectFigures(page, before, overview, '?period=2026Q2');
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Population', exact: true }).click();
  await page.waitForURL('**/population/*');
  await settled(page);
  await expectFigures(page, before, population, '?period=2026Q2');

  await showThem(page);
  await expectFigures(page, after, population, '?period=2026Q2');
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Overview', exact: true }).click();
  await page.waitForURL(/\/\?period=2026Q2$/);
  await settled(page);
  await expectFigures(page, after, overview, '?period=2026Q2');
  expect(reader.errors).toEqual([]);
});

it('a tab whose data have gone from the host says so, and what a reader can do', async () => {
  const { page } = reader;
  await visit(page, site.address);
  await night();
  await rm(join(site.folder, 'data', before.manifest.version), { recursive: true });
  await choosePeriod(page, 'FY 2026 Q2');
  await offer(page).waitFor();
  await settled(page);
  expect(await offer(page).innerText()).toMatch(/^Newer data, .* are no longer there/);
  const said = await page.locator('main').innerText();
  expect(said).toMatch(/is not on the server\. Reload the page; if that does not help, tell whoever keeps this site\./);
  expect(said).not.toMatch(/run the export|export again|copy the/i);

  await showThem(page);
  await expectFigures(page, after, overview, '?period=2026Q2');
});
