import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page as Tab } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../scripts/engine/database.ts';
import { examplesOn } from '../../src/lib/console/examples.ts';
import { overview } from '../../src/lib/pages/overview.ts';
import { population } from '../../src/lib/pages/population.ts';
import { recidivismPage } from '../../src/lib/pages/outcomes.ts';
import type { Page } from '../../src/lib/pages/page.ts';
import { openReader, visit, type Reader } from './browser.ts';
import { figure, readCsv } from './figures.ts';
import type { Native } from './native.ts';
import type { Site } from './site.ts';
import { openStage } from './stage.ts';

let site: Site;
let native: Native;
let reader: Reader;
let page: Tab;

beforeAll(async () => {
  const stage = await openStage();
  ({ site, native } = stage);
  reader = await openReader(stage.browser);
  page = reader.page;
  return stage.close;
});
// Queries that were run are remembered.
beforeEach(async () => {
  await page.goto(`${site.address}favicon.svg`);
  await page.evaluate(() => localStorage.clear());
  reader.requests.length = 0;
});
afterEach(() => expect(reader.errors.splice(0)).toEqual([]));

/** Opens the console and waits for the editor, which comes when the field is first used. */
async function openConsole(search = ''): Promise<void> {
  await visit(page, `${site.address}explore/${search}`);
  await page.getByRole('textbox', { name: 'SQL' }).focus();
  await page.getByRole('group', { name: 'Tables' }).waitFor();
  await page.locator('.cm-content').waitFor();
}

async function write(sql: string): Promise<void> {
  await page.locator('.cm-content').focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(sql);
}

/** Runs what is in the editor, with the keyboard; gives back what is said of the result, or of the problem. */
async function run(): Promise<string> {
  const ended = await page.locator('#query').getAttribute('data-ended');
  await page.keyboard.press('Control+Enter');
  await page.locator(`#query:not([data-ended="${ended}"])`).waitFor();
  const problem = page.locator('p.problem');
  await page.locator('#query p.problem, #query p.said').first().waitFor();
  const said = (await problem.count()) > 0 ? problem : page.locator('p.said');
  return (await said.innerText()).replace(/\s+/g, ' ');
}

async function ask(sql: string): Promise<string> {
  await write(sql);
  return run();
}

async function csv() {
  await page.evaluate(() => (window.lastSaved = ''));
  await page.getByRole('button', { name: 'CSV', exact: true }).click();
  return readCsv(await (await page.waitForFunction(() => window.lastSaved)).jsonValue());
}

const texts = (rows: Record<string, unknown>[]) =>
  rows.map((row) => Object.values(row).map((each) => String(each ?? '')));

it('loads what a query names and gives the rows the native engine gives', async () => {
  await openConsole();
  const [first] = examplesOn(native.manifest.as_of);
  const sql = first?.sql ?? '';
  expect(await run()).toMatch(/^\d+ rows in /);
  const data = reader.requests.filter((url) => url.endsWith('.parquet')).map((url) => url.split('/').pop());
  expect(data.sort()).toEqual(['institution.parquet', 'timeliness_month.parquet']);
  const { notes, head, rows } = await csv();
  const expected = await native.sql(sql);
  expect(head).toEqual(Object.keys(expected[0] ?? {}));
  expect([...rows].sort()).toEqual(texts(expected).sort());
  expect(notes.join('\n')).toContain(`version ${native.manifest.version}`);
  expect(notes.join('\n')).toContain('FROM timeliness_month JOIN institution');
});

it('shows so many rows at a time, says how many there are, and stops when told', async () => {
  await openConsole();
  const [{ n } = { n: 0 }] = await native.sql('SELECT count(*) AS n FROM timeliness_day');
  const all = Number(n).toLocaleString('en-US');
  expect(await ask('SELECT * FROM timeliness_day')).toContain('The first 10,000');
  await page.getByText(`The first 10,000 of ${all} rows`).waitFor();
  expect(await page.locator('.result tbody tr').count()).toBe(100);
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await page.getByText('Rows 101–200 of 10,000').waitFor();
  const { notes, rows } = await csv();
  expect(rows.length).toBe(10_000);
  expect(notes.join(' ')).toContain(`The first 10,000 of ${all} rows; the rest is not in this file`);

  await write(
    'SELECT count(*) AS n FROM timeliness_day a, timeliness_day b, timeliness_day c WHERE a.due_date < b.due_date',
  );
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('Cancelled. Nothing was changed.').waitFor();
  expect(await ask("SELECT 41 + 1 AS answer, 'yes' AS found")).toMatch(/^1 row in/);
  expect((await csv()).rows).toEqual([['42', 'yes']]);
});

