import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { chromium, type Browser, type Page } from 'playwright-core';
import { chromiumOptions, findChromium } from '../chromium.ts';
import { serveSite } from '../serve/serve.ts';
import type { Manifest } from '../../src/lib/export/manifest.ts';
import { quantile, type Figure } from './figure.ts';

/** What a reader waits for, in headless Chromium on a site served from this machine. */
export async function timePages(build: string, manifest: Manifest): Promise<Figure[]> {
  const site = await serveSite({ folder: build, host: '127.0.0.1', port: 0, base: '/' });
  const browser = await chromium.launch({ executablePath: findChromium(), ...chromiumOptions });
  try {
    return [
      await firstNumbers(browser, site.address),
      await engineReady(browser, site.address),
      await redraws(browser, `${site.address}population/`, filtersOver(['2026Q1', '2025Q4']), {
        name: 'filter change → chart, population page, p95',
        budget: 100,
      }),
      await redraws(browser, `${site.address}case-managers/`, quartersOf(manifest), {
        name: 'quarter change → redraw, case managers of an institution, p95',
        budget: 100,
      }),
    ];
  } finally {
    await browser.close();
    await site.close();
  }
}

async function open(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  // What tsx wraps functions with is not there in the page.
  await context.addInitScript('globalThis.__name = (wrapped) => wrapped');
  return context.newPage();
}

/** The first thing a page does when its scripts run is to look which export lies on the host. */
async function visit(page: Page, address: string): Promise<void> {
  await Promise.all([page.waitForRequest(/\/data\/manifest\.json$/), page.goto(address)]);
}

async function firstNumbers(browser: Browser, address: string): Promise<Figure> {
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const page = await open(browser);
    await page.goto(address);
    times.push(
      await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN),
    );
    await page.context().close();
  }
  return { name: 'first numbers painted, cold', unit: 'ms', value: quantile(times, 0.5), budget: 1000 };
}

/** From a filter to every figure of it on the agency's overview: more than the engine alone, which has the budget. */
async function engineReady(browser: Browser, address: string): Promise<Figure> {
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const page = await open(browser);
    await visit(page, address);
    const began = Date.now();
    await change(page, 'sex=F');
    times.push(Date.now() - began);
    await page.context().close();
  }
  return {
    name: 'engine ready, and all it draws of a filter, cold',
    unit: 'ms',
    value: quantile(times, 0.5),
    budget: 3500,
  };
}

/** Views gone through before any is timed, and those that are: all different, so that none comes from a cache. */
interface Views {
  first: readonly string[];
  timed: readonly string[];
}

/** Goes through the first views, which loads what all need, then times the others. */
async function redraws(
  browser: Browser,
  address: string,
  { first, timed }: Views,
  figure: { name: string; budget: number },
): Promise<Figure> {
  const page = await open(browser);
  await visit(page, address);
  for (const view of first) await change(page, view);
  const times: number[] = [];
  for (const view of timed) times.push(await change(page, view));
  await page.context().close();
  return { ...figure, unit: 'ms', value: quantile(times, 0.95) };
}

function filtersOver([first, timed]: readonly [string, string]): Views {
  const filters = ['custody_level=low', 'custody_level=medium', 'custody_level=high', 'sex=F', 'sex=M'];
  const over = (period: string) => filters.map((filter) => `${filter}&period=${period}`);
  return { first: over(first), timed: over(timed) };
}

function quartersOf({ scopes }: Manifest): Views {
  const [facility] = scopes.facilities;
  const of = (quarters: readonly string[]) =>
    quarters.map((quarter) => `facility=${facility?.id ?? ''}&period=${quarter}`);
  return {
    first: of(['2025Q1', '2025Q2']),
    timed: of(['2025Q3', '2025Q4', '2024Q1', '2024Q2', '2024Q3', '2024Q4', '2023Q3', '2023Q4']),
  };
}

/** Milliseconds from a click on a link to another view until every figure has its rows and is drawn. */
async function change(page: Page, search: string): Promise<number> {
  return page.evaluate(async (wanted) => {
    const link = document.createElement('a');
    link.href = `?${wanted}`;
    document.body.append(link);
    const began = performance.now();
    link.click();
    link.remove();
    const until = (done: () => boolean) =>
      new Promise<void>((resolve) => {
        const look = () => (done() ? resolve() : setTimeout(look, 1));
        look();
      });
    await until(() => document.querySelector('main [aria-busy="true"]') !== null || performance.now() - began > 300);
    await until(() => document.querySelector('main [aria-busy="true"]') === null);
    await new Promise(requestAnimationFrame);
    return performance.now() - began;
  }, search);
}

/** Every memorandum, as Word and PDF, of the institution whose number of case managers is nearest to fifteen. */
export async function timeMemos(data: string, manifest: Manifest, out: string): Promise<Figure> {
  const people = (id: string) => manifest.scopes.staff.filter(({ facility_id: home }) => home === id).length;
  const facility = manifest.scopes.facilities.toSorted(
    (a, b) => Math.abs(people(a.id) - 15) - Math.abs(people(b.id) - 15),
  )[0];
  const began = Date.now();
  const args = ['scripts/caseboard.js', 'memo', '--facility', facility?.id ?? '', '--data', data, '--out', out];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const made = (await readdir(out)).filter((name) => name.endsWith('.pdf')).length;
  return {
    name: `memoranda of an institution (${made} people), Word and PDF`,
    unit: 's',
    value: (Date.now() - began) / 1000,
    budget: 20,
  };
}
