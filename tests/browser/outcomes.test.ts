import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programsPage, recidivismPage } from '../../src/lib/pages/outcomes.ts';
import type { ComparisonRow } from '../../src/lib/questions/programs/comparison.ts';
import type { ReturnRate } from '../../src/lib/questions/recidivism/rate.ts';
import { publicFiles } from '../public-files.ts';
import { launch, openReader, settled, visit, type Reader } from './browser.ts';
import { csvOf, figure } from './figures.ts';
import { openNative, type Native } from './native.ts';
import { openPublic } from './public-site.ts';
import { openSite, type Site } from './site.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** A program whose comparison passes every condition within a year, of returns and of arrests. */
const comparable = 'PR-101';

const plain = (text: string): string => text.replaceAll('\u202f', ' ').replace(/\s+/g, ' ');

describe.skipIf(publicFiles === null)('the public studies on the page', () => {
  it('Rossi: the share not arrested, its limits and the test, to the published digits', async () => {
    const { page, visit: open, close } = await openPublic(browser, 'rossi');
    const ends = async (search: string) => {
      await open(`recidivism/${search}`);
      const { rows } = await csvOf(figure(page, recidivismPage, 'curve'));
      const last = new Map(rows.map((row) => [row[0], row]));
      return Object.fromEntries(
        [...last].map(([group, row]) => [group, [row[1], ...[3, 5, 4].map((at) => (1 - Number(row[at])).toFixed(5))]]),
      );
    };
    expect(await ends('?by=all')).toEqual({ All: ['364', '0.73611', '0.69186', '0.77506'] });
    expect(await ends('?tests=yes')).toEqual({
      Completed: ['364', '0.77778', '0.71624', '0.82758'],
      'Did not take part': ['364', '0.69444', '0.62829', '0.75119'],
    });
    const { rows } = await csvOf(figure(page, recidivismPage, 'tests'));
    const [name, statistic, df, p] = rows[0] ?? [];
    expect([name, Number(statistic).toFixed(5), df, p]).toEqual(['Log-rank', '3.83757', '1', '0.0501']);
    expect(await page.locator('main').innerText()).not.toMatch(/NaN|undefined|Infinity/);
    await close();
  });

  it('Iowa: rates without a curve, since the file says whether and not when', async () => {
    const { page, visit: open, close } = await openPublic(browser, 'iowa');
    await open('recidivism/');
    const tile = page.locator('.tile', { hasText: 'within 3 years' });
    expect(plain(await tile.innerText())).toMatch(/33\.4 % \(8,681 of 26,020\) 95 % interval 32\.8 % to 33\.9 %/);
    const { rows } = await csvOf(figure(page, recidivismPage, 'cohorts'));
    const rates = Object.fromEntries(rows.map(([year, , , rate]) => [year, (100 * Number(rate)).toFixed(1)]));
    expect(rates).toMatchObject({ 2010: '30.3', 2015: '37.8' });
    expect(await figure(page, recidivismPage, 'curve').innerText()).toMatch(
      /No curve: of 8,681 events the data say whether, not when/,
    );
    expect(await page.locator('main').innerText()).not.toMatch(/NaN|undefined|Infinity/);
    await close();
  });
});

