import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose, readNumbers, readReference } from '../../../tests/reference/reference.ts';
import type { SurvivalAnswer } from '../../../tests/reference/reference.ts';
import { atRiskAt, cumulative, kaplanMeier, medianSurvival, restrictedMean, survivalAt } from './survival.ts';
import type { SurvivalCurve } from './survival.ts';
import type { SurvivalRow } from './survival-row.ts';

const reference = readReference();
const lung = readNumbers<'time' | 'event' | 'sex'>('lung.csv').map(({ time, event, sex }) => ({
  time: time ?? Number.NaN,
  event: event === 1,
  count: 1,
  sex,
}));

function expectAnswers(curve: SurvivalCurve, answers: readonly SurvivalAnswer[]): void {
  expect(answers.length).toBeGreaterThan(0);
  for (const answer of answers) {
    const estimate = survivalAt(curve, answer.time);
    expect(estimate?.atRisk).toBe(answer.n_risk);
    expectClose(estimate?.survival, answer.surv);
    expectClose(estimate?.standardError, answer.se);
    expectClose(estimate?.lower, answer.lower);
    expectClose(estimate?.upper, answer.upper);
  }
}

/** Follow-up of a handful of people, on few days so that ties are the rule. */
const person = fc.record({
  time: fc.integer({ min: 0, max: 12 }),
  event: fc.boolean(),
  count: fc.integer({ min: 0, max: 5 }),
});
const lateness = fc.option(fc.integer({ min: 1, max: 13 }), { nil: undefined });
const anyRow = fc.tuple(person, lateness).map(([row, early]): SurvivalRow => {
  return early === undefined ? row : { ...row, entry: row.time - early };
});
const anyRows = fc.array(anyRow, { maxLength: 12 });

describe('kaplanMeier against R', () => {
  it('lung', () => {
    expectAnswers(kaplanMeier(lung), reference.lung.km);
  });

  it('lung by sex', () => {
    for (const sex of [1, 2]) {
      const answers = reference.lung.km_by_sex.filter((answer) => answer.strata === `sex=${sex}`);
      expectAnswers(kaplanMeier(lung.filter((row) => row.sex === sex)), answers);
    }
  });

  it('heart, with delayed entry', () => {
    const rows = readNumbers<'start' | 'stop' | 'event'>('heart.csv').map(({ start, stop, event }) => ({
      entry: start ?? Number.NaN,
      time: stop ?? Number.NaN,
      event: event === 1,
      count: 1,
    }));
    expect(rows).toHaveLength(172);
    expectAnswers(kaplanMeier(rows), reference.heart.km_delayed_entry);
  });

  it('eight people anyone can do by hand', () => {
    const curve = kaplanMeier(reference.tiny.data.map((row) => ({ ...row, count: 1 })));
    expectAnswers(curve, reference.tiny.km);
    expect(curve.steps.map(({ time, atRisk, events, censored }) => [time, atRisk, events, censored])).toEqual([
      [1, 8, 1, 0],
      [2, 7, 1, 1],
      [3, 5, 1, 0],
      [4, 4, 0, 1],
      [5, 3, 2, 0],
      [6, 1, 0, 1],
    ]);
  });

  it('median and restricted mean of lung', () => {
    const curve = kaplanMeier(lung);
    expect(medianSurvival(curve)).toBe(reference.lung.median);
    expectClose(restrictedMean(curve, 365)?.mean, reference.lung.rmst_365);
  });
});

describe('kaplanMeier by hand', () => {
  it('delayed entry: at risk only after entering', () => {
    // At 2 three are at risk (not the one who enters at 2), at 3 the other two of them and the late one.
    const curve = kaplanMeier([
      { time: 2, event: 1, count: 1 },
      { time: 3, event: 1, count: 1 },
      { time: 5, event: 0, count: 1 },
      { entry: 2, time: 6, event: 1, count: 1 },
    ]);
    expect(curve.people).toBe(4);
    expect(curve.steps.map((step) => step.atRisk)).toEqual([3, 3, 2, 1]);
    expectClose(curve.steps[1]?.survival, (2 / 3) * (2 / 3));
    expect([0, 1, 2, 2.5, 3, 6, 7].map((time) => atRiskAt(curve, time))).toEqual([3, 3, 3, 3, 3, 1, 0]);
  });

  it('without censoring: the share left, with the binomial error', () => {
    const curve = kaplanMeier([1, 2, 3, 4, 5].map((time) => ({ time, event: true, count: 2 })));
    curve.steps.slice(0, 4).forEach((step, index) => {
      const share = (4 - index) / 5;
      expectClose(step.survival, share);
      expectClose(step.standardError, Math.sqrt((share * (1 - share)) / 10));
    });
    expect(medianSurvival(curve)).toBe(3);
    expectClose(restrictedMean(curve, 5)?.mean, 3);
    // The mean of 1 to 5 twice: its error is the standard deviation (n in the denominator) over √n.
    expectClose(restrictedMean(curve, 5)?.standardError, Math.sqrt(2 / 10));
  });

  it('an event on the day the clock starts counts', () => {
    const curve = kaplanMeier([
      { time: 0, event: 1, count: 1 },
      { time: 4, event: 0, count: 3 },
    ]);
    expect(survivalAt(curve, 0)).toMatchObject({ atRisk: 4, survival: 0.75 });
  });

  it('takes weights, and comes down to exactly 0 with them', () => {
    const curve = kaplanMeier([0.1, 0.2, 0.3, 0.7].map((count, time) => ({ time, event: 1, count })));
    expectClose(curve.steps[0]?.survival, 1.2 / 1.3);
    expect(curve.steps.at(-1)).toMatchObject({ survival: 0, standardError: null, lower: 0 });
    expect(atRiskAt(curve, 3)).toBe(0.7);
  });
});

