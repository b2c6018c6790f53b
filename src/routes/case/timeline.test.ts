import { describe, expect, it } from 'vitest';
import type { CaseEvent } from '$lib/questions/casework/case.ts';
import { caseFinding } from './timeline.ts';

const event = (kind: CaseEvent['kind'], date: string, label: string | null, end_date: string | null = null) =>
  ({ kind, date, end_date, label, detail: null }) as CaseEvent;
const work = [
  event('task', '2026-03-01', 'program_review', '2026-03-05'),
  event('task', '2026-05-01', 'program_review'),
  event('task', '2026-05-20', 'identification_documents'),
  event('task', '2026-07-20', 'reassessment'),
];

describe('caseFinding', () => {
  it('counts what was due, late and open on the last day of the data', () => {
    expect(caseFinding(work, '2026-06-30')).toBe('3 tasks were due: 1 done late, 2 open and overdue on Jun 30, 2026');
  });

  it('says apart what can no longer be done after release', () => {
    expect(caseFinding([...work, event('release', '2026-05-20', 'parole')], '2026-06-30')).toBe(
      '3 tasks were due: 1 done late, 1 open and overdue on Jun 30, 2026, 1 left open at release',
    );
  });
});
