/**
 * What a load of casework (people, weighted cases, deadlines or hours a month) comes to for each filled position, and the
 * positions it takes. Never of a person, always of an institution's positions. Worked examples: designs, staffing.
 */

import { bandMultiple, chanceOver } from './predictive.ts';

/** A load for each filled position (level A people, B weighted cases, C deadlines); null where nobody is in post. */
export function perPosition(load: number, filled: number): number | null {
  return filled > 0 ? load / filled : null;
}

/** Positions it takes for each to carry `target`; null without one. */
export function positionsNeeded(load: number, target: number | null): number | null {
  return target !== null && target > 0 ? load / target : null;
}

/**
 * Hours of case work of one filled position in a month (level D); null where custody posts leave none.
 * @param net hours a position works a year, the share of them that is case work, and hours on custody posts a month
 */
export function hoursAvailable({
  netAnnualHours,
  caseShare,
  postHours,
}: {
  netAnnualHours: number;
  caseShare: number;
  postHours: number;
}): number | null {
  const available = (netAnnualHours / 12) * caseShare - postHours;
  return available > 0 ? available : null;
}

/** A middle value with a band, people or a load. */
export interface Banded {
  expected: number;
  lower: number;
  upper: number;
}

/** What a load comes to with so many positions. */
export interface Need {
  /** Load of each filled position; null where nobody is in post. */
  perFilled: Banded | null;
  /** Positions needed at the load asked for, and how many of those filled are left over (below zero: missing). */
  needed: number | null;
  difference: number | null;
  /** Chance that each carries more than the load asked for; null without one, or where nobody is in post. */
  above: number | null;
  /** What one more vacancy adds to the load of each of the others. */
  oneFewer: number | null;
}

/**
 * With the positions given, the band of a load is divided by them: no new simulation.
 * @param freedom of the t the band is of: from it the chance is read
 */
export function needOf(load: Banded, filled: number, target: number | null, freedom: number): Need {
  const needed = positionsNeeded(load.expected, target);
  const fewer = perPosition(load.expected, filled - 1);
  const now = perPosition(load.expected, filled);
  const scale = (load.upper - load.lower) / 2 / bandMultiple(0.8, freedom);
  return {
    perFilled:
      filled > 0 ? { expected: load.expected / filled, lower: load.lower / filled, upper: load.upper / filled } : null,
    needed,
    difference: needed === null ? null : filled - needed,
    above:
      filled > 0 && target !== null ? chanceOver(target * filled, { projected: load.expected, scale, freedom }) : null,
    oneFewer: fewer === null || now === null ? null : fewer - now,
  };
}

/** Which positions are taken for filled. */
export type Vacancies = 'as now' | 'all authorised' | 'often vacant';

/** An institution's positions of case managers. */
export interface Positions {
  filled: number;
  authorized: number | null;
  /** Vacancies that four of five of the last 24 months stayed below. */
  vacant80: number | null;
}

/** @param more positions filled beyond that, or fewer */
export function filledIn(scenario: Vacancies, { filled, authorized, vacant80 }: Positions, more = 0): number {
  const taken =
    authorized === null || scenario === 'as now'
      ? filled
      : scenario === 'all authorised'
        ? authorized
        : vacant80 === null
          ? filled
          : authorized - vacant80;
  return Math.max(0, taken + more);
}
