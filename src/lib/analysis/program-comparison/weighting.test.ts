import { describe, expect, it } from 'vitest';
import { expectClose, readSurvivalReference, readTreated } from '../../../../tests/reference/reference.ts';
import { survivalAt } from '../survival.ts';
import { bootstrapDifferences } from './bootstrap.ts';
import { compareProgram, prepareComparison, type ComparisonInput } from './comparison.ts';
import { countPatterns, type ComparisonRow } from './population.ts';
import { describeGate } from './wording.ts';
import { poissonList } from './poisson-list.ts';
import { uniform } from '../random.ts';
import { balanceOf, effectiveSample, weightByOdds, weightedRates } from './weighting.ts';

const { att } = readSurvivalReference();
const covariates = ['age', 'ecog'];
const rows: ComparisonRow[] = readTreated().map(({ treated, time, event, band, ecog }) => ({
  levels: [band, ecog],
  treated,
  count: 1,
  day: event ? time : null,
  followed: 365,
}));
/** R's glm stops a little before the maximum; here it was asked for fourteen digits. */
const FITTED = 1e-7;

describe('weighting by the odds of taking part, against R', () => {
  const people = countPatterns(rows, covariates, 365);
  const weighting = weightByOdds(people);
  if (!weighting) throw new Error('no fit');

  it('rates, effective sample and chances of taking part', () => {
    expect([people.treated, people.comparison]).toEqual(att.people);
    const rates = weightedRates(people, weighting.weights);
    expectClose(rates.treated, att.treated);
    expectClose(rates.comparison, att.comparison, FITTED);
    expectClose(rates.difference, att.treated - att.comparison, FITTED);
    expectClose(effectiveSample(people, weighting.weights), att.ess, FITTED);
    expectClose(Math.min(...weighting.propensity), att.propensity[0], FITTED);
    expectClose(Math.max(...weighting.propensity), att.propensity[1], FITTED);
  });

  it('balance of every value, before and after', () => {
    const balance = balanceOf(people, weighting.weights);
    expect(balance.map(({ covariate, level }) => `${covariate} ${level}`)).toEqual([
      'age a',
      'age b',
      'age c',
      'ecog 0',
      'ecog 1',
      'ecog 2',
    ]);
    att.smd.forEach(({ before, after }, i) => {
      expect(balance[i]?.before).toBeCloseTo(before, 11);
      expect(balance[i]?.after).toBeCloseTo(after, 7);
    });
  });

  it('the weighted curve', () => {
    const { weighting: fitted } = prepareComparison(input());
    expect(fitted).not.toBeNull();
    const { curves } = compareProgram(input(), { draws: 2, seed: 1 });
    [90, 180, 300].forEach((time, i) => {
      const estimate = curves && survivalAt(curves.comparison, time);
      expectClose(estimate?.survival, att.weighted_km[i] ?? NaN, FITTED);
    });
    expectClose(curves?.comparison.people, people.treated);
  });
});

function input(some: Partial<ComparisonInput> = {}): ComparisonInput {
  return {
    rows,
    covariates,
    horizon: 365,
    exposed: 66,
    exposedAfter: 0,
    exposedUndated: 0,
    institution: null,
    ...some,
  };
}

describe('the bootstrap', () => {
  const prepared = prepareComparison(input());
  const differences = (seed: number, draws = 400): number[] =>
    prepared.weighting ? [...bootstrapDifferences(prepared.people, prepared.weighting, { draws, seed })] : [];

  it('is the same for the same seed, and another for another', () => {
    expect(differences(7, 20)).toEqual(differences(7, 20));
    expect(differences(7, 20)).not.toEqual(differences(8, 20));
  });

  it('wanders round the difference about as far as two binomial shares do', () => {
    const found = differences(1, 2000);
    const mean = found.reduce((sum, value) => sum + value, 0) / found.length;
    const error = Math.sqrt(found.reduce((sum, value) => sum + (value - mean) ** 2, 0) / found.length);
    const expected = Math.sqrt(
      (att.treated * (1 - att.treated)) / 66 + (att.comparison * (1 - att.comparison)) / att.ess,
    );
    expect(Math.abs(mean - (att.treated - att.comparison))).toBeLessThan(0.01);
    expect(error / expected).toBeGreaterThan(0.9);
    expect(error / expected).toBeLessThan(1.1);
  });

  it('gives what fitting the drawn people anew from nothing gives', () => {
    const patterns = prepared.people.patterns;
    const cells = Int32Array.from(
      patterns.flatMap((p) => [
        p.treatedEvents,
        p.treated - p.treatedEvents,
        p.comparisonEvents,
        p.comparison - p.comparisonEvents,
      ]),
    );
    const again = new Int32Array(cells.length);
    poissonList(cells, uniform(42))(again);
    const drawn = patterns.map((pattern, i) => {
      const [treatedEvents = 0, treatedOthers = 0, comparisonEvents = 0, others = 0] = again.slice(4 * i, 4 * i + 4);
      const [treated, comparison] = [treatedEvents + treatedOthers, comparisonEvents + others];
      return { ...pattern, treatedEvents, treated, comparisonEvents, comparison };
    });
    const sum = (of: (pattern: (typeof drawn)[number]) => number) => drawn.reduce((all, p) => all + of(p), 0);
    const anew = {
      ...prepared.people,
      patterns: drawn,
      treated: sum((p) => p.treated),
      comparison: sum((p) => p.comparison),
    };
    const whole = weightByOdds(anew);
    expect(differences(42, 1)[0]).toBeCloseTo(whole ? weightedRates(anew, whole.weights).difference : NaN, 4);
  });
});

