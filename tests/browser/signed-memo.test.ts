import { createHash } from 'node:crypto';
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { TimelinessOfType } from '../../src/lib/questions/casework/timeliness-types.ts';
import { caseboard } from '../pipeline/command-line.ts';
import { launch, openReader, settled, visit, type Reader } from './browser.ts';
import { exportInto } from '../demonstration.ts';
import { openNative, type Native } from './native.ts';
import { openSite, type Site } from './site.ts';

let site: Site;
let browser: Browser;
let reader: Reader;
let signedOn: Native;
let folder: string;

beforeAll(async () => {
  [site, browser] = await Promise.all([openSite(), launch()]);
  signedOn = await openNative(join(site.folder, 'data'));
  reader = await openReader(browser);
  folder = await mkdtemp(join(tmpdir(), 'caseboard-signed-'));
});
afterAll(async () => {
  signedOn.close();
  await browser.close();
  await site.close();
  await rm(folder, { recursive: true, force: true });
});

/** The same agency with two program reviews more: of the person, on time, and not in the extract before. */
async function exportWithLateEntries(staff: string, from: string, to: string): Promise<void> {
  const source = join(folder, 'today');
  await cp(inject('site').today, source, { recursive: true });
  const late = `
    UNION ALL BY NAME (
      SELECT task_id || '-late' AS task_id, task_type, task.stay_id, task.staff_id, facility_id,
        trigger_date - 1 AS trigger_date, due_date - 1 AS due_date, due_date - 2 AS completed_date, NULL AS result
      FROM read_parquet('files/task.parquet') AS task
      JOIN read_parquet('files/assignment.parquet') AS held ON held.stay_id = task.stay_id AND held.staff_id = '${staff}'
        AND held.start_date < task.due_date - 90 AND coalesce(held.end_date > task.due_date + 90, true)
      WHERE task_type = 'program_review' AND completed_date <= due_date
        AND due_date > DATE '${from}' + 10 AND due_date < DATE '${to}' - 10
      ORDER BY task_id LIMIT 2)`;
  await appendFile(join(source, 'task.sql'), late);
  // Still a demonstration, so that pseudonyms stay those of the export before.
  const made = join(source, 'demonstration.json');
  const task = createHash('sha256')
    .update(await readFile(join(source, 'task.sql')))
    .digest('hex');
  const hashes = JSON.parse(await readFile(made, 'utf8')) as Record<string, string>;
  await writeFile(made, JSON.stringify({ ...hashes, 'task.sql': task }));
  await exportInto(join(site.folder, 'data'), source);
}

/** A case manager with a memorandum, as the list of the institution names them. */
interface Written {
  facility: string;
  name: string;
  address: string;
}

/** Everybody's memorandum of an institution, from its list: the date for all, then each is opened, written and marked final. */
async function writeAll(facility: string): Promise<Written[]> {
  const { page } = reader;
  await visit(page, `${site.address}memos/?facility=${facility}`);
  const rows = page.locator('main table tbody tr');
  const count = await rows.count();
  await page.getByLabel('One date for all that are not final').fill('2026-07-10');
  await page.getByRole('button', { name: 'Put it on' }).click();
  await page.getByText(`The date is on ${count} of ${count} memoranda`).waitFor();
  const links = await rows
    .locator('th a, td a')
    .evaluateAll((found) =>
      found.map((link) => ({ name: link.textContent ?? '', address: (link as HTMLAnchorElement).href })),
    );
  expect(links).toHaveLength(count);
  for (const { name, address } of links) {
    await rows.getByRole('link', { name, exact: true }).click();
    await page.getByRole('heading', { name: `Quarterly memo: ${name}` }).waitFor();
    await settled(page);
    expect(page.url()).toBe(address);
    const from = page.getByLabel('From (coordinator)');
    // Whoever sent the last one sends this one.
    if ((await from.inputValue()) === '') await from.fill('The coordinator');
    const forWhom = page.getByLabel(/^Memorandum for/);
    if ((await forWhom.inputValue()) === '') await forWhom.fill('The unit manager');
    for (const field of ['Element 2', 'Element 3', 'Element 4', 'Strengths', 'Items for discussion'])
      await page.getByLabel(new RegExp(`^In your words: ${field}`)).fill(`Of ${name}, as we discussed.`);
    await page.getByRole('button', { name: 'Mark as final' }).click();
    await page.getByRole('heading', { name: 'Final', exact: true }).waitFor();
    await page.getByText('No figure of it has been restated since.').waitFor();
    await page.getByRole('link', { name: 'All memoranda' }).click();
    await rows.first().waitFor();
  }
  await page.getByText(`${count} of ${count} final.`).waitFor();
  return links.map((link) => ({ facility, ...link }));
}

/** What “Print all” puts on paper, a memorandum a text. */
async function printedAll(): Promise<string[]> {
  const { page } = reader;
  await page.evaluate(() => {
    const found = window as unknown as { printed: string[] | null };
    found.printed = null;
    window.print = () => {
      const sheets = [...document.querySelectorAll<HTMLElement>('.memo-print .memo')];
      found.printed = sheets.map((sheet) => sheet.textContent ?? '');
    };
  });
  await page.getByRole('button', { name: 'Print all or save as one PDF' }).click();
  const printed = await page.waitForFunction(() => (window as unknown as { printed: string[] | null }).printed);
  return (await printed.jsonValue()) ?? [];
}

