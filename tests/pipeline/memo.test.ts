import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { buildMemo } from '../../src/lib/documents/memo/build.ts';
import { encodeDrafts } from '../../src/lib/documents/memo/draft-file.ts';
import { newDraft } from '../../src/lib/documents/memo/draft.ts';
import { memoFixture } from '../../src/lib/documents/memo/fixture.ts';
import { memoHtml } from '../../src/lib/documents/html.ts';
import { embeddedFont, openPdfPrinter } from '../../scripts/memo/pdf.ts';
import type { Caseload } from '../../src/lib/questions/casework/caseload.ts';
import type { TimelinessOfType } from '../../src/lib/questions/casework/timeliness-types.ts';
import { taskLabel } from '../../src/lib/summaries/casework.ts';
import { readManifest } from './export-folder.ts';
import { runHere } from './command-line.ts';
import { pdfFacts, pdfPages, plain } from './pdf.ts';

const temporary = () => mkdtempSync(join(tmpdir(), 'caseboard-memo-'));
const out = () => join(inject('demo'), 'out');

/** The paragraphs and cells of a Word file, as text. */
function wordText(file: string): string {
  const files = unzipSync(readFileSync(file));
  const body = strFromU8(files['word/document.xml'] ?? new Uint8Array());
  return plain(body.replace(/<\/w:(p|tc)>/g, ' ').replace(/<[^>]+>/g, ''));
}

function fileIn(folder: string, ending: string): string {
  const [found] = readdirSync(folder).filter((name) => name.endsWith(ending));
  if (!found) throw new Error(`no ${ending} in ${folder}`);
  return join(folder, found);
}

/** The institution and case manager the files are made for, as the `answer` command sees them. */
let facility: string;
let staff: string;
let quarter: string;
let counted: TimelinessOfType[];
let folder: string;

beforeAll(async () => {
  const manifest = readManifest(out());
  facility = manifest.scopes.facilities[0]?.id ?? '';
  quarter = manifest.default_period;
  const asked = ['answer', 'casework/timeliness-types', '--data', out(), '--scope', `facility=${facility}`];
  const { stdout } = await runHere([...asked, '--period', quarter, '--by', 'staff_id', '--format', 'json']);
  const rows = (JSON.parse(stdout) as { rows: TimelinessOfType[] }).rows.filter(({ group }) => group !== null);
  const most = rows.filter(({ task_type }) => task_type === null).sort((a, b) => b.due - a.due)[0];
  staff = most?.group ?? '';
  counted = rows.filter(({ group, task_type }) => group === staff && task_type !== null);
  folder = temporary();
  const made = await runHere(['memo', '--staff', staff, '--quarter', quarter, '--data', out(), '--out', folder]);
  expect(made.stderr).not.toContain('defect');
  expect(made.code).toBe(0);
});

describe('the memorandum of one case manager', () => {
  it('is Letter, with page numbers and a foot on every page', () => {
    const pdf = fileIn(folder, '.pdf');
    expect(pdfFacts(pdf)).toMatch(/Page size:\s+612 x 792 pts \(letter\)/);
    const pages = pdfPages(pdf);
    expect(pages.length).toBeGreaterThan(2);
    pages.forEach((page, index) => {
      expect(page).toContain(`Page ${index + 1} of ${pages.length}`);
      expect(page).toContain('version');
    });
  });

  it('has its attachments on pages of their own', () => {
    const pages = pdfPages(fileIn(folder, '.pdf'));
    const first = pages.findIndex((page) => page.trimStart().startsWith('Attachment 1. Overdue items'));
    const second = pages.findIndex((page) => page.trimStart().startsWith('Attachment 3. Definitions and method'));
    expect(first).toBeGreaterThan(0);
    expect(second).toBeGreaterThan(first);
  });

  it('holds the numbers of the answer command, as PDF and as Word', () => {
    const pdf = pdfPages(fileIn(folder, '.pdf')).join(' ');
    const word = wordText(fileIn(folder, '.docx'));
    expect(counted.length).toBeGreaterThan(4);
    for (const { task_type, due, on_time } of counted.filter((row) => row.due > 0)) {
      for (const text of [pdf, word]) {
        expect(text).toContain(taskLabel(task_type));
        expect(text).toContain(`${on_time} of ${due}`);
      }
    }
  });

  it('says how many cases were had, taken over and given up', async () => {
    const [facility] = (await readManifest(out())).scopes.staff.flatMap(({ id, facility_id }) =>
      id === staff ? [facility_id ?? ''] : [],
    );
    const asked = ['answer', 'casework/caseload', '--data', out(), '--scope', `facility=${facility}`];
    const { stdout } = await runHere([...asked, '--period', quarter, '--by', 'staff_id', '--format', 'json']);
    const row = (JSON.parse(stdout) as { rows: Caseload[] }).rows.find(({ group }) => group === staff);
    const word = wordText(fileIn(folder, '.docx'));
    expect(word).toContain(
      `Average daily caseload: ${row?.average.toFixed(1)} (from ${row?.minimum} to ${row?.maximum})`,
    );
    expect(word).toMatch(
      new RegExp(`${row?.taken_over} cases? taken over and ${row?.given_up} cases? handed on or ended`),
    );
  });

  it('says the same in Word as in the PDF', () => {
    const pdf = pdfPages(fileIn(folder, '.pdf')).join(' ');
    const word = wordText(fileIn(folder, '.docx'));
    const numbers = (text: string) => new Set(text.match(/\d[\d,]* of \d[\d,]*/g));
    const foot = /^\d+ of \d+$/;
    for (const pair of numbers(word)) expect(pdf).toContain(pair);
    for (const pair of numbers(pdf.replace(/Page \d+ of \d+/g, ''))) {
      if (!foot.test(pair) || !word.includes(pair)) expect(word).toContain(pair);
    }
  });

  it('names nobody in custody: cases stand under their pseudonyms', () => {
    const text = wordText(fileIn(folder, '.docx'));
    expect(text).toContain('Cases by number only');
  });
});

