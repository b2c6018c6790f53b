import { folderWith, publicFiles } from '../public-files.ts';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page as Tab } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { overview } from '../../src/lib/pages/overview.ts';
import { population } from '../../src/lib/pages/population.ts';
import { data } from '../../src/lib/pages/about.ts';
import { exportInto } from './build-site.ts';
import { launch, openReader, settled, visit, type Reader } from './browser.ts';
import { choosePeriod } from './controls.ts';
import { csvOf, expectFigures, figure } from './figures.ts';
import { openNative, type Native } from './native.ts';
import { linePoints } from './svg.ts';
import { openSite, type Site } from './site.ts';

/** The two public sources, whose files nobody on the project wrote. A missing file fails with where to get it. */

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

interface Opened {
  site: Site;
  native: Native;
  reader: Reader;
  page: Tab;
  /** Opens a page and waits for the data of the source. */
  visit(path: string): Promise<void>;
  close(): Promise<void>;
}

/** The site built on the demonstration agency, with the export of another source laid under it. */
async function openOn(source: string): Promise<Opened> {
  const site = await openSite();
  const folder = join(site.folder, 'data');
  await exportInto(folder, source, folderWith(source === 'rossi' ? 'rossi.csv' : 'iowa_3yr_recidivism.csv'));
  const native = await openNative(folder);
  const reader = await openReader(browser);
  return {
    site,
    native,
    reader,
    page: reader.page,
    visit: (path) => visit(reader.page, site.address + path, native.manifest.version),
    async close() {
      native.close();
      await reader.close();
      await rm(`${folder}-rejects.csv`, { force: true });
      await site.close();
    },
  };
}

describe.skipIf(publicFiles === null)('Iowa: monthly counts and three-year returns', () => {
  let on: Opened;
  beforeAll(async () => {
    on = await openOn('iowa');
  });
  afterAll(() => on.close());

  it('the overview shows the returns by year of release', async () => {
    await on.visit('');
    expect(await on.page.locator('h1').innerText()).toBe(on.native.manifest.source.agency_name);
    const tile = on.page.locator('.tile', { hasText: 'Returned within three years' });
    expect((await tile.innerText()).replaceAll('\u202f', ' ')).toMatch(/37\.8 %\s+1,654 of 4,374\s+released in 2015/);
    const { rows } = await csvOf(figure(on.page, overview, 'returns'));
    expect(rows.map(([year, released, returned]) => [year, released, returned])).toEqual([
      expect.arrayContaining(['2010']),
      expect.arrayContaining(['2011']),
      expect.arrayContaining(['2012']),
      expect.arrayContaining(['2013']),
      expect.arrayContaining(['2014']),
      ['2015', '4374', '1654'],
    ]);
    const sum = (at: number) => rows.reduce((total, row) => total + Number(row[at]), 0);
    expect([sum(1), sum(2)]).toEqual([26_020, 8_681]);
    expect(await figure(on.page, overview, 'returns').innerText()).toContain('1,654 of 4,374');
    await expectFigures(on.page, on.native, overview, '');
  });

  it('the population is drawn by month, and nothing that was not counted', async () => {
    await on.visit('population/');
    await expectFigures(on.page, on.native, population, '');
    const points = await linePoints(figure(on.page, population, 'daily').locator('path.mark-line').first());
    expect(points.length).toBeGreaterThan(12);
    const missing = await on.page.locator('figure [data-status="missing"]').allInnerTexts();
    expect(missing.length).toBeGreaterThan(3);
    // No finding stands over a figure of which nothing is known.
    const titles = on.page.locator('figure', { has: on.page.locator('[data-status="missing"]') }).locator('.title');
    expect((await titles.allInnerTexts()).join(' ')).not.toMatch(/\d|nobody|too few/i);
    for (const sentence of missing)
      expect(sentence).toMatch(
        /needs the (tables?|columns?) .+, which this agency has not supplied(, or has left empty)?\./,
      );
    expect(await on.page.locator('main').innerText()).not.toMatch(/NaN|undefined|Infinity/);
    // No capacity was supplied, so none is drawn or shared out.
    expect(await on.page.locator('.tile', { hasText: 'rated capacity' }).innerText()).toContain('not recorded');
  });

  it('no number stands where a table is missing', async () => {
    await on.visit('');
    const tiles = await on.page.locator('.tile').allInnerTexts();
    const without = tiles.filter((tile) => tile.includes('has not supplied'));
    expect(without.length).toBeGreaterThan(0);
    for (const tile of without) expect(tile.replaceAll('in 30 days', '')).not.toMatch(/\d/);
    const attention = await on.page.locator('section', { has: on.page.locator('#attention') }).innerText();
    expect(attention).not.toMatch(/people (are|over)/);
  });

  it('says plainly which pages and figures lack tables', async () => {
    await on.visit('data/');
    await expectFigures(on.page, on.native, data, '');
    const table = on.page.getByRole('group', { name: 'Pages and the tables they need' });
    expect(await table.getByRole('row', { name: /^Population/ }).innerText()).toMatch(/All but .*length of stay/);
    expect(await on.page.locator('#pages + .note').innerText()).toMatch(/^Not supplied: .*stay/);
    const rows = on.page.getByRole('group', { name: 'Rows by table' });
    expect(await rows.getByRole('row', { name: /release_cohort/ }).innerText()).toMatch(/26,020\s+26,020\s+0/);
    await on.visit('measures/');
    expect(await on.page.getByRole('row', { name: /^Length of stay/ }).innerText()).toContain('No: needs');
    await on.visit('measure/?id=length-of-stay');
    expect(await on.page.getByRole('status').innerText()).toContain('not supplied');
  });

  it('other periods and filters are counted by the engine', async () => {
    await on.visit('population/');
    await choosePeriod(on.page, 'FY 2021 Q3');
    await settled(on.page);
    await expectFigures(on.page, on.native, population, '?period=2021Q3');
    const search = `?${new URLSearchParams({ sex: on.native.manifest.dimensions['sex']?.[0] ?? '' }).toString()}`;
    await on.visit(search);
    await expectFigures(on.page, on.native, overview, search);
    expect(on.reader.errors).toEqual([]);
  });
});

describe.skipIf(publicFiles === null)('Rossi: 432 men followed for a year', () => {
  it('shows what it has, and says what it lacks', async () => {
    const on = await openOn('rossi');
    for (const path of ['', 'population/', 'measures/', 'data/', 'measure/?id=returned-three-years']) {
      await on.visit(path);
      const words = await on.page.locator('main').innerText();
      expect(words, path).not.toMatch(/NaN|undefined|Infinity|null/);
    }
    await on.visit('');
    await expectFigures(on.page, on.native, overview, '');
    expect(await on.page.locator('h1').innerText()).toBe(on.native.manifest.source.agency_name);
    const nav = on.page.getByRole('navigation', { name: 'Pages' });
    expect(await nav.getByRole('link', { name: /^Population/ }).innerText()).toMatch(/no data/i);
    await on.visit('population/');
    expect(await on.page.locator('figure [data-status="missing"]').count()).toBe(
      await on.page.locator('figure').count(),
    );
    await on.visit('data/');
    const table = on.page.getByRole('group', { name: 'Pages and the tables they need' });
    expect(await table.getByRole('row', { name: /^Population/ }).innerText()).toContain('Nothing: needs');
    expect(on.reader.errors).toEqual([]);
    await on.close();
  });
});
