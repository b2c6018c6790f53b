import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import type { Browser, Page as Tab } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { rowsPage } from '../../src/lib/pages/rows.ts';
import { worklist } from '../../src/lib/pages/casework.ts';
import type { Timeliness } from '../../src/lib/questions/casework/timeliness.ts';
import type { WorklistRow } from '../../src/lib/questions/casework/worklist.ts';
import { openReader, settled, visit, type Reader } from './browser.ts';
import { csvOf, figure, readCsv } from './figures.ts';
import type { Native } from './native.ts';
import type { Site } from './site.ts';
import { openStage } from './stage.ts';

let site: Site;
let browser: Browser;
let native: Native;
let reader: Reader;
let tab: Tab;
let facility: string;

beforeAll(async () => {
  const stage = await openStage();
  ({ site, browser, native } = stage);
  reader = await openReader(browser);
  tab = reader.page;
  facility = native.manifest.scopes.facilities[0]?.id ?? '';
  return stage.close;
});

it('a count of a case manager leads to rows that add up to it, on the page and in the file', async () => {
  const people = await native.answer<Timeliness>('casework/timeliness', { scope: `facility=${facility}`, by: 'staff' });
  const [person] = people.filter(({ group, due }) => group !== null && due > 20);
  await visit(tab, `${site.address}case-managers/?facility=${facility}`);
  const link = tab.locator('main table a.count', { hasText: `${person?.on_time} of ${person?.due}` }).first();
  await link.click();
  await tab.waitForURL(/\/rows\//);
  await settled(tab);
  expect(new URL(tab.url()).searchParams.get('staff')).toBeTruthy();
  const rows = figure(tab, rowsPage, 'rows');
  await expect.poll(() => rows.locator('h2, h3').first().innerText()).toMatch(/\d+ on time/);
  const { head, rows: saved } = await csvOf(rows);
  const [state, items] = ['Counted as', 'How many'].map((name) => head.indexOf(name));
  const sum = (keep: (said: string) => boolean) =>
    saved
      .filter((cells) => keep(String(cells[state ?? -1])))
      .reduce((total, cells) => total + Number(cells[items ?? -1]), 0);
  expect(sum((said) => said === 'on time')).toBe(person?.on_time);
  expect(sum((said) => !said.startsWith('set aside'))).toBe(person?.due);
  expect(await tab.locator('main .notice').count()).toBe(0);
  expect(reader.errors).toEqual([]);
});

it('a key shows and finds numbers on the screen, and leaves them nowhere else', async () => {
  const [first] = (
    await native.answer<WorklistRow>('casework/worklist', {
      scope: `facility=${facility}`,
      values: { status: 'to_do' },
    })
  ).filter(({ stay_id, holder_id }) => stay_id !== null && holder_id !== null);
  const number = 'QX-7431-90';
  const path = join(site.folder, '..', `key-${process.pid}.csv`);
  await writeFile(path, `pseudonym,number,person,facility_id\n${first?.stay_id},${number},P-QX-1,${facility}\n`);
  const before = reader.requests.length;
  await visit(tab, `${site.address}worklist/?facility=${facility}`);
  await tab.getByText('Case numbers').click();
  await tab.getByLabel('Open a key file').setInputFiles(path);
  await tab.getByText('Case numbers: 1 case known').waitFor();
  await tab.locator('main table', { hasText: number }).waitFor();
  const { rows } = await csvOf(figure(tab, worklist, 'todo'));
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toContain('7431');
  // A reader may ask for a file with them; the plain one beside it stays as it was.
  const list = figure(tab, worklist, 'todo');
  await tab.evaluate(() => (window.lastSaved = ''));
  await list.getByRole('button', { name: /^CSV with case numbers/ }).click();
  const file = await tab.waitForFunction(() => window.lastSaved);
  const named = readCsv(await file.jsonValue());
  expect(named.head.slice(0, 2)).toEqual(['Case', 'Case number']);
  expect(named.rows.filter(([, cell]) => cell === number).map(([pseudonym]) => pseudonym)).toContain(first?.stay_id);
  expect(named.notes.join(' ')).toContain('It names people');
  expect(JSON.stringify(await csvOf(list))).not.toContain('7431');
  await tab.emulateMedia({ media: 'print' });
  expect(await tab.locator('main table span.number').first().isVisible()).toBe(false);
  await tab.emulateMedia({ media: 'screen' });

  await tab.getByLabel('Find a case by its number').fill('qx743190');
  await tab.getByRole('button', { name: 'Find', exact: true }).last().click();
  await tab.waitForURL(/\/case\//);
  await settled(tab);
  expect(new URL(tab.url()).searchParams.get('case')).toBe(first?.stay_id);
  await expect.poll(() => tab.locator('h1').innerText()).toContain(number);

  await expectNowhere(before, number);
  await tab.reload();
  await settled(tab);
  expect(await tab.locator('h1').innerText()).not.toContain(number);

  // A memorandum has them on a page of its own, once, and not unless that is asked for.
  await visit(tab, `${site.address}memo/?facility=${facility}&staff=${first?.holder_id}`);
  await tab.getByText('Case numbers').click();
  await tab.getByLabel('Open a key file').setInputFiles(path);
  await tab.getByText('Case numbers: 1 case known').waitFor();
  const paper = tab.locator('.memo-print');
  expect(await paper.innerText()).toContain(first?.stay_id);
  expect(await paper.innerText()).not.toContain('7431');
  expect(await wordText()).not.toContain('7431');
  const page = tab.getByLabel('Add a page with the agency’s case numbers');
  await page.check();
  await tab.emulateMedia({ media: 'print' });
  expect(await paper.innerText()).toMatch(new RegExp(`Case numbers: [\\s\\S]*${number}\\s+${first?.stay_id}`));
  expect(await page.isVisible()).toBe(false);
  await tab.emulateMedia({ media: 'screen' });
  expect(await wordText()).toContain(number);
  expect(await page.isChecked()).toBe(false);
  expect(await paper.innerText()).not.toContain('7431');
  await page.check();
  await tab.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await expect.poll(() => page.isChecked()).toBe(false);
  await page.check();
  await tab.getByRole('link', { name: 'The quarter before' }).click();
  await settled(tab);
  expect(await tab.getByLabel('Add a page with the agency’s case numbers').isChecked()).toBe(false);
  await expectNowhere(before, number);
  expect(reader.errors).toEqual([]);
});

/** What the Word file of the open memorandum says. */
async function wordText(): Promise<string> {
  const [saved] = await Promise.all([
    tab.waitForEvent('download'),
    tab.getByRole('button', { name: 'Word', exact: true }).click(),
  ]);
  const files = unzipSync(await readFile(await saved.path()));
  return Object.entries(files)
    .filter(([name]) => name.endsWith('.xml'))
    .map(([, content]) => strFromU8(content))
    .join(' ');
}

/** Neither link, storage nor network holds a number of the key. */
async function expectNowhere(before: number, number: string): Promise<void> {
  const kept = await tab.evaluate(async () => {
    const databases = (await indexedDB.databases()).map(({ name }) => name);
    const caches = await window.caches.keys();
    const links = [...document.querySelectorAll('a')].map(({ href }) => href);
    const { cookie, title } = document;
    return JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      databases,
      caches,
      links,
      cookie,
      title,
      location.href,
      history.state,
    ]);
  });
  for (const text of [kept, ...reader.requests.slice(before)]) {
    for (const secret of [number, '7431', 'P-QX-1']) expect(text).not.toContain(secret);
  }
}