it('reads only the rows of the place chosen', async () => {
  await openConsole();
  const sql = 'SELECT facility_id, count(*) AS n FROM case_span GROUP BY ALL ORDER BY facility_id';
  await page.getByRole('combobox', { name: /^Rows of/ }).selectOption({ value: 'facility=F-2' });
  await ask(sql);
  const everywhere = await native.sql(sql);
  expect((await csv()).rows).toEqual(texts(everywhere.filter(({ facility_id }) => facility_id === 'F-2')));
  await page.getByRole('combobox', { name: /^Rows of/ }).selectOption({ value: 'agency' });
  await ask(sql);
  expect((await csv()).rows).toEqual(texts(everywhere));
});

it('writes Parquet with types, and what it is of', async () => {
  await openConsole();
  await ask(
    "SELECT facility_id, rated_capacity, opened_date, rated_capacity / 7 AS part, facility_id = 'F-2' AS second, [1, NULL] AS list FROM institution ORDER BY 1",
  );
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Parquet', exact: true }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('query-institution.parquet');
  // The table holds one page of the rows: it is not saved by itself.
  expect(await page.getByRole('button', { name: /: Result of the query$/ }).count()).toBe(0);
  const path = join(site.folder, 'query.parquet');
  await download.saveAs(path);
  const database = await openDatabase();
  const types = await database.rows(`DESCRIBE SELECT * FROM read_parquet('${path}')`);
  expect(types.map(({ column_type }) => column_type)).toEqual([
    ...['VARCHAR', 'INTEGER', 'DATE', 'DOUBLE', 'BOOLEAN', 'VARCHAR'],
  ]);
  const rows = await database.rows(
    `SELECT * REPLACE (CAST(opened_date AS VARCHAR) AS opened_date) FROM read_parquet('${path}')`,
  );
  const expected = await native.sql(
    "SELECT facility_id, rated_capacity, CAST(opened_date AS VARCHAR) AS opened_date, rated_capacity / 7 AS part, facility_id = 'F-2' AS second, '[1, NULL]' AS list FROM institution ORDER BY 1",
  );
  expect(rows).toEqual(expected);
  const about = await database.rows(
    `SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata('${path}')`,
  );
  const found = new Map(about.map(({ key, value }) => [key, value]));
  expect(found.get('version')).toBe(native.manifest.version);
  expect(found.get('query')).toContain('FROM institution');
  database.close();
});

describe('what it lets through', () => {
  it('nothing leaves the site and nothing changes, whatever is tried', async () => {
    await openConsole();
    const before = await ask('SELECT count(*) AS n, min(facility_id) AS least FROM institution').then(() => csv());
    // Were it fetched, it would be found.
    await writeFile(join(site.folder, 'bait.csv'), 'a\n1\n');
    const asked = reader.requests.length;
    for (const sql of [
      "SELECT * FROM read_parquet('https://example.com/x.parquet')",
      `SELECT * FROM read_csv('${site.address}bait.csv')`,
      `FROM '${site.address}bait.csv'`,
      `SELECT * FROM institution, '${site.address}bait.csv'`,
      `SELECT * FROM institution, "${site.address}bait.csv" AS b`,
      `SELECT (SELECT a FROM (institution CROSS JOIN '${site.address}bait.csv'))`,
      "COPY institution TO 'out.csv'",
      "SELECT 1; COPY institution TO 'out.csv'",
      "ATTACH 'https://example.com/x.db'",
      'PRAGMA database_list',
      'SET enable_external_access = true',
      'INSTALL httpfs',
      'LOAD httpfs',
      'DROP TABLE institution',
      'SELECT 1 /* ; */ ; DROP TABLE institution',
      "SELECT '--' ; DELETE FROM institution -- '",
      "SELECT 1') ; DROP TABLE institution; --",
      'EXPLAIN ANALYZE DELETE FROM institution',
      'WITH x AS (SELECT 1) DELETE FROM institution',
      'CREATE TABLE other AS SELECT 1',
      "FROM query('DROP TABLE institution')",
      'SELECT * FROM enable_logging()',
    ]) {
      expect(await ask(sql), sql).toMatch(/only the tables of this export|only reads|One query at a time|does not end/);
    }
    // An address that changes makes Chromium look for the site's own icon again, and parts of the site come when nobody waits.
    const own = ['favicon.svg', '_app/immutable/'].map((path) => site.address + path);
    expect(reader.requests.slice(asked).filter((url) => !own.some((start) => url.startsWith(start)))).toEqual([]);
    expect(await ask('SELECT count(*) AS n, min(facility_id) AS least FROM institution')).toMatch(/^1 row/);
    expect(before.rows.length).toBe(1);
    expect((await csv()).rows).toEqual(before.rows);
    expect(reader.requests.every((url) => url.replace(/^blob:/, '').startsWith(site.address))).toBe(true);
  });

  it('says what is wrong, and in which line', async () => {
    await openConsole();
    expect(await ask('SELECT facility_id\nFROM institution\nWHERE nothing = 1')).toMatch(
      /^Line 3: Referenced column "nothing"/,
    );
    expect(await page.locator('.cm-wrong').innerText()).toBe('WHERE nothing = 1');
    expect(await ask('SELECT *\nFORM institution')).toMatch(/^Line 2: Syntax error/);
    expect(await ask('SELECT * FROM institusion')).toBe(
      'Line 1: There is no table “institusion”. Did you mean institution?',
    );
    expect(await ask('SELECT * FROM population_counted')).toContain('population_count, which has not been supplied');
  });
});

