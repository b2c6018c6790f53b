import { describe, expect, it } from 'vitest';
import { doneWords, layoutTimeline, type TimelineData } from './timeline.ts';

const data: TimelineData = {
  from: '2024-01-01',
  to: '2026-08-01',
  asOf: '2026-06-30',
  lanes: [
    {
      label: 'Programs',
      spans: [
        { from: '2024-02-01', to: '2024-06-01', label: 'Carpentry' },
        { from: '2024-04-01', to: null, label: 'Education' },
        { from: '2024-06-01', to: '2024-09-01', label: 'Parenting' },
      ],
    },
  ],
  tasks: [
    { due: '2025-01-10', done: '2025-01-10', label: 'Program review' },
    { due: '2025-07-10', done: '2025-07-30', label: 'Program review' },
    { due: '2026-06-01', done: null, label: 'Release plan' },
    { due: '2026-07-20', done: null, label: 'Program review' },
  ],
};

describe('layoutTimeline', () => {
  it('puts what overlaps on rows of its own, and what follows on the first that is free', () => {
    const { lanes } = layoutTimeline(data, 720);
    const [first = NaN, second = NaN, third = NaN] = lanes[0]?.bars.map(({ y }) => y) ?? [];
    expect(second).toBeGreaterThan(first);
    expect(third).toBe(first);
  });

  it('ends what lasts on the last day the data cover, not in the future', () => {
    const { lanes, today } = layoutTimeline(data, 720);
    const open = lanes[0]?.bars[1];
    expect(open && open.x + open.width).toBeLessThanOrEqual(today);
  });

  it('calls late what was done after its day or is open past it', () => {
    expect(layoutTimeline(data, 720).tasks.map(({ late }) => late)).toEqual([false, true, true, false]);
    expect(data.tasks.map((task) => doneWords(task, data.asOf))).toEqual([
      'done Jan 10, 2025, on time',
      'done Jul 30, 2025, 20 days late',
      'open, 29 days overdue',
      'open, due in 20 days',
    ]);
  });

  it('has a stop for everything, in order of time, and survives a phone and an empty case', () => {
    const { stops, stopX } = layoutTimeline(data, 288);
    expect(stops).toBe(7);
    const xs = Array.from({ length: stops }, (_none, index) => stopX(index));
    expect(xs).toEqual([...xs].sort((a, b) => a - b));
    expect(JSON.stringify(layoutTimeline({ ...data, lanes: [], tasks: [] }, 288))).not.toContain('NaN');
  });
});
