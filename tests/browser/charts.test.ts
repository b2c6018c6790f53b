import type { Browser, Locator, Page as Tab } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatDate, formatMonth } from '../../src/lib/calendar/date.ts';
import { overview } from '../../src/lib/pages/overview.ts';
import type { ProjectedMonth } from '../../src/lib/questions/population/projection.ts';
import { population } from '../../src/lib/pages/population.ts';
import { caseManager, caseManagers } from '../../src/lib/pages/casework.ts';
import type { Page } from '../../src/lib/pages/page.ts';
import { data } from '../../src/lib/pages/about.ts';
import { openReader, visit, type Reader } from './browser.ts';
import { press } from './controls.ts';
import { expectedTable, figure, figuresOf, type Cell } from './figures.ts';
import type { Native } from './native.ts';
import type { Site } from './site.ts';
import { openStage } from './stage.ts';

let site: Site;
let browser: Browser;
let native: Native;
let reader: Reader;
let tab: Tab;

beforeAll(async () => {
  const stage = await openStage();
  ({ site, browser, native } = stage);
  reader = await openReader(browser);
  tab = reader.page;
  return stage.close;
});

const whole = (value: Cell | undefined) => Math.round(Number(value)).toLocaleString('en-US');

/** Pages with charts, and the view in which they have them. */
const withCharts: { id: string; page: Page; search: () => Promise<string> | string }[] = [
  { id: overview.id, page: overview, search: () => '' },
  { id: population.id, page: population, search: () => '' },
  { id: caseManagers.id, page: caseManagers, search: () => '?facility=F-2' },
  {
    id: caseManager.id,
    page: caseManager,
    async search() {
      const rows = await native.answer<{ group: string | null; due: number }>('casework/timeliness', {
        scope: 'facility=F-2',
        by: 'staff_id',
      });
      return `?facility=F-2&staff=${rows.find(({ group, due }) => group !== null && due > 25)?.group}`;
    },
  },
];

describe.each(withCharts)('the charts of $id', ({ page, search }) => {
  it('are read point by point with the keys', async () => {
    await visit(tab, site.address + page.route.slice(1) + (await search()));
    const plots = await tab.locator('main figure .plot').all();
    expect(plots.length).toBeGreaterThan(0);
    for (const plot of plots) {
      const what = (await plot.locator('svg').first().getAttribute('aria-label')) ?? '';
      await plot.focus();
      expect(await plot.evaluate((element) => element === document.activeElement), what).toBe(true);
      const count = Number(/with (\d+) points?/.exec((await plot.getAttribute('aria-label')) ?? '')?.[1]);
      const first = await spokenAfter(plot, 'Home');
      const last = await spokenAfter(plot, 'End');
      expect(first, what).toMatch(/: .*\d/);
      if (count > 1) {
        expect(last, what).not.toBe(first);
        expect(await spokenAfter(plot, 'Home')).toBe(first);
        expect(await spokenAfter(plot, 'ArrowRight'), what).not.toBe(first);
        expect(await spokenAfter(plot, 'ArrowLeft'), what).toBe(first);
      }
      // Nothing beyond the ends.
      expect(await spokenAfter(plot, 'ArrowLeft'), what).toBe(first);
      // The keys of the page still scroll it.
      await plot.press('Escape');
      expect(await plot.locator('.readout').count(), what).toBe(0);
    }
  });
});

