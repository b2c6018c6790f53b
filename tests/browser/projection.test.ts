import type { Browser, Page as Tab } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ProjectedMonth } from '../../src/lib/questions/population/projection.ts';
import { openReader, settled, visit, type Reader } from './browser.ts';
import type { Native } from './native.ts';
import type { Site } from './site.ts';
import { openStage } from './stage.ts';

let site: Site;
let browser: Browser;
let native: Native;
let reader: Reader;
let page: Tab;

beforeAll(async () => {
  const stage = await openStage();
  ({ site, browser, native } = stage);
  reader = await openReader(browser);
  page = reader.page;
  return stage.close;
});

const path = 'population/projection/';
const heading = () => page.locator('#fan h2').textContent();
const months = (values: Record<string, string> = {}) =>
  native.answer<ProjectedMonth>('population/projection', { values });
const people = (value: number) => Math.round(value).toLocaleString('en-US');

interface DrawnFigure {
  title: string;
  text: string;
  /** About today, or about projections of the past. */
  past: boolean;
}

/** What every tile and figure of the page says under a link, once nothing is on its way. */
async function figuresOf(search: string): Promise<DrawnFigure[]> {
  const { page: own, ...opened } = await openReader(browser);
  await visit(own, `${site.address}${path}${search}`);
  const scenario = search.includes('admissions');
  const drawn = async () =>
    (await own.locator('main [aria-busy="true"]').count()) === 0 &&
    (await own.locator('#fan h2').textContent())?.startsWith('Scenario') === scenario;
  await expect.poll(drawn, { timeout: 60_000 }).toBe(true);
  const figures = await own.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main figure, main .tile')].map((figure) => {
      const words = (element: HTMLElement | null) => (element?.innerText ?? '').replace(/\s+/g, ' ').trim();
      const title = words(figure.querySelector('h2, h3, .label'));
      return {
        title,
        text: words(figure),
        past: title === 'Today' || figure.closest('section')?.querySelector('#record') != null,
      };
    }),
  );
  await opened.close();
  return figures;
}

describe('the projection page', () => {
  it('has its figures before any script has run', async () => {
    const still = await openReader(browser, { javaScriptEnabled: false });
    await still.page.goto(site.address + path);
    const year = (await months())[11]!;
    expect(await still.page.locator('#fan h2').textContent()).toContain(people(year.projected));
    expect(await still.page.locator('#fan svg path.band').count()).toBe(3);
    await still.close();
  });

  it('draws what the command line says of a scenario, and keeps it in the link beside others', async () => {
    await visit(page, site.address + path);
    const slider = page.getByLabel('All admissions');
    await slider.focus();
    for (let step = 0; step < 10; step += 1) await page.keyboard.press('ArrowLeft');
    const expected = (await months({ admissions: 'all:-10' }))[35]!;
    await expect.poll(heading, { timeout: 60_000 }).toContain(people(expected.projected));
    await expect.poll(() => new URL(page.url()).searchParams.get('admissions')).toBe('all:-10');
    await page.getByLabel('Name', { exact: true }).fill('Fewer arrivals');
    await page.getByRole('button', { name: 'Keep beside the others' }).click();
    await page.getByRole('button', { name: 'Back to the baseline' }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('admissions')).toBeNull();
    const compared = page.locator('figure', { hasText: 'One scenario beside the baseline' });
    await compared.getByRole('button', { name: 'Table' }).click();
    const row = compared.getByRole('row', { name: /Fewer arrivals/ });
    const year = (await months({ admissions: 'all:-10' }))[11]!;
    await expect.poll(() => row.textContent(), { timeout: 60_000 }).toContain(people(year.projected));
    // The link alone brings it all back.
    await page.reload();
    await expect.poll(() => compared.count(), { timeout: 60_000 }).toBe(1);
    expect(reader.errors).toEqual([]);
  });

  it('shows no scenario of another place, and none that was not simulated', async () => {
    const { page: other, ...opened } = await openReader(browser);
    await visit(other, `${site.address}${path}?admissions=all:10`);
    const title = () => other.locator('#fan h2').textContent();
    const everywhere = people((await months({ admissions: 'all:10' }))[35]!.projected);
    await expect.poll(title, { timeout: 60_000 }).toContain(everywhere);
    // The next place's inputs cannot be had: its own baseline is all there is to show.
    await other.route(/answers\/projection-.*\.json/, (route) => route.abort());
    const [region] = native.manifest.scopes.regions;
    await other.evaluate((id) => {
      const link = document.createElement('a');
      link.href = `?region=${id}&admissions=all:10`;
      document.body.append(link);
      link.click();
    }, region?.id ?? '');
    await expect
      .poll(() => other.getByText('The scenario could not be simulated').count(), { timeout: 60_000 })
      .toBe(1);
    // It may be said before the baseline of that place is there; until then the page shows nothing of the place before.
    await settled(other);
    expect(await title()).not.toContain(everywhere);
    await opened.close();
  });

  it('changes every figure with a scenario, of the agency and of an institution, or says that it is of the baseline', async () => {
    const [facility] = native.manifest.scopes.facilities;
    for (const scope of ['', `facility=${facility?.id ?? ''}`]) {
      const [before, after] = [await figuresOf(`?${scope}`), await figuresOf(`?${scope}&admissions=all:-10`)];
      expect(after.length).toBeGreaterThan(8);
      expect(after.map(({ title }) => title).join('\n')).toMatch(/^Scenario: /m);
      const same = after.filter(({ text }) => before.some((figure) => figure.text === text));
      // What is known by now is changed by no scenario: people held today, and how wrong past projections were.
      const told = same.filter(({ past, text }) => !past && !/baseline|scenario/i.test(text));
      expect(told).toEqual([]);
      expect(after.length - same.length).toBeGreaterThan(4);
    }
  });

  it('says what of a link it cannot read', async () => {
    await visit(page, `${site.address}${path}?admissions=everything`);
    await expect.poll(() => page.getByText('The scenario of the link was ignored').count()).toBe(1);
  });
});
