import { describe, expect, it } from 'vitest';
import { exampleDataset } from '../../export/fixture.ts';
import { waitNote, waitText } from '../../summaries/programs.ts';
import { defaultView } from '../../pages/view.ts';
import { programWaits } from './waits.ts';

const dataset = exampleDataset();
const { scope, period } = defaultView(dataset);
const asked = { scope, period, by: null, filters: {}, params: {}, dataset };

/** [days, begun, people] of each way a wait ended. */
const waited = (...ends: [day: number, event: boolean, people: number][]) => {
  const rows = ends.map(([day, event, people]) => ({ group: null, day, event, people }));
  return programWaits.rows([rows], asked)[0];
};

describe('waits', () => {
  it('say nothing of one person', () => {
    const wait = waited([30, true, 1]);
    expect(wait).toMatchObject({ referred: 1, started: 1, median_days: null, median_status: 'too_few', rate: null });
    expect(waitText(wait)).toBe('too few to say');
    expect(waitNote(wait)).toBe(`too few waited on to say how many begin within ${wait?.within_days} days`);
  });

  it('say nothing past the day fewer than eleven were still waiting', () => {
    const wait = waited([10, true, 20], [40, false, 19], [60, true, 1]);
    expect(wait).toMatchObject({ median_days: 10, median_status: 'reached', rate: null, lower: null, upper: null });
    expect(waitText(wait)).toBe('10 days');
  });

  it('say how many began where enough were waiting, or all were seen', () => {
    expect(waited([10, true, 15], [400, false, 15])).toMatchObject({ median_days: 10, rate: 0.5 });
    expect(waited([10, true, 12])).toMatchObject({ median_days: 10, rate: 1 });
    expect(waitText(waited([10, true, 5], [400, false, 15]))).toBe('half not reached');
    expect(waitText(undefined)).toBe('nobody was referred');
  });
});
