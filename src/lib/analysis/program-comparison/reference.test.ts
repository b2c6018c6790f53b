import { describe, expect, it } from 'vitest';
import { expectClose, readCompared } from '../../../../tests/reference/reference.ts';
import answers from '../../../../tests/reference/program_comparison.json';
import { bootstrapDifferences } from './bootstrap.ts';
import { compareProgram, prepareComparison, type ComparisonInput } from './comparison.ts';
import { doublyRobust } from './doubly-robust.ts';
import { eValueOf, eValues } from './e-value.ts';
import { countPatterns, type ComparisonRow } from './population.ts';
import { effectiveSample, weightByOdds, weightedRates } from './weighting.ts';

const releases = readCompared();

function rowsOf(covariates: readonly string[], byPerson = false): ComparisonRow[] {
  return releases.map((release) => ({
    levels: covariates.map((name) => {
      const text = release.get(name) ?? 'NA';
      return text === 'NA' ? null : text;
    }),
    treated: release.get('took_part') === '1',
    count: 1,
    day: release.get('returned') === '1' ? 100 : null,
    followed: 365,
    person: byPerson ? Number(release.get('person')) : null,
  }));
}

const input = (covariates: readonly string[], some: Partial<ComparisonInput> = {}): ComparisonInput => ({
  rows: rowsOf(covariates),
  covariates,
  horizon: 365,
  exposed: 300,
  exposedAfter: 0,
  exposedUndated: 0,
  institution: null,
  ...some,
});

describe.each(answers.comparisons)('against glm, by $covariates', (answer) => {
  const people = countPatterns(rowsOf(answer.covariates), answer.covariates, 365);
  const weighting = weightByOdds(people);
  if (!weighting) throw new Error('no fit');

  it('leaves out the columns glm leaves out', () => {
    const levels = answer.covariates.map(
      (_name, at) => new Set(people.patterns.map((pattern) => pattern.levels[at] ?? null)).size,
    );
    const all = levels.reduce((sum, count) => sum + count - 1, 0);
    expect(all - people.columns.length).toBe(answer.aliased);
  });

  it('weighs', () => {
    const rates = weightedRates(people, weighting.weights);
    expectClose(rates.treated, answer.treated);
    expectClose(rates.comparison, answer.comparison);
    expectClose(effectiveSample(people, weighting.weights), answer.ess);
    expectClose(Math.min(...weighting.propensity), answer.propensity[0] ?? NaN);
    expectClose(Math.max(...weighting.propensity), answer.propensity[1] ?? NaN);
  });

  it('is doubly robust, with errors by release and by person', () => {
    const alone = doublyRobust(people, weighting.weights);
    expectClose(alone?.difference, answer.robust);
    expectClose(alone?.standardError, answer.error);
    const clustered = countPatterns(rowsOf(answer.covariates, true), answer.covariates, 365);
    const together = doublyRobust(clustered, weighting.weights);
    expectClose(together?.difference, answer.robust);
    expectClose(together?.standardError, answer.error_by_person);
  });
});

describe('without overlap', () => {
  const rows = rowsOf(['age']).map((row, at) => ({
    ...row,
    levels: [...row.levels, row.treated && Number(releases[at]?.get('person')) % 3 === 0 ? 'yes' : 'no'],
  }));

  it('the chances of taking part are glm’s, and nothing is said', () => {
    const { people, weighting, gates } = prepareComparison(input(['age', 'assigned'], { rows }));
    expect(weighting).toBeNull();
    const overlap = gates.find(({ gate }) => gate === 'overlap');
    expect(overlap?.passed).toBe(false);
    expectClose(overlap?.value ?? undefined, answers.separated.within);
    const fitted = weightByOdds(people);
    expectClose(weightedRates(people, fitted?.weights ?? []).comparison, answers.separated.comparison);
    expectClose(effectiveSample(people, fitted?.weights ?? []), answers.separated.ess);
    // Without end: where the search for it stops depends on where it began, the figures above do not.
    expect(Math.max(...(fitted?.propensity ?? []))).toBeGreaterThan(0.999999);
    // The chance of the event is fitted among those who did not take part, of whom none was assigned.
    expect(fitted && doublyRobust(people, fitted.weights)).not.toBeNull();
    const { verdict, rates, doublyRobust: robust, eValue } = compareProgram(input(['age', 'assigned'], { rows }));
    expect({ verdict, rates, robust, eValue }).toEqual({
      verdict: 'not_comparable',
      rates: null,
      robust: null,
      eValue: null,
    });
  });
});

