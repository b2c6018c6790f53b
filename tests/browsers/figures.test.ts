import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findEngines } from '../../scripts/browsers/engines.ts';
import { comesTrue, type OpenBrowser, type Tab } from '../../scripts/browsers/tab.ts';
import { pages } from '../../src/lib/pages/index.ts';
import { panelsOf } from '../../src/lib/pages/page.ts';
import { openNative, type Native } from '../browser/native.ts';
import { openSite, type Site } from '../browser/site.ts';
import { visibleTexts } from '../browser/visible.ts';
import { chosenOnce, type ChosenOnce } from './views.ts';

/**
 * Every page after one choice, in each engine that is installed: what it shows when the engine of the browser counts must
 * be, to the letter, what the same page shows of the rows the native engine wrote with the export. For the one the host has
 * no answers; for the other, in Chromium, no engine. What the export does not write is held to what Chromium counts, and
 * to counts of the native engine.
 */
let counted: Site;
let written: Site;
let native: Native;
let choices: Map<string, ChosenOnce>;
/** Chromium, which draws what the others are held to. */
let drawing: { written: OpenBrowser; counted: OpenBrowser };

const engines = findEngines();
const [first] = engines;

beforeAll(async () => {
  if (typeof first?.open !== 'function') throw new Error(first?.open.lacking);
  [counted, written] = await Promise.all([openSite(), openSite()]);
  native = await openNative(join(written.folder, 'data'));
  choices = new Map((await chosenOnce(native)).map((choice) => [choice.page.id, choice]));
  await rm(join(counted.folder, 'data', native.manifest.version, 'answers'), { recursive: true });
  await rm(join(written.folder, 'engine'), { recursive: true });
  drawing = { written: await first.open(), counted: await first.open() };
  await begin(drawing.written.tab, written);
  await begin(drawing.counted.tab, counted);
  return async () => {
    await Promise.all([drawing.written.close(), drawing.counted.close()]);
    native.close();
    await Promise.all([counted.close(), written.close()]);
  };
});

describe.each(engines)('$name', ({ name, open }) => {
  if (typeof open !== 'function') {
    it.skip(`was not tried. ${open.lacking}`);
    return;
  }
  let browser: OpenBrowser;
  const took: string[] = [];

  beforeAll(async () => {
    browser = await open();
    await begin(browser.tab, counted);
    return () => browser.close();
  });
  afterAll(() => console.log(`${name} ${browser.version}, milliseconds from the click: ${took.join(', ')}`));

  it.each(pages.map(({ id }) => id))('shows the native engine’s figures on %s', async (id) => {
    const choice = choices.get(id);
    if (!choice) throw new Error(`there is no page ${id}`);
    const wanted = await shown(choice.counts === null ? drawing.written.tab : drawing.counted.tab, choice);
    const began = Date.now();
    const found = await shown(browser.tab, choice);
    took.push(`${id} ${Date.now() - began}`);
    expect(found.texts).toEqual(wanted.texts);
    expect(found.notices).toEqual([]);
    const numbers: readonly string[] = found.texts.join(' ').replaceAll(',', '').match(/\d+/g) ?? [];
    expect(numbers).toEqual(expect.arrayContaining((choice.counts ?? []).map(String)));
    if (panelsOf(choice.page).length > 0) expect(numbers.length).toBeGreaterThan(10);
    expect(await browser.tab.evaluate(() => window.scriptErrors, null)).toEqual([]);
  });

  it('has counted them itself', async () => {
    const fetched = () => performance.getEntriesByType('resource').map((entry) => entry.name);
    expect((await browser.tab.evaluate(fetched, null)).join(' ')).toContain('/engine/duckdb-eh');
  });
});

declare global {
  interface Window {
    /** What went wrong in the scripts of the page. */
    scriptErrors: string[];
  }
}

/** Opens a page without figures, from which the others are reached by links: so the engine starts once. */
async function begin(tab: Tab, site: Site): Promise<void> {
  const address = `${site.address}help/`;
  await tab.goto(address);
  await comesTrue(tab, settledAt, address);
  await tab.evaluate(() => {
    window.scriptErrors = [];
    addEventListener('error', ({ message }) => window.scriptErrors.push(message));
    addEventListener('unhandledrejection', ({ reason }) => window.scriptErrors.push(String(reason)));
    // Room for the names of all files: by default the list ends after 250.
    performance.setResourceTimingBufferSize(10_000);
  }, null);
}

/** Follows a link to a page and gives back all it shows once every figure has come. */
async function shown(tab: Tab, { page, search }: ChosenOnce): Promise<{ notices: string[]; texts: string[] }> {
  const address = await tab.evaluate((to) => {
    const link = Object.assign(document.createElement('a'), { href: to });
    document.querySelector('main')?.append(link);
    link.click();
    link.remove();
    return link.href;
  }, `${page.route}${search}`);
  await comesTrue(tab, settledAt, address);
  // Twice, with the page painted between: what was only about to ask has asked by then.
  await tab.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50))), null);
  await comesTrue(tab, settledAt, address);
  // That its engine or its answers are missing is said on the page that draws, not on one that counts.
  const notices = await tab.evaluate(() => {
    const found = [...document.querySelectorAll<HTMLElement>('main > .notice')];
    const said = found.map((each) => each.innerText);
    for (const each of found) each.style.display = 'none';
    return said;
  }, null);
  return { notices, texts: await tab.evaluate(visibleTexts, null) };
}

/** Whether a page is open and no figure is on its way. Runs in the page. */
function settledAt(address: string): boolean {
  const main = document.querySelector('main');
  return (
    location.href === address &&
    !('pending' in document.documentElement.dataset) &&
    main?.getAttribute('aria-busy') === 'false' &&
    !main.querySelector('[aria-busy="true"]') &&
    // What is fetched for one page only, and is there before it counts as busy.
    (!location.pathname.endsWith('/memo/') || document.querySelector('.memo-print') !== null) &&
    (!location.pathname.endsWith('/explore/') || /loaded once.*\d tables/s.test(main.innerText))
  );
}
