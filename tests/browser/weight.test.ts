import { gzipSync } from 'node:zlib';
import type { Browser, Response } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pages } from '../../src/lib/pages/index.ts';
import { launch, openReader, running, settled } from './browser.ts';
import { openSite, type Site } from './site.ts';

/** Bytes, compressed, of the HTML, scripts and answers a page needs before the engine; styles and fonts are told beside. */
const bar = 150_000;
/** A link to a place fetches that place's figures beside those of the agency that lie in the HTML. */
const barOfLinks = 180_000;

let site: Site;
let browser: Browser;

beforeAll(async () => {
  [site, browser] = await Promise.all([openSite(), launch()]);
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

it.each(
  pages.flatMap((page) =>
    // A page of the whole agency is the same for every place.
    (page.scopes.includes('facility') ? ['', '?facility=F-2'] : ['']).map(
      (search) => [page.id + search, page.route.slice(1) + search, page] as const,
    ),
  ),
)('%s: HTML, scripts and answers are light', async (name, path, { id, scopes, answered = scopes }) => {
  const reader = await openReader(browser);
  const responses: Response[] = [];
  let [woken, asked] = [false, false];
  // What the engine needs is no part of it: its own files, the list of the marts', and whatever comes beside them.
  reader.page.on('request', (request) => (asked ||= /\/engine\/|\/files\.json$/.test(request.url())));
  reader.page.on('response', (response) => {
    woken ||= response.url().includes('/engine/');
    if (!asked) responses.push(response);
  });
  // Which is why nobody waits for what the engine then answers.
  const enough = reader.page.waitForResponse(/\/engine\//, { timeout: 60_000 }).catch(() => null);
  await running(reader.page, () => reader.page.goto(site.address + path));
  await Promise.race([settled(reader.page), enough]);
  const weights = await Promise.all(responses.map(weigh));
  const sum = (kinds: string[]) =>
    weights.filter(({ kind }) => kinds.includes(kind)).reduce((total, { bytes }) => total + bytes, 0);
  const counted = sum(['document', 'script', 'fetch']);
  const kilo = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  console.log(
    `${name}: ${kilo(counted)} (HTML ${kilo(sum(['document']))}, scripts ${kilo(sum(['script']))}, ` +
      `answers ${kilo(sum(['fetch']))}); styles ${kilo(sum(['stylesheet']))}, fonts ${kilo(sum(['font']))}`,
  );
  // Rows behind a figure and a packet are nothing but the engine's, and a page may leave places to it; every other page
  // speaks before the engine wakes.
  const left = id === 'packet' || (scopes.includes('facility') && !answered.includes('facility'));
  expect(woken).toBe(id === 'rows' || (path.includes('?') && left));
  expect(counted).toBeLessThanOrEqual(path.includes('?') ? barOfLinks : bar);
  await reader.close();
});

/** Bytes of what has its hash in its name: the same on every page, and weighed once. */
const known = new Map<string, number>();

async function weigh(response: Response): Promise<{ kind: string; bytes: number }> {
  const kind = response.request().resourceType();
  const url = response.url();
  const before = known.get(url);
  if (before !== undefined) return { kind, bytes: before };
  const body = await response.body().catch(() => Buffer.alloc(0));
  const bytes = kind === 'font' ? body.length : gzipSync(body, { level: 9 }).length;
  if (body.length > 0 && url.includes('/_app/immutable/')) known.set(url, bytes);
  return { kind, bytes };
}
