import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { taskTypes } from '../../data/contract/task-types.ts';
import { addMonths, formatDate } from '../../src/lib/calendar/date.ts';
import { periodLabel, quarterOf, type Period } from '../../src/lib/calendar/period.ts';
import { calendarOf } from '../../src/lib/export/calendar.ts';
import { madeOf, picked, tallied, type FigureRow, type MeasureFigure } from '../../src/lib/measures/measure-figure.ts';
import { figureRequest, type PlaceColumn } from '../../src/lib/measures/request.ts';
import { taskLabel } from '../../src/lib/summaries/casework.ts';
import type { FigureSpec } from '../../src/lib/measures/figure.ts';
import { findMeasure } from '../../src/lib/measures/measures.ts';
import { lastFourQuarters, spanOf } from '../../src/lib/documents/asker.ts';
import { buildMemo } from '../../src/lib/documents/memo/build.ts';
import { countedMeasures, figureOf } from '../../src/lib/measures/figures.ts';
import { newDraft } from '../../src/lib/documents/memo/draft.ts';
import { memoInputs } from '../../src/lib/documents/memo/gather.ts';
import { docxBytes } from '../../src/lib/documents/docx.ts';
import { ask } from '../../src/lib/questions/ask.ts';
import { questionOf } from '../../src/lib/questions/index.ts';
import type { Answer } from '../../src/lib/export/answers.ts';
import type { Scope } from '../../src/lib/questions/scope.ts';
import { askingOf, type Asking } from './asking.ts';
import { chance } from './chance.ts';

/** The measure each line of the memorandum's tables is of. */
const measureOfLabel = new Map([
  ...taskTypes.map(({ id }) => [taskLabel(id), `timeliness-${id}`] as const),
  ...countedMeasures.map(({ measure, label }) => [label ?? findMeasure(measure)?.label ?? '', measure] as const),
  ['Contacts', 'contacts'],
  ['Hours of training', 'training-hours'],
  ['Sessions and courses presented', 'training-given'],
  ['Certification', 'certified'],
]);

interface Memo {
  staff: string;
  facility: string;
  quarter: Period;
  units: readonly string[];
  /** Cells of every table, as text. */
  tables: string[][][];
  text: string;
}

let asking: Asking;
let memos: Memo[];
const seen = { rate: 0, tooFew: 0, none: 0, amount: 0 };
const measuresSeen = new Set<string>();

beforeAll(async () => {
  asking = await askingOf(join(inject('demo'), 'out'), { copied: true });
  memos = await written();
  return () => asking.close();
});

/** Everybody's Word file of a random quarter at every institution. */
async function written(): Promise<Memo[]> {
  const { manifest: dataset, files, engine } = asking;
  const random = chance(3510);
  const made: Memo[] = [];
  const quarters = [];
  for (let day = dataset.history_from ?? '2023-01-01'; day < dataset.as_of; day = addMonths(day, 3))
    quarters.push(quarterOf(day, calendarOf(dataset)));
  for (const { id: facility } of dataset.scopes.facilities) {
    const quarter = random.pick(quarters);
    for (const input of await memoInputs({ engine, marts: files.marts, dataset }, { facility }, quarter)) {
      const units = dataset.scopes.units.filter(({ name }) => input.units.includes(name)).map(({ id }) => id);
      const bytes = await docxBytes([buildMemo(input, newDraft(input))]);
      made.push({ staff: input.person.id, facility, quarter, units, ...readWord(bytes) });
    }
  }
  return made;
}

/** What a reader of a Word file sees: the cells of its tables, and all of its text. */
function readWord(bytes: Uint8Array): Pick<Memo, 'tables' | 'text'> {
  const body = strFromU8(unzipSync(bytes)['word/document.xml'] ?? new Uint8Array());
  const plain = (xml: string) =>
    xml
      .replace(/<\/w:p>/g, ' ')
      .replace(/<[^>]+>/g, '')
      .replace(/[\s\u202f]+/g, ' ')
      .trim();
  const inside = (xml: string, tag: string) =>
    [...xml.matchAll(new RegExp(`<w:${tag}[ >].*?</w:${tag}>`, 'gs'))].map(([found]) => found);
  const tables = inside(body, 'tbl').map((table) => inside(table, 'tr').map((row) => inside(row, 'tc').map(plain)));
  return { tables, text: plain(body) };
}

const known = new Map<string, Promise<Answer>>();

/** Rows of a measure's own question, as the command line answers it. */
async function rowsOf(
  { question, ...spec }: FigureSpec,
  scope: Scope,
  period: Period,
  by: PlaceColumn | null,
): Promise<FigureRow[]> {
  const { manifest: dataset, files, engine } = asking;
  const request = { scope, period, by, dataset, ...figureRequest({ question, ...spec }) };
  const key = JSON.stringify([question, { ...request, dataset: null }]);
  const answer = known.get(key) ?? ask(engine, files.marts, questionOf(question), request);
  known.set(key, answer);
  return (await answer).rows as FigureRow[];
}

