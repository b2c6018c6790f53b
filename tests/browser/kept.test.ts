import { readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { overview } from '../../src/lib/pages/overview.ts';
import { population } from '../../src/lib/pages/population.ts';
import { comesTrue, launch, openReader, settled, visit, type Reader } from './browser.ts';
import { choosePeriod, noticesOf } from './controls.ts';
import { expectFigures } from './figures.ts';
import { openGate, signInText, type Gate, type Mode } from './gate.ts';
import { openNative, type Native } from './native.ts';

let browser: Browser;
/** One host for all: whatever a test does to it, the next begins with one that is open. */
let gate: Gate;
let native: Native;
/** One reader who keeps the site for all tests, the keeping of which is most of the work; those that break it have their own. */
let keeper: Reader;
let page: Page;

beforeAll(async () => {
  [browser, gate] = await Promise.all([launch(), openGate()]);
  native = await openNative(join(gate.site.folder, 'data'));
  keeper = await openReader(browser, { serviceWorkers: 'allow' });
});
afterAll(async () => {
  native.close();
  await browser.close();
  await gate.close();
});
beforeEach(() => {
  gate.mode = 'open';
  gate.immutable = false;
  ({ page } = keeper);
});

/** Visits until the service worker stands between page and host. */
async function visitKept(): Promise<void> {
  await visit(page, gate.address);
  if (!(await page.evaluate(() => navigator.serviceWorker.controller !== null))) {
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await visit(page, gate.address);
  }
  await visit(page, `${gate.address}population/`);
}

/** What the browser keeps: the address of every response, and those that hold a text. */
function keptWith(text: string): Promise<{ all: string[]; found: string[] }> {
  return page.evaluate(async (sought) => {
    const all: string[] = [];
    const found: string[] = [];
    for (const name of await caches.keys()) {
      if (!name.startsWith('caseboard / ')) continue;
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const response = await cache.match(request, { ignoreVary: true });
        all.push(request.url);
        if ((await response?.text())?.includes(sought)) found.push(request.url);
      }
    }
    return { all, found };
  }, text);
}

/** What was on its way when the host refused may come in and is taken out again. */
async function nothingOfDataIsKept(): Promise<void> {
  const isEmpty = async () => {
    const names = (await caches.keys()).filter((name) => name.endsWith(' data'));
    const kept = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).length));
    return kept.every((files) => files === 0);
  };
  await comesTrue(page, isEmpty, null);
}

async function worksWithoutHost(): Promise<void> {
  await gate.stop();
  for (const [path, shown] of [
    ['', overview],
    ['population/', population],
  ] as const) {
    await page.goto(gate.address + path);
    await settled(page);
    await expectFigures(page, native, shown, '');
  }
  await gate.start();
}

async function showsNothingWithoutHost(): Promise<void> {
  await gate.stop();
  for (const path of ['', 'population/', 'data/manifest.json']) {
    // In a tab of its own: the error page that follows would interrupt the next visit of this one.
    const tab = await page.context().newPage();
    await expect(tab.goto(gate.address + path), path).rejects.toThrow(/ERR_/);
    await tab.close();
  }
  await gate.start();
}

/** First of all: a worker that keeps the site may ask for the manifest itself at any time, and end the session with it. */
it('a host that refuses the manifest alone: the page says so', async () => {
  const reader = await openReader(browser);
  ({ page } = reader);
  await visit(page, gate.address);
  const manifest = gate.endSessionAt('/data/manifest.json', '403');
  await page.goto(gate.address);
  await manifest;
  await page.locator('main > .notice', { hasText: 'no longer lets this browser in' }).waitFor();
  expect((await noticesOf(page)).join(' ')).toContain('were removed');
  await reader.close();
});

describe('a host whose session ends', () => {
  it('while the site is being kept, with a sign-in page, a redirect or a 401: nothing foreign is kept, and the site works after the next sign-in', async () => {
    const reader = await openReader(browser, { serviceWorkers: 'allow' });
    ({ page } = reader);
    // Somebody else's on the same origin stays.
    await page.goto(`${gate.address}favicon.svg`);
    await page.evaluate(async () => {
      await (await caches.open('caseboard /other/ data')).put('/other/x', new Response('theirs'));
      await (await caches.open('another application')).put('/x', new Response('theirs'));
    });
    // One after the other: each time the worker goes on with what is missing, and that page is among it.
    for (const mode of ['sign-in page', 'redirect', '401'] satisfies Mode[]) {
      gate.mode = 'open';
      const ended = gate.endSessionAt('/methods/', mode);
      await page.goto(gate.address);
      await ended;
      await comesTrue(page, async () => !(await navigator.serviceWorker.getRegistration()), null);
      const { all, found } = await keptWith(signInText);
      expect(all.length, mode).toBeGreaterThan(0);
      expect(found, mode).toEqual([]);

      await page.goto(gate.address);
      if (mode !== 'redirect') expect(await page.locator('h1').innerText(), mode).toBe(signInText);
    }

    gate.mode = 'open';
    await visitKept();
    await expectFigures(page, native, population, '');
    expect((await keptWith(signInText)).found).toEqual([]);
    await worksWithoutHost();
    expect(
      await page.evaluate(async () => (await caches.keys()).filter((name) => !name.startsWith('caseboard / ')).sort()),
    ).toEqual(['another application', 'caseboard /other/ data']);
    await reader.close();
  });

  it('by the next visit, with a sign-in page or a redirect: the page is theirs, what was kept stays', async () => {
    await visitKept();
    for (const mode of ['sign-in page', 'redirect'] satisfies Mode[]) {
      gate.mode = mode;
      await page.goto(gate.address);
      expect(await page.locator('h1').innerText(), mode).toBe(signInText);
      expect((await keptWith(signInText)).found, mode).toEqual([]);
    }
    await worksWithoutHost();
    gate.mode = 'open';
    await visit(page, gate.address);
    await expectFigures(page, native, overview, '');
  });
});

