/**
 * The comparison on simulated releases whose true effect is known: the demonstration agency's own programs, selection
 * and hazards of return, without the rest of the agency. 50 seeds.
 */
import { describe, expect, it } from 'vitest';
import { cumulativeHazard, daysToReturn, hazardMultiplier } from '../../../../scripts/demo/hazard.ts';
import { EFFECTIVE, NO_OVERLAP, PROGRAMS, SELECTION_ONLY } from '../../../../scripts/demo/program.ts';
import { randomStream, type Random } from '../random.ts';
import { OFFENSE_SHARE, OFFENSES, RISK_LEVELS, RISK_SHARE } from '../../../../scripts/demo/scenario.ts';
import { newcombe } from '../proportion.ts';
import { compareProgram } from './comparison.ts';
import type { ComparisonRow } from './population.ts';

const SEEDS = Array.from({ length: 50 }, (_, index) => index + 1);
const PEOPLE = 4000;
const HORIZON = 1095;
const covariates = ['age', 'sex', 'risk', 'offense', 'months'];
/** A busy machine takes several times the usual fifteen seconds. */
const PATIENCE = 120_000;

interface Simulated {
  rows: ComparisonRow[];
  exposed: number;
  /** Mean of what the program does to the chance of return of those who took part. */
  effect: number;
}

function bandOf(value: number, limits: readonly number[]): string {
  return String(limits.filter((limit) => value >= limit).length);
}

function simulate(program: number, seed: number): Simulated {
  const random: Random = randomStream(seed, 'program comparison');
  const plan = PROGRAMS[program]!;
  const rows: ComparisonRow[] = [];
  let [effect, exposed] = [0, 0];
  for (let person = 0; person < PEOPLE; person += 1) {
    random.at(person);
    const risk = random.pick(RISK_SHARE);
    const female = random.chance(0.12);
    const age = 19 + random.gamma(2, 16);
    const offense = random.pick(OFFENSE_SHARE);
    const months = random.gamma(1.6, 24);
    const treated = random.chance(plan.chance({ risk, female, ageAtAdmission: age, offense, months }));
    const multiplier = hazardMultiplier(female, age);
    const hazard = multiplier * (treated ? plan.hazardRatio : 1);
    const back = daysToReturn(risk, hazard, random.exponential(1));
    if (treated) {
      exposed += 1;
      effect +=
        Math.exp(-cumulativeHazard(risk, multiplier, HORIZON)) - Math.exp(-cumulativeHazard(risk, hazard, HORIZON));
    }
    rows.push({
      levels: [
        bandOf(age, [25, 35, 45, 55]),
        female ? 'F' : 'M',
        RISK_LEVELS[risk] ?? null,
        OFFENSES[offense] ?? null,
        bandOf(months, [6, 12, 24, 60]),
      ],
      treated,
      count: 1,
      day: back < Infinity ? back : null,
      followed: HORIZON,
    });
  }
  return { rows, exposed, effect: exposed === 0 ? 0 : effect / exposed };
}

function compare({ rows, exposed }: Simulated, seed: number) {
  const input = {
    rows,
    covariates,
    horizon: HORIZON,
    exposed,
    exposedAfter: 0,
    exposedUndated: 0,
    institution: null,
  };
  return compareProgram(input, { draws: 250, seed });
}

/** Events before the horizon, and people, on one side. */
function counted(rows: readonly ComparisonRow[], treated: boolean): [number, number] {
  const own = rows.filter((row) => row.treated === treated);
  return [own.filter((row) => row.day !== null && row.day < HORIZON).length, own.length];
}

describe('50 seeds of 4,000 releases', { timeout: PATIENCE }, () => {
  it('selection alone: the adjusted interval holds 0, the crude one does not', () => {
    const found = SEEDS.map((seed) => {
      const simulated = simulate(SELECTION_ONLY, seed);
      const { interval, gates } = compare(simulated, seed);
      const crude = newcombe(...counted(simulated.rows, true), ...counted(simulated.rows, false));
      return {
        comparable: gates.every(({ passed }) => passed),
        adjusted: interval !== null && interval.lower <= 0 && interval.upper >= 0,
        crude: crude !== null && crude.lower <= 0 && crude.upper >= 0,
      };
    });
    expect(found.filter(({ comparable }) => !comparable)).toEqual([]);
    const holding = found.filter(({ adjusted }) => adjusted).length;
    expect(holding).toBeGreaterThanOrEqual(45);
    expect(holding).toBeLessThanOrEqual(49);
    expect(found.filter(({ crude }) => crude).length).toBeLessThanOrEqual(2);
  });

  it('a true effect is found, and its size held', () => {
    const found = SEEDS.map((seed) => {
      const simulated = simulate(EFFECTIVE, seed);
      const { interval, verdict } = compare(simulated, seed);
      return {
        verdict,
        holds: interval !== null && interval.lower <= simulated.effect && interval.upper >= simulated.effect,
        effect: simulated.effect,
      };
    });
    expect(found.every(({ effect }) => effect < -0.08)).toBe(true);
    expect(found.filter(({ verdict }) => verdict === 'lower').length).toBeGreaterThanOrEqual(48);
    expect(found.filter(({ holds }) => holds).length).toBeGreaterThanOrEqual(45);
  });

  it('without overlap it is not comparable, whatever the figures', () => {
    for (const seed of SEEDS.slice(0, 10)) {
      const { verdict, rates, gates } = compare(simulate(NO_OVERLAP, seed), seed);
      expect({ verdict, rates }).toEqual({ verdict: 'not_comparable', rates: null });
      expect(gates.find(({ gate }) => gate === 'overlap')).toMatchObject({ passed: false });
    }
  });
});
