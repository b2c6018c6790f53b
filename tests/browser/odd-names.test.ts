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
import { exportInto } from '../demonstration.ts';
import { follow, launch, openReader, settled, visit, type Reader } from './browser.ts';
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
  await rm(join(folder, 'manifest.json'));
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
async function open(path: string): Promise<void> {
  await follow(page, new URL(path, site.address).href);
  await settled(page);
}

/** What stands on the page, its tables shown as tables; not what lists offer for a choice. */
async function words(): Promise<string> {
  for (const button of await page.locator('main').getByRole('button', { name: 'Table', exact: true }).all()) {
    if ((await button.getAttribute('aria-pressed')) === 'false') await button.click();
  }
  const text = await page.locator('main').evaluate((main) => {
    const copy = main.cloneNode(true) as HTMLElement;
    for (const list of copy.querySelectorAll('select')) list.remove();
    return copy.textContent ?? '';
  });
  return text.replace(/\s+/g, ' ');
}

const levels = ['__proto__', 'Constructor', 'hasOwnProperty', 'toString'];
const institutions = ['__proto__', 'constructor', 'hasOwnProperty', 'toString'].map(shownName);
const [first = '', second = ''] = institutions;
const officer = shownName('constructor');

/** Names a page shows, by its address: of the agency where nothing else is chosen. */
const shown: [path: string, names: string[]][] = [
  ['/', institutions],
  ['/population/', levels],
  ['/population/projection/', institutions],
  ['/worklist/', institutions],
  ['/case-managers/', institutions],
  ['/case-manager/', []],
  ['/case/', []],
  ['/rows/?measure=timeliness', [first]],
  ['/memos/', institutions],
  ['/memo/', []],
  ['/coordinator/', institutions],
  ['/recidivism/', ['__proto__', 'Constructor']],
  ['/programs/', institutions],
  ['/program/', institutions],
  ['/regions/', [first, second]],
  ['/trends/', [first, second]],
  ['/compare/?with=facility%3Dconstructor', [second]],
  ['/packet/', []],
  ['/measures/', []],
  ['/methods/', []],
  ['/data/', []],
  ['/views/', []],
  ['/help/', []],
  ['/explore/', []],
  ['/?facility=__proto__', [first]],
  ['/population/?facility=constructor', [second, ...levels]],
  ['/worklist/?facility=__proto__', [first, officer]],
  ['/worklist/?unit=constructor', [second]],
  ['/case-managers/?facility=__proto__', [first, officer]],
  ['/case-manager/?facility=__proto__&staff=constructor', [officer, first]],
  ['/memos/?facility=__proto__', [first, officer]],
  ['/memo/?facility=__proto__&staff=constructor', [officer, first]],
  ['/memo/?facility=__proto__&staff=__proto__', [first]],
  ['/coordinator/?facility=constructor', [second]],
  ['/program/?program=constructor', [second]],
  ['/regions/?region=__proto__', [first, second]],
  ['/trends/?region=__proto__', [first, second]],
  ['/packet/?region=__proto__', [first, second]],
];

it('all pages are looked at', () => {
  expect(new Set(shown.map(([path]) => path.split('?')[0]))).toEqual(new Set(pages.map(({ route }) => route)));
});