describe('where the log–log limits do not exist', () => {
  it('nobody: an empty curve', () => {
    for (const rows of [[], [{ time: 3, event: 1, count: 0 } as const]]) {
      const curve = kaplanMeier(rows);
      expect(curve).toEqual({ level: 0.95, people: 0, entries: [], steps: [] });
      expect(survivalAt(curve, 0)).toBeNull();
      expect(medianSurvival(curve)).toBeNull();
      expect(restrictedMean(curve, 10)).toBeNull();
      expect(atRiskAt(curve, 0)).toBe(0);
    }
  });

  it('no events: the exact upper limit for none of n', () => {
    const curve = kaplanMeier([
      { time: 100, event: 0, count: 5 },
      { time: 365, event: 0, count: 10 },
    ]);
    const exact = reference.proportions.find(({ x, n }) => x === 0 && n === 10)?.exact[1] ?? Number.NaN;
    for (const time of [200, 365]) {
      const estimate = survivalAt(curve, time);
      if (!estimate) throw new Error('no estimate');
      expect(estimate).toMatchObject({ atRisk: 10, survival: 1, standardError: 0, upper: 1 });
      expect(cumulative(estimate)).toMatchObject({ cumulative: 0, lower: 0 });
      expectClose(cumulative(estimate).upper, exact);
    }
    expectClose(survivalAt(curve, 50)?.lower, 0.025 ** (1 / 15));
    expect(survivalAt(curve, 0)).toMatchObject({ survival: 1, lower: 1, upper: 1 });
    expect(medianSurvival(curve)).toBeNull();
    expect(restrictedMean(curve, 365)).toEqual({ mean: 365, standardError: 0 });
  });

  it('everybody at once: the exact upper limit for all of n', () => {
    const curve = kaplanMeier([{ time: 7, event: 1, count: 10 }]);
    const exact = reference.proportions.find(({ x, n }) => x === 0 && n === 10)?.exact[1] ?? Number.NaN;
    expect(curve.steps).toHaveLength(1);
    expect(curve.steps[0]).toMatchObject({ survival: 0, standardError: null, lower: 0 });
    expectClose(curve.steps[0]?.upper, exact);
    expect(medianSurvival(curve)).toBe(7);
    expect(restrictedMean(curve, 30)).toEqual({ mean: 7, standardError: 0 });
  });

  it('the last of them: the upper limit stays', () => {
    const steps = kaplanMeier([1, 2, 3].map((time) => ({ time, event: 1, count: 1 }))).steps;
    expect(steps[2]).toMatchObject({ survival: 0, lower: 0, upper: steps[1]?.upper });
  });

  it('one person', () => {
    const gone = kaplanMeier([{ time: 5, event: 1, count: 1 }]);
    expect(gone.steps[0]).toMatchObject({ atRisk: 1, survival: 0, lower: 0 });
    expectClose(gone.steps[0]?.upper, 0.975);
    const staying = kaplanMeier([{ time: 5, event: 0, count: 1 }]);
    expect(staying.steps[0]).toMatchObject({ atRisk: 1, survival: 1, upper: 1 });
    expectClose(staying.steps[0]?.lower, 0.025);
  });
});

