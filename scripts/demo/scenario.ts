/** What is true of the demonstration agency before chance has its say. Everything here goes into truth.json. */
import { communityReleases } from '../../data/contract/people-and-stays.ts';
import { dayOf, monthOf, type Day, type Month } from './day.ts';
import { defaultAgency, federalAgency, smallAgency, type AgencyPlan } from './institution.ts';

export type DemoSize = 'small' | 'default' | 'federal';

export interface Scenario {
  size: DemoSize;
  seed: number;
  asOf: Day;
  /** First day from which the population is complete. */
  windowStart: Day;
  /** Admissions are simulated from here so that long stays are present at the window's start. */
  burnInStart: Day;
  agency: AgencyPlan;
  population: number;
  /** First admissions a month before season, trend and chance. */
  firstAdmissionsPerMonth: number;
  pretrialAdmissionsPerMonth: number;
  holdoverAdmissionsPerMonth: number;
  /** Multiplies the mean stay of every offense. */
  stayScale: number;
  slowCaseManagers: number;
  equalCaseManagers: boolean;
  programEffects: boolean;
  /** What the hazard of return after a release from one region is multiplied by; 1 where no region differs. */
  regionReturns: number;
  /** Contacts and requests a person-year. */
  contactsPerYear: number;
  requestsPerYear: number;
  /** Months of financial responsibility kept by the agency's system. */
  financialMonths: number;
}

export const AS_OF = dayOf('2026-06-30');

/** The scenario of a size and seed. */
export function scenarioOf(
  size: DemoSize,
  seed: number,
  equalCaseManagers: boolean,
  programEffects: boolean,
  regionReturns = 1,
): Scenario {
  const sizes = {
    small: {
      start: '2022-10-01',
      agency: smallAgency,
      population: 745,
      first: 12.8,
      pretrial: 4.5,
      holdover: 2,
      stayScale: 1,
      slow: 1,
      contacts: 3,
      requests: 1,
      financial: 12,
    },
    default: {
      start: '2018-07-01',
      agency: defaultAgency,
      population: 20000,
      first: 341,
      pretrial: 118,
      holdover: 55,
      stayScale: 1,
      slow: 4,
      contacts: 2.4,
      requests: 0.8,
      financial: 12,
    },
    federal: {
      start: '2016-07-01',
      agency: federalAgency,
      population: 155000,
      first: 1672,
      pretrial: 690,
      holdover: 310,
      stayScale: 1.75,
      slow: 30,
      contacts: 2,
      requests: 0.8,
      financial: 6,
    },
  };
  const chosen = sizes[size];
  return {
    size,
    seed,
    asOf: AS_OF,
    windowStart: dayOf(chosen.start),
    burnInStart: dayOf(chosen.start) - 45 * 365,
    agency: chosen.agency(),
    population: chosen.population,
    firstAdmissionsPerMonth: chosen.first,
    pretrialAdmissionsPerMonth: chosen.pretrial,
    holdoverAdmissionsPerMonth: chosen.holdover,
    stayScale: chosen.stayScale,
    slowCaseManagers: equalCaseManagers ? 0 : chosen.slow,
    equalCaseManagers,
    programEffects,
    regionReturns,
    contactsPerYear: chosen.contacts,
    requestsPerYear: chosen.requests,
    financialMonths: chosen.financial,
  };
}

/** Share of a year's first admissions by calendar month, times twelve. */
export const SEASON = [1.06, 0.98, 1.06, 1.02, 1.04, 1.03, 1.0, 1.05, 0.99, 1.0, 0.91, 0.86];

/** The epidemic: courts closed for three months, then caught up over a year. */
export const SHOCK = {
  month: monthOf(dayOf('2020-04-01')),
  months: 3,
  factor: 0.3,
  recoveryFrom: 0.72,
  recoveryMonths: 12,
};

/** The trend break: first admissions grow from here. */
export const TREND_BREAK = { month: monthOf(dayOf('2023-07-01')), growthPerYear: 0.025 };

/** Expected first admissions in a month as a multiple of the base, without chance. */
export function admissionFactor(month: Month): number {
  const season = SEASON[month % 12]!;
  return season * shockFactor(month) * trendFactor(month);
}

