/** Pending designations: who is expected in and out of each institution in the next months. */
import { isWeekend, NONE } from './day.ts';
import type { Stay } from './stay.ts';
import type { Agency } from './facility.ts';
import { randomStream } from '../../src/lib/analysis/random.ts';
import { SENTENCED, type Scenario } from './scenario.ts';
import type { TableWriter } from './table.ts';

const HORIZON_DAYS = 120;
/** Share of next week's arrivals already designated; it falls by half every thirty days ahead. */
const KNOWN_AHEAD = 0.7;
const MOVING_SHARE = 0.012;

/** Writes designations of new people, and the paired moves out and in of some of those in custody. */
export function writeDesignations(scenario: Scenario, agency: Agency, stays: Stay[], table: TableWriter): void {
  const random = randomStream(scenario.seed, 'designations');
  const { facilities } = agency;
  const arrivals = new Float64Array(facilities.length);
  const levels = facilities.map(() => [0, 0, 0, 0]);
  for (const stay of stays) {
    if (stay.admission <= scenario.asOf - 365) continue;
    const { facility, level } = stay.placements[0]!;
    arrivals[facility]! += 1 / 365;
    levels[facility]![level]!++;
  }
  for (const facility of facilities) {
    for (let ahead = 1; ahead <= HORIZON_DAYS; ahead++) {
      const day = scenario.asOf + ahead;
      const count = random.poisson(arrivals[facility.id]! * KNOWN_AHEAD * Math.pow(0.5, ahead / 30));
      for (let i = 0; i < count; i++) {
        const kind = random.chance(0.85) ? 0 : 1;
        if (!isWeekend(day)) table.add(facility.id, 0, kind, day, random.pick(levels[facility.id]!), NONE);
      }
    }
  }
  for (const stay of stays) {
    if (stay.release <= scenario.asOf + 30 || stay.legal !== SENTENCED || stay.sentenced > scenario.asOf) continue;
    random.at(stay.id);
    if (!random.chance(MOVING_SHARE)) continue;
    const { facility, level } = stay.placements.at(-1)!;
    const from = facilities[facility]!.plan;
    const choices = facilities.filter(
      (f) =>
        f.id !== facility &&
        f.plan.sex === from.sex &&
        f.plan.detention !== 'only' &&
        Math.abs(f.plan.security - level) <= 1,
    );
    if (choices.length === 0) continue;
    const to = choices[random.below(choices.length)]!;
    let day = scenario.asOf + random.between(2, 75);
    while (isWeekend(day)) day++;
    const kind = random.chance(0.5) ? 1 : 2;
    table.add(facility, 1, kind, day, level, stay.id);
    table.add(to.id, 0, kind, day, level, stay.id);
  }
}
