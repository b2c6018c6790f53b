import { describe, expect, it } from 'vitest';
import { completeness } from './completeness.ts';
import { newDraft, type MemoDraft } from './draft.ts';
import { memoFixture } from './fixture.ts';

const input = memoFixture();
const finished: MemoDraft = {
  ...newDraft(input),
  addressees: { for: 'Jordan Reyes, Unit Manager', from: 'Terry Webb', through: '' },
  date: '2026-07-10',
  discussed: '2026-07-14',
  texts: { 'element-2': 'Two.', 'element-3': 'Three.', 'element-4': 'Four.' },
};

describe('what is missing before a memorandum is finished', () => {
  it('is nothing once somebody has written it', () => {
    expect(completeness(input, finished)).toEqual({ missing: [], remarks: [] });
  });

  it('is everything at first', () => {
    expect(completeness(input, newDraft(input)).missing).toEqual([
      'Nobody is named under FROM.',
      'The memorandum has no date.',
      'Element 2 (Performs Professional Duties) has no words of your own.',
      'Element 3 (Communicates) has no words of your own.',
      'Element 4 (Maintains and Provides Expertise) has no words of your own.',
    ]);
  });

  it('asks for a text that was emptied', () => {
    const draft = { ...finished, texts: { ...finished.texts, 'element-3': '  ' } };
    expect(completeness(input, draft).missing).toEqual(['Element 3 (Communicates) has no words of your own.']);
  });

  it('does not let “none listed” pass: where the figures name nothing, the coordinator says what there was', () => {
    const nothing = { ...input, measures: [], facts: [], overdue: [] };
    expect(completeness(nothing, finished).missing).toEqual([
      'The list of strengths is empty: the figures name none. Say in your words what there was.',
      'The list of items for discussion is empty: the figures name none. Say in your words what there was.',
    ]);
    const said = { ...finished.texts, strengths: 'Took over a caseload at short notice.', discussion: 'None.' };
    expect(completeness(nothing, { ...finished, texts: said }).missing).toEqual([]);
    const left = { ...finished, leftOut: ['strengths' as const] };
    expect(completeness(input, left).missing).toEqual([
      'The list of strengths is empty: the figures name none. Say in your words what there was.',
    ]);
  });

  it('only remarks on an open discussion, a quarter to date, and newer data', () => {
    const newer = { ...input, dataVersion: '2026-08-01.ffffffff', period: { ...input.period, toDate: true } };
    const { missing, remarks } = completeness(newer, { ...finished, discussed: null });
    expect(missing).toEqual([]);
    expect(remarks).toEqual([
      'The quarter is not over: the figures are to date and will change.',
      'Your words were last changed on data version 2026-07-02.1a2b3c4d; the figures are now of version 2026-08-01.ffffffff. Read your words again beside them.',
      'The date of the discussion is left blank, to be written by hand.',
    ]);
  });

  it('remarks on words that read as a rating', () => {
    const draft = { ...finished, texts: { ...finished.texts, 'element-2': 'An Outstanding quarter.' } };
    expect(completeness(input, draft).remarks).toEqual([
      'Element 2 has the word “Outstanding”, which can read as a rating. The rating is the rating official’s.',
    ]);
  });
});
