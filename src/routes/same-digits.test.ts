import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { formatAnswer } from '../../scripts/answer/format.ts';
import type { MemoBlock, MemoDocument, MemoTable } from '$lib/documents/document.ts';
import { docxBytes } from '$lib/documents/docx.ts';
import { memoHtml } from '$lib/documents/html.ts';
import { measure, share } from '$lib/documents/memo/fixture.ts';
import { figureCell, shortCell } from '$lib/documents/memo/words.ts';
import { institutionBlocks } from '$lib/documents/packet/institutions.ts';
import type { RegionQuarter } from '$lib/documents/packet/region-quarter.ts';
import { figureOf } from '$lib/measures/figures.ts';
import { matrixOf } from '$lib/measures/matrix.ts';
import { readFigure } from '$lib/measures/measure-figure.ts';
import { questionOf } from '$lib/questions/index.ts';
import { countsText, rateText } from '$lib/summaries/casework.ts';
import { layoutFunnel } from '$lib/ui/charts/funnel.ts';
import { cellText, type Column } from '$lib/ui/table/column.ts';
import { onTimeTile } from './(overview)/casework.ts';

/** One row of counts as questions give it. */
interface Counts {
  group: string;
  on_time: number;
  due: number;
  rate: number;
}

const minimum = 10;

/** Enough to give a rate; every second one lies half way between two shown digits. */
const random = fc.oneof(
  fc
    .integer({ min: minimum, max: 60_000 })
    .chain((due) => fc.tuple(fc.integer({ min: 0, max: due }), fc.constant(due))),
  // Odd eighths, sixteenths, fortieths and the like of a percent and of a tenth of it.
  fc
    .tuple(fc.constantFrom(40, 80, 120, 160, 240, 400, 1200, 2000, 16_000), fc.integer({ min: 0, max: 16_000 }))
    .map(([due, at]): [number, number] => [at % (due + 1), due]),
);

const rows: Counts[] = fc
  .sample(random, { numRuns: 400, seed: 20_261_128 })
  .concat([
    [23, 40],
    [69, 240],
    [9999, 10_000],
    [1, 10_000],
  ])
  .map(([onTime, due], index) => ({ group: `P${index}`, on_time: onTime, due, rate: onTime / due }));

/** `on_time` of `due` in whole numbers: the share with `places` decimals, halves up. */
function fraction({ on_time: x, due: n }: Counts, places: number): string {
  const scale = 10n ** BigInt(places);
  const units = ((2n * BigInt(x) * scale + BigInt(n)) / (2n * BigInt(n))).toString().padStart(places + 1, '0');
  return places === 0 ? units : `${units.slice(0, -places)}.${units.slice(-places)}`;
}

/** Methods, section 2: a whole percentage under 200, else one decimal; some is never none, most never all. */
function expected(row: Counts): { share: string; counts: string } {
  const places = row.due < 200 ? 0 : 1;
  const digits = fraction({ ...row, on_time: 100 * row.on_time }, places);
  const [none, all] = places === 0 ? ['0', '100'] : ['0.0', '100.0'];
  const shown =
    digits === none && row.on_time > 0
      ? `under ${places === 0 ? '1' : '0.1'}`
      : digits === all && row.on_time < row.due
        ? `over ${places === 0 ? '99' : '99.9'}`
        : digits;
  const grouped = (count: number) => String(count).replace(/\B(?=(\d{3})+$)/g, ',');
  return { share: `${shown} %`, counts: `${grouped(row.on_time)} of ${grouped(row.due)}` };
}

const plain = (text: string) => text.replaceAll('\u202f', ' ');
const both = (row: Counts) => `${expected(row).share} (${expected(row).counts})`;

/** What differs, by name: one list to read rather than four hundred assertions. */
function wrong(shown: (row: Counts, index: number) => string, wanted: (row: Counts) => string): string[] {
  return rows.flatMap((row, index) => {
    const found = plain(shown(row, index));
    return found === wanted(row) ? [] : [`${row.on_time} of ${row.due}: ${found}, not ${wanted(row)}`];
  });
}

const timeliness = figureOf('timeliness');
if (!timeliness) throw new Error('there is no timeliness');
const spec = timeliness;

it('the tile of a page shows a share and its counts as worked out by whole numbers', () => {
  const shown = (row: Counts) => {
    const { value, note } = onTimeTile(row, minimum);
    return `${value} (${note})`;
  };
  expect(wrong(shown, both)).toEqual([]);
});

it('a figure of a measure shows the same, in one line and in its two parts', () => {
  const figure = (row: Counts) => readFigure(spec, [{ ...row }], row.group, { minimum });
  expect(wrong((row) => figure(row).text, both)).toEqual([]);
  expect(wrong((row) => `${figure(row).headline} (${figure(row).basis})`, both)).toEqual([]);
});

