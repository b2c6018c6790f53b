import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { overview } from '../../src/lib/pages/overview.ts';
import { population } from '../../src/lib/pages/population.ts';
import { data } from '../../src/lib/pages/about.ts';
import type { Manifest } from '../../src/lib/export/manifest.ts';
import { manifestText } from '../../src/lib/export/manifest-file.ts';
import { launch, openReader, settled, visit, type Reader } from './browser.ts';
import { choosePeriod, noticesOf } from './controls.ts';
import { expectFigures } from './figures.ts';
import { openNative, type Native } from './native.ts';
import { nightPasses, openSite, type Site } from './site.ts';

let site: Site;
let browser: Browser;
let reader: Reader;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
describe('a new export', () => {
  beforeEach(async () => {
    [site, reader] = await Promise.all([openSite(), openReader(browser)]);
  });
  afterEach(close);

  it('a new export under the built site is shown at the next visit, on every page', async () => {
    const { page } = reader;
    const before = await openNative(join(site.folder, 'data'));
    await visit(page, site.address);
    expect(await page.locator('header').innerText()).toContain(`version ${before.manifest.version}`);

    await nightPasses(site);
    const after = await openNative(join(site.folder, 'data'));
    expect(after.manifest.version).not.toBe(before.manifest.version);

    // A page that is still open can finish with the data it began with.
    await choosePeriod(page, 'FY 2026 Q2');
    await settled(page);
    await expectFigures(page, before, overview, '?period=2026Q2');

    for (const each of [overview, population, data]) {
      await visit(page, site.address + each.route.slice(1), after.manifest.version);
      await expectFigures(page, after, each, '');
    }
    await page
      .getByRole('navigation', { name: 'Pages' })
      .getByRole('link', { name: 'Population', exact: true })
      .click();
    await page.waitForURL('**/population/');
    await settled(page);
    await expectFigures(page, after, population, '');
    await visit(page, `${site.address}?facility=F-1&period=2026Q2`, after.manifest.version);
    await expectFigures(page, after, overview, '?facility=F-1&period=2026Q2');
    expect(reader.errors).toEqual([]);
    before.close();
    after.close();
  });

  it('old numbers are not seen under the new date before those of the new export are there', async () => {
    const { page } = reader;
    await nightPasses(site);
    let release = () => {};
    const open = new Promise<void>((resolve) => (release = resolve));
    await page.route(/\/data\/\d.*\/answers\//, async (route) => {
      await open;
      await route.continue();
    });
    await Promise.all([page.waitForRequest(/\/answers\//), page.goto(site.address)]);
    expect(await page.locator('main').getAttribute('aria-busy')).toBe('true');
    await page.locator('.figures.blank').waitFor({ state: 'attached' });
    const values = page.locator('.tile .value');
    expect((await values.allInnerTexts()).join('')).toBe('');
    release();
    await settled(page);
    expect(await page.locator('.figures.blank').count()).toBe(0);
    expect(await values.first().innerText()).toMatch(/\d/);
  });

  it('an export of which only the manifest is there leaves none of the old numbers, and says what is missing', async () => {
    const { page } = reader;
    const path = join(site.folder, 'data/manifest.json');
    const manifest = JSON.parse(await readFile(path, 'utf8')) as Manifest;
    await writeFile(path, await manifestText({ ...manifest, version: '2026-07-01.00000000', as_of: '2026-07-01' }));
    await visit(page, site.address, '2026-07-01.00000000');
    expect(await page.locator('header').innerText()).toContain('Jul 1, 2026');
    expect((await page.locator('.tile .value').allInnerTexts()).join(' ')).not.toMatch(/\d/);
    expect(await page.locator('main figure').first().innerText()).toMatch(/files\.json is not on the server/);
    expect(await page.locator('h1 + .sub').innerText()).not.toMatch(/\d people/);
  });
});

describe('a manifest that is no good', () => {
  let native: Native;
  let manifest: Manifest;

  beforeAll(async () => {
    [site, reader] = await Promise.all([openSite(), openReader(browser)]);
    native = await openNative(join(site.folder, 'data'));
    manifest = JSON.parse(await readFile(join(site.folder, 'data/manifest.json'), 'utf8')) as Manifest;
  });
  afterAll(async () => {
    native.close();
    await close();
  });

  const spoilt: [string, (manifest: Manifest) => string, RegExp][] = [
    [
      'of an unknown format',
      (good) => JSON.stringify({ ...good, schema_version: 99 }),
      /format 99, and this Caseboard reads format \d+/,
    ],
    ['that is a web page', () => '<!doctype html><title>Sign in</title>', /is not JSON/],
    ['that lacks everything', () => '{}', /is no manifest of an export/],
  ];

  it.each(spoilt)('%s is refused with a sentence, and the figures stay', async (_, spoil, sentence) => {
    const { page } = reader;
    await writeFile(join(site.folder, 'data/manifest.json'), spoil({ ...manifest, version: '2026-07-01.00000000' }));
    await visit(page, site.address);
    await page.locator('main > .notice').first().waitFor();
    const notices = await noticesOf(page);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(sentence);
    expect(notices[0]).toContain('The figures shown are those this page came with');
    await expectFigures(page, native, overview, '');
    expect(reader.errors).toEqual([]);
  });

  it('leaves the page its data: a change still works', async () => {
    const { page } = reader;
    await writeFile(join(site.folder, 'data/manifest.json'), '{}');
    await visit(page, site.address);
    await page.locator('main > .notice').first().waitFor();
    await choosePeriod(page, 'FY 2026 Q2');
    await settled(page);
    await expectFigures(page, native, overview, '?period=2026Q2');
    expect(reader.errors).toEqual([]);
  });
});

async function close(): Promise<void> {
  await reader.close();
  await site.close();
}
