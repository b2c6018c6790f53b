/**
 * Errors of Cox's regression where one person may stand in several rows: the pulls of a person's rows on the
 * coefficients are added up before they are squared.
 *
 * Source: Lin & Wei (1989), JASA 84, 1074–1078. Figures agree with R's `coxph(…, cluster = person)`: `vcov`,
 * `wald.test`, and `rscore`, the robust score test, which for groups is the log-rank test clustered by person.
 */
import { eventDraws, fitted, prepare, sumsAt, type CoxFit, type CoxRow, type Stratum, type Ties } from './cox.ts';
import { cholesky, inverseCholesky, quadraticTest, type ChiSquareTest } from './matrix.ts';

/** As CoxRow. Rows of one `person` go together; null: each of the row's people has no other. */
export interface CoxPersonRow extends CoxRow {
  readonly person: number | null;
}

export interface CoxByPerson {
  /** Null for a covariate left out of the fit. */
  readonly standardErrors: readonly (number | null)[];
  /** Whether all coefficients are 0, by their robust covariance. */
  readonly wald: ChiSquareTest;
}

/** The clustered errors of a fit of the same rows, and its Wald test. Null where the fit has none. */
export function coxByPerson(rows: readonly CoxPersonRow[], fit: CoxFit, ties: Ties = 'efron'): CoxByPerson | null {
  const { rows: own, beta } = fitted(rows, fit);
  const { strata, centre } = prepare(own);
  const lower = cholesky(sumsAt(strata, beta, centre, ties).information);
  if (!lower) return null;
  const inverse = inverseCholesky(lower);
  const spread = squared(own as readonly CoxPersonRow[], beta, ties, (pull) => inverse.map((row) => dot(row, pull)));
  const errors = spread.covariance.map((row, i) => Math.sqrt(row[i]!));
  let at = 0;
  return {
    standardErrors: fit.coefficients.map((value) => (value === null ? null : errors[at++]!)),
    wald: quadraticTest(spread.covariance, beta) ?? { statistic: 0, df: 0, p: 1 },
  };
}

/** Whether the covariates tell at all, by the score with no effect: the log-rank test of groups, clustered by person. */
export function scoreTestByPerson(rows: readonly CoxPersonRow[], ties: Ties = 'efron'): ChiSquareTest | null {
  const size = rows[0]?.x.length ?? 0;
  if (size === 0) return null;
  const { covariance, sum } = squared(
    rows,
    Array.from({ length: size }, () => 0),
    ties,
    (pull) => pull,
  );
  return quadraticTest(covariance, sum);
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/** Σ over people of the square of what `of` makes of their pull, and the pulls added up. */
function squared(
  rows: readonly CoxPersonRow[],
  beta: readonly number[],
  ties: Ties,
  of: (pull: readonly number[]) => readonly number[],
): { covariance: number[][]; sum: number[] } {
  const covariance = beta.map(() => beta.map(() => 0));
  const sum = beta.map(() => 0);
  const add = (pull: readonly number[], times: number): void => {
    pull.forEach((value, i) => (sum[i]! += times * value));
    const made = of(pull);
    made.forEach((a, i) => made.forEach((b, j) => (covariance[i]![j]! += times * a * b)));
  };
  const people = new Map<number, number[]>();
  const pulls = scorePulls(rows, beta, ties);
  rows.forEach((row, at) => {
    const pull = pulls[at];
    if (!pull) return;
    if (row.person === null) {
      add(pull, row.count);
      return;
    }
    const own = people.get(row.person) ?? beta.map(() => 0);
    people.set(row.person, own);
    pull.forEach((value, i) => (own[i]! += row.count * value));
  });
  for (const pull of people.values()) add(pull, 1);
  return { covariance, sum };
}

/** What has been added up by the end of an event time: the hazard, and the hazard times the mean covariates. */
interface Course {
  readonly time: number;
  readonly hazard: number;
  readonly weighted: readonly number[];
  /** What an event at this very time adds to its own pull. */
  readonly draws: readonly { readonly mean: readonly number[]; readonly hazard: number }[];
}

/** The score residual of one of each row's people; null for a row of nobody. */
function scorePulls(rows: readonly CoxPersonRow[], beta: readonly number[], ties: Ties): (number[] | null)[] {
  const { strata, centre } = prepare(rows);
  const found = new Map<CoxRow, number[]>();
  for (const stratum of strata) {
    const courses = coursesOf(stratum, beta, centre, ties);
    for (const row of stratum.rows) found.set(row, pullOf(row, courses, beta, centre, ties));
  }
  return rows.map((row) => found.get(row) ?? null);
}

function coursesOf(stratum: Stratum, beta: readonly number[], centre: readonly number[], ties: Ties): Course[] {
  const times: Omit<Course, 'hazard' | 'weighted'>[] = [];
  eventDraws(stratum, beta, centre, ties, ({ time, draws }) => {
    times.push({
      time,
      draws: draws.map(({ times: count, logTotal, mean }) => ({ mean, hazard: count * Math.exp(-logTotal) })),
    });
  });
  let hazard = 0;
  let weighted = beta.map(() => 0);
  return times.reverse().map(({ time, draws }) => {
    for (const draw of draws) hazard += draw.hazard;
    weighted = weighted.map((value, i) => value + draws.reduce((sum, draw) => sum + draw.hazard * draw.mean[i]!, 0));
    return { time, hazard, weighted, draws };
  });
}

function pullOf(
  row: CoxRow,
  courses: readonly Course[],
  beta: readonly number[],
  centre: readonly number[],
  ties: Ties,
): number[] {
  const x = row.x.map((value, i) => value - centre[i]!);
  const risk = Math.exp(dot(x, beta));
  const last = before(courses, row.time);
  const first = row.entry === undefined ? -1 : before(courses, row.entry);
  const [end, start] = [courses[last], courses[first]];
  const hazard = (end?.hazard ?? 0) - (start?.hazard ?? 0);
  const pull = x.map((value, i) => -risk * (value * hazard - ((end?.weighted[i] ?? 0) - (start?.weighted[i] ?? 0))));
  if (!row.event || !end) return pull;
  const { draws } = end;
  draws.forEach((draw, k) => {
    // Efron: of tied events the k-th is drawn from a risk set that k of them have left in part.
    const away = ties === 'efron' ? k / draws.length : 0;
    x.forEach((value, i) => {
      const apart = value - draw.mean[i]!;
      pull[i]! += apart / draws.length + away * risk * apart * draw.hazard;
    });
  });
  return pull;
}

/** The last course at or before a time; −1 where there is none. */
function before(courses: readonly Course[], time: number): number {
  let [low, high] = [0, courses.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const here = courses[middle]!.time;
    if (here <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
