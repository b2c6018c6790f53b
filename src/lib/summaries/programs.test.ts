import { describe, expect, it } from 'vitest';
import { funnelSteps, isAssessed } from './programs.ts';

describe('needs of a kind', () => {
  const dataset = { dimensions: { domain: ['education', 'vocational'] } };

  it('are not assessed where no record of needs names the kind, which is no zero', () => {
    expect(isAssessed('education', dataset)).toBe(true);
    expect(isAssessed('work_release', dataset)).toBe(false);
    // An agency without the table of needs assesses none.
    expect(isAssessed('education', { dimensions: {} })).toBe(false);
  });

  it('leave the way from need to completion where they are not assessed', () => {
    const row = {
      group: null,
      needed: 0,
      referred: 40,
      started: 30,
      completed: 12,
      withdrew: 3,
      removed: 2,
      transferred: 1,
      released: 2,
      in_progress: 10,
      waiting: 8,
      left_waiting: 2,
    };
    expect(funnelSteps(row).map(({ label }) => label)).toEqual(['Needs found', 'Referred', 'Started', 'Completed']);
    expect(funnelSteps(row, false).map(({ label }) => label)).toEqual(['Referred', 'Started', 'Completed']);
  });
});