describe('E-values', () => {
  it.each(answers.evalues)('of a ratio of $ratio', ({ ratio, evalue }) => {
    expectClose(eValueOf(ratio), evalue);
  });

  it('are 1 for a limit where the interval holds no difference, and none without a rate', () => {
    const rates = { treated: 0.3, comparison: 0.4, difference: -0.1 };
    expect(eValues(rates, { lower: -0.2, upper: 0.01 })?.limit).toBe(1);
    // Nearer limit 0.36 of 0.4: a ratio of 0.9.
    expectClose(eValues(rates, { lower: -0.2, upper: -0.04 })?.limit, eValueOf(0.9) ?? NaN);
    expect(eValues({ treated: 0.1, comparison: 0, difference: 0.1 }, { lower: 0, upper: 0.2 })).toBeNull();
  });
});

describe('institutions', () => {
  const covariates = ['age', 'risk', 'institution'];

  it('are accounted for where both sides are found at each', () => {
    const { institution, rates } = compareProgram(input(covariates, { institution: 2 }), { draws: 4, seed: 1 });
    expect(institution).toBe(true);
    const by = countPatterns(rowsOf(covariates), covariates, 365);
    expectClose(rates?.comparison, weightedRates(by, weightByOdds(by)?.weights ?? []).comparison);
  });

  it('are left out where taking part goes with them', () => {
    const apart = rowsOf(covariates).map((row, at) => ({
      ...row,
      levels: [...row.levels.slice(0, 2), row.treated === at % 25 > 0 ? 'N1' : 'S2'],
    }));
    const { institution, verdict, gates } = compareProgram(input(covariates, { rows: apart, institution: 2 }), {
      draws: 4,
      seed: 1,
    });
    expect(institution).toBe(false);
    expect(verdict).not.toBe('not_comparable');
    expect(gates.every(({ passed }) => passed)).toBe(true);
  });

  it('of few people are taken together', () => {
    const many = rowsOf(covariates).map((row, at) => ({
      ...row,
      levels: [...row.levels.slice(0, 2), at < 60 ? `tiny ${at % 12}` : (row.levels[2] ?? null)],
    }));
    const { people } = prepareComparison(input(covariates, { rows: many, institution: 2 }));
    expect(new Set(people.patterns.map(({ levels }) => levels[2])).size).toBe(5);
  });

  it('are nothing to account for where there is one', () => {
    const one = rowsOf(covariates).map((row) => ({ ...row, levels: [...row.levels.slice(0, 2), 'N1'] }));
    expect(prepareComparison(input(covariates, { rows: one, institution: 2 })).institution).toBeNull();
  });
});

describe('the bootstrap by person', () => {
  const covariates = ['age', 'risk'];
  const spread = (rows: readonly ComparisonRow[]): number => {
    const { people, weighting } = prepareComparison(input(covariates, { rows }));
    const found = weighting ? [...bootstrapDifferences(people, weighting, { draws: 1500, seed: 5 })] : [];
    const mean = found.reduce((sum, value) => sum + value, 0) / found.length;
    return Math.sqrt(found.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (found.length - 1));
  };

  it('gives the same spread where everybody has a single release', () => {
    const alone = rowsOf(covariates).map((row, person) => ({ ...row, person }));
    expect(spread(alone) / spread(rowsOf(covariates))).toBeCloseTo(1, 1);
  });

  it('gives twice the spread where everybody stands in it four times', () => {
    const four = rowsOf(covariates).map((row, person) => ({ ...row, count: 4, person }));
    const asIfApart = rowsOf(covariates).map((row) => ({ ...row, count: 4 }));
    const ratio = spread(four) / spread(asIfApart);
    expect(ratio).toBeGreaterThan(1.85);
    expect(ratio).toBeLessThan(2.15);
    // And R's clustered error agrees with the spread of people.
    expect(spread(rowsOf(covariates, true)) / (answers.comparisons[0]?.error_by_person ?? NaN)).toBeCloseTo(1, 1);
  });
});
