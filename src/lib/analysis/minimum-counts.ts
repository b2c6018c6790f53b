/** Small numbers (methods, section 2): what is less than this may be shown as a rate, and is compared with nothing. */

/** From this many due a rate is compared. */
export const MINIMUM_COMPARED = 25;
/** From this many expected a rate is compared. */
export const MINIMUM_EXPECTED = 5;
