import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { addDays, daysBetween } from '../../calendar/date.ts';
import { longestGap, slotsHeld, slotsIn } from './meeting-slots.ts';

const fortnights = { every: 14, unit: 'days' } as const;
const monthly = { every: 1, unit: 'months' } as const;

describe('stretches in which a meeting is due', () => {
  it('are the whole fortnights of a quarter: six in Apr 1 – Jun 30, 2026', () => {
    const slots = slotsIn('2026-04-01', '2026-07-01', fortnights);
    expect(slots.map(({ from }) => from)).toEqual([
      '2026-04-06',
      '2026-04-20',
      '2026-05-04',
      '2026-05-18',
      '2026-06-01',
      '2026-06-15',
    ]);
  });

  it('are the whole months of an odd range', () => {
    expect(slotsIn('2026-03-09', '2026-06-20', monthly)).toEqual([
      { from: '2026-04-01', to: '2026-05-01' },
      { from: '2026-05-01', to: '2026-06-01' },
    ]);
    expect(slotsIn('2026-04-02', '2026-04-30', monthly)).toEqual([]);
  });

  it('begin on the same days wherever the period begins, and add up over parts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9000 }), fc.integer({ min: 0, max: 400 }), (start, length) => {
        const from = addDays('1998-01-01', start);
        const to = addDays(from, length);
        const slots = slotsIn(from, to, fortnights);
        for (const slot of slots) {
          expect(((daysBetween('2001-01-01', slot.from) % 14) + 14) % 14).toBe(0);
          expect(slot.from >= from && slot.to <= to && daysBetween(slot.from, slot.to) === 14).toBe(true);
        }
        // No room is left for another one.
        expect(Math.floor(length / 14) - slots.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('are held once however many meetings fall into one', () => {
    const slots = slotsIn('2026-04-01', '2026-07-01', fortnights);
    // Two in the first fortnight, none in the third and fourth.
    const days = ['2026-04-06', '2026-04-15', '2026-04-21', '2026-06-02', '2026-06-16'];
    expect(slotsHeld(slots, days)).toBe(4);
  });
});

describe('the longest run of days without a meeting', () => {
  it('counts from the meeting before the period and to its end', () => {
    const ofApril = (...days: string[]) => longestGap(days, '2026-04-01', '2026-05-01');
    expect(ofApril('2026-03-20', '2026-04-10', '2026-04-24')).toEqual({
      days: 21,
      from: '2026-03-20',
      to: '2026-04-10',
    });
    expect(ofApril('2026-04-03')).toEqual({ days: 27, from: '2026-04-03', to: '2026-04-30' });
    expect(ofApril('2026-01-01')).toEqual({ days: 119, from: '2026-01-01', to: '2026-04-30' });
  });

  it('is the first of two that are as long, in whatever order the meetings come', () => {
    const gap = longestGap(['2026-04-25', '2026-04-15', '2026-04-05', '2026-03-31'], '2026-04-01', '2026-05-01');
    expect(gap).toEqual({ days: 10, from: '2026-04-05', to: '2026-04-15' });
  });

  it('is unknown where no meeting was ever held', () => {
    expect(longestGap([], '2026-04-01', '2026-05-01')).toBeNull();
    expect(longestGap(['2026-06-01'], '2026-04-01', '2026-05-01')).toBeNull();
  });
});
