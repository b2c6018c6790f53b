import { beforeAll, describe, expect, it } from 'vitest';
import { expectedOutcomes, type OutcomeCount } from '../../src/lib/analysis/expected-outcomes.ts';
import { simulateCareers } from './career.ts';
import { ageOn, NONE } from './day.ts';
import { buildAgency, type Agency } from './facility.ts';
import { cumulativeHazard } from './hazard.ts';
import { simulatePlacements } from './placement.ts';
import { differByRegion, differingRegion, type Placed } from './region-returns.ts';
import { scenarioOf, type Scenario } from './scenario.ts';
import { isToCommunity, type Stay } from './stay.ts';

const ratio = 1.15;
const year = 365;

let scenario: Scenario;
let agency: Agency;
let placed: Placed;
/** Releases to the community that were followed for a year, with the region and institution of their last night. */
let released: { stay: Stay; region: number; institution: number }[];

beforeAll(() => {
  scenario = scenarioOf('default', 1, false, true, ratio);
  agency = buildAgency(scenario);
  const drawn = simulateCareers(scenario);
  placed = differByRegion(scenario, agency, { ...drawn, paths: simulatePlacements(scenario, agency, drawn.stays) });
  released = placed.stays.flatMap((stay) => {
    const last = stay.placements.at(-1);
    const followed = stay.release >= scenario.windowStart && stay.release + year <= scenario.asOf;
    if (!last || !followed || !isToCommunity(stay.releaseType)) return [];
    return [{ stay, region: agency.facilities[last.facility]!.plan.region, institution: last.facility }];
  });
});

describe('a demonstration in which one region’s people return more often', () => {
  it('has returns by the usual hazard everywhere else, and by the higher one there', () => {
    for (const there of [true, false]) {
      const some = released.filter(({ region }) => (region === differingRegion) === there);
      let [seen, expected, variance] = [0, 0, 0];
      for (const { stay } of some) {
        const { returned, release, hazard, programHazard, risk, person, exit, exitDay } = stay;
        // Whoever died or left the country first could not return.
        const until = Math.min(year, person.death - release, exit === NONE ? year : exitDay - release);
        const chance = 1 - Math.exp(-cumulativeHazard(risk, hazard * programHazard, until));
        if (returned !== NONE && returned - release < until) seen += 1;
        expected += chance;
        variance += chance * (1 - chance);
      }
      expect(some.length).toBeGreaterThan(5000);
      expect(Math.abs(seen - expected) / Math.sqrt(variance), `${seen} of ${expected}`).toBeLessThan(3);
      // With the usual hazard everywhere, the region would have been far from what was seen.
      if (there) expect((seen - expected / ratio) / Math.sqrt(variance)).toBeGreaterThan(4);
    }
  });

  it('is as whole as any other: numbers without gaps, and a stay after every return', () => {
    const { people, stays, paths } = placed;
    expect(stays.map(({ id }) => id)).toEqual(stays.map((_, i) => i));
    expect(people.map(({ id }) => id)).toEqual(people.map((_, i) => i));
    expect(paths).toHaveLength(stays.length);
    const admissions = new Set(stays.map(({ person, admission }) => `${person.id} ${admission}`));
    for (const { person, returned } of stays)
      if (returned !== NONE) expect(admissions.has(`${person.id} ${returned}`)).toBe(true);
    const held = stays.filter(({ release }) => release > scenario.asOf).length;
    expect(agency.facilities.reduce((sum, { population }) => sum + population, 0)).toBe(held);
    expect(agency.units.reduce((sum, { people: here }) => sum + here, 0)).toBe(held);
  });

  it('shows that region alone as higher than expected for its mix', () => {
    const counts = new Map<string, OutcomeCount & { people: number; events: number }>();
    for (const { stay, region, institution } of released) {
      const age = ageOn(stay.person.birth, stay.release);
      const band = age < 25 ? '24' : age < 45 ? '44' : '99';
      const levels = [String(stay.risk), String(stay.person.female), band, String(stay.offense)];
      const key = [institution, ...levels].join();
      const place = scenario.agency.regions[region]!;
      const count = counts.get(key) ?? { place, institution: String(institution), levels, people: 0, events: 0 };
      counts.set(key, count);
      count.people += 1;
      if (stay.returned !== NONE && stay.returned - stay.release < year) count.events += 1;
    }
    const { places } = expectedOutcomes([...counts.values()], 4);
    const higher = places.filter(({ verdict }) => verdict === 'higher').map(({ place }) => place);
    expect(higher).toEqual([scenario.agency.regions[differingRegion]]);
  });
});