it('what is read out are the values', async () => {
  await visit(tab, site.address);
  const trend = await expectedTable(native, overview, 'trend', '');
  const ahead = (await native.panel<ProjectedMonth>(overview, 'ahead', '')) ?? [];
  expect(ahead.length).toBeGreaterThan(0);
  const plot = figure(tab, overview, 'trend').locator('.plot');
  for (const [keys, [month, average, , capacity]] of [
    [['Home'], trend[0]!],
    [['ArrowRight'], trend[1]!],
    // The projection follows what was counted.
    [['End', ...ahead.map(() => 'ArrowLeft')], trend.at(-1)!],
    [['ArrowLeft'], trend.at(-2)!],
  ] as const) {
    const spoken = await spokenAfter(plot, ...keys);
    expect(spoken).toBe(
      `${formatMonth(String(month))}: Population ${whole(average)}; Rated capacity ${whole(capacity)}`,
    );
  }

  const { date, projected, lower80, upper80 } = ahead.at(-1)!;
  expect(await spokenAfter(plot, 'End')).toMatch(
    new RegExp(
      `^${formatMonth(date)}, projected: Population ${whole(projected)}; .*; 80\u202f% band ${whole(lower80)} to ${whole(upper80)}; 50\u202f% band `,
    ),
  );

  await visit(tab, `${site.address}population/`);
  const daily = await expectedTable(native, population, 'daily', '');
  const [day, people] = daily.at(-1)!;
  const spoken = await spokenAfter(figure(tab, population, 'daily').locator('.plot'), 'End');
  expect(spoken.startsWith(`${formatDate(String(day))}: Population ${whole(people)}`)).toBe(true);

  const flows = await expectedTable(native, population, 'flows', '');
  const [flowMonth, , admitted, released] = flows.at(-1)!;
  const said = await spokenAfter(figure(tab, population, 'flows').locator('.plot'), 'End');
  for (const part of [formatMonth(String(flowMonth)), whole(admitted), whole(released)]) expect(said).toContain(part);

  const levels = await expectedTable(native, population, 'custody', '');
  const level = await spokenAfter(figure(tab, population, 'custody').locator('.plot'), 'Home');
  expect(level).toContain(String(levels[0]![0]));
  expect(level).toContain(whole(levels[0]![1]));
});

describe.each([overview, population, data])('the tables of $id', (page) => {
  it('hold every value of the charts, and go away again', async () => {
    await visit(tab, site.address + page.route.slice(1));
    for (const panel of figuresOf(page)) {
      const shown = figure(tab, page, panel);
      await press(shown.getByRole('button', { name: 'Table', exact: true }));
      const table = shown.locator('.body > :not(.print-only) table').last();
      await table.waitFor();
      const found = await table
        .locator('tbody tr')
        .evaluateAll((rows) =>
          rows.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent?.trim() ?? '')),
        );
      expectDisplayed(found, await expectedTable(native, page, panel, ''), `${page.id}/${panel}`);
      expect(await shown.locator('svg.chart:visible').count(), panel).toBe(0);
      await press(shown.getByRole('button', { name: 'Chart', exact: true }));
      expect(await shown.getByRole('button', { name: 'Chart', exact: true }).getAttribute('aria-pressed')).toBe('true');
    }
  });
});

async function spokenAfter(plot: Locator, ...keys: readonly string[]): Promise<string> {
  for (const key of keys) await plot.press(key);
  return (await plot.locator('[aria-live="polite"]').innerText()).trim();
}

/** Cells as shown, against the values: a number may be rounded to the digits it is shown with, and no more. */
function expectDisplayed(found: string[][], wanted: Cell[][], what: string): void {
  expect(found.length, what).toBe(wanted.length);
  for (const [index, row] of wanted.entries()) {
    for (const [at, value] of row.entries()) {
      const cell = found[index]?.[at] ?? '';
      if (!displays(cell, value)) expect(cell, `row ${index}, column ${at} of ${what}`).toBe(String(value));
    }
  }
}

function displays(cell: string, value: Cell): boolean {
  if (value === null) return cell === 'no data' || cell === 'Not recorded';
  if (typeof value === 'string') {
    const date = /^\d{4}-\d{2}-\d{2}$/.test(value);
    return date ? cell === formatDate(value) || cell === formatMonth(value) : cell === value;
  }
  const share = cell.includes('%');
  const plain = cell.replaceAll(/[,\s%\u202f+]/g, '').replace('\u2212', '-');
  if (plain === 'nochange') return value === 0;
  // "19 of 78" is read by its first number.
  const text = /^-?[\d.]+/.exec(plain)?.[0] ?? '';
  const digits = text.split('.')[1]?.length ?? 0;
  return text !== '' && Math.abs(Number(text) - (share ? value * 100 : value)) <= 0.5 * 10 ** -digits + 1e-9;
}
