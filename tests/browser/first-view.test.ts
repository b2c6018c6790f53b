import type { Browser, Page as Tab } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { overview } from '../../src/lib/pages/overview.ts';
import { population } from '../../src/lib/pages/population.ts';
import { data } from '../../src/lib/pages/about.ts';
import { pages } from '../../src/lib/pages/index.ts';
import type { Page } from '../../src/lib/pages/page.ts';
import { monthsUpTo } from '../../src/lib/pages/page.ts';
import { openReader, visit, type Reader } from './browser.ts';
import { expectFigures, figure } from './figures.ts';
import type { Native } from './native.ts';
import { linePoints, residual } from './svg.ts';
import type { Site } from './site.ts';
import { openStage } from './stage.ts';

let site: Site;
let browser: Browser;
let native: Native;
/** Scripts off. */
let plain: Reader;

beforeAll(async () => {
  const stage = await openStage();
  ({ site, browser, native } = stage);
  plain = await openReader(browser, { javaScriptEnabled: false });
  return stage.close;
});

const open = (page: Page) => plain.page.goto(site.address + page.route.slice(1));
const whole = (value: number) => Math.round(value).toLocaleString('en-US');

describe('without scripts', () => {
  it('the overview shows its numbers', async () => {
    await open(overview);
    const { default_period: period } = native.manifest;
    const [now] = await native.answer<Numbers>('population/average', { period });
    const tile = (label: string) => plain.page.locator('.tile', { hasText: label }).innerText();
    expect(await tile('Average daily population')).toMatch(new RegExp(`\\b${whole(now?.['average'] ?? NaN)}\\b`));
    const flows = await native.answer<Numbers>('population/flows', { period });
    const sum = (name: string) => flows.reduce((total, row) => total + (row[name] ?? 0), 0);
    expect(await tile('Net flow')).toContain(
      `${whole(sum('admissions'))} admitted, ${whole(sum('releases'))} released`,
    );
    const [cohort] = (await native.answer<Numbers>('recidivism/rate', { by: 'cohort_year' })).filter(
      ({ rate }) => rate !== null,
    );
    expect(await tile('Returned within three years')).toContain(
      `${whole(cohort?.['returned'] ?? NaN)} of ${whole(cohort?.['released'] ?? NaN)}`,
    );
    expect(await plain.page.locator('h1 + .sub').innerText()).toContain(`${whole(now?.['population'] ?? NaN)} people`);
  });

  it('the institutions stand in a table that reads row by row', async () => {
    await open(overview);
    const rows = await native.answer<Numbers & { group: string }>('population/average', { by: 'facility' });
    for (const { id, name } of native.manifest.scopes.facilities) {
      const cells = await plain.page.getByRole('row').filter({ hasText: name }).getByRole('cell').allInnerTexts();
      const row = rows.find(({ group }) => group === id);
      expect(cells[0]).toBe(whole(row?.['average'] ?? NaN));
      expect(cells.at(-1)).toBe(whole(row?.['population'] ?? NaN));
    }
  });

  it('lines are drawn through the values of the answers', async () => {
    await open(overview);
    const view = native.view('');
    const trend = await native.answer<Numbers & { month: string }>('population/monthly', span(monthsUpTo(view, 60)));
    const months = await linePoints(figure(plain.page, overview, 'trend').locator('path.mark-line:not(.reference)'));
    expect(
      residual(
        months,
        trend.map((row) => [Date.parse(row.month), row['average'] ?? NaN]),
      ),
    ).toBeLessThan(0.15);

    await open(population);
    const daily = await native.answer<Numbers & { date: string }>('population/daily', span(monthsUpTo(view, 24)));
    const days = await linePoints(figure(plain.page, population, 'daily').locator('path.mark-line:not(.reference)'));
    expect(days.length).toBeGreaterThan(200);
    // A year of days is thinned to what the width can show: each point drawn must be some day's.
    const [first, last] = [days[0], days.at(-1)];
    expect(residual([first, last] as [number, number][], ends(daily))).toBeLessThan(0.15);
  });

  it('bars are as long as the numbers beside them', async () => {
    await open(population);
    const rows = await native.answer<Numbers>('population/average', { by: 'custody_level' });
    const widths = await figure(plain.page, population, 'custody')
      .locator('svg.chart rect.part')
      .evaluateAll((found) => found.map((rect) => Number(rect.getAttribute('width'))));
    const total = rows.reduce((sum, row) => sum + (row['average'] ?? 0), 0);
    const drawn = widths.reduce((sum, width) => sum + width, 0);
    expect(widths.map((width) => width / drawn)).toEqual(
      rows.map((row) => expect.closeTo((row['average'] ?? 0) / total, 4) as number),
    );
  });

  it('every picture has a name with the numbers it shows, every table a caption, and nothing is offered that needs scripts', async () => {
    for (const page of pages) {
      await open(page);
      const names = await plain.page
        .locator('main svg[role="img"]')
        .evaluateAll((found) => found.map((svg) => svg.getAttribute('aria-label') ?? ''));
      for (const name of names) expect(name, `a picture of ${page.id}`).toMatch(/\d/);
      if (page === overview || page === population) expect(names.length).toBeGreaterThan(0);
      const captions = await plain.page.locator('main table caption').allInnerTexts();
      expect(captions.length, page.id).toBe(await plain.page.locator('main table').count());
      const buttons = await plain.page.locator('main button:visible').allInnerTexts();
      // Heads of sortable tables stay heads.
      const heads = await plain.page.locator('main th button:visible').allInnerTexts();
      expect(buttons.length - heads.length, `${page.id}: ${buttons.join(', ')}`).toBe(0);
    }
    await open(overview);
    const [first] = await native.answer<Numbers>('population/monthly', span(monthsUpTo(native.view(''), 60)));
    expect(await figure(plain.page, overview, 'trend').locator('svg.chart').getAttribute('aria-label')).toContain(
      `from ${whole(first?.['average'] ?? NaN)} in `,
    );
  });
});

describe('with scripts', () => {
  it.each([overview, population, data])(
    '$id says what it said without, and every figure holds its rows',
    async (page) => {
      await open(page);
      const before = await wordsOf(plain.page);
      const reader = await openReader(browser);
      await visit(reader.page, site.address + page.route.slice(1));
      expect(await wordsOf(reader.page)).toEqual(before);
      await expectFigures(reader.page, native, page, '');
      expect(reader.errors).toEqual([]);
      await reader.close();
    },
  );
});

type Numbers = Record<string, number | null>;

/** A period as the command line takes it: both days included. */
function span({ from, to }: { from: string; to: string }) {
  const last = new Date(Date.parse(to) - 86_400_000).toISOString().slice(0, 10);
  return { period: `${from}..${last}` };
}

function ends(rows: (Numbers & { date: string })[]): [number, number][] {
  return [rows[0], rows.at(-1)].map((row) => [Date.parse(row?.date ?? ''), row?.['population'] ?? NaN]);
}

/** Everything with a number in it that does not depend on the width of the window. */
function wordsOf(tab: Tab): Promise<string[]> {
  return tab
    .locator('main :is(h1, .sub, .tile, h2, h3, .note, td, th, li)')
    .evaluateAll((found) => found.map((each) => (each.textContent ?? '').replace(/\s+/g, ' ').trim()));
}
