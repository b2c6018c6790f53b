import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page as Tab } from 'playwright-core';
import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { valueLabel } from '../../src/lib/format/value.ts';
import { pages } from '../../src/lib/pages/index.ts';
import { overview } from '../../src/lib/pages/overview.ts';
import { population } from '../../src/lib/pages/population.ts';
import type { Page } from '../../src/lib/pages/page.ts';
import { names, shownName, writeOddAgency } from '../pipeline/odd-agency.ts';
import { exportInto } from './build-site.ts';
import { launch, openReader, settled, visit, type Reader } from './browser.ts';
import { csvOf, expectFigures, figure, pressFormat, readCsv } from './figures.ts';
import { openNative, type Native } from './native.ts';
import { openSite, type Site } from './site.ts';

/** The built site on an agency whose places, people and categories are named like members of Object. */

let site: Site;
let browser: Browser;
let native: Native;
let reader: Reader;
let page: Tab;

beforeAll(async () => {
  // An agency that is not the demonstration as it was made needs a secret of its own.
  vi.stubEnv('CASEBOARD_SECRET', 'a secret of the browser tests');
  [site, browser] = await Promise.all([openSite(), launch()]);
  const folder = join(site.folder, 'data');
  // Another agency, not a later day of the one the site was built with.
  await rm(folder, { recursive: true });
  await exportInto(folder, writeOddAgency(inject('site').tomorrow, join(site.folder, 'source')));
  native = await openNative(folder);
  reader = await openReader(browser);
  page = reader.page;
  await visit(page, site.address, native.manifest.version);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  native.close();
  await browser.close();
  await site.close();
});

/** Follows a link inside the site, so that the engine stays. */
async function follow(path: string): Promise<void> {
  const to = new URL(path, site.address).href;
  await page.evaluate((href) => {
    const link = Object.assign(document.createElement('a'), { href });
    document.querySelector('main')?.append(link);
    link.click();
    link.remove();
  }, to);
  await page.waitForURL((url) => url.href === to);
  await settled(page);
}

/** All words of the page, those of its tables' other view and of closed parts included. */
async function words(): Promise<string> {
  for (const button of await page.locator('main').getByRole('button', { name: 'Table', exact: true }).all()) {
    await button.click();
  }
  return (await page.locator('body').evaluate((body) => body.textContent ?? '')).replace(/\s+/g, ' ');
}

const institutions = ['__proto__', 'constructor', 'hasOwnProperty', 'toString'].map(shownName);
const regions = ['__proto__', 'constructor'].map(shownName);
const here = 'facility=__proto__';
const person = `${here}&staff=constructor`;

/** What a page names, by its address. */
const named: Record<string, string[]> = {
  '/': institutions,
  '/population/': ['__proto__', 'Constructor', 'toString'],
};

describe('every page', () => {
  it.each(pages.map(({ route }) => route))('%s of the agency', async (route) => {
    await expectWhole(route, named[route] ?? []);
  });
});

async function expectWhole(path: string, wanted: string[]): Promise<void> {
  await follow(path);
  const found = await words();
  console.log(path, found.match(/<i>\w+<\/i>/g)?.length, /[^_]constructor|Constructor/.test(found));
  expect(found, path).not.toMatch(/undefined|\[object |NaN|native code/);
  for (const name of wanted) expect(found, path).toContain(name);
  expect(await page.locator('main i', { hasText: /^(__proto__|constructor|toString)$/ }).count(), path).toBe(0);
  expect(reader.errors.splice(0), path).toEqual([]);
}