async function saveDrafts(button: string): Promise<string> {
  const [saved] = await Promise.all([
    reader.page.waitForEvent('download'),
    reader.page.getByRole('button', { name: button }).click(),
  ]);
  const path = join(folder, 'drafts.json');
  await saved.saveAs(path);
  return path;
}

it('a whole quarter: everybody’s memorandum is written, one disputed, all are exported and signed, and a later export names what was restated', async () => {
  const { page } = reader;
  const { facilities, staff: members } = signedOn.manifest.scopes;
  const began = reader.requests.length;
  const written: Written[] = [];
  for (const { id } of facilities) written.push(...(await writeAll(id)));
  expect(written.length).toBeGreaterThanOrEqual(15);
  // All of it from what the export wrote: nothing was asked of the engine.
  expect(reader.requests.slice(began).filter((url) => url.endsWith('.parquet'))).toEqual([]);

  const facility = facilities[0]?.id ?? '';
  const people = await signedOn.answer<TimelinessOfType>('casework/timeliness-types', {
    scope: `facility=${facility}`,
    by: 'staff_id',
  });
  const [most] = people
    .filter(({ group, task_type: type }) => group !== null && type === 'program_review')
    .sort((a, b) => b.due - a.due);
  const staff = most?.group ?? '';
  const name = members.find(({ id }) => id === staff)?.name ?? '';
  const [n, d] = [most?.on_time ?? NaN, most?.due ?? NaN];
  const address = `${site.address}memo/?facility=${facility}&staff=${staff}`;

  await visit(page, address);
  const seal = (await page.locator('.signed code').first().innerText()).trim();
  expect(seal).toMatch(/^[0-9a-f]{12}$/);
  const paper = () => page.locator('.memo-print').innerText();
  const signed = await paper();
  expect(signed).toContain(`(${n} of ${d})`);

  // Disputed after it was signed: the memorandum stays as it is, and the log follows it.
  await page.getByLabel('A figure that is disputed').selectOption({ label: `Program review: ${n} of ${d}` });
  await page.getByRole('button', { name: 'Record a dispute' }).click();
  await page.getByLabel('What was said').fill('One review was held on time and recorded late.');
  expect((await paper()).startsWith(signed)).toBe(true);
  expect(await paper()).toContain('One review was held on time and recorded late.');

  await page.getByRole('link', { name: 'All memoranda' }).click();
  const row = page.locator('tr', { hasText: name });
  await row.waitFor();
  expect(await row.innerText()).toMatch(/final[\s\S]*1, 1 open/);
  const own = written.filter((memo) => memo.facility === facility);
  const printed = await printedAll();
  for (const memo of own) {
    const sheets = printed.filter((text) => text.includes(`Of ${memo.name}, as we discussed.`));
    expect(sheets, memo.name).toHaveLength(1);
  }
  expect(printed.filter((text) => text.includes(`Dispute log: ${name}`))).toHaveLength(1);
  const drafts = await saveDrafts('Save the drafts as a file');
  const verify = () => caseboard(['memo', 'verify', drafts, '--data', join(site.folder, 'data')]);
  const before = await verify();
  expect([before.code, before.stderr]).toEqual([0, '']);

  const { from, to } = signedOn.view('').period;
  await exportWithLateEntries(staff, from, to);
  const after = await openNative(join(site.folder, 'data'));
  after.close();
  await visit(page, address, after.manifest.version);
  const since = page.locator('section', {
    has: page.getByRole('heading', { name: 'Since restated (not part of the signed memorandum)' }),
  });
  await since.waitFor({ timeout: 60_000 });
  expect(await since.locator('li').allInnerTexts()).toEqual([
    expect.stringMatching(
      new RegExp(`^Program review: ${n} of ${d} → ${n + 2} of ${d + 2}(, now .*)?; 2 items were recorded late\\.$`),
    ),
  ]);

  await page.emulateMedia({ media: 'print' });
  expect(await since.isVisible()).toBe(false);
  expect((await paper()).startsWith(signed)).toBe(true);
  expect((await page.locator('style').allTextContents()).join('')).toContain(`sealed ${seal}`);
  await page.emulateMedia({ media: 'screen' });

  await visit(page, `${site.address}memos/?facility=${facility}`, after.manifest.version);
  await page
    .getByText(`${own.length} of ${own.length} final. 1 signed, restated since: ${name}.`)
    .waitFor({ timeout: 60_000 });
  expect(await row.innerText()).toContain('final, 1 figure restated since');
  // Paper still says what was signed.
  expect(await printedAll()).toEqual(printed);
  expect(reader.errors).toEqual([]);

  const said = await verify();
  expect(said.stdout).toContain(`Program review: ${n} of ${d} | ${n + 2} of ${d + 2}`);
  expect([said.code, said.stderr]).toEqual([5, '']);
  await writeFile(drafts, (await readFile(drafts, 'utf8')).replace(`"${n} of ${d}"`, `"${n + 1} of ${d}"`));
  const altered = await verify();
  expect(altered.stdout).toContain('altered. What was sealed is not what its hash was made of.');
  expect(altered.code).toBe(6);
  // An agency is exported in the middle of it.
}, 400_000);
