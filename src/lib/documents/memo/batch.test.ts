import { describe, expect, it } from 'vitest';
import { documentTexts } from '../document-text.ts';
import { batchPapers, batchRows, batchSummary, datedDrafts, takeOver, takeoverSentence } from './batch.ts';
import { newDispute } from './new-dispute.ts';
import { newDraft, type MemoDraft } from './draft.ts';
import { memoFixture } from './fixture.ts';
import type { MemoInput } from './input.ts';
import type { Comparison } from './restated.ts';
import { sealMemo } from './seal.ts';

const person = (id: string, name: string) => memoFixture({ person: { id, name } });
const [ada, ben, cy] = [person('A', 'Ada'), person('B', 'Ben'), person('C', 'Cy')];
const now = new Date('2026-07-14T08:00:00Z');
const among =
  (...inputs: MemoInput[]) =>
  (staff: string) =>
    Promise.resolve(inputs.find(({ person: { id } }) => id === staff) ?? null);
const sealed = await sealMemo(ada, newDraft(ada), { source: 'demo', now });
const final: MemoDraft = { ...newDraft(ada), status: 'finished', sealed: [sealed], updated: '2026-07-14' };
const unkept: MemoDraft = { ...newDraft(ben), status: 'finished' };
const restated: Comparison = {
  restated: [
    { measure: 'r', label: 'Program review', was: '61 of 74', now: '63 of 76', why: '2 items were recorded late' },
  ],
  wentOn: [],
};
const drafts = new Map([
  ['A', final],
  ['B', unkept],
]);

describe('the memoranda of a quarter', () => {
  it('are those of everybody with figures, and those that are final of whoever has none any more', () => {
    const staff = (facility: string) =>
      batchRows([ben, cy], drafts, facility).map((row) => [row.name, row.input !== null]);
    expect(staff('F03')).toEqual([
      ['Ben', true],
      ['Cy', true],
      ['Ada', false],
    ]);
    expect(staff('elsewhere').map(([name]) => name)).toEqual(['Ben', 'Cy']);
  });

  it('are counted: final, restated since by name, and finished before figures were kept', () => {
    const rows = batchRows([ada, ben, cy], drafts, 'F03');
    expect(batchSummary(rows, new Map())).toBe(
      '2 of 3 final. 1 finished before figures were kept; its figures were not kept: Ben.',
    );
    expect(batchSummary(rows.slice(0, 1), new Map([['A', restated]]))).toBe(
      '1 of 1 final. 1 signed, restated since: Ada.',
    );
  });

  it('are printed as they were sealed or as they stand, with the definitions of the open ones once, after them', async () => {
    const papers = await batchPapers(batchRows([ada, ben, cy], drafts, 'F03'), new Map(), among(ada, ben, cy));
    expect(papers.map(({ document, sealed: seal }) => [document.title, seal !== null])).toEqual([
      ['Memorandum: Ada, FY 2026 Q3', true],
      ['Memorandum: Ben, FY 2026 Q3', false],
      ['Memorandum: Cy, FY 2026 Q3', false],
      ['Definitions and method, Harnett, FY 2026 Q3', false],
    ]);
    const defined = papers.map(({ document }) =>
      documentTexts(document).includes('Release plans done on or before the due date.'),
    );
    expect(defined).toEqual([true, false, false, true]);
  });

  it('are followed by what is disputed, as it stood', async () => {
    const input = memoFixture({
      rows: [
        {
          measure: 'program_review',
          rows: [{ key: 'k', state: 'late', n: 0, d: 1, case: 'K-20871', date: '2026-05-31', done: '2026-06-04' }],
        },
      ],
    });
    const [, review] = input.measures;
    if (!review) throw new Error('the fixture has reviews');
    const dispute = { ...newDispute(input, review, '2026-07-14'), said: 'It was held on May 30.' };
    const draft = { ...newDraft(input), disputes: [dispute] };
    const papers = await batchPapers(batchRows([input], new Map([['CM-0417', draft]]), 'F03'), new Map(), among(input));
    const log = papers.at(-1)?.document;
    expect(log?.title).toBe('Dispute log: Alex Morgan, FY 2026 Q3');
    expect(log && documentTexts(log)).toEqual(
      expect.arrayContaining([
        'Program review: 61 of 74',
        'Program review, 61 of 74: disputed by Alex Morgan on Jul 14, 2026 (“It was held on May 30.”); not decided yet by the Reviewing Official.',
        'K-20871',
        'Jun 4, 2026',
        'done late',
      ]),
    );
    // What is disputed in one quarter opens the next one.
    const following = await batchPapers(
      batchRows([input], new Map(), 'F03'),
      new Map([['CM-0417', draft]]),
      among(input),
    );
    expect(following[0] && documentTexts(following[0].document)).toContain('From the quarter before');
  });

  it('take one date, but for those that are final', () => {
    const fresh = newDraft;
    const rows = batchRows([ada, ben, cy], new Map([['A', final]]), 'F03');
    expect(
      datedDrafts(rows, '2026-07-10', { fresh, now }).map(({ staff, date, status }) => [staff, date, status]),
    ).toEqual([
      ['B', '2026-07-10', 'draft'],
      ['C', '2026-07-10', 'draft'],
    ]);
  });
});

describe('a dispute of a signed figure', () => {
  it('is of the figure that was signed, with its rows as they counted then', () => {
    const row = { n: 0, d: 1, case: 'K-1', date: '2026-06-20', done: null };
    const then = memoFixture({
      rows: [{ measure: 'program_review', rows: [{ ...row, key: 'k', state: 'open_overdue' }] }],
    });
    const [, review] = then.measures;
    if (!review) throw new Error('the fixture has reviews');
    const seal = {
      as_of: then.asOf,
      version: then.dataVersion,
      figures: [{ ...sealed.seal.figures[1]!, rows: [['k', 'open_overdue', 0, 1] as const] }],
    };
    const today = memoFixture({
      dataVersion: 'later',
      rows: [{ measure: 'program_review', rows: [{ ...row, key: 'k', state: 'late', done: '2026-07-20' }] }],
    });
    expect(newDispute(today, { ...review, figure: null }, '2026-07-25', seal)).toMatchObject({
      figure: '61 of 74',
      asOf: '2026-07-01',
      version: '2026-07-02.1a2b3c4d',
      rows: [{ case: 'K-1', date: '2026-06-20', done: null, counted: 'not done' }],
    });
  });
});

describe('a file of drafts opened for all', () => {
  const here = (draft: MemoDraft | null) => () => draft;
  const newer = { ...final, updated: '2026-07-20' };

  it('brings what is new and newer, and nothing older', () => {
    expect(takeOver([final], here(null))).toEqual({ taken: [final], kept: 0 });
    expect(takeOver([newer], here(final))).toEqual({ taken: [newer], kept: 0 });
    expect(takeOver([final], here(newer))).toEqual({ taken: [], kept: 1 });
  });

  it('never takes the place of what was signed here, however new it is', () => {
    const takeover = takeOver([{ ...newer, sealed: [], status: 'draft' }], here(final));
    expect(takeover).toEqual({ taken: [], kept: 1 });
    expect(takeoverSentence(takeover, 'drafts.json')).toBe(
      '0 drafts taken from drafts.json. 1 draft here is as new, or signed, and stays.',
    );
  });
});
