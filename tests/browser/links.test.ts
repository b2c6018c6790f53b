import type { Browser, Page as Tab } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { data } from '../../src/lib/pages/about.ts';
import { overview } from '../../src/lib/pages/overview.ts';
import { population } from '../../src/lib/pages/population.ts';
import { openReader, running, settled, visit, type Reader } from './browser.ts';
import { expectFigures } from './figures.ts';
import type { Native } from './native.ts';
import type { Site } from './site.ts';
import { openStage } from './stage.ts';

let site: Site;
let browser: Browser;
let native: Native;
/** Opens one link after the other: each loads the page, and its engine, anew. */
let reader: Reader;
let page: Tab;

beforeAll(async () => {
  const stage = await openStage();
  ({ site, browser, native } = stage);
  reader = await openReader(browser);
  ({ page } = reader);
  return stage.close;
});
beforeEach(() => void (reader.requests.length = 0));
afterEach(() => expect(reader.errors.splice(0)).toEqual([]));

const whole = (value: number | undefined) => Math.round(value ?? NaN).toLocaleString('en-US');

describe('a link to a place', () => {
  it.each(['?region=R-1', '?facility=F-2', '?unit=U-003'])(
    '%s shows its figures without the engine',
    async (search) => {
      for (const each of [overview, population]) {
        const asked = reader.requests.length;
        await visit(page, site.address + each.route.slice(1) + search);
        // Before anything is pressed: with the first sign of that the engine is woken.
        expect(reader.requests.slice(asked).filter((address) => address.includes('/engine/'))).toEqual([]);
        await expectFigures(page, native, each, search);
      }
    },
  );

  it('names the place and counts it, not the agency', async () => {
    await visit(page, `${site.address}?facility=F-2`);
    const [now] = await native.answer<Average>('population/average', { scope: 'facility=F-2' });
    const name = native.manifest.scopes.facilities.find(({ id }) => id === 'F-2')?.name ?? '';
    expect(await page.locator('h1').innerText()).toBe(name);
    expect(await page.title()).toContain(name);
    expect(await page.locator('h1 + .sub').innerText()).toContain(`${whole(now?.population)} people`);
    expect(await tile(page, 'Average daily population')).toContain(whole(now?.average));
  });
});

describe('a link to a period and filters', () => {
  it.each([
    ['?facility=F-2&period=2025Q4&compare=previous&sex=M&custody_level=medium&custody_level=low', overview],
    ['?facility=F-2&period=2025Q4&compare=previous&sex=M&custody_level=medium&custody_level=low', population],
    ['?region=R-2&period=2026-02-03..2026-03-09&sex=F&offense_category=~&offense_category=drug', population],
    ['?unit=U-003&period=FY2025&legal_status=sentenced', population],
  ])('%s shows the numbers of the native engine', async (search, shown) => {
    await visit(page, site.address + shown.route.slice(1) + search);
    await expectFigures(page, native, shown, search);
    const [now] = (await native.panel<Average>(shown, 'now', search)) ?? [];
    expect(await tile(page, 'Average daily population')).toContain(whole(now?.average));
  });

  it('gives what the command line gives', async () => {
    await visit(page, `${site.address}?facility=F-2&period=2025Q4&sex=M`);
    const values = { sex: 'M' };
    const [now] = await native.answer<Average>('population/average', {
      scope: 'facility=F-2',
      period: '2025Q4',
      values,
    });
    const [before] = await native.answer<Average>('population/average', {
      scope: 'facility=F-2',
      period: '2024Q4',
      values,
    });
    const change = Math.round(now?.average ?? NaN) - Math.round(before?.average ?? NaN);
    const shown = await tile(page, 'Average daily population');
    expect(shown).toContain(whole(now?.average));
    expect(shown).toContain(change === 0 ? 'as many as' : `${change > 0 ? '+' : '−'}${Math.abs(change)} against`);
  });
});