/** The figure of the groups named, together. */
async function figure(
  spec: FigureSpec,
  scope: Scope,
  period: Period,
  of: { by: PlaceColumn; ids: readonly string[] } | null = null,
): Promise<MeasureFigure> {
  const rows = await rowsOf(spec, scope, period, of?.by ?? null);
  const own = rows.filter((row) => picked(spec, row) && (of === null || of.ids.includes(String(row['group']))));
  return madeOf(spec, tallied(spec, own), { minimum: asking.manifest.settings.minimum_for_rate });
}

const number = (text: string) => Number(text.replaceAll(',', ''));

/** Whether a number is the one shown, as far as its decimals tell. */
function expectShown(shown: string, value: number, at: string): void {
  const decimals = shown.split('.')[1]?.length ?? 0;
  expect(Math.abs(number(shown) - value), `${at}: ${shown} for ${value}`).toBeLessThanOrEqual(
    0.5 * 10 ** -decimals + 1e-9,
  );
}

/** A cell against the figure: its counts, its rate, and that there is none where too few were due. */
function expectCell(cell: string, { kind }: FigureSpec, { n, d, value }: MeasureFigure, at: string): void {
  const { minimum_for_rate: minimum } = asking.manifest.settings;
  if (kind === 'number') {
    expectShown(/^[\d,.]+/.exec(cell)?.[0] ?? '', n ?? NaN, at);
    seen.amount += 1;
    return;
  }
  if (d === null || d === 0) {
    expect(cell, at).not.toMatch(/\d/);
    seen.none += 1;
    return;
  }
  const rate =
    kind === 'share' ? /([\d.]+) %/.exec(cell)?.[1] : /^([\d,.]+)(?! (?:contacts in|too few))/.exec(cell)?.[1];
  const [, counted, of] =
    (kind === 'share' ? /([\d,]+) of ([\d,]+)/ : /([\d,]+) contacts in ([\d,.]+)/).exec(cell) ?? [];
  // Beside others a rate of contacts stands without its counts; a quarter of the attachment without its rate.
  if (kind === 'share' || counted !== undefined) {
    expect(number(counted ?? ''), `${at}: ${cell}`).toBe(n);
    expectShown(of ?? '', d, `${at}: ${cell}`);
  }
  if (d < minimum) {
    expect(cell, at).not.toContain('%');
    expect(value, at).toBeNull();
    if (kind === 'rate') expect(cell, at).toContain('too few for a rate');
    seen.tooFew += 1;
    return;
  }
  seen.rate += 1;
  const stated = kind === 'rate' || !/^[\d,]+ of [\d,]+$/.test(cell);
  if (stated) expectShown(rate ?? '', value === null ? NaN : kind === 'share' ? 100 * value : value, `${at}: ${cell}`);
}

