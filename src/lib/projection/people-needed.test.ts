import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deadlinesOf, filledIn, needOf, perPosition, positionsByHours, positionsNeeded } from './people-needed.ts';

const intervals = { program_review_days: 180, program_review_days_near_release: 90, reassessment_days: 365 };
const one = (expected: number) => ({ expected, lower: expected, upper: expected });

describe('the worked examples of the design', () => {
  it('APPA: 120 hours at 4, 2 and 1 hour a case are 30, 60 and 120 cases', () => {
    expect([4, 2, 1].map((hours) => perPosition(120, hours))).toEqual([30, 60, 120]);
  });

  it('weighted cases of 900 people with 18 positions are 61.25 each; at 60 they take 18.4, and 1,000 people 20.4', () => {
    const weighted = 900 + 50 + 100 + 22.5 + 30;
    expect(weighted).toBe(1102.5);
    expect(perPosition(weighted, 18)).toBe(61.25);
    expect(positionsNeeded(weighted, 60)).toBeCloseTo(18.4, 1);
    expect(positionsNeeded((1000 * weighted) / 900, 60)).toBeCloseTo(20.4, 1);
  });

  it('deadlines: 700 far, 200 near, 60 admissions and 58 releases are 499.06 a month, 27.7 for each of 18', () => {
    const { reviews, initial, reassessments, releasePlans, total } = deadlinesOf(
      { far: 700, near: 200, admissions: 60, releases: 58 },
      intervals,
    );
    expect(reviews).toBeCloseTo(118.37 + 67.64, 2);
    expect(initial).toBe(180);
    expect(reassessments).toBeCloseTo(75.05, 2);
    expect(releasePlans).toBe(58);
    expect(total).toBeCloseTo(499.06, 2);
    expect(perPosition(total, 18)).toBeCloseTo(27.7, 1);
  });

  it('hours: 2,050 a month at 105.33 available are 19.5 positions', () => {
    const hours = 100 * 3 + 200 * 3.5 + 600 * 1.75;
    expect(hours).toBe(2050);
    const positions = positionsByHours(hours, { netAnnualHours: 1760, caseShare: 0.8, postHours: 12 });
    expect(positions).toBeCloseTo(19.5, 1);
    expect(positionsByHours(hours, { netAnnualHours: 120, caseShare: 1, postHours: 12 })).toBeNull();
  });

  it('1,000 people with 20, 18 and 16 filled are 50.0, 55.6 and 62.5 each', () => {
    const each = [20, 18, 16].map((filled) => needOf(one(1000), filled, 50).perFilled!.expected);
    expect(each.map((value) => Number(value.toFixed(1)))).toEqual([50, 55.6, 62.5]);
    const { needed, difference, oneFewer } = needOf(one(1000), 18, 50);
    expect([needed, difference]).toEqual([20, -2]);
    expect(oneFewer).toBeCloseTo(1000 / 17 - 1000 / 18, 10);
  });
});

describe('people needed', () => {
  it('says that nobody is in post, and needs no target', () => {
    expect(needOf(one(500), 0, 50)).toMatchObject({ perFilled: null, needed: 10, difference: -10, oneFewer: null });
    expect(needOf(one(500), 10, null)).toMatchObject({ needed: null, difference: null });
    expect(needOf(one(500), 1, 50).oneFewer).toBeNull();
  });

  it('has the band of the population, divided', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 90 }), (people, filled) => {
        const { perFilled } = needOf({ expected: people, lower: 0.9 * people, upper: 1.2 * people }, filled, null);
        expect(perFilled!.lower * filled).toBeCloseTo(0.9 * people, 8);
        expect(perFilled!.upper * filled).toBeCloseTo(1.2 * people, 8);
      }),
    );
  });

  it('knows the vacancies asked about', () => {
    expect(filledIn('as now', 18, 22)).toBe(18);
    expect(filledIn('all authorised', 18, 22)).toBe(22);
    expect(filledIn('all authorised', 18, null)).toBe(18);
    expect([filledIn('one fewer', 18, 22), filledIn('one fewer', 0.5, 2)]).toEqual([17, 0]);
  });
});
