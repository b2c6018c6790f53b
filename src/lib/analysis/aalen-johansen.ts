/**
 * Aalen–Johansen: the share who had each of several events first, where one keeps the others from coming. Somebody who
 * died can no longer return; counting deaths as "did not return yet" would make return look likelier than it is.
 *
 * Sources: Aalen & Johansen (1978), Scandinavian Journal of Statistics 5, 141–150; variance as Aalen (1978), Annals of
 * Statistics 6, 534–545, with its correction for ties. Figures agree with R's cmprsk, `cuminc`.
 */
import { confidenceMultiple } from './normal.ts';
import { exitTimes, riskSets, type RiskSet } from './survival-row.ts';

/** `count` people seen from `entry` until `time`, when `cause` came first; null where nothing had come by then. */
export interface CompetingRow {
  /** As in SurvivalRow. */
  readonly entry?: number;
  readonly time: number;
  readonly cause: string | null;
  readonly count: number;
}

export interface IncidenceStep {
  readonly time: number;
  /** People still seen, with none of the events, just before this time. */
  readonly atRisk: number;
  /** Events of the cause at this time. */
  readonly events: number;
  /** Share who had the cause first, by the end of this time. */
  readonly incidence: number;
  readonly variance: number;
  readonly lower: number;
  readonly upper: number;
}

export interface IncidenceCurve {
  readonly cause: string;
  /** One for each time the cause came, earliest first. */
  readonly steps: readonly IncidenceStep[];
}

/**
 * The curve of every cause in `rows`, in the order of their names. They and the share without any add up to 1 at every
 * time. Throws a RangeError for a row that cannot be (see survival-row.ts).
 */
export function aalenJohansen(rows: readonly CompetingRow[], level = 0.95): IncidenceCurve[] {
  const causes = [...new Set(rows.flatMap((row) => (row.cause !== null && row.count > 0 ? [row.cause] : [])))].sort();
  const followed = rows.map(({ cause, ...row }) => ({ ...row, event: cause !== null }));
  const sets = riskSets(followed, exitTimes(followed, { eventsOnly: true }));
  const counts = causes.map((cause) => countAt(rows, cause));
  return causes.map((cause, at) => ({ cause, steps: incidenceSteps(sets, counts[at] ?? new Map(), level) }));
}

function countAt(rows: readonly CompetingRow[], cause: string): Map<number, number> {
  const counts = new Map<number, number>();
  for (const row of rows) if (row.cause === cause) counts.set(row.time, (counts.get(row.time) ?? 0) + row.count);
  return counts;
}

function incidenceSteps(sets: readonly RiskSet[], events: ReadonlyMap<number, number>, level: number): IncidenceStep[] {
  const multiple = confidenceMultiple(level);
  const steps: IncidenceStep[] = [];
  let free = 1;
  let incidence = 0;
  // The variance of F at time t is Σ (a_i − F(t) b_i)² c_i over the events so far; these are its three sums.
  let [aa, ab, bb] = [0, 0, 0];
  for (const { time, atRisk, events: all } of sets) {
    const own = events.get(time) ?? 0;
    const before = free;
    free *= (atRisk - all) / atRisk;
    incidence += (before * own) / atRisk;
    const b = free > 0 ? 1 / free : 0;
    const add = (count: number, a: number): void => {
      // Events at once are drawn without replacement.
      const ties = count > 1 ? 1 - (count - 1) / (atRisk - 1) : 1;
      const spread = (before * before * ties * count) / (atRisk * atRisk);
      aa += a * a * spread;
      ab += a * b * spread;
      bb += b * b * spread;
    };
    if (all > own && free > 0) add(all - own, incidence * b);
    if (own === 0) continue;
    add(own, 1 + incidence * b);
    const variance = Math.max(0, aa + incidence * incidence * bb - 2 * incidence * ab);
    steps.push({ time, atRisk, events: own, incidence, variance, ...incidenceLimits(incidence, variance, multiple) });
  }
  return steps;
}

/** 1 − (1−F)^exp(±zθ), θ = √V / ((1−F) |ln(1−F)|): the log–log limits of Kaplan–Meier, for an incidence. */
export function incidenceLimits(
  incidence: number,
  variance: number,
  multiple: number,
): { lower: number; upper: number } {
  const rest = 1 - incidence;
  if (rest <= 0 || incidence <= 0) return { lower: incidence, upper: incidence };
  const reach = (multiple * Math.sqrt(variance)) / (rest * -Math.log(rest));
  return { lower: 1 - Math.pow(rest, Math.exp(-reach)), upper: 1 - Math.pow(rest, Math.exp(reach)) };
}

/** The curve at `time`: its last step by then; null before the first. */
export function incidenceAt({ steps }: IncidenceCurve, time: number): IncidenceStep | null {
  return steps.findLast((step) => step.time <= time) ?? null;
}
