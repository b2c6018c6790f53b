/**
 * Cox's regression: how many times as high the hazard of the event is per unit of each covariate, given who was at risk.
 *
 * Sources: Cox (1972), JRSS B 34, 187–220; ties after Efron (1977), JASA 72, 557–565, or Breslow (1974), Biometrics 30,
 * 89–99. Figures agree with R's survival package, `coxph` (version 3.5).
 */
import { extent, group as groupBy } from 'd3-array';
import { cholesky, independentColumns, inverseCholesky, quadraticForm, solveCholesky } from './matrix.ts';
import type { SurvivalRow } from './survival-row.ts';

/** As `SurvivalRow`, with whole counts and the covariates of the people. */
export interface CoxRow extends SurvivalRow {
  readonly x: readonly number[];
  /** A stratum has a baseline of its own. Left out, all are in one. */
  readonly stratum?: string;
}

export interface CoxFit {
  /** Null for a covariate that is constant or follows from those before it: it is left out, as `coxph` does (NA). */
  readonly coefficients: readonly (number | null)[];
  readonly standardErrors: readonly (number | null)[];
  /** Log partial likelihood with no effect, and fitted. */
  readonly logLikelihood: readonly [number, number];
  /** Twice their difference. */
  readonly likelihoodRatio: number;
  readonly score: number;
  readonly wald: number;
  /** Covariates in the fit. */
  readonly df: number;
  readonly people: number;
  readonly events: number;
}

export type Ties = 'efron' | 'breslow';

const MOST_STEPS = 30;
const CONVERGED = 1e-12;
/** A log hazard ratio between the extremes of a covariate beyond this has no end: the likelihood is flat there. */
const ENDLESS = 15;

/** People with equal covariates and times, in typed arrays, latest exit first, one set for each stratum. */
export interface Stratum {
  readonly rows: readonly CoxRow[];
  /** Rows in order of entry, latest first; only those who enter late. */
  readonly late: readonly CoxRow[];
}

interface Sums {
  logLikelihood: number;
  score: number[];
  information: number[][];
}

/**
 * Fits the regression; covariates that are constant or follow from those before them among those at risk are left out.
 * Null when it has no solution: no event, no covariate left, or one that tells the events apart completely.
 * Throws a RangeError for a broken count or covariates of different lengths.
 */
export function coxRegression(rows: readonly CoxRow[], ties: Ties = 'efron'): CoxFit | null {
  const { strata, size, centre } = prepare(rows);
  const none = Array.from({ length: size }, () => 0);
  const kept = independentColumns(sumsAt(strata, none, centre, ties).information);
  if (kept.length === size) return fitAll(rows, ties);
  const fit = fitAll(withCovariates(rows, kept), ties);
  if (!fit) return null;
  const spread = (values: readonly (number | null)[]) => none.map((_zero, i) => values[kept.indexOf(i)] ?? null);
  return { ...fit, coefficients: spread(fit.coefficients), standardErrors: spread(fit.standardErrors) };
}

function withCovariates(rows: readonly CoxRow[], kept: readonly number[]): CoxRow[] {
  return rows.map((row) => ({ ...row, x: kept.map((i) => row.x[i]!) }));
}

/** The rows with the covariates of a fit, and their coefficients. */
export function fitted(rows: readonly CoxRow[], fit: CoxFit): { rows: readonly CoxRow[]; beta: number[] } {
  const kept = [...fit.coefficients.keys()].filter((i) => fit.coefficients[i] !== null);
  const beta = kept.map((i) => fit.coefficients[i]!);
  return { rows: kept.length === fit.coefficients.length ? rows : withCovariates(rows, kept), beta };
}

function fitAll(rows: readonly CoxRow[], ties: Ties): CoxFit | null {
  const { strata, size, people, events, centre, range } = prepare(rows);
  if (size === 0 || events === 0) return null;
  let beta = Array.from({ length: size }, () => 0);
  let sums = sumsAt(strata, beta, centre, ties);
  const first = sums;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const lower = cholesky(sums.information);
    if (!lower) return null;
    const change = solveCholesky(lower, sums.score);
    let [next, scale] = [beta, 1];
    let found = sums;
    // Half the step until the likelihood does not fall.
    for (let half = 0; half < 20; half += 1, scale /= 2) {
      next = beta.map((value, i) => value + scale * (change[i] ?? 0));
      found = sumsAt(strata, next, centre, ties);
      if (found.logLikelihood >= sums.logLikelihood - 1e-12 * Math.abs(sums.logLikelihood)) break;
    }
    const gained = Math.abs(found.logLikelihood - sums.logLikelihood);
    beta = next;
    sums = found;
    if (gained > CONVERGED * Math.abs(sums.logLikelihood)) continue;
    return beta.some((value, i) => !(Math.abs(value * range[i]!) < ENDLESS))
      ? null
      : fitOf(first, sums, beta, people, events);
  }
  return null;
}

function fitOf(first: Sums, last: Sums, beta: readonly number[], people: number, events: number): CoxFit | null {
  const lower = cholesky(last.information);
  if (!lower) return null;
  const covariance = inverseCholesky(lower);
  const wald = beta.reduce(
    (sum, b, i) => sum + b * last.information[i]!.reduce((inner, value, j) => inner + value * beta[j]!, 0),
    0,
  );
  return {
    coefficients: beta,
    standardErrors: covariance.map((row, i) => Math.sqrt(row[i]!)),
    logLikelihood: [first.logLikelihood, last.logLikelihood],
    likelihoodRatio: 2 * (last.logLikelihood - first.logLikelihood),
    score: quadraticForm(first.information, first.score).value,
    wald,
    df: beta.length,
    people,
    events,
  };
}

