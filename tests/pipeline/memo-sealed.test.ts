import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { parsePeriod, type Period } from '../../src/lib/calendar/period.ts';
import { encodeDrafts } from '../../src/lib/documents/memo/draft-file.ts';
import { newDraft, type MemoDraft } from '../../src/lib/documents/memo/draft.ts';
import { firstFormat } from '../../src/lib/documents/memo/fixture.ts';
import { memoInputs } from '../../src/lib/documents/memo/gather.ts';
import type { MemoInput } from '../../src/lib/documents/memo/input.ts';
import { sealMemo } from '../../src/lib/documents/memo/seal.ts';
import { calendarOf } from '../../src/lib/export/calendar.ts';
import { shareOf } from '../../src/lib/documents/memo/gather-counted.ts';
import { askingOf, type Asking } from './asking.ts';
import { runHere } from './command-line.ts';
import { askingTiny } from './exported.ts';
import { pdfAttachments, pdfPages } from './pdf.ts';
import { lenient, smallAgency } from './small-agency.ts';
import type { Row } from './source-folder.ts';

const out = () => join(inject('demo'), 'out');
const folder = mkdtempSync(join(tmpdir(), 'caseboard-sealed-'));
let asking: Asking;
let inputs: MemoInput[];

beforeAll(async () => {
  asking = await askingOf(out());
  const { manifest: dataset, engine, files } = asking;
  const period = parsePeriod(dataset.default_period, calendarOf(dataset)) as Period;
  const facility = dataset.scopes.facilities[0]?.id ?? '';
  inputs = await memoInputs({ engine, marts: files.marts, dataset }, { facility }, period);
  return () => asking.close();
});

async function finalDraft(input: MemoInput): Promise<MemoDraft> {
  const draft = { ...newDraft(input), texts: { 'element-2': 'As we discussed.' }, date: '2026-07-10' };
  const sealed = await sealMemo(input, draft, { source: asking.manifest.source.name, now: new Date() });
  return { ...draft, status: 'finished', sealed: [sealed] };
}

function saved(name: string, drafts: readonly MemoDraft[], source = asking.manifest.source.name): string {
  const file = join(folder, name);
  writeFileSync(file, encodeDrafts({ source, drafts: [...drafts] }));
  return file;
}

const verify = (path: string) => runHere(['memo', 'verify', path, '--data', out()]);

