import { createHash } from 'node:crypto';
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { TimelinessOfType } from '../../src/lib/questions/casework/timeliness-types.ts';
import { caseboard } from '../pipeline/command-line.ts';
import { launch, openReader, visit, type Reader } from './browser.ts';
import { exportInto } from './build-site.ts';
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

it('a memorandum marked final stays as it was signed, and says what was restated since', async () => {
  const { page } = reader;
  const facility = signedOn.manifest.scopes.facilities[0]?.id ?? '';
  const people = await signedOn.answer<TimelinessOfType>('casework/timeliness-types', {
    scope: `facility=${facility}`,
    by: 'staff_id',
  });
  const [most] = people
    .filter(({ group, task_type: type }) => group !== null && type === 'program_review')
    .sort((a, b) => b.due - a.due);
  const staff = most?.group ?? '';
  const [n, d] = [most?.on_time ?? NaN, most?.due ?? NaN];
  const address = `${site.address}memo/?facility=${facility}&staff=${staff}`;

  await visit(page, address);
  await page.getByLabel('From (coordinator)').fill('The coordinator');
  await page.getByLabel('Date of the memorandum').fill('2026-07-10');
  for (const field of ['Element 2', 'Element 3', 'Element 4', 'Strengths', 'Items for discussion'])
    await page.getByLabel(new RegExp(`^In your words: ${field}`)).fill('As we discussed.');
  const forWhom = page.getByLabel(/^Memorandum for/);
  if ((await forWhom.inputValue()) === '') await forWhom.fill('The unit manager');
  await page.getByRole('button', { name: 'Mark as final' }).click();
  await page.getByRole('heading', { name: 'Final', exact: true }).waitFor();
  await page.getByText('No figure of it has been restated since.').waitFor();
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save draft as a file' }).click(),
  ]);
  const drafts = join(folder, 'drafts.json');
  await saved.saveAs(drafts);
  const seal = (await page.locator('.signed code').first().innerText()).trim();
  expect(seal).toMatch(/^[0-9a-f]{12}$/);
  const paper = () => page.locator('.memo-print').innerText();
  const signed = await paper();
  expect(signed).toContain(`(${n} of ${d})`);

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
  expect(await paper()).toBe(signed);
  expect((await page.locator('style').allTextContents()).join('')).toContain(`sealed ${seal}`);
  await page.emulateMedia({ media: 'screen' });

  await visit(page, `${site.address}memos/?facility=${facility}`, after.manifest.version);
  const name = signedOn.manifest.scopes.staff.find(({ id }) => id === staff)?.name ?? '';
  await page.getByText(`1 signed, restated since: ${name}.`).waitFor({ timeout: 60_000 });
  expect(await page.locator('tr', { hasText: name }).innerText()).toContain('final, 1 figure restated since');
  expect(reader.errors).toEqual([]);

  const verify = (file: string) => caseboard(['memo', 'verify', file, '--data', join(site.folder, 'data')]);
  const said = await verify(drafts);
  expect(said.stdout).toContain(`Program review: ${n} of ${d} | ${n + 2} of ${d + 2}`);
  expect([said.code, said.stderr]).toEqual([5, '']);
  await writeFile(drafts, (await readFile(drafts, 'utf8')).replace(`"${n} of ${d}"`, `"${n + 1} of ${d}"`));
  const altered = await verify(drafts);
  expect(altered.stdout).toContain('altered. What was sealed is not what its hash was made of.');
  expect(altered.code).toBe(6);
  // An agency is exported in the middle of it.
}, 400_000);
