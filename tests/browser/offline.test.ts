import type { Browser } from 'playwright-core';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { overview } from '../../src/lib/pages/overview.ts';
import { population } from '../../src/lib/pages/population.ts';
import { launch, openReader, settled, visit } from './browser.ts';
import { choosePeriod, noticesOf } from './controls.ts';
import { expectFigures } from './figures.ts';
import { openNative } from './native.ts';
import { openSite } from './site.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

describe.each(['/', '/any/deep/path/'])('after a first visit to %s', (base) => {
  it('the site works without the host', async () => {
    const site = await openSite(base);
    const native = await openNative(join(inject('site').build, 'data'));
    const reader = await openReader(browser, { serviceWorkers: 'allow' });
    const { page } = reader;
    await visit(page, site.address);
    await page.evaluate(() => navigator.serviceWorker.ready);
    // A reader who looks at something else meanwhile: what is asked for is kept.
    await visit(page, `${site.address}?period=2026Q2`);
    await expectFigures(page, native, overview, '?period=2026Q2');
    await visit(page, `${site.address}?facility=F-2`);
    expect(reader.errors).toEqual([]);

    // The host is gone: not only the browser's word for it.
    await site.close();
    for (const [path, shown, search] of [
      ['', overview, ''],
      ['population/', population, ''],
      ['?facility=F-2', overview, '?facility=F-2'],
      ['?period=2026Q2', overview, '?period=2026Q2'],
    ] as const) {
      await page.goto(site.address + path);
      await settled(page);
      await expectFigures(page, native, shown, search);
      expect((await noticesOf(page)).join(' '), path).not.toContain('cannot be worked out');
    }
    await choosePeriod(page, 'FY 2026 Q1');
    await settled(page);
    await expectFigures(page, native, overview, '?period=2026Q1');
    await page.reload();
    await settled(page);
    await expectFigures(page, native, overview, '?period=2026Q1');
    native.close();
    await reader.close();
  });
});
