import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page as Tab } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import { pages } from '../../src/lib/pages/index.ts';
import { follow, launch, openReader, settled, visit, type Reader, type ReaderOptions } from './browser.ts';
import { choosePeriod } from './controls.ts';
import { openSite, type Site } from './site.ts';

let site: Site;
let browser: Browser;
let axe: string;
let page: Tab;

beforeAll(async () => {
  [site, browser] = await Promise.all([openSite(), launch()]);
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});
afterAll(async () => {
  await browser.close();
  await site.close();
});
/** Opens a page for all tests of a block: each looks at it as the one before left it. */
function openFor(address: () => string, options?: ReaderOptions): void {
  let reader: Reader;
  beforeAll(async () => {
    reader = await openReader(browser, options);
    page = reader.page;
    await visit(page, address());
  });
  afterAll(() => reader.close());
}

const wide = { width: 1440, height: 1000 };
const narrow = { width: 320, height: 800 };

describe.each([...pages.map(({ route }) => route.slice(1)), 'measure/', 'measure/?id=net-flow'])('/%s', (path) => {
  openFor(() => site.address + path, { reducedMotion: 'reduce' });

  it('has nothing axe objects to, in both themes and forced colours, wide and narrow, and moves nothing unasked', async () => {
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    await expectCleanEverywhere(`/${path}`);
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await sideways(page), 'px to scroll sideways at 320 px').toBe(0);
    // A window of 1280 px at 200 %.
    await page.setViewportSize({ width: 640, height: 512 });
    expect(await sideways(page), 'px to scroll sideways at 200 %').toBe(0);

    await page.setViewportSize(wide);
    await page.emulateMedia({ forcedColors: 'active' });
    await expectClean(`/${path} in forced colours`, ofColours);
    // What is drawn is not the colour of the paper.
    const lost = await page.evaluate(() => {
      const paper = getComputedStyle(document.documentElement).backgroundColor;
      return [...document.querySelectorAll('main svg .mark-line')].filter(
        (mark) => mark.checkVisibility() && getComputedStyle(mark).stroke === paper,
      ).length;
    });
    expect(lost).toBe(0);
  });

  it('prints the figures and what they are of, without what is only for the screen', async () => {
    await page.setViewportSize(wide);
    await page.emulateMedia({ media: null, forcedColors: null, colorScheme: null });
    await follow(page, `${site.address}${path}${path.includes('?') ? '&' : '?'}region=R-1`);
    await settled(page);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('navigation', { name: 'Pages' }).isVisible()).toBe(false);
    expect(await page.locator('main button:visible').allInnerTexts()).toEqual(
      expect.not.arrayContaining(['Print', 'CSV']),
    );
    const line = await page.locator('.summary').innerText();
    expect(line).toContain('Data as of Jun 30, 2026');
    const here = pages.find(({ route }) => route.slice(1) === path);
    if (here) expect(line.includes('Northern Region')).toBe(here.scopes.length > 1);
    // At the foot of every printed page, as it stands on the first.
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--foot'))).toContain(
      'Data as of Jun 30, 2026',
    );
    const drawn = page.locator('svg[role="img"]:not(.screen-only *)');
    expect(await drawn.locator('visible=true').count()).toBe(await drawn.count());
  });
});

