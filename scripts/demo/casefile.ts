/** One stay with what its tables are made from, and look-ups by day. */
import { assignmentOn } from './assignment.ts';
import { NONE, type Day } from './day.ts';
import type { Placement, Stay } from './stay.ts';
import type { CustodyPath } from './custody.ts';
import { isUnsentenced } from './placement.ts';
import type { Scenario } from './scenario.ts';

export interface ClockStop {
  start: Day;
  /** NONE while it lasts. */
  end: Day;
  reason: number;
}

export interface CaseFile {
  stay: Stay;
  path: CustodyPath;
  stops: ClockStop[];
  /** Arrival at the designated institution, where the clocks start; NONE when they never do. */
  arrival: Day;
  /** First and last day (inclusive) in custody within the window. */
  from: Day;
  to: Day;
  released: boolean;
}

/** The case file of a stay (clock stops are filled in later). */
export function openCaseFile(scenario: Scenario, stay: Stay, path: CustodyPath): CaseFile {
  const released = stay.release <= scenario.asOf;
  return {
    stay,
    path,
    stops: [],
    arrival: arrivalOf(stay),
    from: Math.max(stay.admission, scenario.windowStart),
    to: released ? stay.release - 1 : scenario.asOf,
    released,
  };
}

function arrivalOf(stay: Stay): Day {
  if (stay.sentenced === NONE) return isUnsentenced(stay, stay.admission) ? NONE : stay.admission;
  const move = stay.placements.find((p) => p.start >= stay.sentenced);
  return move ? move.start : stay.sentenced;
}

export function placementOn(stay: Stay, day: Day): Placement {
  let found = stay.placements[0]!;
  for (const placement of stay.placements) {
    if (placement.start > day) break;
    found = placement;
  }
  return found;
}

/** The case manager answering on a day, or NONE. */
export function staffOn(stay: Stay, day: Day): number {
  return assignmentOn(stay, day)?.staff ?? NONE;
}
