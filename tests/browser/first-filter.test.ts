import type { Browser } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { filteredViews } from '../../src/lib/pages/filtered.ts';
import { pages } from '../../src/lib/pages/index.ts';
import type { Page } from '../../src/lib/pages/page.ts';
import { follow, openReader, settled, visit } from './browser.ts';
import { expectFigures } from './figures.ts';
import type { Native } from './native.ts';
import type { Site } from './site.ts';
import { openStage } from './stage.ts';

let site: Site;
let browser: Browser;
let native: Native;

beforeAll(async () => {
  const stage = await openStage();
  ({ site, browser, native } = stage);
  return stage.close;
});

const page = (id: string): Page => {
  const found = pages.find((each) => each.id === id);
  if (!found) throw new Error(`there is no page ${id}`);
  return found;
};
const woke = (requests: readonly string[]) => requests.some((address) => address.includes('/engine/'));

/** The last filter of every characteristic of a page. */
function filtersOf(id: string): string[] {
  const byCharacteristic = new Map<string, string>();
  for (const name of filteredViews(page(id), native.manifest).keys()) {
    const at = name.indexOf('=');
    byCharacteristic.set(name.slice(0, at), `?${name.slice(0, at)}=${encodeURIComponent(name.slice(at + 1))}`);
  }
  return [...byCharacteristic.values()];
}

describe.each(['overview', 'population', 'recidivism'])('the first filter of %s', (id) => {
  it('is answered without the engine, with the figures the engine gives', async () => {
    const filters = filtersOf(id);
    expect(filters.length).toBeGreaterThanOrEqual(3);
    const reader = await openReader(browser);
    for (const search of filters) {
      // Loaded anew: each filter is the first.
      await visit(reader.page, site.address + page(id).route.slice(1));
      await follow(reader.page, search);
      await settled(reader.page);
      expect(woke(reader.requests), search).toBe(false);
      await expectFigures(reader.page, native, page(id), search);
    }
    expect(reader.errors).toEqual([]);
    await reader.close();
  });
});

it('where the file of a filter is lost the engine answers', async () => {
  const reader = await openReader(browser);
  await reader.page.route(/-filtered\//, (route) => route.fulfill({ status: 404 }));
  await visit(reader.page, `${site.address}population/?sex=F`);
  await settled(reader.page);
  expect(woke(reader.requests)).toBe(true);
  await expectFigures(reader.page, native, page('population'), '?sex=F');
  await reader.close();
});

it('two filters are the engine’s', async () => {
  const reader = await openReader(browser);
  await visit(reader.page, `${site.address}population/?sex=F&custody_level=low`);
  await settled(reader.page);
  expect(woke(reader.requests)).toBe(true);
  await reader.close();
});
