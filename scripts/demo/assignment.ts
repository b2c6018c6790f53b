/** Whose case a stay is: positions of the unit it lies in, and who held them. */
import { NONE, type Day } from './day.ts';
import type { Assignment, Stay } from './stay.ts';
import { hashUniform, randomStream } from '../../src/lib/analysis/random.ts';
import type { Scenario } from './scenario.ts';
import { COVERED_SHARE, SUCCESSOR_CASES, type Position, type Staffing } from './staff.ts';

const FOREVER = 1_000_000;

/** Fills `assignments` of every stay: no two overlap, and days without a case manager are left out. */
export function assignCases(scenario: Scenario, staffing: Staffing, stays: Stay[]): void {
  const random = randomStream(scenario.seed, 'assignments');
  let taken = 0;
  for (const stay of stays) {
    random.at(stay.id);
    for (const spell of unitSpells(stay)) {
      if (spell.end <= scenario.windowStart) continue;
      // A new arrival waits some days for a name on the file.
      const wait = random.chance(0.6) ? 0 : random.between(1, 6);
      const start = spell.start < scenario.windowStart ? scenario.windowStart : spell.start + wait;
      if (start >= spell.end || start > scenario.asOf) continue;
      const positions = staffing.byUnit[spell.unit]!;
      const chosen = choosePosition(positions, hashUniform(stay.id, spell.unit));
      const covered = random.chance(COVERED_SHARE);
      const colleague =
        positions.length > 1 ? positions[(positions.indexOf(chosen) + 1) % positions.length]! : undefined;
      walkTenures(chosen, start, spell.end, (staff, from, to) => {
        if (staff !== NONE) return assign(stay, staff, from, to);
        if (!colleague) return;
        const afterLeaver = from === staffing.planted.leaverLeft && lastHolder(chosen) === staffing.planted.leaver;
        if (afterLeaver ? taken++ >= SUCCESSOR_CASES : !covered) return;
        walkTenures(colleague, from, to, (other, a, b) => {
          if (other !== NONE) assign(stay, other, a, b);
        });
      });
    }
    for (const assignment of stay.assignments) if (assignment.end > scenario.asOf) assignment.end = NONE;
  }
}

/** The assignment in force on a day, if any. */
export function assignmentOn(stay: Stay, day: Day): Assignment | undefined {
  for (const assignment of stay.assignments) {
    if (assignment.start <= day && (assignment.end === NONE || day < assignment.end)) return assignment;
  }
  return undefined;
}

function lastHolder(position: Position): number {
  return position.tenures.at(-1)!.staff;
}

function assign(stay: Stay, staff: number, start: Day, end: Day): void {
  const last = stay.assignments.at(-1);
  if (last && last.end === start && last.staff === staff) last.end = end;
  else stay.assignments.push({ staff, start, end });
}

/** Runs of placements in one unit: a changed custody level does not change the case manager. */
function unitSpells(stay: Stay): { unit: number; start: Day; end: Day }[] {
  const spells: { unit: number; start: Day; end: Day }[] = [];
  for (const placement of stay.placements) {
    const end = placement.end === NONE ? FOREVER : placement.end;
    const last = spells.at(-1);
    if (last && last.unit === placement.unit && last.end === placement.start) last.end = end;
    else spells.push({ unit: placement.unit, start: placement.start, end });
  }
  return spells;
}

function choosePosition(positions: Position[], u: number): Position {
  let total = 0;
  for (const position of positions) total += position.weight;
  let rest = u * total;
  for (const position of positions) {
    rest -= position.weight;
    if (rest < 0) return position;
  }
  return positions.at(-1)!;
}

/** Splits [start, end) at the changes of holder; staff is NONE while the position is vacant. */
function walkTenures(
  position: Position,
  start: Day,
  end: Day,
  visit: (staff: number, from: Day, to: Day) => void,
): void {
  let from = start;
  for (const tenure of position.tenures) {
    const tenureEnd = tenure.end === NONE ? FOREVER : tenure.end;
    if (tenureEnd <= from) continue;
    if (tenure.start >= end) break;
    if (tenure.start > from) {
      visit(NONE, from, Math.min(tenure.start, end));
      from = tenure.start;
    }
    const to = Math.min(tenureEnd, end);
    visit(tenure.staff, from, to);
    from = to;
    if (from >= end) return;
  }
  if (from < end) visit(NONE, from, end);
}
