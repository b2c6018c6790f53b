import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filledIn, hoursAvailable, needOf, perPosition, positionsNeeded } from './people-needed.ts';
import { asDeadline, deadlineRatio, deadlinesOf, weightedCases, workOf, type YearOfWork } from './work.ts';

const intervals = { program_review_days: 180, program_review_days_near_release: 90, reassessment_days: 365 };
const one = (expected: number) => ({ expected, lower: expected, upper: expected });

describe('the worked examples of the design', () => {
  it('APPA: 120 hours at 4, 2 and 1 hour a case are 30, 60 and 120 cases', () => {
    expect([4, 2, 1].map((hours) => perPosition(120, hours))).toEqual([30, 60, 120]);
  });

  it('weighted cases of 900 people with 18 positions are 61.25 each; at 60 they take 18.4, and 1,000 people 20.4', () => {
    const weighted = weightedCases(
      { people: 900, new_arrival: 100, near_release: 200, highest_custody: 90, high_risk: 120 },
      {
        workload_new_arrival: 0.5,
        workload_near_release: 0.5,
        workload_highest_custody: 0.25,
        workload_high_risk: 0.25,
      },
    );
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
    const available = hoursAvailable({ netAnnualHours: 1760, caseShare: 0.8, postHours: 12 });
    expect(available).toBeCloseTo(105.33, 2);
    expect(positionsNeeded(hours, available)).toBeCloseTo(19.5, 1);
    expect(hoursAvailable({ netAnnualHours: 120, caseShare: 1, postHours: 12 })).toBeNull();
  });

  it('1,000 people with 20, 18 and 16 filled are 50.0, 55.6 and 62.5 each', () => {
    const each = [20, 18, 16].map((filled) => needOf(one(1000), filled, 50, 10).perFilled!.expected);
    expect(each.map((value) => Number(value.toFixed(1)))).toEqual([50, 55.6, 62.5]);
    const { needed, difference, oneFewer } = needOf(one(1000), 18, 50, 10);
    expect([needed, difference]).toEqual([20, -2]);
    expect(oneFewer).toBeCloseTo(1000 / 17 - 1000 / 18, 10);
  });
});

describe('people needed', () => {
  it('says that nobody is in post, and needs no target', () => {
    const nobody = needOf(one(500), 0, 50, 10);
    expect(nobody).toEqual({ perFilled: null, needed: 10, difference: -10, above: null, oneFewer: null });
    expect(needOf(one(500), 10, null, 10)).toMatchObject({ needed: null, difference: null, above: null });
    expect(needOf(one(500), 1, 50, 10).oneFewer).toBeNull();
  });

  it('has the band of the load, divided, and one half for a chance at its middle', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 90 }), (people, filled) => {
        const band = { expected: people, lower: 0.9 * people, upper: 1.1 * people };
        const { perFilled, above } = needOf(band, filled, people / filled, 8);
        expect(perFilled!.lower * filled).toBeCloseTo(0.9 * people, 8);
        expect(perFilled!.upper * filled).toBeCloseTo(1.1 * people, 8);
        expect(above).toBeCloseTo(0.5, 8);
        // An 80 % band has a tenth above it.
        expect(needOf(band, filled, (1.1 * people) / filled, 8).above).toBeCloseTo(0.1, 6);
      }),
    );
  });

  it('knows the vacancies asked about', () => {
    const positions = { filled: 18, authorized: 22, vacant80: 5 };
    expect(filledIn('as now', positions)).toBe(18);
    expect(filledIn('all authorised', positions)).toBe(22);
    expect(filledIn('often vacant', positions)).toBe(17);
    expect(filledIn('all authorised', { ...positions, authorized: null })).toBe(18);
    expect([filledIn('as now', positions, 3), filledIn('as now', positions, -20)]).toEqual([21, 0]);
  });
});

describe('work as it fell due', () => {
  // 1,000 people every month end; 50 come and 50 leave a month, 40 of them to freedom.
  const year: YearOfWork = {
    personMonths: 12_000,
    arrivals: 600,
    departures: 600,
    releases: 480,
    near: 0.2,
    nearNow: 0.2,
    tasks: new Map([
      ['program_review', 2400],
      ['reassessment', 900],
      ['initial_classification', 540],
      ['case_plan', 300],
      ['release_plan', 420],
      ['post_release_follow_up', 900],
      ['correspondence', 6000],
    ]),
  };

  it('comes back for a month like those of the year, whatever brings it', () => {
    const { perPerson, perArrival, perDeparture, perFollowed, departures } = workOf(year, asDeadline, intervals);
    expect(departures).toBe(50);
    const month = 1000 * perPerson + 50 * perArrival + 50 * perDeparture + 3 * 50 * perFollowed;
    expect(month).toBeCloseTo((2400 + 900 + 540 + 300 + 420 + 900) / 12, 8);
    expect(perArrival).toBeCloseTo(840 / 600, 8);
  });

  it('has more reviews where more are near release than in the year', () => {
    // One in five near release: 0.8 + 0.2 · 2 = 1.2 reviews in 180 days; two in five: 1.4.
    const more = workOf({ ...year, nearNow: 0.4 }, asDeadline, intervals);
    const same = workOf(year, asDeadline, intervals);
    expect(more.perPerson - same.perPerson).toBeCloseTo((2400 / 12_000) * (1.4 / 1.2 - 1), 10);
  });

  it('counts hours of every kind there are minutes of, and what each person takes beside', () => {
    const minutes = new Map([
      ['program_review', 60],
      ['correspondence', 6],
    ]);
    const hours = workOf(year, (kind) => (minutes.get(kind) ?? 0) / 60, intervals, 0.5);
    expect(1000 * hours.perPerson).toBeCloseTo((2400 + 600) / 12 + 500, 8);
    expect([hours.perArrival, hours.perDeparture, hours.perFollowed]).toEqual([0, 0, 0]);
  });

  it('is held against what law and settings ask for', () => {
    const law = 12_000 * ((0.8 * 30.4375) / 180 + (0.2 * 30.4375) / 90 + 30.4375 / 365) + 3 * 600 + 480 + 3 * 480;
    expect(deadlineRatio(year, intervals)).toBeCloseTo((2400 + 900 + 540 + 300 + 420 + 900) / law, 8);
    expect(deadlineRatio({ ...year, personMonths: 0, arrivals: 0, releases: 0 }, intervals)).toBeNull();
  });
});