describe('questions past the end', () => {
  const curve = kaplanMeier([
    { time: 3, event: 1, count: 2 },
    { time: 9, event: 0, count: 2 },
  ]);

  it('have no answer beyond the last follow-up', () => {
    expect(survivalAt(curve, 9)?.survival).toBe(0.5);
    expect(survivalAt(curve, 9.1)).toBeNull();
    expect(restrictedMean(curve, 10)).toBeNull();
  });

  it('are answered once nobody is left without the event', () => {
    const done = kaplanMeier([{ time: 3, event: 1, count: 2 }]);
    expect(survivalAt(done, 100)).toMatchObject({ survival: 0, atRisk: 0 });
  });

  it('a median on a flat half is the middle of it, or its start when it never ends', () => {
    expect(medianSurvival(curve)).toBe(3);
    const falls = kaplanMeier([
      { time: 3, event: 1, count: 2 },
      { time: 9, event: 1, count: 2 },
    ]);
    expect(medianSurvival(falls)).toBe(6);
  });

  it('must be about a time', () => {
    for (const time of [-1, Number.NaN]) {
      expect(() => survivalAt(curve, time)).toThrow(RangeError);
      expect(() => restrictedMean(curve, time)).toThrow(RangeError);
    }
  });
});

describe('rows that cannot be', () => {
  it.each<[string, SurvivalRow]>([
    ['negative time', { time: -1, event: 1, count: 1 }],
    ['time missing', { time: Number.NaN, event: 1, count: 1 }],
    ['time without end', { time: Infinity, event: 0, count: 1 }],
    ['negative count', { time: 1, event: 1, count: -1 }],
    ['count missing', { time: 1, event: 1, count: Number.NaN }],
    ['enters when leaving', { entry: 1, time: 1, event: 1, count: 1 }],
    ['enters after leaving', { entry: 2, time: 1, event: 0, count: 1 }],
    ['entry missing', { entry: Number.NaN, time: 1, event: 0, count: 1 }],
    ['event of another kind', { time: 1, event: 2 as 1, count: 1 }],
  ])('are named: %s', (_what, row) => {
    expect(() => kaplanMeier([{ time: 1, event: 1, count: 1 }, row])).toThrow(/^survival row 2: /);
  });

  it('include a level that is none', () => expect(() => kaplanMeier([], 1)).toThrow(RangeError));
});

describe('any follow-up', () => {
  it('gives figures, never NaN, that hold together', () => {
    fc.assert(
      fc.property(anyRows, fc.constantFrom(0.8, 0.95, 0.998), (rows, level) => {
        const curve = kaplanMeier(rows, level);
        const numbers = curve.steps.flatMap((step) => Object.values(step).filter((value) => value !== null));
        expect(numbers.every(Number.isFinite)).toBe(true);
        let before = { survival: 1, upper: 1 };
        for (const step of curve.steps) {
          expect(step.atRisk).toBeGreaterThanOrEqual(step.events + step.censored);
          expect(step.survival).toBeLessThanOrEqual(before.survival);
          expect(step.lower).toBeLessThanOrEqual(step.survival);
          expect(step.upper).toBeGreaterThanOrEqual(step.survival);
          expect(step.lower).toBeGreaterThanOrEqual(0);
          expect(step.upper).toBeLessThanOrEqual(1);
          expect(step.standardError === null).toBe(step.survival === 0);
          before = step;
        }
        const left = curve.steps.reduce((sum, step) => sum + step.events + step.censored, 0);
        expect(left).toBe(curve.people);
        expect(curve.people).toBe(rows.reduce((sum, row) => sum + row.count, 0));
      }),
    );
  });

  it('counts as at risk whoever entered before and leaves no earlier', () => {
    fc.assert(
      fc.property(anyRows, fc.integer({ min: 0, max: 14 }), (rows, time) => {
        const seen = rows.filter((row) => (row.entry ?? -Infinity) < time && row.time >= time);
        const expected = seen.reduce((sum, row) => sum + row.count, 0);
        const curve = kaplanMeier(rows);
        expect(atRiskAt(curve, time)).toBe(expected);
        const step = curve.steps.find((candidate) => candidate.time === time);
        if (step) expect(step.atRisk).toBe(expected);
      }),
    );
  });

  it('is the same in any order, and in one row or many', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const single = rows.flatMap((row) => Array.from({ length: row.count }, () => ({ ...row, count: 1 })));
        expect(kaplanMeier([...single].reverse())).toEqual(kaplanMeier(rows));
      }),
    );
  });

  it('has an answer at every time it covers, with the area under it as its mean', () => {
    fc.assert(
      fc.property(anyRows, fc.integer({ min: 1, max: 14 }), (rows, horizon) => {
        const curve = kaplanMeier(rows);
        const end = survivalAt(curve, horizon);
        const restricted = restrictedMean(curve, horizon);
        expect(restricted === null).toBe(end === null);
        if (!restricted) return;
        expect(Number.isFinite(restricted.standardError)).toBe(true);
        // Times are whole, so the curve is flat from each to the next.
        let area = 0;
        for (let time = 0; time < horizon; time += 1) area += survivalAt(curve, time)?.survival ?? 0;
        expect(restricted.mean).toBeCloseTo(area, 9);
      }),
    );
  });
});
