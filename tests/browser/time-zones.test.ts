import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pages } from '../../src/lib/pages/index.ts';
import { follow, launch, openReader, settled, visit } from './browser.ts';
import { choosePeriod } from './controls.ts';
import { openSite, type Site } from './site.ts';

let site: Site;
let browser: Browser;
/** What a reader at Greenwich reads. */
let wanted: Record<string, string[]>;

/** Half a day before Greenwich and half a day after it. */
const far = ['Pacific/Tongatapu', 'Pacific/Pago_Pago'];
let found: Record<string, string[]>[];

beforeAll(async () => {
  [site, browser] = await Promise.all([openSite(), launch()]);
  // All three at once: each mostly waits for its page.
  [wanted = {}, ...found] = await Promise.all(['UTC', ...far].map(readAll));
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

it.each(far.map((zone, index) => [zone, index] as const))(
  'a reader in %s reads the same dates and numbers',
  (_, index) => {
    for (const [what, words] of Object.entries(wanted)) expect(found[index]?.[what], what).toEqual(words);
  },
);

/** Every word of every page: as it came from the host, as scripts draw it, and after the engine was asked. */
async function readAll(timezoneId: string): Promise<Record<string, string[]>> {
  const words: Record<string, string[]> = {};
  const reader = await openReader(browser, { timezoneId });
  const { page } = reader;
  const read = () =>
    page.locator('header, main').evaluateAll((parts) =>
      parts.flatMap((part) => {
        const texts: string[] = [];
        const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) texts.push(walker.currentNode.textContent?.trim() ?? '');
        return [
          ...texts,
          ...[...part.querySelectorAll('[aria-label]')].map((each) => each.getAttribute('aria-label') ?? ''),
        ];
      }),
    );
  const to = async (path: string) => {
    await follow(page, site.address + path);
    await settled(page);
    return read();
  };
  // As it was rendered on the host, which knows no zone; the others are drawn here, every word of them.
  await visit(page, site.address);
  words['rendered'] = await read();
  for (const { route, id } of pages) words[id] = await to(route.slice(1));
  words['answers'] = await to('population/?facility=F-2');
  await choosePeriod(page, 'FY 2026 Q2');
  await settled(page);
  words['a quarter'] = await read();
  words['some days'] = await to('?period=2026-02-03..2026-03-09&sex=M');
  expect(words['some days']?.join(' ')).toContain('Feb 3 – Mar 9, 2026');
  expect(await page.evaluate(() => new Intl.DateTimeFormat().resolvedOptions().timeZone)).toBe(timezoneId);
  await reader.close();
  return words;
}