describe('the demonstration', () => {
  let site: Site;
  let native: Native;
  let reader: Reader;

  beforeAll(async () => {
    site = await openSite();
    native = await openNative(join(site.folder, 'data'));
    reader = await openReader(browser);
    return async () => {
      native.close();
      await reader.close();
      await site.close();
    };
  });

  it('shows the rates of the answers, and those of any filter by the engine', async () => {
    const { page } = reader;
    for (const search of ['', '?event=arrest', '?risk_level=high&sex=M&event=arrest']) {
      await visit(page, `${site.address}recidivism/${search}`);
      await settled(page);
      const answers = (await native.panel<ReturnRate>(recidivismPage, 'rates', search)) ?? [];
      // A year nobody has been followed for yet has no rate to show.
      const rates = answers.filter(({ missing }) => missing !== 'follow_up');
      const tiles = (await page.locator('.tile').allInnerTexts()).map(plain);
      expect(rates.length).toBeGreaterThan(1);
      for (const { returned, released } of rates) {
        const counts = `(${(returned ?? 0).toLocaleString('en-US')} of ${released.toLocaleString('en-US')})`;
        expect(
          tiles.filter((tile) => tile.includes(counts)),
          counts,
        ).toHaveLength(1);
      }
    }
    expect(reader.errors).toEqual([]);
  });

  it('lists every program with its funnel', async () => {
    const { page } = reader;
    await visit(page, `${site.address}programs/`);
    const funnel = (await native.panel<{ group: string; referred: number }>(programsPage, 'funnel', '')) ?? [];
    const names = (await native.panel<{ program_id: string; name: string }>(programsPage, 'list', '')) ?? [];
    expect(names.length).toBeGreaterThan(10);
    const { rows } = await csvOf(
      page.locator('figure#programs, #programs figure, figure').filter({ hasText: 'Programs, by name' }).first(),
    );
    expect(rows.map(([name, , , referred]) => [name, referred])).toEqual(
      names.map(({ program_id: id, name }) => [name, String(funnel.find(({ group }) => group === id)?.referred ?? 0)]),
    );
  });

  it('compares a program as the command line does, or says why it cannot', async () => {
    const { page } = reader;
    await visit(page, `${site.address}program/?program=PR-114`);
    await page.locator('[data-verdict]').first().waitFor();
    expect(plain(await page.locator('[data-verdict] .verdict').first().innerText())).toMatch(
      /^Not comparable\. Taking part went on after release/,
    );
    expect(await page.locator('#outcome-comparison').innerText()).not.toMatch(/\d+ of 100/);
    await visit(page, `${site.address}program/?program=PR-111&horizon=365`);
    await page.locator('[data-verdict]').first().waitFor();
    const rows = await native.answer<ComparisonRow>('programs/comparison', {
      values: { program: 'PR-111', horizon: '365' },
    });
    const result = rows.find(({ line, verdict }) => line === 'started' && verdict !== null);
    expect(await page.locator('[data-verdict]').first().getAttribute('data-verdict')).toBe(result?.verdict);
    expect(plain(await page.locator('.verdict').first().innerText())).toBe(plain(result?.words ?? ''));
    expect(reader.errors).toEqual([]);
  });

  it('a comparison says how far it is, stops when it is cancelled, and leaves the page usable', async () => {
    const { page } = reader;
    const said = page.locator('#outcome-comparison .progress p, #outcome-comparison [role="status"]');
    await page.addInitScript(watchComparison);
    await visit(page, `${site.address}program/?program=${comparable}&horizon=365`);
    await page.locator('[data-verdict]').first().waitFor();
    const first = await page.evaluate(() => window.comparison);
    const drawn = first.said.flatMap((text) => /drawn anew (\d+) of 500 times$/.exec(text)?.[1] ?? []).map(Number);
    expect(drawn.length).toBeGreaterThan(1);
    expect(drawn).toEqual([...drawn].sort((a, b) => a - b));
    expect(first.shares.every((share) => share > 0 && share <= 1)).toBe(true);

    // Pressed as soon as the first people are drawn anew: long before the last.
    await page.evaluate(() => (window.comparison.cancels = true));
    await page.getByLabel('Outcome', { exact: true }).selectOption('arrest');
    await expect.poll(() => said.allInnerTexts()).toEqual(['Cancelled. Nothing was worked out.']);
    const stopped = await page.evaluate(() => window.comparison.said.length);
    // Chromium gives a worker two seconds to come to the end of what it is at; once it is gone nobody says anything.
    const working = () => page.workers().filter((worker) => worker.url().includes('comparison')).length;
    await expect.poll(working, { timeout: 15_000 }).toBe(0);
    expect(await page.evaluate(() => window.comparison.said.length)).toBe(stopped);
    expect(await page.locator('[data-verdict]').count()).toBe(0);
    expect(await page.locator('#outcome-comparison').getAttribute('aria-busy')).toBe('false');

    await page.evaluate(() => (window.comparison.cancels = false));
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('[data-verdict]').first().waitFor();
    const rows = await native.answer<ComparisonRow>('programs/comparison', {
      values: { program: comparable, horizon: '365', event: 'arrest' },
    });
    const words = rows.find(({ line, verdict }) => line === 'started' && verdict !== null)?.words;
    expect(plain(await page.locator('.verdict').first().innerText())).toBe(plain(words ?? ''));
    expect(reader.errors).toEqual([]);
  });
});

declare global {
  interface Window {
    /** What the comparison of a page said of its progress, and whether to cancel it when it begins to draw. */
    comparison: { said: string[]; shares: number[]; cancels: boolean };
  }
}

function watchComparison(): void {
  window.comparison = { said: [], shares: [], cancels: false };
  const look = () => {
    const line = document.querySelector('#outcome-comparison .progress');
    const text = line?.querySelector('p')?.textContent ?? '';
    if (text === '' || text === window.comparison.said.at(-1)) return;
    window.comparison.said.push(text);
    const share = line?.querySelector('progress')?.position ?? -1;
    if (share >= 0) window.comparison.shares.push(share);
    if (window.comparison.cancels && text.includes('drawn anew')) line?.querySelector('button')?.click();
  };
  new MutationObserver(look).observe(document, {
    childList: true,
    characterData: true,
    attributes: true,
    subtree: true,
  });
}
