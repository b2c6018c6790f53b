/**
 * Who is where: a day-by-day simulation that places people in institutions and units by sex, custody level and room,
 * moves them when their level no longer fits, and transfers a few for other reasons.
 */
import { isWeekend, NONE, type Day } from './day.ts';
import type { Stay } from './stay.ts';
import { custodyPaths, type CustodyPath, type CustodyState } from './custody.ts';
import { targetPeople, type Agency, type Facility } from './facility.ts';
import { randomStream, type Random } from '../../src/lib/analysis/random.ts';
import { HOLDOVER, PRETRIAL, SENTENCED, type Scenario } from './scenario.ts';

/** How readily a custody level (row) is held at a security level (column). */
const FIT = [
  [1, 0.2, 0.004, 0],
  [0.1, 1, 0.08, 0],
  [0, 0.06, 1, 0.12],
  [0, 0, 0.1, 1],
];
/** A pull towards institutions of the person's home region. */
const HOME_REGION = 1.8;
/** How strongly the emptier institution is preferred. */
const BALANCE = 9;
const TRANSFERS_A_YEAR = 0.08;
const GAP_SHARE = 0.01;

interface Place {
  facility: number;
  unit: number;
}

/** Fills `placements` of every stay and returns the custody paths (by stay id). */
export function simulatePlacements(scenario: Scenario, agency: Agency, stays: Stay[]): CustodyPath[] {
  const pathOf = custodyPaths(scenario);
  const random = randomStream(scenario.seed, 'placements');
  const calendar = eventCalendar(scenario);
  const paths: CustodyPath[] = [];
  const states: CustodyState[] = [];
  const { facilities } = agency;
  const targets = new Float64Array(facilities.length);
  const choosePlace = placeChooser(random, agency, targets);
  const setTargets = (day: Day) => facilities.forEach((f, i) => (targets[i] = targetPeople(scenario, f.plan, day)));
  // The initial population is placed as if the agency had its size, so that controlled institutions start on target.
  setTargets(scenario.windowStart);

  const enter = (place: Place) => {
    facilities[place.facility]!.population++;
    agency.units[place.unit]!.people++;
  };
  const leave = (stay: Stay, day: Day) => {
    const last = stay.placements.at(-1)!;
    last.end = day;
    facilities[last.facility]!.population--;
    agency.units[last.unit]!.people--;
  };
  const put = (stay: Stay, day: Day, place: Place, state: CustodyState) => {
    const last = stay.placements.at(-1);
    // A second change on one day replaces the first: no placement is empty.
    const again = last !== undefined && last.start >= day;
    if (again) stay.placements.pop();
    const { level, scored, managementVariable } = state;
    stay.placements.push({ start: again ? last.start : day, end: NONE, ...place, level, scored, managementVariable });
    enter(place);
  };

  const admit = (stay: Stay) => {
    const path = pathOf(stay);
    paths[stay.id] = path;
    states[stay.id] = path.initial;
    const detained = stay.legal !== SENTENCED || stay.sentenced > scenario.windowStart;
    const first = Math.max(stay.admission, scenario.windowStart);
    put(stay, stay.admission, choosePlace(stay, path.initial.level, detained, NONE), path.initial);
    calendar.add(stay.release, stay.id, RELEASE);
    path.reviews.forEach(
      (review, i) => review.effective !== NONE && calendar.add(review.effective, stay.id, CUSTODY + i),
    );
    if (stay.sentenced !== NONE) calendar.add(stay.sentenced + random.between(5, 25), stay.id, SENTENCING);
    if (stay.legal === SENTENCED) {
      let day = first + Math.ceil(random.exponential(365 / TRANSFERS_A_YEAR));
      while (isWeekend(day)) day++;
      if (day > stay.sentenced + 30) calendar.add(day, stay.id, TRANSFER);
    }
  };

  const move = (stay: Stay, day: Day, kind: number) => {
    if (day >= stay.release) return;
    if (kind >= CUSTODY) states[stay.id] = paths[stay.id]!.reviews[kind - CUSTODY]!.state;
    const state = states[stay.id]!;
    const here = stay.placements.at(-1)!;
    const detained = stay.legal !== SENTENCED || stay.sentenced > day;
    const fits =
      facilities[here.facility]!.plan.sex === 'F' ||
      FIT[state.level]![facilities[here.facility]!.plan.security]! > 0.07;
    const changesPlace = kind === TRANSFER || kind === SENTENCING || !fits;
    leave(stay, day);
    const place = changesPlace
      ? choosePlace(stay, state.level, detained, kind === TRANSFER ? here.facility : NONE)
      : random.chance(0.35)
        ? { facility: here.facility, unit: chooseUnit(random, facilities[here.facility]!) }
        : { facility: here.facility, unit: here.unit };
    // Some transports take days during which the source shows the person nowhere.
    const gap = changesPlace && place.facility !== here.facility && random.chance(GAP_SHARE) ? random.between(1, 4) : 0;
    put(stay, day + gap < Math.min(stay.release, scenario.asOf) ? day + gap : day, place, state);
  };

  let next = 0;
  while (next < stays.length && stays[next]!.admission < scenario.windowStart) admit(stays[next++]!);
  for (let day = scenario.windowStart; day <= scenario.asOf; day++) {
    if (day % 7 === 0 || day === scenario.windowStart) setTargets(day);
    calendar.forEach(day, (id, kind) => {
      const stay = stays[id]!;
      if (kind === RELEASE) leave(stay, day);
      else move(stay, day, kind);
    });
    while (next < stays.length && stays[next]!.admission === day) admit(stays[next++]!);
  }
  return paths;
}

