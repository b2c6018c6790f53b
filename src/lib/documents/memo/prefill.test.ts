import { describe, expect, it } from 'vitest';
import type { MemoDocument } from '../document.ts';
import { buildMemo } from './build.ts';
import { newDraft } from './draft.ts';
import { measure, memoFixture } from './fixture.ts';
import type { MemoInput } from './input.ts';
import { filledIn, nothingListed } from './prefill.ts';

const memoOf = (changes: Partial<MemoInput> = {}) => {
  const input = memoFixture(changes);
  return buildMemo(input, newDraft(input));
};
const plain = (text: string) => text.replaceAll('\u202f', ' ');

describe('the texts filled in', () => {
  const said = (changes: Partial<MemoInput> = {}) =>
    Object.fromEntries(Object.entries(filledIn(memoFixture(changes))).map(([key, text]) => [key, plain(text)]));

  it('sum up what was due and name what lies beyond the limits', () => {
    expect(said()['element-2']).toBe(
      '146 items of 5 kinds were due in the quarter, 120 of them done on or before the due date. ' +
        'Program review: 82 % (61 of 74) on time, below the 95 % limit for 74 due. ' +
        'Release plan: 0 % (0 of 12) on time, below the 99.8 % limit for 12 due. ' +
        'Reassessment: 100 % (44 of 44) on time, above the 95 % limit for 44 due. ' +
        'Within the limits for the number due: initial classification. ' +
        'Too few for a rate: community placement referral. None were due: home leave investigation.',
    );
  });

  it('list facts on both sides of section 7', () => {
    expect(said()['strengths']?.split('\n')).toEqual([
      'Reassessment: 100 % (44 of 44) on time, above the 95 % limit for 44 due.',
      'Community placement referral: 3 of 3 on time; too few for a rate.',
      'Monthly report: 100 % (12 of 12) on time.',
    ]);
    expect(said()['discussion']?.split('\n')).toEqual([
      'Program review: 82 % (61 of 74) on time, below the 95 % limit for 74 due.',
      'Release plan: 0 % (0 of 12) on time, below the 99.8 % limit for 12 due.',
      '1 item is overdue on the as-of date, the oldest by 31 days (attachment 1). 1 further item was overdue when the case was taken over and is open.',
      'One finding of a file audit was a repeat finding.',
    ]);
    expect(said({ measures: [], overdue: [], facts: [] })['strengths']).toBe('');
  });

  it('puts a figure beyond the limits on the side its measure calls good news', () => {
    const returned = measure({ id: 'r', label: 'Items returned', direction: 'lower', position: 'below' });
    const concurrence = measure({ id: 'c', label: 'Concurrence', direction: 'neither', position: 'above' });
    const texts = said({ measures: [returned, concurrence], overdue: [], facts: [] });
    expect(texts['strengths']).toContain('Items returned');
    expect(texts['discussion']).toContain('Concurrence');
  });

  it('stand before the coordinator’s own words unless they are left out, and a line is a paragraph', () => {
    const input = memoFixture();
    const draft = { ...newDraft(input), texts: { 'element-2': 'First.\n\n Second. ' } };
    const element2 = (memo: MemoDocument) => memo.blocks.find((block) => block.kind === 'words')?.lines.map(plain);
    const both = element2(buildMemo(input, draft));
    expect(both?.slice(1)).toEqual(['First.', 'Second.']);
    expect(both?.[0]).toMatch(/^146 items of 5 kinds/);
    expect(element2(buildMemo(input, { ...draft, leftOut: ['element-2'] }))).toEqual(['First.', 'Second.']);
  });

  it('say in a draft that nothing is listed yet, where neither figures nor words have listed anything', () => {
    const memo = memoOf({ measures: [], overdue: [], facts: [] });
    const lists = memo.blocks.flatMap((block) => (block.kind === 'words' && block.list ? [block.lines] : []));
    expect(lists).toEqual([[nothingListed], [nothingListed]]);
  });
});
