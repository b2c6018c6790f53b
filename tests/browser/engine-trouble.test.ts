import { readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page as Tab, Route } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { overview } from '../../src/lib/pages/overview.ts';
import { population } from '../../src/lib/pages/population.ts';
import { openReader, settled, visit, type Reader } from './browser.ts';
import { choosePeriod, noticesOf } from './controls.ts';
import { expectFigures, figure } from './figures.ts';
import type { Native } from './native.ts';
import { openSite, type Site } from './site.ts';
import { openStage } from './stage.ts';

let browser: Browser;
let site: Site;
let native: Native;
let reader: Reader;

beforeAll(async () => {
  const stage = await openStage();
  ({ site, browser, native } = stage);
  return stage.close;
});
afterEach(() => reader.close());

const webPage = '<!doctype html><title>Sign in</title><p>Sign in to continue.';

describe('the engine’s files', () => {
  it.each<[string, (route: Route) => Promise<void>, RegExp]>([
    ['are blocked', (route) => route.abort('blockedbyclient'), /engine\/engine\.json could not be fetched/],
    ['are missing', (route) => route.fulfill({ status: 404, body: 'Not found.' }), /engine\.json is not on the server/],
    [
      'are answered with a web page',
      (route) => route.fulfill({ status: 200, contentType: 'text/html', body: webPage }),
      /engine\.json is a web page instead of a list/,
    ],
  ])('%s', async (_, answer, sentence) => {
    reader = await openReader(browser, { idle: true });
    await reader.page.route('**/engine/**', answer);
    await expectReadable(reader.page, site, sentence);
  });

  it.each<[string, (folder: string) => Promise<void>, RegExp]>([
    [
      'arrive cut short',
      (folder) => truncate(join(folder, 'duckdb-eh.bin'), 1_000_000),
      /engine\/duckdb-eh\.bin has 1000000 bytes/,
    ],
    ['lack the worker', (folder) => rm(join(folder, 'duckdb-worker.bin')), /duckdb-worker\.bin is not on the server/],
    ['lack the data reader', (folder) => rm(join(folder, 'parquet.bin')), /engine\/parquet\.bin is not on the server/],
    [
      'hold a web page',
      (folder) => writeFile(join(folder, 'parquet.bin'), webPage),
      /engine\/parquet\.bin is a web page instead of the file/,
    ],
  ])('%s', async (_, spoil, sentence) => {
    const broken = await openSite();
    try {
      await spoil(join(broken.folder, 'engine'));
      reader = await openReader(browser, { idle: true });
      await expectReadable(reader.page, broken, sentence);
    } finally {
      await broken.close();
    }
  });

  it('never arrive', async () => {
    reader = await openReader(browser, { idle: true });
    const { page } = reader;
    await page.clock.install();
    // Neither answered nor refused.
    await page.route('**/engine/duckdb-eh.bin', () => undefined);
    await Promise.all([
      page.waitForRequest('**/engine/duckdb-eh.bin'),
      // Everything else is there: only the engine itself is missing.
      page.waitForResponse('**/engine/parquet.bin'),
      visit(page, site.address),
    ]);
    expect(await noticesOf(page)).toEqual([]);
    // The watchdog bites, the file is asked for once more, the watchdog bites again.
    await Promise.all([page.waitForRequest('**/engine/duckdb-eh.bin'), page.clock.fastForward(31_000)]);
    await page.clock.fastForward(31_000);
    await expectNotice(page, /engine\/duckdb-eh\.bin could not be fetched: no answer for 30 s/);
    await expectFigures(page, native, overview, '');
  });
});

it('a page works again after a reload, and after “Try again”', async () => {
  reader = await openReader(browser);
  const { page } = reader;
  await page.route('**/engine/**', (route) => route.abort());
  await visit(page, site.address);
  await choosePeriod(page, 'FY 2026 Q2');
  await page.locator('figure [data-status="failed"]').first().waitFor();
  await page.unroute('**/engine/**');
  await figure(page, overview, 'trend').getByRole('button', { name: 'Try again' }).click();
  await settled(page);
  await expectFigures(page, native, overview, '?period=2026Q2');
  expect(await noticesOf(page)).toEqual([]);
  await page.reload();
  await settled(page);
  await expectFigures(page, native, overview, '?period=2026Q2');
});

it('a damaged data file is named, and the other figures are right', async () => {
  const damaged = await openSite();
  try {
    const folder = join(damaged.folder, 'data', native.manifest.version);
    const name =
      (await readdir(folder, { recursive: true })).find((file) => /flow_month[^/]*\.parquet$/.test(file)) ?? '';
    const bytes = await readFile(join(folder, name));
    bytes[Math.floor(bytes.length / 2)]! ^= 0xff;
    await writeFile(join(folder, name), bytes);
    reader = await openReader(browser);
    const { page } = reader;
    await visit(page, `${damaged.address}?period=2026Q2`);
    const said = await page.locator('main').innerText();
    expect(said).toContain('could not be loaded');
    // The net flow has no figure of its own on this page; the population page names the file.
    await visit(page, `${damaged.address}population/?period=2026Q2`);
    const flows = figure(page, population, 'flows');
    expect(await flows.getByRole('status').innerText()).toMatch(
      new RegExp(
        `data/${native.manifest.version}/${name.replaceAll('.', '\\.')} does not match its checksum\\. Reload the page`,
      ),
    );
    expect(await page.locator('.tile').first().innerText()).toMatch(/\d{3}/);
    expect(reader.errors).toEqual([]);
  } finally {
    await damaged.close();
  }
});

/** Numbers stay, a sentence says what is unavailable, and after a change every figure says why it is not there. */
async function expectReadable(page: Tab, on: Site, sentence: RegExp): Promise<void> {
  await visit(page, on.address);
  await expectNotice(page, sentence);
  expect((await noticesOf(page)).join(' ')).toContain('The figures shown come with the export and are right.');
  await expectFigures(page, native, overview, '');

  await choosePeriod(page, 'FY 2026 Q2');
  await page.waitForURL('**/?period=2026Q2');
  await page.locator('figure [data-status="failed"]').first().waitFor({ timeout: 10_000 });
  await settled(page);
  const figures = page.locator('main figure');
  for (const shown of await figures.all()) {
    expect(await shown.getByRole('status').first().innerText()).toMatch(sentence);
    expect(await shown.locator('progress').count()).toBe(0);
  }
  // Nothing of the period before stands under the new one.
  expect((await page.locator('.tile .value').allInnerTexts()).join(' ')).not.toMatch(/\d/);

  // Back to what the export answered: current again.
  await page.goBack();
  await settled(page);
  expect(await page.locator('main .outdated').count()).toBe(0);
  await expectFigures(page, native, overview, '');
  // The console tells of files that did not come; scripts must not.
  expect(reader.errors.filter((error) => !/Failed to load resource/.test(error))).toEqual([]);
}

async function expectNotice(page: Tab, sentence: RegExp): Promise<void> {
  const notice = page.locator('main > [role="status"]').filter({ hasText: 'cannot be worked out here' });
  await notice.waitFor({ timeout: 15_000 });
  expect(await notice.innerText()).toMatch(sentence);
}
