import { expect } from 'vitest';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { chromiumOptions, findChromium } from '../../scripts/chromium.ts';

/**
 * Web assembly as it is first compiled, without the second compilation that makes it faster: an engine here answers some
 * dozen questions and is gone, and compiling it twice costs more than the second would save.
 */
const compiledOnce = '--js-flags=--liftoff-only';

export async function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chrome or Chromium was found. Install one, or name it in CHROMIUM_PATH.');
  return chromium.launch({ executablePath, ...chromiumOptions, args: [...chromiumOptions.args, compiledOnce] });
}

/** One reader: a browser profile with one tab, and all that went wrong in it. */
export interface Reader {
  page: Page;
  /** Errors of scripts and of the console. */
  errors: string[];
  /** Address of every request, those of workers included. */
  requests: string[];
  close(): Promise<void>;
}

export interface ReaderOptions extends BrowserContextOptions {
  /** Whether the engine starts by itself when the browser is idle. Without, only a change starts it. */
  idle?: boolean;
}

export async function openReader(browser: Browser, options: ReaderOptions = {}): Promise<Reader> {
  const { idle = false, ...rest } = options;
  const context = await browser.newContext({
    viewport: { width: 1440, height: 1000 },
    // A worker kept from an earlier page would answer instead of the site: only offline.test.ts admits it.
    serviceWorkers: 'block',
    timezoneId: 'UTC',
    ...rest,
  });
  if (!idle && rest.javaScriptEnabled !== false) {
    await context.addInitScript(() => (window.requestIdleCallback = () => 0));
  }
  if (rest.javaScriptEnabled !== false) await context.addInitScript(keepSaved);
  const reader: Reader = {
    page: await context.newPage(),
    errors: [],
    requests: [],
    close: () => context.close(),
  };
  context.on('request', (request) => reader.requests.push(request.url()));
  context.on('weberror', (error) => reader.errors.push(`${error.error().stack ?? error.error().message}`));
  context.on('console', (message) => {
    if (message.text() === 'Service Worker registration blocked by Playwright') return;
    if (message.type() === 'error' || message.type() === 'warning') {
      reader.errors.push(`console: ${message.text()} (${message.location().url})`);
    }
  });
  return reader;
}

declare global {
  interface Window {
    /** Text of the last file the page handed to the reader. */
    lastSaved: string;
  }
}

/** Chromium lets a page save ten files and no more, and pages have more figures than that. */
function keepSaved(): void {
  const create = URL.createObjectURL.bind(URL);
  URL.createObjectURL = (saved: Blob) => {
    if (saved.type.startsWith('text/csv')) {
      // The bytes as they are: text() would drop the byte order mark.
      void saved.arrayBuffer().then((bytes) => {
        window.lastSaved = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
      });
    }
    return create(saved);
  };
}

/**
 * Opens an address and waits until the page runs and every figure has come to its view, or said why it cannot.
 * @param version of the data on the host, where it is not the one the site was built with: a page shows that one first
 */
export async function visit(page: Page, address: string, version?: string): Promise<void> {
  await running(page, () => page.goto(address));
  if (version !== undefined) await page.locator('header', { hasText: `version ${version}` }).waitFor();
  await settled(page);
}

/** Does what loads a page, and waits until its scripts have taken over. */
export async function running(page: Page, load: () => Promise<unknown>): Promise<void> {
  // The first thing a page does when it runs is to look which export lies on the host.
  await Promise.all([page.waitForRequest(/\/data\/manifest\.json$/), load()]);
}

/**
 * Follows a link to an address of the site, as readers do: the page that is open stays, and with it the engine. Whether
 * the figures have come is asked with `settled`.
 */
export async function follow(page: Page, address: string): Promise<void> {
  const to = new URL(address, page.url()).href;
  await page.evaluate((href) => {
    const link = Object.assign(document.createElement('a'), { href });
    document.body.append(link);
    link.click();
    link.remove();
  }, to);
  await page.waitForURL((url) => url.href === to);
}

/** Waits until no figure is on its way. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      !('pending' in document.documentElement.dataset) &&
      document.querySelector('main')?.getAttribute('aria-busy') === 'false' &&
      !document.querySelector('main [aria-busy="true"]'),
    undefined,
    { timeout: 60_000 },
  );
}

/**
 * Waits until what a page has to be asked for comes true, given something to ask with. Not `waitForFunction`: to that a
 * promise is true, whatever it comes to.
 */
export async function comesTrue<Given>(
  page: Page,
  holds: (given: Given) => Promise<unknown>,
  given: Given,
): Promise<void> {
  const asked = () => page.evaluate(holds as (given: unknown) => Promise<unknown>, given).then(Boolean);
  await expect.poll(asked, { timeout: 60_000, interval: 100 }).toBe(true);
}
