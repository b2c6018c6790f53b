import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  expectClose,
  readMgus2,
  readNumbers,
  readReference,
  readSurvivalReference,
} from '../../../tests/reference/reference.ts';
import { aalenJohansen, incidenceAt, type CompetingRow } from './aalen-johansen.ts';
import { nelsonAalen } from './cumulative-hazard.ts';
import { grayTest } from './gray.ts';
import { cumulative, kaplanMeier, restrictedMean, survivalAt } from './survival.ts';

const { mgus2 } = readReference();
const survival = readSurvivalReference();
const people = readMgus2().map((row) => ({
  time: row.etime,
  cause: row.etype === 0 ? null : String(row.etype),
  count: 1,
  sex: row.sex,
  age: row.age,
}));
const TIMES = [60, 120, 240];
/** cmprsk's own precision. */
const CMPRSK = 1e-5;

function expectIncidence(
  rows: readonly CompetingRow[],
  cause: string,
  est: (number | 'NA')[],
  variance: (number | 'NA')[],
) {
  const curve = aalenJohansen(rows).find((found) => found.cause === cause);
  if (!curve) throw new Error('no curve');
  TIMES.forEach((time, i) => {
    const [wanted, spread] = [est[i], variance[i]];
    if (typeof wanted !== 'number' || typeof spread !== 'number') return;
    expectClose(incidenceAt(curve, time)?.incidence, wanted);
    expectClose(incidenceAt(curve, time)?.variance, spread, CMPRSK);
  });
}

describe('competing risks against R', () => {
  it('mgus2: progression and death', () => {
    for (const [i, cause] of ['1', '2'].entries()) {
      expectIncidence(people, cause, mgus2.aj_est[i] ?? [], mgus2.aj_var[i] ?? []);
    }
  });

  it('mgus2 by sex, in the order cause within group', () => {
    const sexes = ['F', 'M'];
    for (const [c, cause] of ['1', '2'].entries()) {
      for (const [g, sex] of sexes.entries()) {
        const own = people.filter((row) => row.sex === sex);
        expect(own.length).toBeGreaterThan(600);
        expectIncidence(own, cause, mgus2.aj_by_sex_est[2 * c + g] ?? [], mgus2.aj_by_sex_var[2 * c + g] ?? []);
      }
    }
  });

  it("Gray's test of two groups, of three, and within strata", () => {
    const bySex = people.map((row) => ({ ...row, group: String(row.sex) }));
    const band = (age: number): string => (age <= 65 ? 'a' : age <= 75 ? 'b' : 'c');
    const byAge = people.map((row) => ({ ...row, group: band(row.age) }));
    const inStrata = byAge.map((row) => ({ ...row, stratum: String(row.sex) }));
    for (const [rows, answers] of [
      [bySex, mgus2.gray],
      [byAge, survival.competing.gray],
      [inStrata, survival.competing.gray_strata],
    ] as const) {
      answers.forEach(([statistic, p, df], i) => {
        const test = grayTest(rows, String(i + 1));
        expectClose(test?.statistic, statistic, CMPRSK);
        expect(test?.df).toBe(df);
        if (p > 0) expectClose(test?.p, p, CMPRSK);
        else expect(test?.p).toBeLessThan(1e-50);
      });
    }
    for (const [c, cause] of ['1', '2'].entries()) {
      for (const [g, name] of ['a', 'b', 'c'].entries()) {
        const own = byAge.filter((row) => row.group === name);
        expectIncidence(own, cause, survival.competing.est[3 * c + g] ?? [], survival.competing.var[3 * c + g] ?? []);
      }
    }
  });

  it('is below one minus Kaplan–Meier of the cause, which is no probability', () => {
    const naive = kaplanMeier(people.map((row) => ({ ...row, event: row.cause === '1' })));
    TIMES.forEach((time, i) => {
      const estimate = survivalAt(naive, time);
      expectClose(estimate && 1 - estimate.survival, mgus2.naive_1_minus_km_event1[i] ?? NaN);
      expect(mgus2.aj_est[0]?.[i]).toBeLessThan(mgus2.naive_1_minus_km_event1[i] ?? NaN);
    });
  });
});