it('never shows the agency’s numbers as those of the link', async () => {
  // Who comes for the first time, and has no script yet.
  const newcomer = await openReader(browser);
  const { page: tab } = newcomer;
  const scripts = await held(tab, /\/_app\/.*\.js$/);
  const answers = await held(tab, /\/data\/\d/);
  await tab.goto(`${site.address}?facility=F-2`, { waitUntil: 'commit' });
  // There, and blank: it is of another place than the link's.
  await tab.locator('main .tile').first().waitFor({ state: 'attached' });
  await tab.waitForFunction(() => document.readyState !== 'loading');
  // Painted: before that the browser waits for the styles, and nobody sees anything.
  await tab.waitForFunction(() => performance.getEntriesByType('paint').length > 0);
  expect(await tab.locator('main .tile').first().isVisible()).toBe(false);

  // No script of the page has run.
  const main = tab.locator('main');
  expect((await tab.locator('main .figures').innerText()).trim()).toBe('');
  expect(await main.evaluate((found) => getComputedStyle(found, '::before').content)).toContain('Loading');

  await running(tab, async () => scripts.release());
  await tab.waitForFunction(() => !('pending' in document.documentElement.dataset));
  expect(await main.getAttribute('aria-busy')).toBe('true');
  // At once: nobody has looked at these figures yet.
  expect((await tab.locator('main .tile .value').allInnerTexts()).join('')).toBe('');
  expect(await tab.locator('main figure:not([aria-busy="true"])').count()).toBe(0);
  expect(await tab.locator('h1 + .sub').innerText()).not.toMatch(/\d people/);

  answers.release();
  await settled(tab);
  expect(await tab.locator('main .outdated').count()).toBe(0);
  await expectFigures(tab, native, overview, '?facility=F-2');
  await newcomer.close();
});

it('keeps the order of a table when months become quarters', async () => {
  await visit(page, `${site.address}trends/?descending.changes=name`);
  const table = page.locator('section[aria-labelledby="who-changed"] table');
  const names = () => table.locator('tbody th').allInnerTexts();
  const before = await names();
  expect(before.length).toBeGreaterThan(2);
  expect(before).toEqual([...before].sort().reverse());
  await page.getByRole('button', { name: 'Quarters', exact: true }).click();
  await page.waitForURL('**grain=quarter**');
  await settled(page);
  expect(new URL(page.url()).searchParams.get('descending.changes')).toBe('name');
  expect(await table.locator('th[aria-sort="descending"]').innerText()).toContain('Institution');
  expect(await names()).toEqual(before);
});

it('drops what it does not know, and says so', async () => {
  await visit(page, `${site.address}population/?facility=NOWHERE&period=2026Q9&compare=best&sex=X&offense_category=`);
  const notes = await page.locator('main [role="status"]').allInnerTexts();
  for (const unknown of ['NOWHERE', '2026Q9', '“best”', '“X”', '“”']) {
    expect(
      notes.filter((note) => note.includes(unknown)),
      unknown,
    ).toHaveLength(1);
  }
  expect(await page.locator('main [role="status"]:visible').count()).toBe(5);
  await expectFigures(page, native, population, '');

  await visit(page, `${site.address}measure/?id=nonsense`);
  expect(await page.getByRole('status').innerText()).toContain('nonsense');
});

it('a page about the whole agency shows it, whatever the link carries on', async () => {
  await visit(page, `${site.address}data/?facility=F-2&period=2025Q4&sex=M`);
  await expectFigures(page, native, data, '');
  expect(reader.requests.filter((address) => address.includes('/engine/'))).toEqual([]);
  const onwards = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Population' });
  expect(await onwards.getAttribute('href')).toContain('facility=F-2&period=2025Q4&sex=M');
});

interface Average {
  average: number;
  population: number;
}

function tile(page: Tab, label: string): Promise<string> {
  return page.locator('.tile', { hasText: label }).innerText();
}

/** Keeps requests waiting until they are released. */
async function held(page: Tab, pattern: RegExp): Promise<{ release: () => void }> {
  let release = () => {};
  const open = new Promise<void>((resolve) => (release = resolve));
  await page.route(pattern, async (route) => {
    await open;
    await route.continue();
  });
  return { release };
}
