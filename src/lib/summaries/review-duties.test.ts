import { describe, expect, it } from 'vitest';
import { exampleDataset } from '../export/fixture.ts';
import { defaultView } from '../pages/view.ts';
import { dutyReader } from './coordinator.ts';
import { reviewDuties } from './review-duties.ts';

const view = defaultView(exampleDataset(), { kind: 'facility', id: 'F1' });
const read = (rows: Record<string, object[]>) =>
  dutyReader({ rows: (key) => (rows[key] ?? []) as never[], inStep: () => true }, view, 'FY 2026 Q3');
const plain = (text: string) => text.replaceAll('\u202f', ' ');

describe('reviews and correspondence', () => {
  it('count repeat findings of reviews, and closures still open apart from those closed late', () => {
    const duties = reviewDuties(
      read({
        operational: [{ month: null, group: null, reviews: 12, findings: 4, repeat_findings: 1 }],
        program: [{ month: null, group: null, reviews: 0, findings: 0, repeat_findings: 0 }],
        closures: [{ month: null, group: null, due: 20, on_time: 15, late: 3, open_overdue: 2 }],
        correspondence: [{ month: null, group: null, checks: 9, items_checked: 100, items_returned: 7 }],
      }),
      { subjects: false, actions: false },
    );
    expect(duties.map(({ value, beside }) => plain(`${value} ${beside}`.trim()))).toEqual([
      '8 % 1 of 12',
      'no reviews were held',
      '75 % 15 of 20',
      '2 of 20 due to be closed',
      '93 % 93 of 100',
    ]);
  });
});

describe('findings with subjects', () => {
  const finding = (subject: string, findings: number, again: number) => ({ group: null, subject, findings, again });
  const recurring = (rows: object[], subjects = true) =>
    reviewDuties(read({ subjects: rows }), { subjects, actions: false }).find(({ panel }) => panel === 'subjects');

  it('are added up over subjects, and nothing is said where none are supplied', () => {
    const duty = recurring([finding('Signatures', 8, 5), finding('Case notes', 4, 1)]);
    expect([plain(duty?.value ?? ''), duty?.beside, duty?.compared]).toEqual(['50 %', '6 of 12', '']);
    expect(recurring([])?.value).toBe('no findings have a subject');
    expect(recurring([], false)).toBeUndefined();
  });
});

describe('corrective actions', () => {
  const row = { month: null, group: null, actions: 9, verified: 3, done: 2, overdue: 1, open: 3, due: 5, on_time: 4 };
  const told = (changes: object) =>
    reviewDuties(read({ actions: [{ ...row, ...changes }] }), { subjects: false, actions: true }).find(
      ({ panel }) => panel === 'actions',
    );

  it('are told by how they stand, and what nobody verifies is not said to be unverified', () => {
    expect(told({})).toMatchObject({
      value: '4 of 5',
      detail: 'too few for a rate; 3 verified, 2 done and not verified, 1 overdue, 3 open',
      compared: '',
    });
    expect(told({ verified: null, done: 5 })?.detail).toBe('too few for a rate; 5 done, 1 overdue, 3 open');
  });
});