it.each(shown)('%s shows the names, and nothing that is none', async (path, wanted) => {
  await open(path);
  for (const name of wanted) await expect.poll(words, { timeout: 30_000 }).toContain(name);
  expect(await words()).not.toMatch(/undefined|\[object |NaN|native code|cannot be shown/);
  // A name is text, whatever is in it.
  expect(await page.locator('i', { hasText: /^(__proto__|constructor|toString)$/ }).count()).toBe(0);
  expect(reader.errors.splice(0)).toEqual([]);
});

it.each(names.slice(0, 4).map(([name]) => name))('filters by %s count what the native engine counts', async (name) => {
  const alsoOffense = native.manifest.dimensions['offense_category']?.includes(name);
  const search = `?custody_level=${name}${alsoOffense ? `&offense_category=${name}` : ''}`;
  await open(`/population/${search}`);
  await expectFigures(page, native, population, search);
  const { notes } = await csvOf(figure(page, population, 'daily'));
  expect(notes.join(' ')).toContain(`Custody level: ${valueLabel(name)}`);
  expect(reader.errors.splice(0)).toEqual([]);
});

it('a filter is chosen by its name', async () => {
  await open('/');
  await page.getByRole('button', { name: /Add filter/ }).click();
  await page.getByRole('checkbox', { name: '__proto__' }).check();
  await page.waitForURL((url) => url.searchParams.get('custody_level') === '__proto__');
  await settled(page);
  await expectFigures(page, native, overview, '?custody_level=__proto__');
  expect(reader.errors.splice(0)).toEqual([]);
});

it.each<[string, Page, string, string]>([
  ['the custody mix', population, 'custody', '__proto__'],
  ['the trend under a filter', overview, 'trend', 'Custody level: Constructor'],
])('a strict reader of XML reads %s as SVG', async (_, from, panel, wanted) => {
  await open(`${from.route}?facility=constructor${panel === 'trend' ? '&custody_level=constructor' : ''}`);
  const [download] = await Promise.all([page.waitForEvent('download'), pressFormat(figure(page, from, panel), 'SVG')]);
  const text = xmlWords(await readFile(await download.path(), 'utf8'));
  expect(text).toContain(wanted);
  expect(text).toContain(second);
  expect(text).not.toMatch(/undefined|\[object |NaN/);
});

/** The text of a file of XML; throws unless a strict parser reads it. */
function xmlWords(file: string): string {
  const parser = new SaxesParser();
  let text = '';
  parser.on('text', (part) => (text += part));
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(file).close();
  return text.replace(/\s+/g, ' ');
}

describe('the console', () => {
  async function ask(sql: string): Promise<string> {
    await page.locator('.cm-content').focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(sql);
    const ended = await page.locator('#query').getAttribute('data-ended');
    await page.keyboard.press('Control+Enter');
    await page.locator(`#query:not([data-ended="${ended}"])`).waitFor();
    const said = page.locator('#query p.problem, #query p.said').first();
    return (await said.innerText()).replace(/\s+/g, ' ');
  }
  const cells = () => page.locator('.result tbody td, .result tbody th').allInnerTexts();

  beforeAll(async () => {
    await open('/explore/');
    await page.getByRole('textbox', { name: 'SQL' }).focus();
    await page.locator('.cm-content').waitFor();
  });

  it('shows and saves columns named like members of Object', async () => {
    const said = await ask(
      `SELECT facility_id AS "constructor", facility_name AS "__proto__", 7 AS "toString", NULL AS "hasOwnProperty"
       FROM institution ORDER BY 1`,
    );
    expect(said).toMatch(/^4 rows in/);
    const heads = await page.locator('.result thead th').allInnerTexts();
    expect(heads.map((head) => head.trim())).toEqual(['constructor', '__proto__', 'toString', 'hasOwnProperty']);
    const ids = ['__proto__', 'constructor', 'hasOwnProperty', 'toString'];
    expect(await cells()).toEqual(ids.flatMap((id) => [id, shownName(id), '7', 'null']));
    await page.evaluate(() => (window.lastSaved = ''));
    await page.getByRole('button', { name: 'CSV', exact: true }).click();
    const { head, rows } = readCsv(await (await page.waitForFunction(() => window.lastSaved)).jsonValue());
    expect(head).toEqual(['constructor', '__proto__', 'toString', 'hasOwnProperty']);
    expect(rows).toEqual(ids.map((id) => [id, shownName(id), '7', '']));
    expect(reader.errors.splice(0)).toEqual([]);
  });

  it('draws a cell of 10 MB by its beginning, and goes on', async () => {
    expect(await ask("SELECT repeat('x', 10000000) AS long")).toMatch(/^1 row in/);
    const [drawn = ''] = await cells();
    expect(drawn).toMatch(/^x{500}… \(10,000,000 characters; the files hold all of them\)$/);
    expect(await ask('SELECT 41 + 1 AS answer')).toMatch(/^1 row in/);
    expect(await cells()).toEqual(['42']);
    expect(reader.errors.splice(0)).toEqual([]);
  });
});
