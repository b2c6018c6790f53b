/**
 * Length of stay as a period life table in months, read at month ends.
 *
 * Age k stands for people who came in during the month k months ago. `survival[k]` is the share of a month's
 * admissions that is still there at the end of that month (k = 0), of the next (k = 1) …: people come all through a
 * month, so the correction for half a month is in the figures, and Σ survival is the mean stay in months.
 */
export interface LifeTable {
  survival: Float64Array;
  /** Chance a month of leaving beyond the last age: the exponential tail. */
  tail: number;
}

/** Exits and people at risk by age, over the months of the window. */
export interface Exposure {
  risk: ArrayLike<number>;
  exits: ArrayLike<number>;
}

/** Ages a life table is written out for: forty years. */
export const ages = 480;

/** Fewest people at risk from which one age's chance of leaving is read; younger and older ages are joined until then. */
const minAtRisk = 20;
/** Exits the tail is read from, at most. */
const tailExits = 60;

/**
 * Product of the chances of staying, age by age; from the age on beyond which too few have left, one chance for all.
 * Null where nobody was ever at risk.
 */
export function lifeTable({ risk, exits }: Exposure): LifeTable | null {
  const last = lastWith(risk);
  if (last < 0) return null;
  const { start, hazard: tail } = tailOf(risk, exits, last);
  const survival = new Float64Array(ages);
  let alive = 1;
  let age = 0;
  while (age < start) {
    let to = age;
    let [atRisk, left] = [0, 0];
    while (to < start && (atRisk < minAtRisk || to === age)) {
      atRisk += risk[to] ?? 0;
      left += exits[to] ?? 0;
      to++;
    }
    const hazard = atRisk > 0 ? left / atRisk : 0;
    for (; age < to; age++) survival[age] = alive *= 1 - hazard;
  }
  for (; age < ages; age++) survival[age] = alive *= 1 - tail;
  return { survival, tail };
}

function lastWith(values: ArrayLike<number>): number {
  let last = values.length - 1;
  while (last >= 0 && !((values[last] ?? 0) > 0)) last--;
  return last;
}

/** Where the tail begins and its hazard: the oldest ages at which together enough, or a quarter of all, have left. */
function tailOf(risk: ArrayLike<number>, exits: ArrayLike<number>, last: number): { start: number; hazard: number } {
  let all = 0;
  for (let age = 0; age <= last; age++) all += exits[age] ?? 0;
  const wanted = Math.min(tailExits, Math.max(1, all / 4));
  let [atRisk, left] = [0, 0];
  let start = last + 1;
  // Everybody at risk at the last age has left: there is no tail, the stays are known to their end.
  if (last > 0 && all > 0 && (exits[last] ?? 0) >= (risk[last] ?? 0) && (risk[last] ?? 0) >= minAtRisk) {
    return { start, hazard: 1 };
  }
  while (start > 0 && left < wanted) {
    start--;
    atRisk += risk[start] ?? 0;
    left += exits[start] ?? 0;
    if (all === 0 && start === 0) break;
  }
  return { start, hazard: atRisk > 0 ? Math.min(1, left / atRisk) : 1 };
}

/** Share still there at age `k`; 1 before admission, the tail beyond the last age. */
export function survivalAtAge({ survival, tail }: LifeTable, k: number): number {
  if (k < 0) return 1;
  if (k < survival.length) return survival[k] ?? 0;
  return (survival[survival.length - 1] ?? 0) * (1 - tail) ** (k - survival.length + 1);
}

/** Mean stay in months: the population that one admission a month would come to. */
export function meanStay(table: LifeTable): number {
  const { survival, tail } = table;
  let sum = 0;
  for (const share of survival) sum += share;
  const last = survival[survival.length - 1] ?? 0;
  return last > 0 && tail > 0 ? sum + (last * (1 - tail)) / tail : sum;
}

/** A change of every stay: so many months longer (negative: shorter), then so many percent. */
export interface StayChange {
  months: number;
  percent: number;
}

/** The life table when every stay is changed. */
export function changedStays(table: LifeTable, { months, percent }: StayChange): LifeTable {
  if (months === 0 && percent === 0) return table;
  const factor = Math.max(0.01, 1 + percent / 100);
  const survival = new Float64Array(ages);
  for (let age = 0; age < ages; age++) {
    // Half a month passes, on average, before a month's first month end.
    const before = percent === 0 ? age - months : (age + 0.5 - months) / factor - 0.5;
    const whole = Math.floor(before);
    const part = before - whole;
    const low = survivalAtAge(table, whole);
    survival[age] = part === 0 ? low : low + part * (survivalAtAge(table, whole + 1) - low);
  }
  return { survival, tail: table.tail >= 1 ? 1 : 1 - (1 - table.tail) ** (1 / factor) };
}