function shockFactor(month: Month): number {
  const since = month - SHOCK.month;
  if (since < 0) return 1;
  if (since < SHOCK.months) return SHOCK.factor;
  const recovered = (since - SHOCK.months) / SHOCK.recoveryMonths;
  return recovered >= 1 ? 1 : SHOCK.recoveryFrom + (1 - SHOCK.recoveryFrom) * recovered;
}

function trendFactor(month: Month): number {
  const years = Math.max(0, month - TREND_BREAK.month) / 12;
  return Math.pow(1 + TREND_BREAK.growthPerYear, years);
}

/** Relative noise of a month's admissions beyond Poisson. */
export const ADMISSION_NOISE = 0.025;

export const OFFENSES = [
  'public_order',
  'property',
  'drug',
  'weapons',
  'assault',
  'robbery',
  'sex_offense',
  'homicide',
] as const;

export const HOMICIDE = OFFENSES.indexOf('homicide');
export const SEX_OFFENSE = OFFENSES.indexOf('sex_offense');
export const DRUG = OFFENSES.indexOf('drug');
export const ASSAULT = OFFENSES.indexOf('assault');
export const ROBBERY = OFFENSES.indexOf('robbery');

/** Share of new commitments, mean stay in months (before stayScale) and share serving life, by offense. */
export const OFFENSE_SHARE = [0.17, 0.2, 0.27, 0.08, 0.14, 0.06, 0.055, 0.025];
export const OFFENSE_MONTHS = [12, 18, 24, 30, 36, 60, 72, 120];
export const OFFENSE_LIFE = [0, 0, 0, 0, 0, 0.01, 0.02, 0.28];
/** Gamma shape of a stay: right-skewed, with a hazard that rises to a plateau. */
export const STAY_SHAPE = 1.6;
/** Mean stay in months of those returned on a technical violation, and of a new offense as a share of the offense's mean. */
export const TECHNICAL_MONTHS = 7;
export const VIOLATION_NEW_OFFENSE_FACTOR = 0.8;
export const PRETRIAL_MONTHS = 4.5;
export const HOLDOVER_MONTHS = 1.6;

export const ADMISSION_TYPES = [
  'new_commitment',
  'technical_violation',
  'violation_new_offense',
  'transfer_in',
  'other',
] as const;
export const [NEW_COMMITMENT, TECHNICAL, NEW_OFFENSE, TRANSFER_IN, OTHER_ADMISSION] = [0, 1, 2, 3, 4];
export const RELEASE_TYPES = [...communityReleases, 'transfer_out', 'death', 'other'] as const;
const codeOf = (type: (typeof RELEASE_TYPES)[number]) => RELEASE_TYPES.indexOf(type);
export const EXPIRATION = codeOf('expiration');
export const TRANSFER_OUT = codeOf('transfer_out');
export const DEATH = codeOf('death');
export const OTHER_RELEASE = codeOf('other');
export const LEGAL_STATUSES = ['sentenced', 'pretrial', 'holdover'] as const;
export const [SENTENCED, PRETRIAL, HOLDOVER] = [0, 1, 2];
export const RISK_LEVELS = ['low', 'moderate', 'high'] as const;
export const CUSTODY_LEVELS = ['minimum', 'low', 'medium', 'high'] as const;

export const RISK_SHARE = [0.36, 0.39, 0.25];
export const RELEASE_SHARE = [0.41, 0.22, 0.19, 0.13, 0.03, 0.015, 0, 0.005];

/**
 * How far the actual release lies after the projected one: none for some, an exponential delay for most, an
 * exponential advance for the rest. Days.
 */
export const SLIPPAGE = { none: 0.38, late: 0.44, lateMean: 38, early: 0.18, earlyMean: 24, limit: 240 };

/** Share of source values that were never recorded. */
export const MISSING = { risk: 0.03, offense: 0.012, race: 0.015, birthDate: 0.03, sentence: 0.01, openEnded: 0.04 };
/** For these months of the window most risk levels were not recorded. */
export const RISK_GAP = { firstMonth: 12, months: 3, share: 0.7 };
/** For these months of the window attendance was not recorded. */
export const ATTENDANCE_GAP = { firstMonth: 20, months: 3 };

/** Share of recommendations the classification committee follows. */
export const CONCURRENCE = 0.9;