describe('opened on the overview', () => {
  openFor(() => site.address);
  beforeEach(() => page.setViewportSize(wide));

  it.each([
    ['the period picker', () => page.getByRole('button', { name: /^Period:/ }).click()],
    ['the scope picker', () => page.getByRole('button', { name: /^Scope:/ }).click()],
    ['the filters', () => page.getByRole('button', { name: /Add filter/ }).click()],
    ['the list of everything', () => page.getByRole('button', { name: /^Find/ }).click()],
    ['the list of keys', () => page.keyboard.press('?')],
  ])('%s has nothing axe objects to', async (what, open) => {
    await open();
    await page.getByRole('dialog').waitFor();
    await expectCleanEverywhere(what);
    expect(await sideways(page)).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  // What opens in the flow of the page, one after the other.
  it.each([
    ['tables', () => pressAll('Table')],
    [
      'downloads and columns',
      async () => {
        for (const name of [/^Download: /, /^Download page: /, /^Columns: /]) {
          for (const button of await page.getByRole('button', { name }).all()) await button.click();
        }
        await page.getByRole('button', { name: 'Save view' }).click();
        await page.getByLabel('Name of the view').waitFor();
      },
    ],
    ['“How this is calculated”', () => openAll(['How this is calculated', 'Show the SQL'])],
  ])('%s has nothing axe objects to', async (what, open) => {
    await open();
    await expectCleanEverywhere(what);
    expect(await sideways(page)).toBe(0);
  });
});

describe('in use', () => {
  let reader: Reader;
  beforeEach(async () => {
    reader = await openReader(browser);
    page = reader.page;
  });
  afterEach(() => reader.close());

  it('the SQL console at work', async () => {
    await visit(page, `${site.address}explore/`);
    await page.getByRole('textbox', { name: 'SQL' }).focus();
    await page.locator('.cm-content').focus();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Result' }).waitFor();
    await page.locator('main summary').last().click();
    await page.getByRole('group', { name: 'Tables' }).locator('summary').first().click();
    for (const what of ['table', 'chart', 'problem']) {
      if (what === 'chart') await page.getByRole('button', { name: 'Chart', exact: true }).click();
      if (what === 'problem') {
        await page.locator('.cm-content').focus();
        await page.keyboard.type('SELEC ');
        await page.keyboard.press('Control+Enter');
        await page.getByRole('alert').waitFor();
      }
      // A run changes nothing outside the query.
      await expectCleanEverywhere(`the console with a ${what}`, what === 'table' ? {} : { within: '#query' });
      expect(await sideways(page)).toBe(0);
    }
  });

  it('pickers on a narrow screen, with filters chosen', async () => {
    await page.setViewportSize(narrow);
    await visit(page, `${site.address}population/?facility=F-2&sex=M`);
    await page.locator('header .opener').click();
    await expectClean('pickers at 320 px');
    await page.getByRole('button', { name: /^Period:/ }).click();
    await expectClean('the period picker at 320 px');
    expect(await sideways(page)).toBe(0);
  });

  it('figures that could not be brought to the view', async () => {
    await page.route('**/engine/**', (route) => route.abort());
    await visit(page, site.address);
    await choosePeriod(page, 'FY 2026 Q2');
    await page.locator('figure [data-status="failed"]').first().waitFor();
    await settled(page);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expectClean(`figures that did not come, ${colorScheme}`, colorScheme === 'light' ? {} : ofColours);
    }
  });

  it('the theme a reader chose stays', async () => {
    await visit(page, site.address);
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    const button = page.getByRole('button', { name: /^Theme/ });
    await button.click();
    await button.click();
    expect(await button.innerText()).toContain('dark');
    const dark = await paper();
    expect(dark).not.toBe(light);
    // Before any script of the page has run.
    await page.route(/\/_app\/.*\.js$/, () => undefined);
    await page.reload({ waitUntil: 'commit' });
    // The parser may be past the heading before the styles have come.
    await expect.poll(paper).not.toBe('rgba(0, 0, 0, 0)');
    expect(await paper()).toBe(dark);
  });

  it('the first Tab leads past the frame', async () => {
    await visit(page, `${site.address}population/`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  });
});

/** Both themes, wide and narrow: what depends on the width does not depend on the theme, so each is seen once. */
async function expectCleanEverywhere(what: string, only: Looked = {}): Promise<void> {
  for (const [size, colorScheme] of [
    [wide, 'light'],
    [narrow, 'dark'],
  ] as const) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    await expectClean(`${what} ${size.width} px, ${colorScheme}`, only);
  }
}

/** What axe looks at: everything, or what can have changed where the rest was looked at before. */
interface Looked {
  /** Identifiers of its rules. */
  runOnly?: string[];
  /** A part of the page, by its selector. */
  within?: string;
}
/** Where only the colours are others: the rules that ask for colours, of text and of links within it. */
const ofColours: Looked = { runOnly: ['color-contrast', 'link-in-text-block'] };

async function expectClean(what: string, { within, ...only }: Looked = {}): Promise<void> {
  const injected = await page.evaluate('typeof axe === "object"');
  if (!injected) await page.evaluate(axe);
  const { violations } = await page.evaluate(
    ([part, options]) =>
      (window as unknown as { axe: { run(part: string, options: object): Promise<AxeResults> } }).axe.run(part, {
        resultTypes: ['violations'],
        ...options,
      }),
    [within ?? 'html', only] as const,
  );
  const found = violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n${nodes.map(({ html, failureSummary }) => `  ${html}\n  ${failureSummary}`).join('\n')}`,
  );
  expect(found.join('\n'), what).toBe('');
}

function sideways(tab: Tab): Promise<number> {
  return tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

async function pressAll(name: string): Promise<void> {
  for (const button of await page.getByRole('button', { name, exact: true }).all()) await button.click();
}

async function openAll(names: string[]): Promise<void> {
  for (const name of names)
    for (const each of await page.locator('main figure').getByText(name).all()) await each.click();
}
