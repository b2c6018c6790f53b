/**
 * Run-off by projected release date. Dates slip: what is used is the chance of leaving in each month before and after
 * the date, counted over the last two years on everybody who had one (releases and those still waiting alike).
 */

/** Months before and after the date for which that chance is kept apart; further away it is one chance for all. */
export const dueBefore = 24;
export const dueAfter = 18;
/** Months until the date that are kept apart; the slot of `months` to go is `months + dueAfter`. */
export const dueFurthest = 360;
export const dueSlots = dueAfter + dueFurthest + 1;

/** Slot of a number of months until the date (negative: past). */
export function dueSlot(months: number): number {
  return Math.min(dueFurthest, Math.max(-dueAfter, months)) + dueAfter;
}

/** Position of a month relative to the date: negative before it. */
export function relativeSlot(past: number): number {
  return Math.min(dueAfter, Math.max(-dueBefore, past)) + dueBefore;
}

export const relativeSlots = dueBefore + dueAfter + 1;

/** Chance of leaving in a month, by its position relative to the date. */
export type DueHazard = Float64Array;

/**
 * Hazards from exits and people at risk by position; where fewer than 20 were at risk it leans on `prior`, and without
 * one on the positions beside it.
 */
export function dueHazard(risk: ArrayLike<number>, exits: ArrayLike<number>, prior?: DueHazard): DueHazard | null {
  let [atRisk, left] = [0, 0];
  for (let slot = 0; slot < relativeSlots; slot++) {
    atRisk += risk[slot] ?? 0;
    left += exits[slot] ?? 0;
  }
  if (atRisk === 0) return null;
  const overall = left / atRisk;
  let before = overall;
  return Float64Array.from({ length: relativeSlots }, (_, slot) => {
    const [r, e] = [risk[slot] ?? 0, exits[slot] ?? 0];
    const lean = Math.max(0, 20 - r);
    const towards = prior?.[slot] ?? before;
    before = lean + r > 0 ? (e + lean * towards) / (r + lean) : overall;
    return Math.min(1, before);
  });
}

/** Share still there after h months, by slot of months until the date: at slot × (months + 1) + h. */
export function dueSurvival(hazard: DueHazard, months: number): Float64Array {
  const size = months + 1;
  const survival = new Float64Array(dueSlots * size);
  for (let slot = 0; slot < dueSlots; slot++) {
    const until = slot - dueAfter;
    let alive = 1;
    survival[slot * size] = 1;
    for (let h = 1; h <= months; h++) {
      alive *= 1 - hazard[relativeSlot(h - until)]!;
      survival[slot * size + h] = alive;
    }
  }
  return survival;
}
