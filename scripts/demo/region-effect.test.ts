import { describe, expect, it } from 'vitest';
import { expectedOutcomes, type OutcomeCount } from '../../src/lib/analysis/expected-outcomes.ts';
import { daysToReturn, hazardMultiplier } from './hazard.ts';
import { defaultAgency } from './institution.ts';
import { randomStream } from '../../src/lib/analysis/random.ts';
import { RISK_LEVELS } from './scenario.ts';

const SEEDS = Array.from({ length: 40 }, (_, at) => at + 1);
/** About as many people as the demonstration agency releases in seven years, each followed for one. */
const RELEASES = 40_000;
const agency = defaultAgency();
const people = agency.institutions.reduce((sum, plan) => sum + plan.people, 0);
const planted = 1;

/**
 * Releases of the demonstration's own institutions by its own hazard of return. They differ in whom they hold: risk
 * rises with security, one holds women. `ratio` multiplies the hazard of one region's releases.
 */
function drawn(seed: number, ratio: number): OutcomeCount[] {
  const random = randomStream(seed, 'region effect');
  const counts = new Map<string, Mutable>();
  agency.institutions.forEach((plan, at) => {
    const releases = Math.round((RELEASES * plan.people) / people);
    for (let n = 0; n < releases; n += 1) {
      const risk = random.pick([4 - plan.security, 3, 1 + plan.security]);
      const age = [22, 33, 50][random.pick([2, 5, 3])]!;
      const effect = plan.region === planted ? ratio : 1;
      const hazard = hazardMultiplier(plan.sex === 'F', age) * effect;
      const event = daysToReturn(risk, hazard, random.exponential(1)) < 365;
      const levels = [RISK_LEVELS[risk]!, plan.sex, String(age)];
      const key = [at, ...levels].join();
      const count = counts.get(key) ?? {
        place: agency.regions[plan.region]!,
        institution: plan.name,
        levels,
        people: 0,
        events: 0,
      };
      counts.set(key, count);
      count.people += 1;
      if (event) count.events += 1;
    }
  });
  return [...counts.values()];
}

interface Mutable extends Omit<OutcomeCount, 'people' | 'events'> {
  people: number;
  events: number;
}

const byInstitution = (rows: readonly OutcomeCount[]) => rows.map((row) => ({ ...row, place: row.institution }));
const allAsExpected = (rows: readonly OutcomeCount[]) =>
  expectedOutcomes(rows, 3).places.every(({ verdict }) => verdict !== 'higher' && verdict !== 'lower');
/** Where nobody differs, the same draws serve several tests. */
const alike = SEEDS.map((seed) => drawn(seed, 1));
const region = agency.regions[planted];

describe('a region that differs, or none', () => {
  it('is called right in at least 38 of 40 seeds where none differs, regions and institutions alike', () => {
    expect(alike.filter(allAsExpected).length).toBeGreaterThanOrEqual(38);
    expect(alike.map(byInstitution).filter(allAsExpected).length).toBeGreaterThanOrEqual(38);
  });

  it('is called higher, in at least 38 of 40 seeds, where its hazard of return is 15 % higher', () => {
    const right = SEEDS.filter((seed) => {
      const { places } = expectedOutcomes(drawn(seed, 1.15), 3);
      return places.every(({ place, verdict }) => (place === region) === (verdict === 'higher'));
    });
    expect(right.length).toBeGreaterThanOrEqual(38);
  });

  it('would be called wrong without its mix: crude rates differ where nothing does', () => {
    const crude = alike.filter((rows) => {
      const unadjusted = byInstitution(rows).map((row) => ({ ...row, levels: [] }));
      return expectedOutcomes(unadjusted, 0).places.some(({ verdictNarrow }) => verdictNarrow !== 'as');
    });
    expect(crude.length).toBe(SEEDS.length);
  });
});