describe('Poisson draws', () => {
  it('have the mean and variance they should, small and large', () => {
    const [means, times] = [[1, 5, 40, 900], 20_000];
    const all = new Int32Array(means.length * times);
    poissonList(
      all.map((_, i) => means[Math.floor(i / times)]!),
      uniform(3),
    )(all);
    for (const [i, mean] of means.entries()) {
      const drawn = all.slice(i * times, (i + 1) * times);
      const average = drawn.reduce((sum, k) => sum + k, 0) / drawn.length;
      const variance = drawn.reduce((sum, k) => sum + (k - average) ** 2, 0) / drawn.length;
      expect(Math.abs(average - mean)).toBeLessThan(4 * Math.sqrt(mean / drawn.length));
      expect(Math.abs(variance / mean - 1)).toBeLessThan(0.06);
    }
    const none = new Int32Array([7]);
    poissonList(new Int32Array([0]), uniform(3))(none);
    expect([...none]).toEqual([0]);
  });
});

describe('gates', () => {
  const failed = (some: Parameters<typeof input>[0]) =>
    compareProgram(input(some), { draws: 20, seed: 1 })
      .gates.filter(({ passed }) => !passed)
      .map(({ gate }) => gate);

  it('let through what is comparable', () => {
    expect(failed({})).toEqual([]);
  });

  it('refuse an exposure that goes on after release, and show no figure', () => {
    expect(failed({ exposedAfter: 1 })).toEqual(['exposure_before_release']);
    expect(compareProgram(input({ exposedAfter: 1 }))).toMatchObject({
      verdict: 'not_comparable',
      rates: null,
      interval: null,
      curves: null,
    });
  });

  it('refuse events of which nothing says when', () => {
    const some = rows.map((row, at) => (at < 3 ? { ...row, day: null, undated: true } : row));
    expect(failed({ rows: some })).toEqual(['event_day']);
    const { gates } = compareProgram(input({ rows: some }));
    expect(describeGate(gates.find(({ gate }) => gate === 'event_day')!)).toMatch(/^For 3 people the file says that/);
    expect(compareProgram(input()).gates.map(({ gate }) => gate)).not.toContain('event_day');
  });

  it('refuse participation of which nothing says when', () => {
    expect(failed({ exposedUndated: 66 })).toEqual(['exposure_before_release']);
    const { verdict, rates, gates } = compareProgram(input({ exposedUndated: 66 }));
    expect({ verdict, rates }).toEqual({ verdict: 'not_comparable', rates: null });
    expect(describeGate(gates[0]!)).toMatch(/^The file does not say when people took part/);
  });

  it('refuse fewer than 60 people, and follow-up that is not complete', () => {
    let kept = 0;
    const few = rows.filter((row) => !row.treated || (kept += 1) <= 59);
    expect(failed({ rows: few })).toContain('treated');
    expect(failed({ rows: rows.map((row, i) => (i === 5 ? { ...row, followed: 364 } : row)) })).toEqual(['follow_up']);
    expect(failed({ rows: [] })).toContain('follow_up');
  });

  it('refuse groups without overlap', () => {
    const apart = rows.map((row, i) => ({ ...row, levels: [row.treated === i % 50 > 0 ? 'x' : 'y'] }));
    const found = failed({ rows: apart, covariates: ['offense'] });
    expect(found).toContain('overlap');
  });

  it('refuse nobody on one side', () => {
    for (const treated of [true, false]) {
      const side = rows.filter((row) => row.treated === treated);
      expect(compareProgram(input({ rows: side }))).toMatchObject({ verdict: 'not_comparable', rates: null });
    }
  });

  it('fit covariates that say the same twice', () => {
    const twice = rows.map((row) => ({ ...row, levels: [...row.levels, row.levels[1] ?? null] }));
    const [one, two] = [input(), input({ rows: twice, covariates: [...covariates, 'ecog again'] })].map(
      (each) => compareProgram(each, { draws: 20, seed: 1 }).rates,
    );
    expect(two?.difference).toBeCloseTo(one?.difference ?? NaN, 10);
  });
});
