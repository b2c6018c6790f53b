/** People, their stays, and where and with whom a stay was. */
import { communityReleases } from '../../data/contract/people-and-stays.ts';
import { NONE, type Day } from './day.ts';
import { SENTENCED } from './scenario.ts';

export interface Person {
  id: number;
  female: boolean;
  birth: Day;
  /** Index in RACES, or NONE. */
  race: number;
  region: number;
  death: Day;
}

export interface Placement {
  start: Day;
  /** NONE while it lasts. */
  end: Day;
  facility: number;
  unit: number;
  level: number;
  scored: number;
  managementVariable: boolean;
}

export interface Assignment {
  staff: number;
  start: Day;
  /** NONE while it lasts. */
  end: Day;
}

export interface Stay {
  id: number;
  person: Person;
  admission: Day;
  /** The true day of release, also when it is still to come. */
  release: Day;
  releaseType: number;
  admissionType: number;
  legal: number;
  sentenced: Day;
  offense: number;
  offenseRecorded: boolean;
  risk: number;
  riskRecorded: boolean;
  sentenceMonths: number;
  life: boolean;
  projected: Day;
  /** Bit p is set when the person starts program p during this stay. */
  programs: number;
  /** Multiplier of the hazard of return apart from programs, and that of the programs taken. */
  hazard: number;
  programHazard: number;
  /** Competing event after release: index in EXITS and its day, or NONE. */
  exit: number;
  exitDay: Day;
  /** Day of the true return that follows this stay, NONE when there is none up to the as-of day. */
  returned: Day;
  placements: Placement[];
  assignments: Assignment[];
}

/** What may keep a released person from coming back: index in Stay.exit. */
export const EXITS = ['deportation', 'interstate_transfer'] as const;

export const RACES = [
  'White',
  'Black',
  'Hispanic',
  'American Indian or Alaska Native',
  'Asian or Pacific Islander',
  'Other',
] as const;

/** A stay of which only the beginning is known. */
export function blankStay(person: Person, admission: Day, admissionType: number, offense: number, risk: number): Stay {
  return {
    id: NONE,
    person,
    admission,
    release: NONE,
    releaseType: NONE,
    admissionType,
    legal: SENTENCED!,
    sentenced: NONE,
    offense,
    offenseRecorded: true,
    risk,
    riskRecorded: true,
    sentenceMonths: NONE,
    life: false,
    projected: NONE,
    programs: 0,
    hazard: 1,
    programHazard: 1,
    exit: NONE,
    exitDay: NONE,
    returned: NONE,
    placements: [],
    assignments: [],
  };
}

/** Whether a release type is a release to the community, the start of the clock of a return. */
export function isToCommunity(releaseType: number): boolean {
  return releaseType >= 0 && releaseType < communityReleases.length;
}
