/** Staff: case manager positions and who held them when, and the other roles of an institution. */
import { dayOf, NONE, type Day } from './day.ts';
import type { Agency, Unit } from './facility.ts';
import { randomStream, type Random } from '../../src/lib/analysis/random.ts';
import type { Scenario } from './scenario.ts';

export const ROLES = ['case_manager', 'unit_manager', 'cmc', 'assistant_cmc', 'counselor', 'other'] as const;
export const CASE_MANAGER = 0;

export interface StaffMember {
  id: number;
  role: number;
  facility: number;
  unit: number;
  start: Day;
  end: Day;
  fte: number;
  certifiedUntil: Day;
  /** Change in the log odds of being on time; 0 for all but the few who are truly slower. */
  pace: number;
  /** Multiplier of the number of contacts, people differ in how much they write down. */
  contactRate: number;
}

/** One holder of a position, from start to end (NONE: still). */
export interface Tenure {
  staff: number;
  start: Day;
  end: Day;
}

export interface Position {
  id: number;
  unit: number;
  facility: number;
  /** Share of the unit's people relative to its other positions. */
  weight: number;
  tenures: Tenure[];
}

export interface Planted {
  slow: number[];
  leaver: number;
  leaverLeft: Day;
  /** Took over the leaver's cases on the day of leaving. */
  successor: number;
  twoUnits: number;
  twoUnitsSince: Day;
}

export interface Staffing {
  staff: StaffMember[];
  positions: Position[];
  /** Positions of each unit. */
  byUnit: Position[][];
  planted: Planted;
}

/** Log-odds shift of a slower case manager: nine in ten on time becomes about seven in ten. */
export const SLOW_PACE = -1.3;
export const LEAVER_LEFT = dayOf('2026-05-14');
/** Share of a vacant position's cases that a colleague of the unit covers; the rest have nobody. */
export const COVERED_SHARE = 0.7;
/** Share of the leaver's cases that one colleague takes over. */
export const SUCCESSOR_CASES = 40;
const TWO_UNITS_SINCE = dayOf('2025-10-01');
const TENURE_YEARS = 4.2;

/** Draws the whole staff. */
export function buildStaff(scenario: Scenario, agency: Agency): Staffing {
  const random = randomStream(scenario.seed, 'staff');
  const staff: StaffMember[] = [];
  const positions: Position[] = [];
  const byUnit: Position[][] = [];
  const hire = (role: number, facility: number, unit: number, start: Day, end: Day): StaffMember => {
    const member: StaffMember = {
      id: staff.length,
      role,
      facility,
      unit,
      start,
      end,
      fte: random.chance(0.06) ? 0.5 : 1,
      certifiedUntil: NONE,
      pace: 0,
      contactRate: Math.exp(0.25 * random.normal()),
    };
    // Certificates run for three years; a few have lapsed and a few were never recorded.
    const lapsed = random.chance(0.07);
    const days = random.between(20, 1095);
    if (role <= 4 && !random.chance(0.04))
      member.certifiedUntil = (end === NONE ? scenario.asOf : end) + (lapsed ? -Math.ceil(days / 4) : days);
    staff.push(member);
    return member;
  };
  for (const unit of agency.units) {
    random.at(unit.id);
    const opened = agency.facilities[unit.facility]!.plan.opened;
    const first = Math.max(opened - 30, scenario.windowStart);
    const count = Math.max(1, Math.round(unit.size / scenario.agency.caseload));
    const own = Array.from({ length: count }, (): Position => {
      const position: Position = {
        id: positions.length,
        unit: unit.id,
        facility: unit.facility,
        weight: 0.75 + 0.5 * random.next(),
        tenures: [],
      };
      fillPosition(scenario, random, position, first, hire);
      positions.push(position);
      return position;
    });
    byUnit.push(own);
    hireOthers(scenario, random, unit, first, hire);
  }
  for (const facility of agency.facilities) {
    random.at(1_000_000 + facility.id);
    const first = Math.max(facility.plan.opened - 60, scenario.windowStart);
    hire(2, facility.id, NONE, first - random.between(30, 2500), NONE);
    if (facility.plan.people > 750) hire(3, facility.id, NONE, first - random.between(30, 1500), NONE);
    hire(5, facility.id, NONE, first - random.between(30, 1500), NONE);
  }
  const staffing = { staff, positions, byUnit, planted: plantNobody() };
  plant(scenario, agency, staffing);
  return staffing;
}