interface Candidate {
  facility: Facility;
  fit: number;
}

/** For each kind of person (woman, man not sentenced, man by custody level) where they may be held, and how well. */
function candidateLists(facilities: Facility[]): Candidate[][] {
  const lists: Candidate[][] = Array.from({ length: 2 + FIT.length }, () => []);
  const add = (kind: number, facility: Facility, fit: number) => fit > 0 && lists[kind]!.push({ facility, fit });
  for (const facility of facilities) {
    const { sex, detention, security } = facility.plan;
    if (sex === 'F') {
      add(WOMAN, facility, 1);
      continue;
    }
    add(UNSENTENCED_MAN, facility, detention === 'only' ? 1 : detention === 'some' ? 0.08 : 0);
    if (detention !== 'only') FIT.forEach((row, level) => add(SENTENCED_MAN + level, facility, row[security]!));
  }
  return lists;
}

const WOMAN = 0;
const UNSENTENCED_MAN = 1;
/** SENTENCED_MAN + custody level. */
const SENTENCED_MAN = 2;

/** Chooses institutions with room; `except` leaves one out, unless there is no other. */
function placeChooser(random: Random, agency: Agency, targets: Float64Array) {
  const lists = candidateLists(agency.facilities);
  const weights = new Float64Array(agency.facilities.length);
  return (stay: Stay, level: number, detained: boolean, except: number): Place => {
    const list = lists[stay.person.female ? WOMAN : detained ? UNSENTENCED_MAN : SENTENCED_MAN + level]!;
    let total = 0;
    for (let i = 0; i < list.length; i++) {
      const { facility, fit } = list[i]!;
      const target = targets[facility.id]!;
      weights[i] = 0;
      if (target <= 0 || facility.id === except) continue;
      const use = facility.population / target;
      let weight = fit * target * Math.exp(-BALANCE * (use - 1));
      if (facility.plan.growth) weight *= use < 1 ? 25 : 0.002;
      if (facility.plan.region === stay.person.region) weight *= HOME_REGION;
      weights[i] = weight;
      total += weight;
    }
    let rest = random.next() * total;
    let chosen = except === NONE ? list[0]!.facility : agency.facilities[except]!;
    for (let i = 0; i < list.length && total > 0; i++) {
      if (weights[i] === 0) continue;
      chosen = list[i]!.facility;
      rest -= weights[i]!;
      if (rest < 0) break;
    }
    return { facility: chosen.id, unit: chooseUnit(random, chosen) };
  };
}

function chooseUnit(random: Random, facility: Facility): number {
  const a = facility.units[random.below(facility.units.length)]!;
  const b = facility.units[random.below(facility.units.length)]!;
  return a.people / a.size <= b.people / b.size ? a.id : b.id;
}

const RELEASE = 0;
const TRANSFER = 1;
const SENTENCING = 2;
/** CUSTODY + i: the i-th review of the stay takes effect. */
const CUSTODY = 3;

/** Events by day as linked lists: millions of them, and each day is read once. */
function eventCalendar(scenario: Scenario) {
  const days = scenario.asOf - scenario.windowStart + 1;
  const first = new Int32Array(days).fill(-1);
  const last = new Int32Array(days).fill(-1);
  const stayOf: number[] = [];
  const kindOf: number[] = [];
  const following: number[] = [];
  return {
    add(day: Day, stay: number, kind: number) {
      const slot = day - scenario.windowStart;
      if (slot < 0 || slot >= days) return;
      const event = stayOf.length;
      stayOf.push(stay);
      kindOf.push(kind);
      following.push(-1);
      if (first[slot]! < 0) first[slot] = event;
      else following[last[slot]!] = event;
      last[slot] = event;
    },
    forEach(day: Day, visit: (stay: number, kind: number) => void) {
      for (let event = first[day - scenario.windowStart]!; event >= 0; event = following[event]!) {
        visit(stayOf[event]!, kindOf[event]!);
      }
    },
  };
}

/** Whether a stay's clocks do not run on a day because nobody has been sentenced yet. */
export function isUnsentenced(stay: Stay, day: Day): boolean {
  return stay.legal === PRETRIAL || stay.legal === HOLDOVER || (stay.sentenced !== NONE && day < stay.sentenced);
}
