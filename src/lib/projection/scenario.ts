import { own } from '../analysis/own.ts';
import type { StayChange } from './life-table.ts';

/** What a reader asks "what if" about. Percentages are changes: 10 is a tenth more. */
export interface Scenario {
  /** Admissions by type, percent; `all` for every type not named. */
  admissions: Readonly<Record<string, number>>;
  /** Returns of released people, percent. */
  returns: number;
  /** Length of stay by offense, percent; `all` for every offense not named. */
  stays: Readonly<Record<string, number>>;
  /** Months every stay becomes longer, or shorter. */
  stayMonths: number;
  /** Month ahead (1 is the next) from which all of it holds. */
  start: number;
  /** Whether changed stays are those of people already in custody too. */
  retroactive: boolean;
}

export const baseline: Scenario = {
  admissions: {},
  returns: 0,
  stays: {},
  stayMonths: 0,
  start: 1,
  retroactive: false,
};

/** Admission types that are returns of released people. */
export const returnTypes: readonly string[] = ['technical_violation', 'violation_new_offense'];

/** How much of a stratum is of a type and offense. */
export interface Share {
  type: string | null;
  offense: string | null;
  share: number;
}

/** Name under which scenarios know what was not recorded. */
export const notRecorded = 'not_recorded';

/** What a scenario multiplies the admissions of a stratum by. */
export function admissionFactor({ admissions, returns }: Scenario, mix: readonly Share[]): number {
  return mix.reduce((total, { type, share }) => {
    const percent = own(admissions, type ?? notRecorded) ?? admissions.all ?? 0;
    const back = returnTypes.includes(type ?? '') ? returns : 0;
    return total + share * Math.max(0, 1 + percent / 100) * Math.max(0, 1 + back / 100);
  }, 0);
}

/** What a scenario does to the stays of a stratum. */
export function stayChange({ stays, stayMonths }: Scenario, mix: readonly Share[]): StayChange {
  const percent = mix.reduce(
    (total, { offense, share }) => total + share * (own(stays, offense ?? notRecorded) ?? stays.all ?? 0),
    0,
  );
  return { months: stayMonths, percent };
}

export function isBaseline(scenario: Scenario): boolean {
  return (
    scenario.returns === 0 &&
    scenario.stayMonths === 0 &&
    Object.values(scenario.admissions).every((percent) => percent === 0) &&
    Object.values(scenario.stays).every((percent) => percent === 0)
  );
}