type Hire = (role: number, facility: number, unit: number, start: Day, end: Day) => StaffMember;

function fillPosition(scenario: Scenario, random: Random, position: Position, first: Day, hire: Hire): void {
  // The first holder came before the window, unless the institution opened in it.
  let start = first - random.between(0, 1500);
  while (start <= scenario.asOf) {
    const days = 150 + Math.ceil(random.exponential(TENURE_YEARS * 365 - 150));
    const leaves = Math.max(start, first) + days;
    const end = leaves > scenario.asOf ? NONE : leaves;
    const member = hire(CASE_MANAGER, position.facility, position.unit, start, end);
    position.tenures.push({ staff: member.id, start, end });
    if (end === NONE) return;
    start = end + 14 + Math.ceil(random.exponential(55));
  }
}

function hireOthers(scenario: Scenario, random: Random, unit: Unit, first: Day, hire: Hire): void {
  for (const role of [1, 4]) {
    const start = first - random.between(0, 2500);
    const changed = random.chance(0.5) ? random.between(first + 200, scenario.asOf - 60) : NONE;
    if (changed === NONE || changed <= first) hire(role, unit.facility, unit.id, start, NONE);
    else {
      hire(role, unit.facility, unit.id, start, changed);
      hire(role, unit.facility, unit.id, changed, NONE);
    }
  }
}

function plantNobody(): Planted {
  return { slow: [], leaver: NONE, leaverLeft: NONE, successor: NONE, twoUnits: NONE, twoUnitsSince: NONE };
}

/** Chooses units for the hand-worked situations, then the slower case managers among the rest. */
function plant(scenario: Scenario, agency: Agency, staffing: Staffing): void {
  const { planted, staff } = staffing;
  const random = randomStream(scenario.seed, 'planted');
  const pairs = staffing.byUnit.filter(
    (own) => own.length >= 2 && own.every((p) => holderSince(p) < scenario.asOf - 480),
  );
  const used = new Set<number>();
  if (pairs.length > 0) {
    const [left, stays] = pairs[random.below(pairs.length)]!;
    const tenure = left!.tenures.at(-1)!;
    tenure.end = LEAVER_LEFT;
    staff[tenure.staff]!.end = LEAVER_LEFT;
    planted.leaver = tenure.staff;
    planted.leaverLeft = LEAVER_LEFT;
    planted.successor = stays!.tenures.at(-1)!.staff;
    used.add(planted.leaver).add(planted.successor);
  }
  // Somebody of a neighbouring unit also holds a second, vacated position; nobody else is missing in either unit.
  const full = staffing.byUnit.filter((own) =>
    own.every((p) => holderSince(p) < TWO_UNITS_SINCE - 200 && !used.has(p.tenures.at(-1)!.staff)),
  );
  for (const home of full) {
    const second = full.find((own) => own[0]!.facility === home[0]!.facility && own[0]!.unit > home[0]!.unit);
    if (!second || random.chance(0.8)) continue;
    const other = lightest(second);
    const tenure = other.tenures.at(-1)!;
    tenure.end = TWO_UNITS_SINCE - 20;
    staff[tenure.staff]!.end = tenure.end;
    planted.twoUnits = lightest(home).tenures.at(-1)!.staff;
    planted.twoUnitsSince = TWO_UNITS_SINCE;
    other.tenures.push({ staff: planted.twoUnits, start: TWO_UNITS_SINCE, end: NONE });
    used.add(planted.twoUnits).add(tenure.staff);
    break;
  }
  const candidates = staffing.positions
    .filter((p) => agency.facilities[p.facility]!.plan.detention !== 'only' && holderSince(p) < scenario.asOf - 480)
    .map((p) => p.tenures.at(-1)!.staff)
    .filter((id) => !used.has(id) && staff[id]!.end === NONE);
  for (let i = 0; i < scenario.slowCaseManagers && candidates.length > 0; i++) {
    const [id] = candidates.splice(random.below(candidates.length), 1);
    staff[id!]!.pace = SLOW_PACE;
    planted.slow.push(id!);
  }
  planted.slow.sort((a, b) => a - b);
}

function lightest(positions: Position[]): Position {
  return positions.reduce((a, b) => (b.weight < a.weight ? b : a));
}

/** First day of the present holder, or a day that never comes when the position is vacant. */
function holderSince(position: Position): Day {
  const last = position.tenures.at(-1);
  return last && last.end === NONE ? last.start : Infinity;
}