describe('a long attachment', () => {
  it('repeats the head of its table on every page', async () => {
    const overdue = Array.from({ length: 120 }, (_, index) => ({
      case: `K-${10_000 + index}`,
      task: 'Program review',
      due: '2026-05-31',
      days: 30,
      hand: 'own' as const,
    }));
    const input = memoFixture({ overdue });
    const html = memoHtml(buildMemo(input, newDraft(input)), { css: await embeddedFont() });
    const printer = await openPdfPrinter();
    const file = join(temporary(), 'long.pdf');
    writeFileSync(file, await printer.print(html));
    await printer.close();
    const listing = pdfPages(file).filter((page) => /K-1\d{4}/.test(page));
    expect(listing.length).toBeGreaterThan(2);
    for (const page of listing) expect(page).toContain('Case number Item Due');
  });
});

describe('the memo command', () => {
  it('makes the files of a whole institution, and says how long it took', async () => {
    const all = temporary();
    const began = performance.now();
    const made = await runHere(['memo', '--facility', facility, '--data', out(), '--out', all]);
    const seconds = (performance.now() - began) / 1000;
    expect(made.code).toBe(0);
    const names = readdirSync(all);
    const words = names.filter((name) => name.endsWith('.docx'));
    expect(words.length).toBeGreaterThan(1);
    expect(names.filter((name) => name.endsWith('.pdf'))).toHaveLength(words.length);
    console.log(`The memoranda of ${words.length} case managers, Word and PDF, took ${seconds.toFixed(1)} s.`);
  });

  it('puts in the words, names and dates of a file of drafts', async () => {
    const manifest = readManifest(out());
    const here = temporary();
    const drafts = join(here, 'drafts.json');
    const draft = {
      ...newDraft(memoFixture()),
      staff,
      period: quarter,
      texts: { 'element-2': 'Took over two caseloads in May, which is why reviews came late.' },
      addressees: { for: 'Jordan Reyes, Unit Manager', from: 'Terry Webb, Coordinator', through: '' },
    };
    writeFileSync(drafts, encodeDrafts({ source: manifest.source.name, drafts: [draft] }));
    const args = ['memo', '--staff', staff, '--data', out(), '--out', here];
    expect((await runHere([...args, '--drafts', drafts])).code).toBe(0);
    for (const text of [wordText(fileIn(here, '.docx')), pdfPages(fileIn(here, '.pdf')).join(' ')]) {
      expect(text).toContain('Took over two caseloads in May');
      expect(text).toContain('Terry Webb, Coordinator');
    }
    writeFileSync(drafts, encodeDrafts({ source: 'elsewhere', drafts: [draft] }));
    const refused = await runHere([...args, '--drafts', drafts]);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('are of "elsewhere"') as string });
  });

  it('makes the Word files without a browser, and says what is missing', async () => {
    const here = temporary();
    const args = ['memo', '--staff', staff, '--data', out(), '--out', here];
    const made = await runHere(args, { CHROMIUM_PATH: '/nowhere/chromium' });
    expect(made.code).toBe(4);
    expect(made.stderr).toContain('The Word files are made; the PDFs are not.');
    expect(made.stderr).toContain('CHROMIUM_PATH');
    expect(readdirSync(here).map((name) => name.split('.').at(-1))).toEqual(['docx']);
  });

  it.each([
    [[], 3, 'either --facility ID or --staff ID'],
    [['--facility', 'nowhere'], 3, 'There is no institution "nowhere"'],
    [['--staff', 'nobody'], 3, 'There is no case manager "nobody"'],
    [['--staff', 'nobody', '--quarter', 'FY2026'], 3, 'A memorandum is of a fiscal quarter'],
    [['--staff', 'nobody', '--drafts', '/nowhere.json'], 2, 'There is no file /nowhere.json'],
  ])('refuses %j in a sentence', async (args, code, sentence) => {
    const made = await runHere(['memo', '--data', out(), '--out', temporary(), ...args]);
    expect(made.code).toBe(code);
    expect(made.stderr).toContain(sentence);
  });
});
