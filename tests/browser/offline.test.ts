import { readFile, writeFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { overview } from '../../src/lib/pages/overview.ts';
import { population } from '../../src/lib/pages/population.ts';
import { comesTrue, follow, launch, openReader, settled, visit } from './browser.ts';
import { choosePeriod, leaveAndComeBack, noticesOf } from './controls.ts';
import { expectFigures } from './figures.ts';
import { openGate } from './gate.ts';
import { openNative, type Native } from './native.ts';
import { manifestText } from '../../src/lib/export/manifest-file.ts';
import type { AnswerList } from '../../src/lib/export/manifest.ts';
import { nightPasses, openSite } from './site.ts';

let browser: Browser;

/** What is looked at without the host: a path, its page, and what the native engine is asked for. */
const keptViews = [
  ['', overview, ''],
  ['population/', population, ''],
  ['?facility=F-2', overview, '?facility=F-2'],
  ['?period=2026Q2', overview, '?period=2026Q2'],
] as const;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

it('after a first visit under a sub-path the site works without the host', async () => {
  const site = await openSite('/any/deep/path/');
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
  for (const [path, shown, search] of keptViews) {
    await page.goto(site.address + path);
    await settled(page);
    await expectFigures(page, native, shown, search);
    expect((await noticesOf(page)).join(' '), path).not.toContain('cannot be worked out');
  }
  await worksOutAnotherPeriod(page, native);
  native.close();
  await reader.close();
});

/** What no file holds, on the overview without the host. */
async function worksOutAnotherPeriod(page: Page, native: Native): Promise<void> {
  await choosePeriod(page, 'FY 2026 Q1');
  await settled(page);
  await expectFigures(page, native, overview, '?period=2026Q1');
  await page.reload();
  await settled(page);
  await expectFigures(page, native, overview, '?period=2026Q1');
}

/** Waits until the browser keeps files, given by their paths. */
async function kept(page: Page, paths: readonly string[]): Promise<void> {
  expect(paths.length).toBeGreaterThan(0);
  await comesTrue(
    page,
    async (wanted) => {
      const found = await Promise.all(wanted.map((path) => caches.match(path, { ignoreVary: true })));
      return found.every(Boolean);
    },
    paths,
  );
}

it('after one visit it shows without the host the figures that were shown, not the older ones of the build', async () => {
  const gate = await openGate();
  const data = join(gate.site.folder, 'data');
  const built = await openNative(data);
  await nightPasses(gate.site);
  const native = await openNative(data);
  const { version, answers } = native.manifest;
  expect(version).not.toBe(built.manifest.version);
  const reader = await openReader(browser, { serviceWorkers: 'allow' });
  const { page } = reader;
  await visit(page, gate.address, version);
  // Asked of the engine, some of it before there was a worker to keep anything.
  await choosePeriod(page, 'FY 2026 Q2');
  await settled(page);
  await follow(page, '?facility=F-2');
  await settled(page);

  const list = JSON.parse(await readFile(join(data, version, answers.file), 'utf8')) as AnswerList;
  // Lists of parts are of no use without them.
  const first = Object.entries(list.answers).filter(([key, { parts }]) => key.endsWith('/agency') && !parts);
  const asked = reader.requests.map((address) => new URL(address).pathname);
  await kept(page, [
    ...first.map(([, { file }]) => `/data/${version}/${file}`),
    ...asked.filter((path) => /^\/(data|engine)\//.test(path)),
    '/population/',
    '/data/',
  ]);
  // The tab sees that something newer is there, and does not take it: it is not what is kept.
  const manifest = join(data, 'manifest.json');
  await writeFile(manifest, await manifestText({ ...native.manifest, version: '2026-08-01.00000000' }));
  await leaveAndComeBack(page);
  await page.locator('main > .notice', { hasText: 'are on the host' }).waitFor();
  await gate.stop();

  for (const [path, shown, search] of keptViews) {
    await page.goto(gate.address + path);
    await page.locator('header', { hasText: `version ${version}` }).waitFor();
    await settled(page);
    await expectFigures(page, native, shown, search);
    expect(await noticesOf(page), path).toEqual([]);
  }
  await worksOutAnotherPeriod(page, native);
  built.close();
  native.close();
  await reader.close();
  await gate.close();
});
