/**
 * A region whose people return more often, for a variant of the demonstration that has one. Where somebody is released
 * from is known only when everybody has been placed, and by then returns have been drawn. So all are drawn with the
 * region's hazard, and of the returns after a release elsewhere so many are taken away that the usual hazard is left.
 */
import { randomStream } from '../../src/lib/analysis/random.ts';
import type { Population } from './career.ts';
import type { CustodyPath } from './custody.ts';
import { NONE } from './day.ts';
import type { Agency } from './facility.ts';
import { cumulativeHazard } from './hazard.ts';
import type { Scenario } from './scenario.ts';
import { isToCommunity, type Person, type Stay } from './stay.ts';

/** Index of the region that differs. */
export const differingRegion = 1;

/** Everybody placed: people, their stays, and the custody path of each stay by its id. */
export interface Placed extends Population {
  paths: CustodyPath[];
}

/** Takes away the returns that the usual hazard would not have had, with all that came of them. */
export function differByRegion(scenario: Scenario, agency: Agency, placed: Placed): Placed {
  const random = randomStream(scenario.seed, 'returns by region');
  const gone = new Set<Person>();
  const stays: Stay[] = [];
  const paths: CustodyPath[] = [];
  // In order of admission, so that the stays of a person follow each other.
  for (const stay of placed.stays) {
    if (gone.has(stay.person)) {
      leave(agency, stay);
      continue;
    }
    const path = placed.paths[stay.id]!;
    const more = isOfRegion(agency, stay);
    if (stay.returned !== NONE && !more && random.at(stay.id).next() >= shareKept(scenario, stay)) {
      stay.returned = NONE;
      gone.add(stay.person);
    }
    if (more) stay.hazard *= scenario.regionReturns;
    stay.id = stays.length;
    stays.push(stay);
    paths.push(path);
  }
  const people = [...new Set(stays.map(({ person }) => person))].sort((a, b) => a.id - b.id);
  people.forEach((person, id) => (person.id = id));
  return { people, stays, paths };
}

/** Share of the returns on that day that come of the usual hazard as well. */
function shareKept({ regionReturns: ratio }: Scenario, stay: Stay): number {
  const usual = cumulativeHazard(stay.risk, stay.hazard * stay.programHazard, stay.returned - stay.release);
  return Math.min(1, Math.exp((ratio - 1) * usual) / ratio);
}

function isOfRegion(agency: Agency, stay: Stay): boolean {
  const last = stay.placements.at(-1);
  const there = last && agency.facilities[last.facility]!.plan.region === differingRegion;
  return Boolean(there) && isToCommunity(stay.releaseType);
}

/** A stay that did not come about holds nobody on the last day. */
function leave(agency: Agency, stay: Stay): void {
  const last = stay.placements.at(-1);
  if (!last || last.end !== NONE) return;
  agency.facilities[last.facility]!.population -= 1;
  agency.units[last.unit]!.people -= 1;
}