describe('the Word file of a memorandum', () => {
  it('holds the figures the command line gives for the case manager, the units and the institution', async () => {
    const { manifest } = asking;
    expect(memos.length).toBeGreaterThan(8);
    for (const { staff, facility, quarter, units, tables } of memos) {
      const place: Scope = { kind: 'facility', id: facility };
      const member = manifest.scopes.staff.find(({ id }) => id === staff);
      const span = spanOf(lastFourQuarters(quarter, manifest.history_from));
      const own = { by: 'staff_id' as const, ids: [staff] };
      const theirs = { by: 'unit_id' as const, ids: units };
      const lines = tables.filter(([head]) => head?.[0] === 'Measure' && head[1] === 'This quarter');
      expect(lines).toHaveLength(3);
      for (const [head = [], ...rows] of lines) {
        for (const [label = '', ...cells] of rows) {
          const id = measureOfLabel.get(label);
          const spec = figureOf(id ?? '');
          if (!id || !spec) throw new Error(`“${label}” is of no measure`);
          measuresSeen.add(id);
          const at = `${id}, ${staff} at ${facility}, ${quarter.id}`;
          if (id === 'certified') {
            await expectCertified(spec, cells[0] ?? '', place, quarter, staff, at);
            continue;
          }
          for (const [index, name] of head.slice(1).entries()) {
            const cell = cells[index] ?? '';
            const where = `${at}, ${name}`;
            if (name === 'This quarter') {
              expectCell(cell, spec, await figure(spec, place, quarter, own), where);
              // Of somebody who works nowhere else, the scope of the person is the same.
              if (member?.facility_id === facility && !member.facilities)
                expectCell(cell, spec, await figure(spec, { kind: 'staff', id: staff }, quarter), where);
              continue;
            }
            const beside = {
              'Last four quarters': () => figure(spec, place, span, own),
              Unit: () => figure(spec, place, quarter, theirs),
              Institution: () => figure(spec, place, quarter),
            }[name];
            if (!beside) continue;
            // What one person has alone is held against nobody else's.
            if (spec.kind === 'number') expect(cell, where).toBe('–');
            else if (name === 'Unit' && units.length === 0) expect(cell, where).toBe('no data');
            else expectCell(cell, spec, await beside(), where);
          }
        }
      }
    }
  });

  async function expectCertified(
    spec: FigureSpec,
    cell: string,
    place: Scope,
    quarter: Period,
    staff: string,
    at: string,
  ): Promise<void> {
    const [row] = (await rowsOf(spec, place, quarter, 'staff_id')).filter(({ group }) => group === staff);
    const date = (row?.['first_expiry'] ?? null) as string | null;
    const day = date !== null && date < asking.manifest.as_of ? 'ended' : 'valid to';
    expect(cell, at).toBe(date === null ? 'not recorded' : `${day} ${formatDate(date)}`);
    const { n, d } = await figure(spec, place, quarter, { by: 'staff_id', ids: [staff] });
    if (d === 1 && date !== null) expect(n, at).toBe(date >= asking.manifest.as_of ? 1 : 0);
    seen.amount += 1;
  }

  it('holds them for each of the last four quarters', async () => {
    const { manifest } = asking;
    let compared = 0;
    for (const { staff, facility, quarter, tables } of memos) {
      const quarters = lastFourQuarters(quarter, manifest.history_from);
      const names = quarters.map((period) => periodLabel(period, calendarOf(manifest)).short);
      const table = tables.find(([head]) => head?.[0] === 'Measure' && head[1] === names[0]);
      if (quarters.length === 1) continue;
      expect(table?.[0]?.slice(1), `${staff} ${quarter.id}`).toEqual(names);
      for (const [label = '', ...cells] of table?.slice(1) ?? []) {
        const spec = figureOf(measureOfLabel.get(label) ?? '');
        if (!spec) throw new Error(`“${label}” is of no measure`);
        for (const [index, period] of quarters.entries()) {
          const found = await figure(spec, { kind: 'facility', id: facility }, period, {
            by: 'staff_id',
            ids: [staff],
          });
          expectCell(
            cells[index] ?? '',
            spec,
            found,
            `${label}, ${staff} at ${facility}, ${period.id} of ${quarter.id}`,
          );
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(300);
  });

  it('holds the caseload, what was inherited and the staffing of its context', async () => {
    for (const { staff, facility, quarter, text } of memos) {
      const place: Scope = { kind: 'facility', id: facility };
      const own = { by: 'staff_id' as const, ids: [staff] };
      const at = `${staff} at ${facility}, ${quarter.id}`;
      const of = (id: string) => {
        const spec = figureOf(id);
        if (!spec) throw new Error(id);
        return spec;
      };
      const load = /Average daily caseload: ([\d,.]+) \(/.exec(text)?.[1];
      const caseload = (await figure(of('caseload'), place, quarter, own)).value ?? 0;
      expectShown(load ?? (caseload === 0 ? '0' : ''), caseload, at);
      const inherited = await figure(of('inherited'), place, quarter, own);
      const found = /taken over in the quarter: (none|[\d,]+, of which [\d,]+ cleared)/.exec(text)?.[1] ?? '';
      expect(found, at).toBe((inherited.d ?? 0) === 0 ? 'none' : `${inherited.d}, of which ${inherited.n} cleared`);
      const staffing = await figure(of('staffing'), place, quarter);
      const filled = /filled of authorized: ([\d,.]+\d) of ([\d,.]+\d)\./.exec(text);
      expectShown(filled?.[1] ?? '', staffing.n ?? NaN, at);
      expectShown(filled?.[2] ?? '', staffing.d ?? NaN, at);
      const hours = /on custody posts: ([\d,]+); not recorded/.exec(text)?.[1];
      const posts = (await figure(of('custody-post-hours'), place, quarter)).value;
      expectShown(hours ?? '', posts ?? NaN, at);
    }
  });

  it('was compared for every measure it can hold, with rates, too few for one, and nothing due', () => {
    const { rate, tooFew, none, amount } = seen;
    console.log(
      `${memos.length} Word files, ${measuresSeen.size} measures: ${rate} rates, ${tooFew} too few, ${none} none due, ${amount} amounts agree; ${known.size} answers.`,
    );
    expect(Math.min(rate, tooFew, none, amount)).toBeGreaterThan(20);
    for (const { measure } of countedMeasures) expect(measuresSeen).toContain(measure);
    for (const id of ['contacts', 'training-hours', 'training-given', 'certified']) expect(measuresSeen).toContain(id);
    expect([...measuresSeen].filter((id) => id.startsWith('timeliness-')).length).toBeGreaterThan(12);
  });
});
