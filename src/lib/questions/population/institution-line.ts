import { ascending } from 'd3-array';
import { aheadMonths, type ExpectedAhead } from './ahead.ts';
import type { MonthBeside } from './projection.ts';

/** What is expected of one institution within two years. */
export interface ProjectedInstitution extends ExpectedAhead {
  group: string;
  people: number;
  /** Rated, on the day two years ahead; null where none is recorded. */
  capacity: number | null;
  /** Chance of more people than the capacity at the end of the 12th month, and at the end of at least one of 24. */
  probability_over12: number | null;
  probability_passed: number | null;
  /** First month end at which more than the capacity is more likely than not; null where none is. */
  likely_from: string | null;
  /** Chance that the average of the twelve months to the 12th month ahead is above the guideline, and of those to the 24th. */
  guideline12: number | null;
  guideline24: number | null;
}

/** What of a month an institution's line is made from. */
export type LineMonth = Pick<
  MonthBeside,
  | 'ahead'
  | 'date'
  | 'projected'
  | 'lower80'
  | 'upper80'
  | 'capacity'
  | 'probability_over'
  | 'probability_passed'
  | 'probability_guideline_year'
>;

/** The line of an institution; null where it is not projected two years ahead. */
export function institutionOf(
  group: string,
  people: number,
  months: readonly LineMonth[],
): ProjectedInstitution | null {
  const [six, twelve, last] = aheadMonths.map((ahead) => months.find((month) => month.ahead === ahead));
  if (!six || !twelve || !last) return null;
  return {
    group,
    people,
    ...{ projected6: six.projected, lower6: six.lower80, upper6: six.upper80 },
    ...{ projected12: twelve.projected, lower12: twelve.lower80, upper12: twelve.upper80 },
    ...{ projected24: last.projected, lower24: last.lower80, upper24: last.upper80 },
    capacity: last.capacity ?? twelve.capacity,
    probability_over12: twelve.probability_over,
    probability_passed: last.probability_passed,
    likely_from: months.find(({ probability_over }) => (probability_over ?? 0) > 0.5)?.date ?? null,
    guideline12: twelve.probability_guideline_year,
    guideline24: last.probability_guideline_year,
  };
}

/** The likeliest to pass its capacity first. */
export function inOrder(institutions: readonly ProjectedInstitution[]): ProjectedInstitution[] {
  return [...institutions].sort(
    (a, b) =>
      (b.probability_passed ?? -1) - (a.probability_passed ?? -1) ||
      (b.probability_over12 ?? -1) - (a.probability_over12 ?? -1) ||
      ascending(a.group, b.group),
  );
}
