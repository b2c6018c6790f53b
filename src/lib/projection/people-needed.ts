/**
 * What a population asks of its case managers: deadlines, weighted cases and hours a month, and the positions it takes.
 * Never of a person, always of an institution's positions. Levels A to D and the worked examples: designs, staffing.
 */

import { daysPerMonth } from '../calendar/date.ts';

/** What makes work in a month. */
export interface MonthOfWork {
  /** People far from release and near it. */
  far: number;
  near: number;
  admissions: number;
  releases: number;
}

/** Days between reviews and reassessments, as the agency has set them. */
export interface Intervals {
  program_review_days: number;
  program_review_days_near_release: number;
  reassessment_days: number;
}

/** Tasks due at arrival: classification, assessment and case plan. */
const initialTasks = 3;

export interface Deadlines {
  reviews: number;
  initial: number;
  reassessments: number;
  releasePlans: number;
  total: number;
}

/** Deadlines a month by law and settings (level C), before they are scaled by what was really due. */
export function deadlinesOf(month: MonthOfWork, intervals: Intervals): Deadlines {
  const { far, near, admissions, releases } = month;
  const reviews =
    (far * daysPerMonth) / intervals.program_review_days +
    (near * daysPerMonth) / intervals.program_review_days_near_release;
  const initial = initialTasks * admissions;
  const reassessments = ((far + near) * daysPerMonth) / intervals.reassessment_days;
  return {
    reviews,
    initial,
    reassessments,
    releasePlans: releases,
    total: reviews + initial + reassessments + releases,
  };
}

/** A load for each filled position (level A people, B weighted cases, C deadlines); null where nobody is in post. */
export function perPosition(load: number, filled: number): number | null {
  return filled > 0 ? load / filled : null;
}

/** Positions it takes for each to carry `target`; null without one. */
export function positionsNeeded(load: number, target: number | null): number | null {
  return target !== null && target > 0 ? load / target : null;
}

/**
 * Positions by hours (level D), with an agency's own time study.
 * @param hours of work a month
 * @param net hours a position works a year, the share of them that is case work, and hours on custody posts a month
 */
export function positionsByHours(
  hours: number,
  { netAnnualHours, caseShare, postHours }: { netAnnualHours: number; caseShare: number; postHours: number },
): number | null {
  const available = (netAnnualHours / 12) * caseShare - postHours;
  return available > 0 ? hours / available : null;
}

/** A middle value with a band, people or a load. */
export interface Banded {
  expected: number;
  lower: number;
  upper: number;
}

/** An institution's people and positions at a month ahead. */
export interface Need {
  people: Banded;
  /** People for each filled position; null where nobody is in post. */
  perFilled: Banded | null;
  /** Positions needed at the load asked for, and how many of those filled are left over (below zero: missing). */
  needed: number | null;
  difference: number | null;
  /** What one more vacancy adds to the load of each of the others. */
  oneFewer: number | null;
}

/** With the positions given, the load's band is that of the population divided by them: no new simulation. */
export function needOf(people: Banded, filled: number, target: number | null): Need {
  const each = (value: number) => perPosition(value, filled) ?? 0;
  const needed = positionsNeeded(people.expected, target);
  const fewer = perPosition(people.expected, filled - 1);
  const now = perPosition(people.expected, filled);
  return {
    people,
    perFilled:
      filled > 0 ? { expected: each(people.expected), lower: each(people.lower), upper: each(people.upper) } : null,
    needed,
    difference: needed === null ? null : filled - needed,
    oneFewer: fewer === null || now === null ? null : fewer - now,
  };
}

/** Which positions are taken for filled. */
export type Vacancies = 'as now' | 'all authorised' | 'one fewer';

export function filledIn(scenario: Vacancies, filled: number, authorised: number | null): number {
  if (scenario === 'all authorised') return authorised ?? filled;
  return scenario === 'one fewer' ? Math.max(0, filled - 1) : filled;
}
