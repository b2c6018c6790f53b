import type { Page as Tab } from 'playwright-core';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { pages } from '../../src/lib/pages/index.ts';
import { panelsOf } from '../../src/lib/pages/page.ts';
import { follow, openReader, settled, visit, type Reader } from './browser.ts';
import type { Native } from './native.ts';
import type { Site } from './site.ts';
import { openStage } from './stage.ts';
import { visibleTexts } from './visible.ts';

/**
 * A figure of another view never stands under the heading of this one. Asked of every page as a whole: whatever is seen
 * while files are held back must still be there once they have come.
 */
let site: Site;
let reader: Reader;
let native: Native;

beforeAll(async () => {
  const stage = await openStage();
  ({ site, native } = stage);
  reader = await openReader(stage.browser);
  return stage.close;
});
// What was held back has come by then; the next page is loaded anew, and its engine with it.
afterEach(async () => {
  await reader.page.context().unrouteAll({ behavior: 'wait' });
  expect(reader.errors.splice(0)).toEqual([]);
});

const drawn = pages.filter((page) => panelsOf(page).length > 0 && page.scopes.length > 1 && page.id !== 'case');

/** Of what a page is about: somebody or something else before and after. */
function about(id: string): readonly [before: string, after: string] {
  const staffOf = (facility: string) =>
    `staff=${native.manifest.scopes.staff.find(({ facility_id: home }) => home === facility)?.id}`;
  if (id === 'case-manager') return [staffOf('F-2'), staffOf('F-3')];
  return id === 'program' ? ['program=P-01', 'program=P-02'] : ['', ''];
}

it.each(drawn.map((page) => [page.id, page.route] as const))(
  '%s shows nothing of the place and period before, while files are held back and while some of them are',
  async (id, route) => {
    const { page } = reader;
    const [before, after] = about(id);
    await visit(page, `${site.address}${route.slice(1)}?${before}&facility=F-2&period=2026Q1`);
    const seen = await page.evaluate(visibleTexts);
    // Every other file, by its name: which panels that keeps waiting is another set on each page.
    const late = await hold(page, (address) => /\/data\/\d/.test(address) && odd(address));
    const network = await hold(page, (address) => /\/(data\/\d|engine\/)/.test(address) && !odd(address));
    await follow(page, `?${after}&facility=F-3&period=2025Q3&sex=F`);
    const blank = page.locator('.figures.blank');
    const blanked = await blank.waitFor({ state: 'attached', timeout: 5000 }).then(
      () => true,
      () => false,
    );
    // Or all was answered at once, from what the engine holds.
    if (!blanked) expect(await page.locator('main').getAttribute('aria-busy')).toBe('false');
    const held = await page.evaluate(visibleTexts);
    network.release();
    await page.waitForTimeout(1500);
    if ((await blank.count()) > 0) held.push(...(await page.evaluate(visibleTexts)));
    late.release();
    await settled(page);
    const then = new Set(await page.evaluate(visibleTexts));
    const heading = await page.locator('main .head').allInnerTexts();
    // The heading is of the new view, and may come to say more.
    const stays = (text: string) => then.has(text) || heading.some((each) => each.includes(text));
    expect(held.filter((text) => !stays(text) && !waiting.test(text))).toEqual([]);
    // Otherwise nothing was tried: there were other figures before.
    expect(seen.filter((text) => /\d/.test(text) && !then.has(text)).length).toBeGreaterThan(0);
  },
);

it('keeps every figure its size and place while it is blank', async () => {
  const { page } = reader;
  // From the answers of the export: the engine, which would answer some figures at once, is not there yet.
  await visit(page, `${site.address}population/?facility=F-2`);
  const before = await boxes(page);
  const network = await hold(page, (address) => /\/(data\/\d|engine\/)/.test(address));
  await follow(page, '?facility=F-2&period=2025Q3');
  await page.locator('.figures.blank').waitFor({ state: 'attached' });
  expect(await boxes(page)).toEqual(before);
  network.release();
  await settled(page);
});

/** What says how far the new figures are. */
const waiting = /^(Updating…|Loading|Working out|Cancel$|Question \d)/;

function boxes(page: Tab): Promise<unknown[]> {
  return page
    .locator('main :is(figure, .tile, h2)')
    .evaluateAll((found) =>
      found.map((each) => [each.getBoundingClientRect().top, each.getBoundingClientRect().height]),
    );
}

function odd(address: string): boolean {
  return [...address].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 2 === 1;
}

/** Keeps requests waiting until they are released. */
async function hold(page: Tab, which: (address: string) => boolean): Promise<{ release: () => void }> {
  let release = () => {};
  const open = new Promise<void>((resolve) => (release = resolve));
  await page.context().route(
    (url) => which(url.href),
    async (route) => {
      await open;
      await route.continue();
    },
  );
  return { release };
}