describe('cumulative hazard and restricted mean against R', () => {
  const lung = readNumbers<'time' | 'event' | 'sex'>('lung.csv').map((row) => ({
    time: row.time ?? NaN,
    event: row.event === 1,
    count: 1,
    sex: row.sex,
  }));

  it('Nelson–Aalen', () => {
    const steps = nelsonAalen(lung);
    survival.nelson_aalen.time.forEach((time, i) => {
      const step = steps.findLast((candidate) => candidate.time <= time);
      expectClose(step?.hazard, survival.nelson_aalen.cumhaz[i] ?? NaN);
      expectClose(step?.standardError, survival.nelson_aalen.se[i] ?? NaN);
    });
  });

  it('restricted mean by sex', () => {
    [1, 2].forEach((sex, i) => {
      const area = restrictedMean(kaplanMeier(lung.filter((row) => row.sex === sex)), 365);
      expectClose(area?.mean, survival.rmst_by_sex.mean[i] ?? NaN);
      expectClose(area?.standardError, survival.rmst_by_sex.se[i] ?? NaN);
    });
  });
});

describe('competing risks by hand', () => {
  const rows: CompetingRow[] = [
    { time: 1, cause: 'return', count: 2 },
    { time: 2, cause: 'death', count: 1 },
    { time: 3, cause: 'return', count: 1 },
    { time: 4, cause: null, count: 1 },
  ];

  it('counts the dead as never returning', () => {
    const [death, back] = aalenJohansen(rows);
    expect(back?.steps.map((step) => [step.time, step.atRisk, step.events])).toEqual([
      [1, 5, 2],
      [3, 2, 1],
    ]);
    // With everybody followed it is a plain share: 3 of 5 returned, not 1 − 3/5 · 1/2.
    expectClose(back?.steps[1]?.incidence, 3 / 5);
    expectClose(death?.steps[0]?.incidence, 1 / 5);
  });

  it('is Kaplan–Meier where nothing competes', () => {
    const anyRow = fc.record({
      time: fc.integer({ min: 1, max: 9 }),
      cause: fc.constantFrom('return', null),
      count: fc.integer({ min: 0, max: 4 }),
    });
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 15 }), (any) => {
        const curve = kaplanMeier(any.map((row) => ({ ...row, event: row.cause !== null })));
        for (const step of aalenJohansen(any)[0]?.steps ?? []) {
          const estimate = survivalAt(curve, step.time);
          expect(step.incidence).toBeCloseTo(estimate ? cumulative(estimate).cumulative : NaN, 12);
          expect(step.lower).toBeLessThanOrEqual(step.incidence);
          expect(step.upper).toBeGreaterThanOrEqual(step.incidence);
        }
      }),
    );
  });

  it('adds up to everybody', () => {
    const anyRow = fc.record({
      time: fc.integer({ min: 1, max: 9 }),
      cause: fc.constantFrom('return', 'death', 'deportation', null),
      count: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 1, maxLength: 15 }), (any) => {
        const total = aalenJohansen(any).reduce((sum, { steps }) => sum + (steps.at(-1)?.incidence ?? 0), 0);
        const free = kaplanMeier(any.map((row) => ({ ...row, event: row.cause !== null }))).steps.at(-1)?.survival;
        expect(total + (free ?? 1)).toBeCloseTo(1, 12);
      }),
    );
  });

  it('has nothing to compare in one group, or without the event', () => {
    const grouped = rows.map((row, i) => ({ ...row, group: i % 2 ? 'a' : 'b' }));
    expect(grayTest([], 'return')).toBeNull();
    expect(
      grayTest(
        rows.map((row) => ({ ...row, group: 'a' })),
        'return',
      ),
    ).toBeNull();
    expect(grayTest(grouped, 'deportation')).toBeNull();
    expect(grayTest(grouped, 'return')?.df).toBe(1);
    expect(() => grayTest([{ time: 1, cause: null, count: 0.5, group: 'a' }], 'return')).toThrow(/whole counts/);
  });

  it('nobody, one person, everybody at once', () => {
    expect(aalenJohansen([])).toEqual([]);
    expect(aalenJohansen([{ time: 5, cause: null, count: 1 }])).toEqual([]);
    for (const count of [1, 12]) {
      const [curve] = aalenJohansen([{ time: 5, cause: 'return', count }]);
      expect(curve?.steps).toMatchObject([{ time: 5, atRisk: count, events: count, incidence: 1 }]);
    }
  });
});
