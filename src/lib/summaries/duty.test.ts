import { describe, expect, it } from 'vitest';
import type { Period } from '../calendar/period.ts';
import { amountDuty, countDuty, rateDuty, type DutyContext, type DutyFigures } from './duty.ts';

const lastYear: Period = { kind: 'quarter', id: '2025Q3', from: '2025-04-01', to: '2025-07-01' };
const context: DutyContext = {
  period: { label: 'FY 2026 Q3 (Apr 1 – Jun 30, 2026)' },
  comparison: lastYear,
  uneven: '',
  asOf: '2026-06-30',
  minimum: 10,
};
const figures = (changes: Partial<DutyFigures>): DutyFigures => ({
  panel: 'minutes',
  label: 'Minutes sent',
  now: { count: 41, of: 47 },
  ...changes,
});
const plain = (text: string) => text.replaceAll('\u202f', ' ');

describe('rateDuty', () => {
  it('says n of d, the rate and its interval, and draws them', () => {
    const duty = rateDuty(figures({}), context);
    expect([duty.value, duty.beside, duty.detail].map(plain)).toEqual(['87 %', '41 of 47', '95 % interval 75 to 94 %']);
    expect(duty.drawn?.value).toBeCloseTo(41 / 47, 12);
    expect(duty.drawn?.compare).toBeNull();
  });

  it('shows counts only when fewer than ten were due', () => {
    const duty = rateDuty(figures({ now: { count: 6, of: 7 }, before: { count: 5, of: 6 } }), context);
    expect([duty.value, duty.beside, duty.detail]).toEqual(['6 of 7', '', 'too few for a rate']);
    expect(duty.compared).toBe('5 of 6 in Apr 1 – Jun 30, 2025');
    expect(duty.drawn).toBeNull();
  });

  it('keeps nothing due apart from nothing done and from nothing recorded', () => {
    expect(rateDuty(figures({ now: { count: 0, of: 0 } }), context).value).toBe('none were due');
    expect(plain(rateDuty(figures({ now: { count: 0, of: 12 } }), context).value)).toBe('0 %');
    expect(rateDuty(figures({ now: { count: null, of: null } }), context).value).toBe('no data');
    expect(rateDuty(figures({ now: undefined }), context).value).toBe('no data');
  });

  it('compares in points with an interval, and says when it is within usual variation', () => {
    const near = rateDuty(figures({ before: { count: 40, of: 48 } }), context);
    expect(plain(near.compared)).toBe(
      '+4 points (95 % interval −11 to +18), within usual variation; 40 of 48 in Apr 1 – Jun 30, 2025',
    );
    expect(near.drawn?.compare).toBeCloseTo(40 / 48, 12);
    const far = rateDuty(figures({ before: { count: 10, of: 48 } }), context);
    expect(far.compared).not.toContain('usual variation');
  });

  it('says nothing of a comparison nobody asked for, and that one end is missing', () => {
    expect(rateDuty(figures({}), { ...context, comparison: null }).compared).toBe('');
    expect(rateDuty(figures({}), context).compared).toBe('no figure for Apr 1 – Jun 30, 2025');
    expect(rateDuty(figures({ before: { count: 0, of: 0 } }), context).compared).toBe(
      'none were due Apr 1 – Jun 30, 2025',
    );
  });

  it('leaves gaps in the trend where nothing was due or recorded, and carries them into the CSV', () => {
    const months = [
      { month: '2026-03-01', count: 30, of: 40 },
      { month: '2026-04-01', count: 0, of: 0 },
      { month: '2026-05-01', count: null, of: null },
      { month: '2026-06-01', count: 40, of: 40 },
    ];
    const duty = rateDuty(figures({ months, before: { count: 40, of: 48 } }), context);
    expect(duty.trend).toEqual([0.75, null, null, 1]);
    expect(plain(duty.trendText)).toBe('By month from Mar 2026 to Jun 2026: between 75 % and 100 %, last 100 %.');
    expect(duty.points.map(({ period, count, of, rate }) => [period, count, of, rate])).toEqual([
      ['FY 2026 Q3 (Apr 1 – Jun 30, 2026)', 41, 47, 41 / 47],
      ['Apr 1 – Jun 30, 2025', 40, 48, 40 / 48],
      ['Mar 2026', 30, 40, 0.75],
      ['Apr 2026', 0, 0, null],
      ['May 2026', null, null, null],
      ['Jun 2026', 40, 40, 1],
    ]);
  });
});

describe('the line of a rate', () => {
  it('shows the number done where a usual month has too few due for a rate', () => {
    const months = ['2026-04-01', '2026-05-01', '2026-06-01'].map((month, count) => ({ month, count, of: 2 }));
    const duty = rateDuty(figures({ months }), context);
    expect([duty.trend, duty.trendLabel]).toEqual([[0, 1, 2], 'number by month']);
    expect(duty.trendText).toBe('By month from Apr 2026 to Jun 2026: between 0 and 2, last 2.');
  });
});

describe('a duty of which nothing was ever due', () => {
  it('has no line', () => {
    const months = [{ month: '2026-05-01', count: 0, of: 0 }];
    expect(rateDuty(figures({ now: { count: 0, of: 0 }, months }), context)).toMatchObject({
      trend: [],
      trendText: '',
    });
  });
});

describe('countDuty', () => {
  it('is a number and what it counts, without a rate', () => {
    const duty = countDuty({ ...figures({ now: { count: 3, of: 14 } }), noun: 'findings' }, context);
    expect([duty.value, duty.beside, duty.drawn]).toEqual(['3', 'of 14 findings', null]);
  });

  it('compares counts as they were', () => {
    const duty = countDuty(
      { ...figures({ now: { count: 3, of: null }, before: { count: 5, of: null } }), noun: 'closures' },
      context,
    );
    expect([duty.beside, duty.compared]).toEqual(['closures', '5 in Apr 1 – Jun 30, 2025']);
  });
});

describe('a quarter that is not over', () => {
  const toDate = { ...context, uneven: 'quarter to date, to May 15, 2026, against a whole quarter' };
  const before = { count: 40, of: 48 };
  const said = 'in Apr 1 – Jun 30, 2025; quarter to date, to May 15, 2026, against a whole quarter';

  it('is never compared with one that is without saying so', () => {
    const count = { ...figures({ before }), noun: 'due' };
    const amount = { ...figures({ before }), beside: '', format: String };
    expect([
      rateDuty(figures({ before }), toDate).compared.endsWith(said),
      rateDuty(figures({ now: { count: 6, of: 7 }, before: { count: 5, of: 6 } }), toDate).compared,
      countDuty(count, toDate).compared,
      amountDuty(amount, toDate).compared,
    ]).toEqual([true, `5 of 6 ${said}`, `40 of 48 ${said}`, `40 ${said}`]);
  });

  it('says nothing of it where nothing is compared', () => {
    expect(rateDuty(figures({}), toDate).compared).toBe('no figure for Apr 1 – Jun 30, 2025');
    expect(rateDuty(figures({ before }), { ...toDate, comparison: null }).compared).toBe('');
  });
});
