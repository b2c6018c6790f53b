import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import readExcel from 'read-excel-file/node';
import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../../../scripts/engine/database.ts';
import type { Column } from '../table/column.ts';
import { toCsv } from '../table/csv.ts';
import { buildMemo } from '../../documents/memo/build.ts';
import { newDraft } from '../../documents/memo/draft.ts';
import { memoFixture } from '../../documents/memo/fixture.ts';
import { docxBytes } from '../../documents/docx.ts';
import { memoHtml } from '../../documents/html.ts';
import { toExcel } from './excel.ts';
import { xmlText } from './xml-text.ts';

/** Names as a careless or hostile record may hold them. */
const names = [
  'constructor',
  '__proto__',
  'toString',
  'a\u0001b\u0008c\u000bd\u001be\u001f',
  'zero\u200bwidth\u200d\ufeff\u2060',
  '\u202eright to left\u202c \u2067x\u2069',
  'half \ud800 and \udfff',
  'none \ufffe\uffff',
  '<b a="1">&amp;</b>]]>',
  'O\'Neal, "Bo"\r\nsecond',
  'ÅÄÖ 北 𝒳',
];
const columns: Column<{ name: string }>[] = [{ key: 'name', label: 'Name', kind: 'text' }];
const rows = names.map((name) => ({ name }));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caseboard-odd-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Throws unless a strict parser of XML reads it. */
function expectXml(text: string): void {
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(text).close();
}

function expectXmlParts(bytes: Uint8Array): Record<string, string> {
  const parts = Object.entries(unzipSync(bytes)).filter(([name]) => /\.(xml|rels)$/.test(name));
  const texts = Object.fromEntries(parts.map(([name, part]) => [name, strFromU8(part)]));
  expect(parts.length).toBeGreaterThan(3);
  for (const text of Object.values(texts)) expectXml(text);
  return texts;
}

it('a workbook holds them, and a strict reader reads it', async () => {
  const tables = names.map((title) => ({ about: { title, facts: [{ name: title, text: title }] }, columns, rows }));
  const bytes = new Uint8Array(await (await toExcel(tables)).arrayBuffer());
  expectXmlParts(bytes);
  const path = join(folder, 'odd.xlsx');
  await writeFile(path, bytes);
  const sheets = await readExcel(path);
  expect(sheets.length).toBe(names.length + 1);
  const [first] = sheets as unknown as { data?: unknown[][] }[];
  const cells = (first?.data ?? (first as unknown as unknown[][]))
    .slice(1)
    .map(([cell]) => String(cell).replaceAll('\r\n', '\n'));
  // The library leaves out what stands in place of what XML cannot hold.
  const held = (name: string) => xmlText(name).replaceAll('\ufffd', '').replaceAll('\r\n', '\n').trim();
  expect(cells).toEqual(names.map(held));
});

it('a workbook holds no more of a text than Excel can', async () => {
  const long = ['a'.repeat(32_767), 'a'.repeat(32_768), `${'a'.repeat(32_765)}𝒳𝒳`, 'b'.repeat(10_000_000)];
  const about = { title: 'Long', facts: [{ name: 'Text', text: 'c'.repeat(40_000) }] };
  const table = { about, columns, rows: long.map((name) => ({ name })) };
  const parts = expectXmlParts(new Uint8Array(await (await toExcel([table])).arrayBuffer()));
  const texts = Object.values(parts).flatMap((part) =>
    [...part.matchAll(/<t\b[^>]*>([^<]*)</g)].map(([, text = '']) => text),
  );
  const lengths = texts.map((text) => text.length).filter((length) => length > 1000);
  expect(lengths.sort()).toEqual([32_766, 32_767, 32_767, 32_767, 32_767]);
  expect(texts.filter((text) => text.endsWith('…')).length).toBe(4);
  expect(texts).toContain(long[0]);
  expect(texts.every((text) => text.isWellFormed())).toBe(true);
});

it('a memorandum holds them as Word and as HTML', async () => {
  for (const name of names) {
    const input = memoFixture({ person: { id: name, name } });
    const memo = buildMemo(input, newDraft(input));
    const parts = expectXmlParts(await docxBytes([memo]));
    const said = parts['word/document.xml'] ?? '';
    if (/^[\w ÅÄÖ北𝒳]+$/u.test(name)) expect(said).toContain(name);
    const html = memoHtml(memo);
    // eslint-disable-next-line no-control-regex -- none may be left
    expect(html).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
    expect(html).not.toContain('<b a=');
  }
});

it('a CSV holds them as they are', async () => {
  const path = join(folder, 'odd.csv');
  const whole = names.filter((name) => name.isWellFormed());
  await writeFile(
    path,
    toCsv(
      columns,
      whole.map((name) => ({ name })),
    ),
  );
  const database = await openDatabase();
  const read = await database.rows(
    `SELECT Name FROM read_csv('${path}', header = true, strict_mode = true, all_varchar = true, quote = '"', escape = '"', delim = ',')`,
  );
  database.close();
  expect(read.map(({ Name }) => Name)).toEqual(whole);
});

it('what XML cannot hold is shown, and nothing else is touched', () => {
  expect(() => expectXml('<a>\u0001</a>')).toThrow(/disallowed/);
  expect(names.map(xmlText).filter((name, at) => name !== names[at]).length).toBe(3);
  for (const name of names) expectXml(`<a>${xmlText(name).replace(/[<&>]/g, '.')}</a>`);
});
