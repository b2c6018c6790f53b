import { describe, expect, it } from 'vitest';
import { expectClose, readNumbers, readReference, readSurvivalReference } from '../../../tests/reference/reference.ts';
import { concordance } from './concordance.ts';
import { coxRegression, proportionalHazards, type CoxFit, type CoxRow, type HazardsTest } from './cox.ts';

const reference = readReference().lung;
const { cox } = readSurvivalReference();
const people = readNumbers<'time' | 'event' | 'sex' | 'age' | 'ph.ecog'>('lung.csv').map((row) => ({
  time: row.time ?? NaN,
  event: row.event === 1,
  count: 1,
  x: [row.sex ?? NaN, row.age ?? NaN],
  ecog: row['ph.ecog'],
}));
const months = people.map((row) => ({ ...row, time: Math.ceil(row.time / 60) }));
const heart = readNumbers<'start' | 'stop' | 'event' | 'age' | 'transplant'>('heart.csv').map((row) => ({
  entry: row.start ?? NaN,
  time: row.stop ?? NaN,
  event: row.event === 1,
  count: 1,
  x: [row.age ?? NaN, row.transplant ?? NaN],
}));
const REGRESSION = 1e-6;

type Answer = (typeof cox)['heart_breslow'];

function expectFit(fit: CoxFit | null, answer: Answer): CoxFit {
  if (!fit) throw new Error('no fit');
  const close = (actual: number | null | undefined, expected: number) => expectClose(actual, expected, REGRESSION);
  answer.coef.forEach((value, i) => close(fit.coefficients[i], value));
  answer.se.forEach((value, i) => close(fit.standardErrors[i], value));
  close(fit.logLikelihood[0], answer.loglik[0]);
  close(fit.logLikelihood[1], answer.loglik[1]);
  close(fit.score, answer.score);
  close(fit.wald, answer.wald);
  return fit;
}

function expectHazards(
  { each, global }: { each: readonly HazardsTest[]; global: HazardsTest },
  answer: { chisq: number[]; df: number[]; p: number[] },
): void {
  [...each, global].forEach((test, i) => {
    expectClose(test.statistic, answer.chisq[i] ?? NaN, REGRESSION);
    expect(test.df).toBe(answer.df[i]);
    expectClose(test.p, answer.p[i] ?? NaN, REGRESSION);
  });
  expect(each).toHaveLength(answer.chisq.length - 1);
}

describe('Cox regression against R', () => {
  it('lung by sex and age, ties after Efron and Breslow', () => {
    const fit = expectFit(coxRegression(people), cox.lung);
    reference.cox_efron.coef.forEach((value, i) => expectClose(fit.coefficients[i], value, REGRESSION));
    reference.cox_efron.se.forEach((value, i) => expectClose(fit.standardErrors[i], value, REGRESSION));
    expectClose(fit.likelihoodRatio, reference.cox_efron.lr, REGRESSION);
    const breslow = coxRegression(people, 'breslow');
    reference.cox_breslow.coef.forEach((value, i) => expectClose(breslow?.coefficients[i], value, REGRESSION));
    expectHazards(proportionalHazards(people, fit), cox.lung.zph_km);
    expectHazards(proportionalHazards(people, fit, { transform: 'identity' }), cox.lung.zph_identity);
  });

  it('lung in months of sixty days, where ties are the rule', () => {
    const fit = expectFit(coxRegression(months), cox.lung_tied);
    expectFit(coxRegression(months, 'breslow'), cox.lung_tied_breslow);
    expectHazards(proportionalHazards(months, fit), cox.lung_tied.zph_km);
  });

  it('four covariates', () => {
    const rows = people
      .filter(({ ecog }) => ecog !== null && ecog < 3)
      .map((row) => ({ ...row, x: [...row.x, Number(row.ecog === 1), Number(row.ecog === 2)] }));
    const fit = expectFit(coxRegression(rows), cox.lung_ecog);
    expectHazards(proportionalHazards(rows, fit), cox.lung_ecog.zph_km);
  });

  it('strata with baselines of their own', () => {
    const rows = people.filter(({ ecog }) => ecog !== null).map((row) => ({ ...row, stratum: String(row.ecog) }));
    const fit = expectFit(coxRegression(rows), cox.lung_strata);
    expectHazards(proportionalHazards(rows, fit), cox.lung_strata.zph_km);
  });

  it('heart, with delayed entry', () => {
    const fit = expectFit(coxRegression(heart), cox.heart);
    expectFit(coxRegression(heart, 'breslow'), cox.heart_breslow);
    expectHazards(proportionalHazards(heart, fit), cox.heart.zph_km);
  });

  it('concordance, with and without ties', () => {
    const scored = (rows: typeof people, fit: CoxFit | null) =>
      rows.map((row) => ({
        ...row,
        score: row.x.reduce((sum, value, i) => sum + value * (fit?.coefficients[i] ?? NaN), 0),
      }));
    expectClose(concordance(scored(people, coxRegression(people))), reference.cox_efron.concordance);
    expectClose(concordance(scored(months, coxRegression(months))), cox.lung_tied.concordance);
  });
});

describe('Cox regression by hand', () => {
  it('of two groups with one event each: the maximum of 1/(1+r) · …', () => {
    // a at 1 of two and two, b at 2 of one and two: log L = −ln(2+2r)·1 + ln r − ln(1+2r), with r = e^β.
    const rows: CoxRow[] = [
      { time: 1, event: 1, count: 1, x: [0] },
      { time: 2, event: 1, count: 1, x: [1] },
      { time: 3, event: 0, count: 1, x: [0] },
      { time: 3, event: 0, count: 1, x: [1] },
    ];
    // 1 − r/(1+r) − 2r/(1+2r) = 0 ⇒ 2r² = 1.
    expectClose(coxRegression(rows)?.coefficients[0], Math.log(Math.SQRT1_2), REGRESSION);
  });

  it('people counted are people written out', () => {
    const counted = [
      { time: 5, event: 1, count: 3, x: [1] },
      { time: 5, event: 1, count: 2, x: [0] },
      { time: 9, event: 1, count: 2, x: [0] },
      { time: 9, event: 0, count: 4, x: [1] },
      { time: 12, event: 0, count: 6, x: [0] },
    ] as const;
    const written = counted.flatMap((row) => Array.from({ length: row.count }, () => ({ ...row, count: 1 })));
    for (const ties of ['efron', 'breslow'] as const) {
      expectClose(
        coxRegression(counted, ties)?.coefficients[0],
        coxRegression(written, ties)?.coefficients[0] ?? NaN,
        REGRESSION,
      );
    }
  });

  it('has no solution without events, without differences, and where only one group has them', () => {
    const row = { time: 3, event: 0, count: 5, x: [1] } as const;
    expect(coxRegression([])).toBeNull();
    expect(coxRegression([row, { ...row, x: [0] }])).toBeNull();
    expect(coxRegression([{ ...row, event: 1 }, row])).toBeNull();
    expect(
      coxRegression([
        { ...row, time: 1, event: 1 },
        { ...row, x: [0] },
      ]),
    ).toBeNull();
  });

  it('refuses broken counts', () => {
    expect(() => coxRegression([{ time: 1, event: 1, count: 0.5, x: [1] }])).toThrow(/whole counts/);
  });
});
