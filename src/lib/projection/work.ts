/**
 * The casework a population brings: deadlines by law and settings, weighted cases, and work as it fell due in the last
 * year by what brings it, so that it can be projected. Levels B to D and the worked examples: designs, staffing.
 */
import { daysPerMonth } from '../calendar/date.ts';

/** What makes work in a month. */
export interface MonthOfWork {
  /** People far from release and near it. */
  far: number;
  near: number;
  admissions: number;
  releases: number;
  /** Released one, three and six months before, added up: each is followed up then. */
  followed?: number;
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
  followUps: number;
  total: number;
}

/** Deadlines a month by law and settings (level C), before they are held against what was really due. */
export function deadlinesOf(month: MonthOfWork, intervals: Intervals): Deadlines {
  const { far, near, admissions, releases, followed = 0 } = month;
  const people = far + near;
  const reviews = people * reviewsOfOne(people > 0 ? near / people : 0, intervals);
  const initial = initialTasks * admissions;
  const reassessments = (people * daysPerMonth) / intervals.reassessment_days;
  return {
    reviews,
    initial,
    reassessments,
    releasePlans: releases,
    followUps: followed,
    total: reviews + initial + reassessments + releases + followed,
  };
}

/** Program reviews a month of one person, where a share of all is near release. */
function reviewsOfOne(near: number, intervals: Intervals): number {
  return (
    ((1 - near) * daysPerMonth) / intervals.program_review_days +
    (near * daysPerMonth) / intervals.program_review_days_near_release
  );
}

/** Months after release at which people are followed up. */
export const followUpMonths = [1, 3, 6] as const;

/** What brings a kind of task: a month in custody, an arrival, a departure, or one some months before. */
type Brings = 'person' | 'arrival' | 'departure' | 'followed';

/** Kinds of task that follow from law and settings (level C), with what brings them. */
const lawful: ReadonlyMap<string, Brings> = new Map([
  ['program_review', 'person'],
  ['reassessment', 'person'],
  ['initial_classification', 'arrival'],
  ['initial_assessment', 'arrival'],
  ['case_plan', 'arrival'],
  ['release_plan', 'departure'],
  ['post_release_follow_up', 'followed'],
]);

/** The kinds of task that are counted as deadlines. */
export const deadlineKinds = [...lawful.keys()];

/** Twelve months of a place, with the tasks that fell due in them. */
export interface YearOfWork {
  /** People at the month ends, added up. */
  personMonths: number;
  /** Who came, from outside or another institution, and who left, likewise; of those, released. */
  arrivals: number;
  departures: number;
  releases: number;
  /** Share of the people near release, over the year and today. */
  near: number;
  nearNow: number;
  /** Tasks that fell due, by kind. */
  tasks: ReadonlyMap<string, number>;
}

/** Work of a month as multiples of what brings it: deadlines, or hours. */
export interface Work {
  perPerson: number;
  perArrival: number;
  perDeparture: number;
  /** For each who left one, three or six months before. */
  perFollowed: number;
  /** Departures a month in the year before today. */
  departures: number;
}

/**
 * Work as it fell due in the last year, by what brings it. Reviews become more or fewer as the share near release has
 * moved since.
 * @param weight what one task of a kind counts for: 1 as a deadline, its hours; 0 leaves it out
 * @param each what every person takes in a month beside the tasks
 */
export function workOf(year: YearOfWork, weight: (kind: string) => number, intervals: Intervals, each = 0): Work {
  const moved = reviewsOfOne(year.nearNow, intervals) / reviewsOfOne(year.near, intervals);
  const all: Record<Brings, number> = { person: 0, arrival: 0, departure: 0, followed: 0 };
  for (const [kind, tasks] of year.tasks)
    all[lawful.get(kind) ?? 'person'] += tasks * weight(kind) * (kind === 'program_review' ? moved : 1);
  const over = (part: number, whole: number) => (whole > 0 ? part / whole : 0);
  return {
    perPerson: over(all.person, year.personMonths) + each,
    perArrival: over(all.arrival, year.arrivals),
    perDeparture: over(all.departure, year.departures),
    perFollowed: over(all.followed, followUpMonths.length * year.departures),
    departures: year.departures / 12,
  };
}

/** What one task of a kind counts for among the deadlines. */
export const asDeadline = (kind: string): number => (lawful.has(kind) ? 1 : 0);

/** Deadlines that fell due in the year for each that law and settings ask for; null where they ask for none. */
export function deadlineRatio(year: YearOfWork, intervals: Intervals): number | null {
  const { total } = deadlinesOf(
    {
      far: (1 - year.near) * year.personMonths,
      near: year.near * year.personMonths,
      admissions: year.arrivals,
      releases: year.releases,
      followed: followUpMonths.length * year.releases,
    },
    intervals,
  );
  const due = deadlineKinds.reduce((sum, kind) => sum + (year.tasks.get(kind) ?? 0), 0);
  return total > 0 ? due / total : null;
}

/** What every person counts for as a case beyond one, by what applies to how many. */
export interface CaseMix {
  people: number;
  new_arrival: number;
  near_release: number;
  highest_custody: number;
  high_risk: number;
}

/** What the agency has set that each of these adds to a case. */
export interface CaseWeights {
  workload_new_arrival: number;
  workload_near_release: number;
  workload_highest_custody: number;
  workload_high_risk: number;
}

/** Weighted cases (level B). */
export function weightedCases(mix: CaseMix, weights: CaseWeights): number {
  return (
    mix.people +
    mix.new_arrival * weights.workload_new_arrival +
    mix.near_release * weights.workload_near_release +
    mix.highest_custody * weights.workload_highest_custody +
    mix.high_risk * weights.workload_high_risk
  );
}
