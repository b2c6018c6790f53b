import { expect, it } from 'vitest';
import { documentTexts } from '../document-text.ts';
import { buildMemo } from './build.ts';
import { caseNumbers } from './case-numbers.ts';
import { newDraft } from './draft.ts';
import { memoFixture } from './fixture.ts';

const input = memoFixture();
const memo = buildMemo(input, newDraft(input));
const about = { of: 'Alex Morgan, FY 2026 Q3', marking: input.marking };

it('names every case of a memorandum that the key knows, once, and leaves the memorandum as it is', () => {
  const before = JSON.stringify(memo);
  const cases = [...new Set([...input.overdue, ...(input.notOnTime?.items ?? [])].map((item) => item.case))];
  const known = cases.filter((name) => name !== 'about no case');
  expect(known.length).toBeGreaterThan(1);
  const key = new Map(known.map((pseudonym, at) => [pseudonym, `QX-${at}`]));
  const page = caseNumbers([memo, memo], (text) => key.get(text) ?? null, about);
  const [table] = page?.blocks.filter((block) => block.kind === 'table') ?? [];
  const rows = table?.rows.map((row) => row.map(({ text }) => text)) ?? [];
  expect(rows.toSorted()).toEqual([...key].map(([pseudonym, number]) => [number, pseudonym]).toSorted());
  expect(page && documentTexts(page)).toContain('Case numbers: Alex Morgan, FY 2026 Q3');
  expect(JSON.stringify(memo)).toBe(before);
});

it('there is none where the key knows no case of it', () => {
  expect(caseNumbers([memo], () => null, about)).toBeNull();
});
