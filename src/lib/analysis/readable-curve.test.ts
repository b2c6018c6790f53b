import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isReadable, readAt, readMedian } from './readable-curve.ts';
import { kaplanMeier } from './survival.ts';
import type { SurvivalRow } from './survival-row.ts';

const minimums = { minimum_at_risk: 11, minimum_for_rate: 10 };
const people = (count: number, time: number, event = true): SurvivalRow => ({ time, event, count });

describe('how far a curve may be read', () => {
  it('is to nowhere for one person', () => {
    const curve = kaplanMeier([people(1, 30)]);
    expect(readAt(curve, 90, minimums)).toBeNull();
    expect(readMedian(curve, minimums)).toEqual({ median: null, status: 'too_few' });
  });

  it('is not to the day the last one of many unseen begins', () => {
    // Twenty begin by day 20, nine leave unseen by day 60, the last begins on day 80: the curve says 100 %.
    const curve = kaplanMeier([people(20, 20), people(9, 60, false), people(1, 80)]);
    expect(curve.steps.at(-1)?.survival).toBe(0);
    expect(readAt(curve, 90, minimums)).toBeNull();
    expect(readAt(curve, 15, minimums)?.survival).toBe(1);
    expect(readMedian(curve, minimums)).toEqual({ median: 20, status: 'reached' });
  });

  it('is by eleven at risk, and by a tenth of the people', () => {
    const few = kaplanMeier([people(10, 5), people(5, 8, false), people(11, 20)]);
    expect(readAt(few, 20, minimums)).not.toBeNull();
    const fewer = kaplanMeier([people(10, 5), people(5, 8, false), people(10, 20)]);
    expect(readAt(fewer, 20, minimums)).toBeNull();
    expect(readMedian(fewer, minimums)).toEqual({ median: null, status: 'too_few' });
    const tenth = (left: number) => kaplanMeier([people(100, 5), people(200 - left, 8, false), people(left, 20)]);
    expect(readAt(tenth(30), 20, minimums)).not.toBeNull();
    expect(readAt(tenth(29), 20, minimums)).toBeNull();
  });

  it('is to any day where nobody left unseen: a share of all', () => {
    const all = kaplanMeier([people(8, 10), people(7, 20)]);
    expect(readAt(all, 90, minimums)?.survival).toBe(0);
    expect(readMedian(all, minimums)).toEqual({ median: 10, status: 'reached' });
    expect(readAt(kaplanMeier([people(5, 10), people(4, 20)]), 90, minimums)).toBeNull();
    // Followed to day 60 and no further: nothing is known of day 90.
    const open = kaplanMeier([people(8, 10), people(12, 60, false)]);
    expect(readAt(open, 60, minimums)?.survival).toBeCloseTo(0.6, 12);
    expect(readAt(open, 90, minimums)).toBeNull();
    expect(readMedian(open, minimums)).toEqual({ median: null, status: 'not_reached' });
  });

  it('ends for good where early risk sets are used up', () => {
    const late = kaplanMeier([people(3, 2), { entry: 5, time: 30, event: true, count: 200 }]);
    expect(isReadable(late, 20, minimums)).toBe(false);
  });

  it('never goes past a day that cannot be read', () => {
    const row = fc.record({
      time: fc.integer({ min: 1, max: 60 }),
      event: fc.boolean(),
      count: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
        const curve = kaplanMeier(rows);
        const unseen = Math.min(...rows.filter(({ event }) => !event).map(({ time }) => time));
        const readable = Array.from({ length: 70 }, (_, day) => isReadable(curve, day, minimums));
        const first = readable.indexOf(false);
        // As a share of all while nobody has left, and by those at risk from then on.
        if (first >= 0) expect(readable.slice(first).some(Boolean)).toBe(false);
        readable.forEach((yes, day) => {
          if (yes && day > unseen)
            expect(curve.steps.find(({ time }) => time >= day)?.atRisk).toBeGreaterThanOrEqual(11);
        });
      }),
    );
  });
});
