import { describe, expect, it } from 'vitest';
import { expectClose, readClusteredReference, readNumbers, readReleases } from '../../../tests/reference/reference.ts';
import { coxByPerson, scoreTestByPerson, type CoxPersonRow } from './cox-by-person.ts';
import { coxRegression, type Ties } from './cox.ts';
import { fineGrayTest } from './fine-gray.ts';
import { grayTest } from './gray.ts';
import { uniform } from './random.ts';

const reference = readClusteredReference();
const releases = readReleases();
const rows = releases.map((row) => ({
  person: row.person,
  time: row.week,
  event: row.kind === 1,
  count: 1,
  x: [row.arm, Number(row.risk === 'high'), Number(row.risk === 'moderate')],
  risk: row.risk,
}));
const heart = readNumbers<'start' | 'stop' | 'event' | 'age' | 'transplant'>('heart.csv').map((row, at) => ({
  person: Math.floor(at / 2),
  entry: row.start ?? NaN,
  time: row.stop ?? NaN,
  event: row.event === 1,
  count: 1,
  x: [row.age ?? NaN, row.transplant ?? NaN],
}));
const REGRESSION = 1e-6;

function expectByPerson(all: readonly CoxPersonRow[], answer: (typeof reference.cox)['efron'], ties?: Ties): void {
  const fit = coxRegression(all, ties);
  if (!fit) throw new Error('no fit');
  const found = coxByPerson(all, fit, ties);
  [answer.coef].flat().forEach((value, i) => expectClose(fit.coefficients[i], value, REGRESSION));
  [answer.naive].flat().forEach((value, i) => expectClose(fit.standardErrors[i], value, REGRESSION));
  [answer.se].flat().forEach((value, i) => expectClose(found?.standardErrors[i], value, REGRESSION));
  expectClose(found?.wald.statistic, answer.wald, REGRESSION);
  expectClose(scoreTestByPerson(all, ties)?.statistic, answer.score, REGRESSION);
}

describe('Cox regression by person against R', () => {
  it('ties after Efron and Breslow', () => {
    expectByPerson(rows, reference.cox.efron);
    expectByPerson(rows, reference.cox.breslow, 'breslow');
  });

  it('strata, and delayed entry', () => {
    expectByPerson(
      rows.map((row) => ({ ...row, x: row.x.slice(0, 1), stratum: row.risk })),
      reference.cox.strata,
    );
    expectByPerson(heart, reference.cox.heart);
  });

  it('leaves aliased covariates out, and takes the errors of the others', () => {
    const aliased = rows.map((row) => {
      const [arm = 0, high = 0, moderate = 0] = row.x;
      return { ...row, x: [high, moderate, 1 - high - moderate, arm] };
    });
    const fit = coxRegression(aliased);
    const { coef, se, lr, df } = reference.aliased;
    expect(fit?.df).toBe(df);
    expectClose(fit?.likelihoodRatio, lr, REGRESSION);
    coef.forEach((value, i) =>
      value === null ? expect(fit?.coefficients[i]).toBeNull() : expectClose(fit?.coefficients[i], value, REGRESSION),
    );
    fit?.standardErrors.filter((error) => error !== null).forEach((error, i) => expectClose(error, se[i]!, REGRESSION));
    const found = fit && coxByPerson(aliased, fit);
    const whole = coxRegression(rows);
    const plain = whole && coxByPerson(rows, whole);
    expect(found?.standardErrors[2]).toBeNull();
    expectClose(found?.standardErrors[3], plain?.standardErrors[0] ?? NaN, REGRESSION);
    expectClose(found?.wald.statistic, reference.cox.efron.wald, REGRESSION);
  });

  it('a group without an event says nothing of the others', () => {
    const others = rows.filter(({ risk }) => risk !== 'moderate').map((row) => ({ ...row, x: row.x.slice(1, 2) }));
    const fit = coxRegression(others);
    const { coef, se, coef_with_the_group } = reference.no_event;
    expectClose(fit?.coefficients[0], coef, REGRESSION);
    expectClose(fit?.coefficients[0], coef_with_the_group, REGRESSION);
    expectClose(fit?.standardErrors[0], se, REGRESSION);
  });
});

describe('a true null, eight releases a person whose own tendency has a spread of 1.5 (log-normal)', () => {
  it('is rejected about one time in twenty, and the interval of the hazard ratio holds 1', () => {
    let [score, wald, holding] = [0, 0, 0];
    const sets = 200;
    for (let set = 0; set < sets; set += 1) {
      const random = uniform(900 + set);
      const all = Array.from({ length: 100 }, (_, person) => {
        const rate = Math.exp(1.5 * Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random()));
        const takes = Number(random() < 0.5);
        return Array.from({ length: 8 }, () => {
          // In months: ties are the rule, and many rows are alike.
          const month = Math.ceil((-Math.log(random()) * 36) / rate);
          return { person, time: Math.min(month, 40), event: month <= 40, count: 1, x: [takes] };
        });
      }).flat();
      const fit = coxRegression(all);
      const found = fit && coxByPerson(all, fit);
      if ((scoreTestByPerson(all)?.p ?? NaN) < 0.05) score += 1;
      if ((found?.wald.p ?? NaN) < 0.05) wald += 1;
      if (Math.abs(fit?.coefficients[0] ?? NaN) < 1.959964 * (found?.standardErrors[0] ?? NaN)) holding += 1;
    }
    for (const share of [score / sets, wald / sets, 1 - holding / sets]) {
      expect(share).toBeGreaterThanOrEqual(0.03);
      expect(share).toBeLessThanOrEqual(0.07);
    }
  });
});

describe('Fine and Gray’s score by person', () => {
  it('agrees with R', () => {
    const all = releases.map(({ person, week, kind, arm }) => ({
      person,
      time: week,
      cause: kind === 0 ? null : String(kind),
      count: 1,
      x: [arm],
    }));
    const test = fineGrayTest(all, '1');
    expectClose(test?.statistic, reference.fine_gray.score);
    expect(test?.df).toBe(1);
    expect(fineGrayTest(all, 'unheard of')).toBeNull();
  });
});

describe('Gray’s test of first releases', () => {
  it('agrees with cmprsk', () => {
    const first = releases.filter((row, at) => releases.findIndex(({ person }) => person === row.person) === at);
    const [statistic, p, df] = reference.gray_first;
    const test = grayTest(
      first.map(({ week, kind, arm }) => ({
        time: week,
        cause: kind === 0 ? null : String(kind),
        count: 1,
        group: String(arm),
      })),
      '1',
    );
    expectClose(test?.statistic, statistic, 1e-5);
    expectClose(test?.p, p, 1e-5);
    expect(test?.df).toBe(df);
  });
});
