/**
 * People and their stays: a first admission, a stay, a release, perhaps a return, and so on until the as-of day.
 * Only stays still going on at the window's start or later are kept.
 */
import { forEachEntry, type Entry } from './admission.ts';
import { ageOn, daysPerMonth, isWeekend, monthOf, NONE, type Day } from './day.ts';
import { daysToReturn, hazardMultiplier } from './hazard.ts';
import { AFTERCARE, PROGRAMS, type Participant } from './program.ts';
import { randomStream, type Random } from '../../src/lib/analysis/random.ts';
import { blankStay, isToCommunity, type Person, type Stay } from './stay.ts';
import * as S from './scenario.ts';
import type { Scenario } from './scenario.ts';

const RACE_SHARE = [0.41, 0.31, 0.2, 0.04, 0.02, 0.02];
const EXIT_SHARE = [0.022, 0.012];
const FEMALE_SHARE = 0.093;
/** Gompertz: yearly hazard of death at 30 and its growth with age. */
export const MORTALITY = { at30: 0.0011, growth: 0.07 };

export interface Population {
  people: Person[];
  /** In order of admission. */
  stays: Stay[];
}

/** Everybody who was in custody at some time of the window, with all of their stays in it. */
export function simulateCareers(scenario: Scenario): Population {
  const random = randomStream(scenario.seed, 'people');
  const choice = randomStream(scenario.seed, 'programs');
  const stays: Stay[] = [];
  let serial = 0;
  forEachEntry(scenario, (day, entry) => {
    random.at(serial);
    const person = drawPerson(random, scenario, day);
    let stay = firstStay(scenario, random, person, day, entry);
    for (let ordinal = 0; ; ordinal++) {
      enrol(scenario, choice.at(serial * 16 + (ordinal & 15)), stay);
      if (stay.release >= scenario.windowStart) stays.push(stay);
      const next = nextStay(scenario, random, stay);
      if (!next) break;
      stay = next;
    }
    serial++;
  });
  // Array.prototype.sort is stable, so people who came in on one day keep their order.
  stays.sort((a, b) => a.admission - b.admission);
  const people: Person[] = [];
  stays.forEach((stay, i) => {
    stay.id = i;
    if (stay.person.id === NONE) {
      stay.person.id = people.length;
      people.push(stay.person);
    }
  });
  return { people, stays };
}

function drawPerson(random: Random, scenario: Scenario, day: Day): Person {
  const age = Math.min(80, 17 + random.gamma(2.2, 16.6));
  const yearly = MORTALITY.at30 * Math.exp(MORTALITY.growth * (age - 30));
  const yearsLeft = Math.log(1 + (MORTALITY.growth * random.exponential(1)) / yearly) / MORTALITY.growth;
  const race = random.pick(RACE_SHARE);
  return {
    id: NONE,
    female: random.chance(FEMALE_SHARE),
    birth: day - Math.floor(age * 365.2425),
    race: random.chance(S.MISSING.race) ? NONE : race,
    region: random.below(scenario.agency.regions.length),
    death: day + 1 + Math.floor(Math.min(yearsLeft, 110 - age) * 365.2425),
  };
}

function firstStay(scenario: Scenario, random: Random, person: Person, day: Day, entry: Entry): Stay {
  const risk = random.pick(S.RISK_SHARE);
  const offense = random.pick(S.OFFENSE_SHARE);
  if (entry === 'commitment') {
    const type = random.chance(0.018) ? S.TRANSFER_IN! : S.NEW_COMMITMENT!;
    return sentencedStay(
      scenario,
      random,
      person,
      day,
      type,
      offense,
      risk,
      S.OFFENSE_MONTHS[offense]! * scenario.stayScale,
    );
  }
  const pretrial = entry === 'pretrial';
  const months = pretrial ? S.PRETRIAL_MONTHS : S.HOLDOVER_MONTHS;
  const held = Math.max(2, Math.round(random.gamma(1.4, months) * daysPerMonth));
  if (pretrial && random.chance(0.4)) {
    const stay = sentencedStay(
      scenario,
      random,
      person,
      day,
      S.OTHER_ADMISSION!,
      offense,
      risk,
      S.OFFENSE_MONTHS[offense]! * 0.8 * scenario.stayScale,
      held,
    );
    if (stay.release > day + held) stay.sentenced = day + held;
    else stay.legal = S.PRETRIAL!;
    return stay;
  }
  const away = random.chance(pretrial ? 0.2 : 0.9) ? S.TRANSFER_OUT! : S.OTHER_RELEASE!;
  const type = pretrial ? S.OTHER_ADMISSION! : S.TRANSFER_IN!;
  const stay = blankStay(person, day, type, offense, risk);
  stay.legal = pretrial ? S.PRETRIAL! : S.HOLDOVER!;
  stay.release = Math.min(day + held, person.death);
  stay.releaseType = stay.release === person.death ? S.DEATH! : away;
  return stay;
}