describe('a host that refuses', () => {
  it('with 401 or 403 at the next visit: kept figures are gone, and come back after the next sign-in', async () => {
    for (const mode of ['401', '403'] satisfies Mode[]) {
      gate.mode = 'open';
      await visitKept();
      expect((await keptWith('schema_version')).found.length, mode).toBeGreaterThan(0);
      gate.mode = mode;
      await page.goto(gate.address);
      expect(await page.locator('h1').innerText(), mode).toBe(signInText);
      await nothingOfDataIsKept();
      const { all } = await keptWith('');
      expect(
        all.filter((address) => /\/data\/|\/$/.test(address)),
        mode,
      ).toEqual([]);
      await showsNothingWithoutHost();

      gate.mode = 'open';
      await visit(page, gate.address);
      await expectFigures(page, native, overview, '');
      // Every page is fetched again in the background.
      await comesTrue(
        page,
        async (paths) => {
          const found = await Promise.all(paths.map((path) => caches.match(path, { ignoreVary: true })));
          return found.every(Boolean);
        },
        ['/worklist/', '/population/'],
      );
    }
    await visit(page, `${gate.address}population/`);
    await worksWithoutHost();
  });

  it('while a page is open: it says so', async () => {
    await visitKept();
    gate.mode = '401';
    await page.evaluate(() => fetch('/data/2020-01-01.00000000/none.parquet'));
    const said = page.locator('main > .notice', { hasText: 'no longer lets this browser in' });
    await said.waitFor();
    await nothingOfDataIsKept();
    expect(await page.locator('h1').innerText()).not.toBe(signInText);
  });

  it('while a page is open, and the browser itself has files still: they are not kept again', async () => {
    gate.immutable = true;
    await visitKept();
    const asked = `/data/${native.manifest.version}/${native.manifest.answers.file}`;
    await page.evaluate((path) => fetch(path), asked);
    gate.mode = '401';
    await page.evaluate(() => fetch('/data/manifest.json'));
    await nothingOfDataIsKept();
    expect(await page.evaluate(async (path) => (await fetch(path)).status, asked)).toBe(200);
    expect((await keptWith('')).all.filter((address) => address.includes('/data/'))).toEqual([]);
  });
});

it('a computer that was made to forget keeps nothing', async () => {
  await visitKept();
  await choosePeriod(page, 'FY 2026 Q2');
  await page.evaluate(() => {
    localStorage.setItem('["caseboard views","x"]', '{}');
    localStorage.setItem('caseboard:theme', 'dark');
    localStorage.setItem('another application', 'theirs');
  });
  await visit(page, `${gate.address}views/`);
  await page.getByRole('button', { name: 'Forget everything…' }).click();
  await page.getByRole('button', { name: 'Forget everything', exact: true }).click();
  await page.getByText('Nothing of this site is kept on this computer any more.').waitFor();
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(['another application']);
  expect((await keptWith('')).all).toEqual([]);
  // What this page still asks for is not kept either.
  await page.evaluate(() => fetch('/data/manifest.json'));
  expect((await keptWith('')).all).toEqual([]);
  await showsNothingWithoutHost();
  await visit(page, gate.address);
  await expectFigures(page, native, overview, '');
});

describe('a newer build', () => {
  it('leaves an open tab the parts it has not asked for yet', async () => {
    // The last test: the host is another one afterwards.
    const reader = await openReader(browser, { serviceWorkers: 'allow' });
    ({ page } = reader);
    await visitKept();
    await visit(page, gate.address);
    await page.evaluate(() => Object.assign(window, { opened: 'before' }));

    // The same site with another version, in which every part that lies in a file of its own has another name.
    const immutable = join(gate.site.folder, '_app/immutable/nodes');
    const workerFile = join(gate.site.folder, 'service-worker.js');
    const { version } = JSON.parse(await readFile(join(gate.site.folder, '_app/version.json'), 'utf8')) as {
      version: string;
    };
    let worker = (await readFile(workerFile, 'utf8')).replaceAll(version, `${version}9`);
    for (const name of await readdir(immutable)) {
      if (!name.endsWith('.js')) continue;
      await rename(join(immutable, name), join(immutable, `new-${name}`));
      worker = worker.replaceAll(`nodes/${name}`, `nodes/new-${name}`);
    }
    await writeFile(workerFile, worker);
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
    await comesTrue(page, async () => (await navigator.serviceWorker.getRegistration())?.waiting, null);

    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Worklist', exact: true }).click();
    await page.waitForURL('**/worklist/*');
    await settled(page);
    expect(await page.locator('h1').count()).toBe(1);
    expect(await page.evaluate(() => (window as { opened?: string }).opened)).toBe('before');
    await reader.close();
  });
});
