/** How much may be wrong before an export stops. */
export interface Limit {
  /** Share that is let pass. */
  share: number;
  /** Number that is let pass whatever its share, unless it is half of the whole. */
  floor: number;
}

/**
 * Whether so many of a whole are too many: above the share, and above the floor or at least half of the whole. One
 * duplicate among eight members of staff is no sign of a wrong extract; four among eight are.
 */
export function tooMany(some: number, whole: number, { share, floor }: Limit): boolean {
  return whole > 0 && some / whole > share && (some > floor || some * 2 >= whole);
}