describe('the rows of a memorandum', () => {
  it('add up to its figures, for everybody and every measure that counts a part of a whole', () => {
    let compared = 0;
    for (const { person, measures, rows } of inputs) {
      for (const { id, figure } of measures) {
        if (figure?.kind !== 'share') continue;
        const behind = rows?.find(({ measure }) => measure === id)?.rows ?? [];
        const sum = (name: 'n' | 'd') => behind.reduce((all, row) => all + row[name], 0);
        expect([sum('n'), sum('d')], `${id} of ${person.id}`).toEqual([figure.done, figure.of]);
        expect(new Set(behind.map(({ key }) => key)).size, id).toBe(behind.length);
        if (figure.of > 0) compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(40);
  });
});

describe('what is expected', () => {
  it('is of the same time as its limits and the verdict: beyond them exactly where the verdict says so', () => {
    const seen = { within: 0, beyond: 0, pooled: 0 };
    for (const { measures } of inputs) {
      for (const { id, position, basis, figure, pooled, expected, limits } of measures) {
        if (limits === null) continue;
        const judged = basis === undefined ? figure : pooled;
        if (judged?.kind !== 'share' || expected === null) throw new Error(`${id} has limits without a share`);
        const share = judged.done / judged.of;
        const where = share < limits.lower ? 'below' : share > limits.upper ? 'above' : 'within';
        expect(position?.replace('far-', ''), id).toBe(where);
        expect(limits.lower, id).toBeLessThanOrEqual(expected);
        expect(limits.upper, id).toBeGreaterThanOrEqual(expected);
        seen[where === 'within' ? 'within' : 'beyond'] += 1;
        if (basis !== undefined) seen.pooled += 1;
      }
    }
    expect(seen.within).toBeGreaterThan(5);
    expect(seen.pooled).toBeGreaterThan(5);
  });
});

describe('caseboard memo verify', () => {
  it('finds the same in the export that was signed on, in drafts, Word files and PDFs', async () => {
    const drafts = await Promise.all(inputs.slice(0, 2).map(finalDraft));
    const files = join(folder, 'files');
    const file = saved('drafts.json', drafts);
    const staff = inputs[0]?.person.id ?? '';
    const made = await runHere(['memo', '--staff', staff, '--data', out(), '--out', files, '--drafts', file]);
    expect(made.code).toBe(0);
    const said = await verify(file);
    expect(said).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('2 the same, 0 restated, 0 altered') as string,
    });
    const inFiles = await verify(files);
    expect(inFiles).toMatchObject({ code: 0, stdout: expect.stringContaining('2 the same, 0 restated') as string });

    const hash = drafts[0]?.sealed[0]?.sha256 ?? '';
    const pdf = join(files, readdirSync(files).find((name) => name.endsWith('.pdf')) ?? '');
    for (const page of pdfPages(pdf)) expect(page).toContain(`sealed ${hash.slice(0, 12)}`);
    expect(pdfAttachments(pdf)).toContain('sealed-memorandum.json');
  });

  it('names what was restated, from the rows that were not among those sealed', async () => {
    // Signed before two reviews that were on time had been recorded.
    const [input] = inputs;
    const review = input?.measures.find(({ id }) => id === 'program_review');
    const rows = input?.rows?.find(({ measure }) => measure === 'program_review')?.rows ?? [];
    if (!input || review?.figure?.kind !== 'share') throw new Error('the demonstration has reviews');
    const { done, of } = review.figure;
    const late = rows.filter(({ state }) => state === 'on_time').slice(0, 2);
    const before: MemoInput = {
      ...input,
      measures: input.measures.map((item) => (item === review ? { ...item, figure: shareOf(done - 2, of - 2) } : item)),
      rows: [
        { measure: 'program_review', rows: rows.filter((row) => !late.includes(row)) },
        ...(input.rows ?? []).filter(({ measure }) => measure !== 'program_review'),
      ],
    };
    const file = saved('before.json', [await finalDraft(before)]);
    const said = await verify(file);
    expect(said.stdout).toContain('1 figure restated since.');
    expect(said.stdout).toContain(
      `  Program review: ${done - 2} of ${of - 2} | ${done} of ${of} | 2 items were recorded late\n`,
    );
    expect(said.code).toBe(5);

    // The draft's own copy of the words is what an amendment begins with; what was sealed is apart.
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('As we discussed.', 'As I decided.'));
    expect(await verify(file)).toMatchObject({
      code: 6,
      stdout: expect.stringContaining('altered. What was sealed is not what its hash was made of.') as string,
    });
  });

  it('says of a draft that was finished before figures were kept that they were not', async () => {
    const [input] = inputs;
    if (!input) throw new Error('somebody has a memorandum');
    const old = { ...firstFormat(newDraft(input)), status: 'finished' };
    const file = join(folder, 'old.json');
    const { name: source } = asking.manifest.source;
    writeFileSync(file, JSON.stringify({ format: 'caseboard-memo-drafts', schema_version: 1, source, drafts: [old] }));
    expect(await verify(file)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('its figures were not kept') as string,
    });
  });

  it('refuses in a sentence what it cannot compare', async () => {
    const [input] = inputs;
    if (!input) throw new Error('somebody has a memorandum');
    const open = await verify(saved('open.json', [newDraft(input)]));
    expect(open).toMatchObject({ code: 2, stderr: expect.stringContaining('no memorandum that is final') as string });
    const none = await verify(join(folder, 'nowhere'));
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no file or folder') as string });
    const other = await finalDraft(input);
    const elsewhere = await sealMemo(input, newDraft(input), { source: 'elsewhere', now: new Date() });
    const foreign = await verify(saved('elsewhere.json', [{ ...other, sealed: [elsewhere] }]));
    expect(foreign).toMatchObject({ code: 2, stderr: expect.stringContaining('is of "elsewhere"') as string });
  });
});

describe('whom a memorandum is for', () => {
  it('is the manager the unit names; where it names nobody, the unit manager on the staff list', async () => {
    const member = (staff_id: string, role: string, unit_id: string, more: object = {}) => ({
      staff_id,
      staff_name: `Name of ${staff_id}`,
      role,
      facility_id: 'NORTH',
      unit_id,
      ...more,
    });
    const tables: Record<string, Row[]> = {
      ...smallAgency(),
      unit: [
        { unit_id: 'N1', facility_id: 'NORTH', unit_name: 'North 1' },
        { unit_id: 'N2', facility_id: 'NORTH', unit_name: 'North 2', unit_manager: 'As named' },
        { unit_id: 'S1', facility_id: 'SOUTH', unit_name: 'South 1' },
      ],
      staff: [
        member('U1', 'unit_manager', 'N1', { start_date: '2020-01-01' }),
        member('LEFT', 'unit_manager', 'N1', { start_date: '2025-01-01', end_date: '2026-01-01' }),
        member('U2', 'unit_manager', 'N2', { start_date: '2020-01-01' }),
        member('ADA', 'case_manager', 'S1'),
      ],
    };
    const tiny = await askingTiny(tables, lenient);
    const managers = tiny.manifest.scopes.units.map(({ id, manager }) => [id, manager ?? null]);
    tiny.close();
    expect(managers).toEqual([
      ['N1', 'Name of U1'],
      ['N2', 'As named'],
      ['S1', null],
    ]);
  });
});