export function prepare(rows: readonly CoxRow[]) {
  const present = rows.filter((row) => row.count > 0);
  const size = present[0]?.x.length ?? 0;
  if (present.some((row) => !Number.isInteger(row.count) || row.x.length !== size)) {
    throw new RangeError('Cox regression needs whole counts and as many covariates in every row');
  }
  const people = present.reduce((sum, row) => sum + row.count, 0);
  const centre = Array.from(
    { length: size },
    (_, i) => present.reduce((sum, row) => sum + row.count * row.x[i]!, 0) / people,
  );
  const range = centre.map((_value, i) => {
    const [low, high] = extent(present, (row) => row.x[i]);
    return (high ?? 0) - (low ?? 0);
  });
  const strata = [...groupBy(present, (row) => row.stratum ?? '').values()].map((own): Stratum => ({
    rows: [...own].sort((a, b) => b.time - a.time),
    late: own.filter((row) => row.entry !== undefined).sort((a, b) => b.entry! - a.entry!),
  }));
  const events = present.reduce((sum, row) => sum + (row.event ? row.count : 0), 0);
  return { strata, size, people, events, centre, range };
}

/** What happened at one event time: the risk set's moments, with the tied events taken out of it one after another. */
export interface Draw {
  time: number;
  /** Σ of covariates over the events. */
  events: number[];
  count: number;
  /** Mean covariates and their covariance in the risk set, once for each event (Efron) or once (Breslow). */
  draws: { times: number; logTotal: number; mean: number[]; covariance: number[][] }[];
  /** Σ of the linear predictor over the events. */
  predictor: number;
}

export function eventDraws(
  { rows, late }: Stratum,
  beta: readonly number[],
  centre: readonly number[],
  ties: Ties,
  visit: (draw: Draw) => void,
): void {
  const p = beta.length;
  const risk = moments(p);
  const centred = new Map<CoxRow, { x: number[]; predictor: number; weight: number }>();
  const valueOf = (row: CoxRow) => {
    let value = centred.get(row);
    if (!value) {
      const x = row.x.map((one, i) => one - centre[i]!);
      const predictor = x.reduce((sum, one, i) => sum + one * beta[i]!, 0);
      value = { x, predictor, weight: row.count * Math.exp(predictor) };
      centred.set(row, value);
    }
    return value;
  };
  let entering = 0;
  for (let at = 0; at < rows.length;) {
    const { time } = rows[at]!;
    const tied = moments(p);
    const events = Array.from({ length: p }, () => 0);
    let count = 0;
    let predictor = 0;
    for (; rows[at]?.time === time; at += 1) {
      const row = rows[at]!;
      const value = valueOf(row);
      addTo(risk, value.x, value.weight);
      if (!row.event) continue;
      addTo(tied, value.x, value.weight);
      value.x.forEach((one, i) => (events[i]! += row.count * one));
      count += row.count;
      predictor += row.count * value.predictor;
    }
    if (count === 0) continue;
    for (; entering < late.length && late[entering]!.entry! >= time; entering += 1) {
      const value = valueOf(late[entering]!);
      addTo(risk, value.x, -value.weight);
    }
    const out = ties === 'efron' ? count : 1;
    const draws = Array.from({ length: out }, (_, k) => drawOf(risk, tied, k / out, count / out));
    visit({ time, events, count, draws, predictor });
  }
}

interface Moments {
  total: number;
  sum: number[];
  square: number[][];
}

function moments(p: number): Moments {
  const zeros = (): number[] => Array.from({ length: p }, () => 0);
  return { total: 0, sum: zeros(), square: zeros().map(zeros) };
}

function addTo(into: Moments, x: readonly number[], weight: number): void {
  into.total += weight;
  for (let i = 0; i < x.length; i += 1) {
    const one = weight * x[i]!;
    into.sum[i]! += one;
    const row = into.square[i]!;
    for (let j = 0; j <= i; j += 1) row[j]! += one * x[j]!;
  }
}

/** The risk set without a share of the tied events. */
function drawOf(risk: Moments, tied: Moments, share: number, times: number): Draw['draws'][number] {
  const total = risk.total - share * tied.total;
  const mean = risk.sum.map((value, i) => (value - share * tied.sum[i]!) / total);
  const covariance = risk.square.map((row, i) =>
    row.map((_value, j) => {
      const [a, b] = i >= j ? [i, j] : [j, i];
      return (risk.square[a]![b]! - share * tied.square[a]![b]!) / total - mean[i]! * mean[j]!;
    }),
  );
  return { times, logTotal: Math.log(total), mean, covariance };
}

export function sumsAt(
  strata: readonly Stratum[],
  beta: readonly number[],
  centre: readonly number[],
  ties: Ties,
): Sums {
  const score = beta.map(() => 0);
  const information = beta.map(() => beta.map(() => 0));
  let logLikelihood = 0;
  for (const stratum of strata) {
    eventDraws(stratum, beta, centre, ties, ({ events, draws, predictor }) => {
      logLikelihood += predictor;
      events.forEach((value, i) => (score[i]! += value));
      for (const { times, logTotal, mean, covariance } of draws) {
        logLikelihood -= times * logTotal;
        mean.forEach((value, i) => (score[i]! -= times * value));
        covariance.forEach((row, i) => row.forEach((value, j) => (information[i]![j]! += times * value)));
      }
    });
  }
  return { logLikelihood, score, information };
}
