/** Small numbers (methods, section 2): what is less than this may be shown as a rate, and is compared with nothing. */

/** From this many due a rate is compared. */
export const MINIMUM_COMPARED = 25;
/** From this many expected a rate is compared. */
export const MINIMUM_EXPECTED = 5;
/** From this share on a place is compared with little but itself: nobody else holds people like its own. */
export const MOST_OWN = 0.9;

/**
 * Fewest who must still be at risk for a curve to be read: a tenth of those it began with, and no fewer than `minimum`
 * (a setting, 11). Whatever comes later is a figure of a few people.
 */
export function leastAtRisk(people: number, minimum: number): number {
  return Math.max(minimum, people / 10);
}
