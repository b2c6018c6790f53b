import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromDayNumber } from '../../calendar/date.ts';
import { decodeDrafts, encodeDrafts } from './draft-file.ts';
import { DraftStore } from './draft-store.ts';
import { newDraft, sealedOf, textKeys, type MemoDraft } from './draft.ts';
import { firstFormat, memoFixture } from './fixture.ts';
import { sealMemo } from './seal.ts';
import { MemoryStorage } from '../../browser/fixture.ts';

const [first, second] = [
  await sealMemo(memoFixture(), newDraft(memoFixture()), { source: 'demo', now: new Date('2026-07-14T08:00:00Z') }),
  await sealMemo(memoFixture({ overdue: [] }), newDraft(memoFixture()), { source: 'demo', now: new Date(0) }),
];
const signed = [first, second];
const line = fc.string({ maxLength: 60, unit: 'binary' });
const date = fc.option(fc.integer({ min: 0, max: 40_000 }).map(fromDayNumber));
const texts = fc.dictionary(fc.constantFrom(...textKeys), fc.string({ maxLength: 300, unit: 'binary' }), {
  noNullPrototype: true,
});
const dispute = fc.record({
  measure: line,
  label: line,
  figure: line,
  asOf: fc.constant('2026-07-01'),
  version: line,
  rows: fc.option(fc.array(fc.record({ case: fc.option(line), date, done: date, counted: line }), { maxLength: 3 })),
  by: line,
  raised: fc.constant('2026-07-14'),
  said: line,
  decision: line,
  decided: date,
});
const anyDraft: fc.Arbitrary<MemoDraft> = fc.record({
  staff: fc.string({ minLength: 1, maxLength: 20 }),
  period: fc.tuple(fc.integer({ min: 1900, max: 2199 }), fc.integer({ min: 1, max: 4 })).map(([y, q]) => `${y}Q${q}`),
  texts,
  leftOut: fc.subarray([...textKeys]),
  followUps: fc.string({ maxLength: 300, unit: 'binary' }),
  disputes: fc.array(dispute, { maxLength: 2 }),
  sealed: fc.subarray([...signed]),
  addressees: fc.record({ for: line, from: line, through: line }),
  date,
  discussed: date,
  status: fc.constantFrom('draft', 'finished'),
  dataVersion: line,
  updated: line,
});

describe('a file of drafts', () => {
  it('reads back as it was written, whatever was typed', () => {
    const unique = fc.uniqueArray(anyDraft, { selector: ({ staff, period }) => `${period} ${staff}`, maxLength: 5 });
    fc.assert(
      fc.property(unique, line, (drafts, source) => {
        const read = decodeDrafts(encodeDrafts({ source, drafts }));
        if ('error' in read) throw new Error(read.error);
        expect(read.source).toBe(source);
        const order = (list: readonly MemoDraft[]) =>
          [...list].sort((a, b) =>
            JSON.stringify([a.staff, a.period]) < JSON.stringify([b.staff, b.period]) ? -1 : 1,
          );
        expect(order(read.drafts)).toEqual(order(drafts));
      }),
    );
  });

  it('never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (content) => 'error' in decodeDrafts(content)));
  });

  it('is refused in a sentence when it is not what it should be', () => {
    const draft = newDraft(memoFixture());
    const whole = JSON.parse(encodeDrafts({ source: 'demo', drafts: [draft] })) as Record<string, unknown>;
    const error = (changes: Record<string, unknown>) => decodeDrafts(JSON.stringify({ ...whole, ...changes }));
    expect(decodeDrafts('{')).toEqual({ error: 'The file is not a file of memorandum drafts: it is not JSON.' });
    expect(error({ format: 'other' })).toHaveProperty('error', expect.stringContaining('made by Caseboard'));
    expect(error({ schema_version: 3 })).toHaveProperty('error', expect.stringContaining('saved in format 3'));
    expect(error({ drafts: [{ ...draft, status: 'done' }] })).toHaveProperty(
      'error',
      expect.stringContaining('damaged at drafts.0.status'),
    );
    expect(error({ drafts: [{ ...draft, date: '2026-02-30' }] })).toHaveProperty(
      'error',
      expect.stringContaining('drafts.0.date: is not a date'),
    );
    expect(error({ drafts: [draft, draft] })).toEqual({ error: 'The file holds two drafts for CM-0417 in 2026Q3.' });
  });
});

describe('a file of the first format', () => {
  const old = firstFormat(newDraft(memoFixture()));
  const file = (draft: object) =>
    decodeDrafts(
      JSON.stringify({ format: 'caseboard-memo-drafts', schema_version: 1, source: 'demo', drafts: [draft] }),
    );

  it('keeps its texts, which then stood in place of the sentences of the figures', () => {
    const read = file({ ...old, texts: { 'element-3': 'Mine.' }, status: 'finished' });
    if ('error' in read) throw new Error(read.error);
    expect(read.drafts).toEqual([
      { ...newDraft(memoFixture()), texts: { 'element-3': 'Mine.' }, leftOut: ['element-3'], status: 'finished' },
    ]);
  });

  it('has nothing sealed, and may not say that it has', () => {
    const read = file({ ...old, status: 'finished' });
    expect('drafts' in read && read.drafts.map(sealedOf)).toEqual([null]);
    expect(file({ ...old, sealed: [first] })).toHaveProperty('error', expect.stringContaining('damaged at'));
  });
});

describe('drafts kept in this browser', () => {
  const draft = newDraft(memoFixture());

  it('are found again by source, person and quarter', () => {
    const storage = new MemoryStorage();
    const store = new DraftStore('demo', () => storage);
    expect(store.write(draft)).toEqual({ ok: true });
    store.write({ ...draft, staff: 'CM-2', status: 'finished' });
    store.write({ ...draft, staff: 'CM-3', period: '2026Q2' });
    new DraftStore('elsewhere', () => storage).write({ ...draft, staff: 'CM-4' });
    expect(store.read('CM-0417', '2026Q3')).toEqual(draft);
    expect([...store.all('2026Q3').keys()]).toEqual(['CM-0417', 'CM-2']);
    store.remove('CM-0417', '2026Q3');
    expect(store.read('CM-0417', '2026Q3')).toBeNull();
  });

  it('give a reason when the browser refuses, and never throw', () => {
    const refusing = new DraftStore('demo', () => {
      throw new DOMException('denied', 'SecurityError');
    });
    expect(refusing.write(draft)).toEqual({ ok: false, reason: expect.stringContaining('does not allow') as string });
    expect(refusing.read('CM-0417', '2026Q3')).toBeNull();
    expect(refusing.all('2026Q3').size).toBe(0);
    const storage = new MemoryStorage();
    storage.full = true;
    const full = new DraftStore('demo', () => storage);
    expect(full.write(draft)).toEqual({ ok: false, reason: expect.stringContaining('storage is full') as string });
  });
});