/** A sentenced stay whose time (after any days held before sentence) has the given mean in months. */
function sentencedStay(
  scenario: Scenario,
  random: Random,
  person: Person,
  admission: Day,
  admissionType: number,
  offense: number,
  risk: number,
  meanMonths: number,
  held = 0,
): Stay {
  const stay = blankStay(person, admission, admissionType, offense, risk);
  stay.offenseRecorded = !random.chance(S.MISSING.offense);
  const sinceStart = monthOf(admission) - monthOf(scenario.windowStart);
  const inGap = sinceStart >= S.RISK_GAP.firstMonth && sinceStart < S.RISK_GAP.firstMonth + S.RISK_GAP.months;
  stay.riskRecorded = !random.chance(inGap ? S.RISK_GAP.share : S.MISSING.risk);
  stay.life = admissionType === S.NEW_COMMITMENT && random.chance(S.OFFENSE_LIFE[offense]!);
  const days = Math.max(3, Math.round(random.gamma(S.STAY_SHAPE, meanMonths) * daysPerMonth)) + held;
  const share = 0.6 + 0.28 * random.next();
  const slip = drawSlippage(random, days);
  const openEnded = random.chance(S.MISSING.openEnded);
  const unrecorded = random.chance(S.MISSING.sentence);
  const uncomputed = random.chance(0.5);
  stay.releaseType = random.pick(S.RELEASE_SHARE);
  if (stay.life) {
    stay.release = person.death;
  } else {
    let release = admission + days;
    // Releases fall on working days: a weekend date is brought forward, as policies have it.
    while (isWeekend(release) && release > admission + held + 1) release--;
    stay.release = Math.min(release, person.death);
    const months = days / daysPerMonth / share;
    if (!openEnded && !unrecorded)
      stay.sentenceMonths = months < 24 ? Math.ceil(months / 3) * 3 : Math.ceil(months / 6) * 6;
    if (!openEnded || !uncomputed) stay.projected = release - slip;
    // Sentence computation takes some weeks after admission.
    if (scenario.asOf - admission < 35 && stay.release > scenario.asOf) stay.projected = NONE;
  }
  if (stay.release === person.death) stay.releaseType = S.DEATH!;
  return stay;
}

function drawSlippage(random: Random, days: number): number {
  const kind = random.pick([S.SLIPPAGE.none, S.SLIPPAGE.late, S.SLIPPAGE.early]);
  const size = random.exponential(1);
  // A projection cannot slip by more than a short stay is long.
  const limit = Math.min(S.SLIPPAGE.limit, Math.floor(days / 2));
  if (kind === 0) return 0;
  return kind === 1
    ? Math.min(limit, Math.ceil(size * S.SLIPPAGE.lateMean))
    : -Math.min(limit, Math.ceil(size * S.SLIPPAGE.earlyMean));
}

/** Decides which programs are started during the stay; what they do to the hazard follows. */
function enrol(scenario: Scenario, random: Random, stay: Stay): void {
  if (stay.legal !== S.SENTENCED) return;
  const participant: Participant = {
    risk: stay.riskRecorded ? stay.risk : NONE,
    female: stay.person.female,
    ageAtAdmission: ageOn(stay.person.birth, stay.admission),
    offense: stay.offenseRecorded ? stay.offense : NONE,
    months: (stay.release - stay.admission) / daysPerMonth,
  };
  PROGRAMS.forEach((program, p) => {
    if (!random.chance(program.chance(participant))) return;
    if (p === AFTERCARE && !isToCommunity(stay.releaseType)) return;
    stay.programs |= 1 << p;
    if (scenario.programEffects) stay.programHazard *= program.hazardRatio;
  });
}

function nextStay(scenario: Scenario, random: Random, stay: Stay): Stay | undefined {
  if (stay.release > scenario.asOf || !isToCommunity(stay.releaseType)) return undefined;
  const { person } = stay;
  stay.hazard = hazardMultiplier(person.female, ageOn(person.birth, stay.release));
  // Where one region differs, everybody's returns are drawn as that region's; see region-returns.ts.
  const hazard = stay.hazard * stay.programHazard * scenario.regionReturns;
  const back = stay.release + daysToReturn(stay.risk, hazard, random.exponential(1));
  const exit = random.next();
  const exitDays = random.exponential(1);
  if (exit < EXIT_SHARE[0]!) {
    stay.exit = 0;
    stay.exitDay = stay.release + 1 + Math.floor(exitDays * 8);
  } else if (exit < EXIT_SHARE[0]! + EXIT_SHARE[1]!) {
    stay.exit = 1;
    stay.exitDay = stay.release + 20 + Math.floor(exitDays * 200);
  }
  const gone = stay.exit !== NONE && stay.exitDay <= back;
  if (stay.exit !== NONE && (!gone || stay.exitDay >= person.death)) stay.exit = NONE;
  if (gone || back >= person.death || back > scenario.asOf) return undefined;
  stay.returned = back;
  return returnStay(scenario, random, stay, back);
}

function returnStay(scenario: Scenario, random: Random, last: Stay, day: Day): Stay {
  const supervised = last.releaseType !== S.EXPIRATION;
  const kind = supervised ? random.pick([0.5, 0.2, 0.3]) : 2;
  const risk = Math.min(2, last.risk + (random.chance(0.2) ? 1 : 0));
  if (kind === 0) {
    return sentencedStay(scenario, random, last.person, day, S.TECHNICAL!, last.offense, risk, S.TECHNICAL_MONTHS);
  }
  const offense = random.chance(0.45) ? last.offense : random.pick(S.OFFENSE_SHARE);
  const months = S.OFFENSE_MONTHS[offense]! * scenario.stayScale;
  return kind === 1
    ? sentencedStay(
        scenario,
        random,
        last.person,
        day,
        S.NEW_OFFENSE!,
        offense,
        risk,
        months * S.VIOLATION_NEW_OFFENSE_FACTOR,
      )
    : sentencedStay(scenario, random, last.person, day, S.NEW_COMMITMENT!, offense, risk, months);
}