it('the cells of a table show the same', () => {
  const column: Column<Counts> = { key: 'rate', label: 'Rate', kind: 'share', of: ({ due }) => due };
  expect(
    wrong(
      (row) => cellText(row, column),
      (row) => expected(row).share,
    ),
  ).toEqual([]);
  // From an answer file, which keeps ten digits.
  const kept = (row: Counts) => ({ ...row, rate: Number(row.rate.toPrecision(10)) });
  expect(
    wrong(
      (row) => cellText(kept(row), column),
      (row) => expected(row).share,
    ),
  ).toEqual([]);
  expect(
    wrong(
      (row) => countsText(row.on_time, row.due),
      (row) => expected(row).counts,
    ),
  ).toEqual([]);
  const words = (row: Counts) => rateText({ ...row, lower: 0, upper: 1 }).split(',')[0] ?? '';
  expect(wrong(words, (row) => expected(row).share)).toEqual([]);
});

it('the readout of a chart shows the same', () => {
  const shown = (row: Counts) => {
    const point = { id: row.group, label: row.group, done: row.on_time, due: row.due, rate: row.rate };
    const layout = layoutFunnel(
      { points: [point], limits: [], centre: 0.5 },
      { width: 700, height: 300, axis: 'Number due' },
    );
    const lines = Object.fromEntries(layout.readout(0).lines.map(({ label, value }) => [label, value]));
    return `${lines['Rate']} (${lines['On time']})`;
  };
  expect(wrong(shown, both)).toEqual([]);
});

const due = measure({ id: 'program_review', label: 'Program review', minimum });
const figureOfRow = (row: Counts) => share(row.on_time, row.due);

it('a memorandum shows the same', () => {
  expect(wrong((row) => figureCell(figureOfRow(row), due).text, both)).toEqual([]);
  const short = (row: Counts) => {
    const { text, note } = shortCell(figureOfRow(row), due);
    return `${text} (${note})`;
  };
  expect(wrong(short, both)).toEqual([]);
});

/** The table of the packet for all the rows, as places of a region. */
function packetTable(): MemoTable {
  const ids = rows.map(({ group }) => group);
  const matrix = matrixOf([{ id: 'timeliness', spec, rows: rows.map((row) => ({ ...row })) }], ids, { minimum });
  const places = ids.map((id) => ({ id, name: id, note: null }));
  const quarter = { matrix, places } as unknown as RegionQuarter;
  const blocks = institutionBlocks(
    { title: 'Casework', columns: [{ measure: 'timeliness', label: 'On time' }] } as Parameters<
      typeof institutionBlocks
    >[0],
    quarter,
  );
  const table = blocks.find((block): block is MemoTable => block.kind === 'table');
  if (!table) throw new Error('the packet has no table');
  return table;
}

it('the packet, its Word file and its page show the same', async () => {
  const packet = packetTable();
  const cell = (index: number) => packet.rows[index]?.[1] ?? { text: '' };
  // After the share stands the mark of the limits, after the counts that it is a signal.
  const shown = (_row: Counts, index: number) =>
    `${cell(index).text.replace(/ [▲▼–]$/, '')} (${cell(index).note?.replace(/; signal$/, '')})`;
  expect(wrong(shown, both)).toEqual([]);

  const memo: MemoTable = {
    kind: 'table',
    caption: 'Memorandum',
    columns: [{ label: 'On time', width: 100 }],
    rows: rows.map((row) => [figureCell(figureOfRow(row), due)]),
  };
  const blocks: MemoBlock[] = [memo, packet];
  const document: MemoDocument = { title: 'Figures', footer: '', marking: '', blocks };
  const word = strFromU8(unzipSync(await docxBytes([document]))['word/document.xml'] ?? new Uint8Array());
  const page = memoHtml(document);
  const texts = [...word.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map(([, text = '']) => plain(text));
  const inPage = plain(page);
  const missing = rows.filter((row) => !texts.includes(both(row)) || !inPage.includes(both(row)));
  expect(missing).toEqual([]);
  const counts = rows.filter((row) => !texts.some((text) => text.startsWith(expected(row).counts)));
  expect(counts).toEqual([]);
});

it('the command line shows the same counts, and the share to four decimals of the same fraction', () => {
  const question = questionOf('casework/timeliness');
  const text = formatAnswer(
    { question: question.id, params: {}, as_of: '2026-06-30', dataset: 'by hand', rows },
    { ...question, columns: question.columns.filter(({ name }) => ['group', 'due', 'on_time', 'rate'].includes(name)) },
    'table',
  );
  const [, head = '', ...lines] = text.trimEnd().split('\n');
  const names = head.trim().split(/ +/);
  const shown = (_row: Counts, index: number) => {
    const cells = (lines[index] ?? '').trim().split(/ +/);
    const at = (name: string) => cells[names.indexOf(name)] ?? '';
    return `${at('on_time')} of ${at('due')}, ${at('rate')}`;
  };
  const wanted = (row: Counts) => {
    const whole = row.on_time === 0 || row.on_time === row.due;
    return `${row.on_time} of ${row.due}, ${whole ? row.rate : fraction(row, 4)}`;
  };
  expect(wrong(shown, wanted)).toEqual([]);
});