describe('the SQL of a figure', () => {
  it.each<[string, string, string, Page]>([
    ['overview', 'trend', '?region=R-1', overview],
    ['population', 'daily', '?facility=F-2&sex=M', population],
    ['population', 'fit', '?period=2026Q2', population],
    ['recidivism', 'rates', '', recidivismPage],
  ])('of %s, %s%s, is opened from it and gives its rows', async (_id, key, search, from) => {
    await visit(page, `${site.address}${from.route.slice(1)}${search}`);
    const shown = figure(page, from, key);
    await shown.getByText('How this is calculated').first().click();
    await shown.getByText('Show the SQL').click();
    const sql = await shown.locator('pre').innerText();
    await shown.getByRole('link', { name: 'Open this number’s SQL in the console' }).click();
    await page.waitForURL(/\/explore\/\?figure=/);
    await page.getByText('The SQL of').waitFor();
    await page.getByRole('textbox', { name: 'SQL' }).focus();
    await page.locator('.cm-content').waitFor();
    const queries = sql.split(';\n\n');
    for (const [index, text] of queries.entries()) {
      if (queries.length > 1) await page.getByRole('button', { name: `Query ${index + 1}` }).click();
      await page.locator('.cm-content').focus();
      expect(await run()).toMatch(/rows? in /);
      const expected = texts(await native.sql(text));
      expect([...(await csv()).rows].sort()).toEqual(expected.sort());
    }
  });

  it('that the link does not know is said', async () => {
    await visit(page, `${site.address}explore/?figure=population.nothing`);
    await page.getByText('The link names a figure “population.nothing” that this site does not have.').waitFor();
  });
});

it('is used with the keyboard alone, and remembers', async () => {
  await openConsole();
  await write('SELECT count(*) AS n FROM instit');
  // What completes a name closes with Escape; Tab then leaves the field.
  await page.keyboard.type('u');
  await page.getByRole('option', { name: /^institution/ }).waitFor();
  // The list takes no keys in its first moments, so that nobody accepts what appeared under their hands.
  await page.waitForTimeout(200);
  await page.keyboard.press('Enter');
  expect(await run()).toMatch(/^1 row in/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Run');
  await page.getByRole('searchbox', { name: 'Find a table or column' }).focus();
  await page.keyboard.type('rated');
  await page.getByText(/^\d+ of \d+ tables/).waitFor();
  const found = page
    .getByRole('group', { name: 'Tables' })
    .locator('summary')
    .filter({ has: page.getByText('institution', { exact: true }) });
  await found.focus();
  await page.keyboard.press('Enter');
  await write('SELECT facility_id,  FROM institution');
  for (let step = 0; step < 'FROM institution'.length + 1; step += 1) await page.keyboard.press('ArrowLeft');
  await page.getByRole('button', { name: 'Insert rated_capacity of institution' }).focus();
  await page.keyboard.press('Enter');
  expect(await run()).toMatch(/rows in/);
  expect((await csv()).head).toEqual(['facility_id', 'rated_capacity']);
  // In the link while short, and in this browser.
  expect(new URL(page.url()).searchParams.get('sql')).toBe('SELECT facility_id, rated_capacity FROM institution');
  await page.reload();
  await page.getByText('Queries run in this browser (2)').click();
  await page.getByRole('button', { name: 'SELECT count(*) AS n FROM institution' }).click();
  expect(await page.getByRole('textbox', { name: 'SQL' }).inputValue()).toBe('SELECT count(*) AS n FROM institution');
});
