/**
 * The record of error: what would have been projected at every past month, knowing only what was known then, held
 * against what came; and, with what that teaches, what is projected today. All places of an agency are projected
 * together, because they are made to add up.
 */
import { studentScore } from '../analysis/student.ts';
import { betaQuantile } from '../analysis/beta.ts';
import { dampedTrend, expectedAt } from './level.ts';
import {
  addError,
  bandMultiple,
  emptyRecord,
  furthest,
  spreadsOf,
  type ErrorRecord,
  type Spread,
} from './predictive.ts';
import { reconcile } from './reconcile.ts';
import { addChange, emptyWeights, methodWeights, type WeightRecord } from './weight.ts';

/** Months of history before the first projection that is held against what came. */
export const firstOrigin = 36;
/** Months of history a projection needs. */
export const minMonths = 12;
/** Months ahead that are scored. */
export const horizons = [1, 3, 6, 12, 24, 36] as const;

/** What a method says from one month: index h = 0 … months ahead. */
export interface MethodProjection {
  expected: ArrayLike<number>;
  /** The size of error it expects, people. */
  spread: ArrayLike<number>;
}

/** A place whose past is projected again. */
export interface PastPlace {
  kind: 'agency' | 'region' | 'facility';
  /** Its region, or itself where it is one; null for the agency, and without one. */
  region: string | null;
  /** Month of the first value, counted from the year 0. */
  start: number;
  /** People at month ends, oldest first; null where nothing was counted. The last is that of the as-of date. */
  values: ArrayLike<number | null>;
  /** First values (as their index) from which a projection teaches, and is on the record. */
  learnedFrom: number;
  recordedFrom: number;
  /** Whether the method weighs itself against the last value already. */
  weighed?: boolean;
  /**
   * The method, from the `at`-th value; null where it says nothing.
   * @param months how far ahead
   */
  project(at: number, months: number): MethodProjection | null;
}

/** One projection of the past and what came of it. */
export interface BacktestPoint extends Spread {
  /** Index of the value it was made at. */
  origin: number;
  months: number;
  projected: number;
  actual: number;
  /** People at the origin: what the last value says, and how wrong that was held to be. */
  last: number;
  lastSpread: Spread;
  damped: number;
}

export interface ProjectedPast {
  points: BacktestPoint[];
  record: ErrorRecord;
  /** What is projected today, index h = 0 … ahead; null where there is no projection. */
  today: Float64Array | null;
}

interface Open {
  h: number;
  projected: number;
  /** The same before the places were made to add up. */
  alone: number;
  expected: number;
  scale: number;
  aloneScale: number;
  lastScale: number;
  since: number;
  /** Change the method alone expected, as a share of the people at the origin. */
  method: number;
}

/** What a place has taught so far. */
interface Progress {
  record: ErrorRecord;
  /** Errors of the place by itself, before it is made to add up with others: how far it may be moved is not learned from having been moved. */
  aloneRecord: ErrorRecord;
  lastRecord: ErrorRecord;
  weights: WeightRecord;
  /** What was projected for each month to come. */
  coming: Map<number, Open[]>;
  points: BacktestPoint[];
  today: Float64Array | null;
}

interface Now {
  index: number;
  at: number;
  here: number;
  expected: Float64Array;
  /** The same before the places are made to add up, and the scale of its error. */
  alone: Float64Array;
  scale: Float64Array;
  method: ArrayLike<number>;
  spread: ArrayLike<number>;
}

/**
 * Projects every place at every month. Below the agency a place is weighed between its model and its last value by its
 * own record; then institutions are made to add up to the agency, and regions are their institutions (see reconcile.ts). Bands at each
 * month use only errors whose time had come.
 * @param ahead months projected from the last value
 */
export function projectPast(places: readonly PastPlace[], ahead: number): ProjectedPast[] {
  const progress = places.map((): Progress => ({
    record: emptyRecord(),
    aloneRecord: emptyRecord(),
    lastRecord: emptyRecord(),
    weights: emptyWeights(),
    coming: new Map(),
    points: [],
    today: null,
  }));
  const first = Math.min(...places.map(({ start }) => start));
  const last = Math.max(...places.map(({ start, values }) => start + values.length - 1));
  const learned = firstLearned(places);
  for (let month = first; month <= last; month++) {
    const months = month === last ? ahead : Math.min(furthest, last - month);
    places.forEach((place, index) => settle(place, progress[index]!, month));
    if (month < learned && month < last) continue;
    const now = places.map((place, index) =>
      month - place.start >= minMonths ? begin(place, progress[index]!, index, month, months) : null,
    );
    addUp(places, now, month, months);
    for (const each of now) {
      if (!each) continue;
      const [place, own] = [places[each.index]!, progress[each.index]!];
      if (month === last) own.today = each.expected;
      else if (each.at >= place.learnedFrom) keep(place, own, each, month, months);
    }
  }
  return progress.map(({ points, record, today }) => ({ points, record, today }));
}

/** First month any place is projected from; before it nothing is asked of the methods. */
export function firstLearned(places: readonly Pick<PastPlace, 'start' | 'learnedFrom'>[]): number {
  return Math.min(...places.map(({ start, learnedFrom }) => start + learnedFrom));
}

/** Takes in what has come of earlier projections. */
function settle({ start, values }: PastPlace, own: Progress, month: number): void {
  const due = own.coming.get(month);
  if (!due) return;
  own.coming.delete(month);
  const actual = values[month - start];
  if (actual === null || actual === undefined || actual <= 0) return;
  for (const { h, projected, alone, expected, scale, aloneScale, lastScale, since, method } of due) {
    addError(own.record, h, actual - projected, expected, scale);
    addError(own.aloneRecord, h, actual - alone, expected, aloneScale);
    addError(own.lastRecord, h, actual - since, expected, lastScale);
    addChange(own.weights, h, method, actual / since - 1);
  }
}

function begin(place: PastPlace, own: Progress, index: number, month: number, months: number): Now | null {
  const at = month - place.start;
  const here = lastKnown(place, at);
  if (here === null || here <= 0 || (place.values[at] == null && month < place.start + place.values.length - 1))
    return null;
  const said = place.project(at, months);
  if (!said) return null;
  const weights = place.kind === 'agency' || place.weighed ? null : methodWeights(own.weights, months);
  const alone = Float64Array.from({ length: months + 1 }, (_, h) =>
    h === 0 ? here : here + (said.expected[h]! - here) * (weights?.[h] ?? 1),
  );
  const scale = Float64Array.from(spreadsOf(own.aloneRecord, months), (each, h) => each.scale * said.spread[h]!);
  return { index, at, here, expected: alone.slice(), alone, scale, method: said.expected, spread: said.spread };
}

function lastKnown({ values }: PastPlace, at: number): number | null {
  for (let i = at; i >= Math.max(0, at - 3); i--) if (values[i] != null) return values[i]!;
  return null;
}

/** Makes institutions (or regions, where there are none) add up to the agency, and regions the sum of theirs. */
function addUp(places: readonly PastPlace[], now: readonly (Now | null)[], month: number, months: number): void {
  const whole = now.find((each) => each && places[each.index]!.kind === 'agency');
  const parts = now.filter((each): each is Now => each !== null && places[each.index]!.kind === 'facility');
  const regions = now.filter((each): each is Now => each !== null && places[each.index]!.kind === 'region');
  const leaves = parts.length > 0 ? parts : regions;
  if (whole && leaves.length > 0) {
    const others = whole.here - leaves.reduce((all, { here }) => all + here, 0);
    // Institutions that count what the agency's own figures leave out are another count, not its parts.
    if (others >= 0) reconcile(whole.expected, leaves, others);
  }
  if (leaves === regions) return;
  for (const region of regions) {
    const own = parts.filter(({ index }) => places[index]!.region === places[region.index]!.region);
    if (own.length === 0) continue;
    const others = region.here - own.reduce((all, { here }) => all + here, 0);
    for (let h = 1; h <= months; h++)
      region.expected[h] = Math.max(
        0,
        own.reduce((all, { expected }) => all + expected[h]!, others),
      );
  }
}

function keep(place: PastPlace, own: Progress, each: Now, month: number, months: number): void {
  const { at, here, expected, alone, scale, method, spread } = each;
  const spreads = spreadsOf(own.record, months);
  const lastSpreads = spreadsOf(own.lastRecord, months);
  const recorded = at >= place.recordedFrom;
  const damped = recorded ? dampedTrend(Array.from(place.values).slice(0, at + 1)) : null;
  for (let h = 1; h <= months; h++) {
    const actual = place.values[at + h];
    if (actual === null || actual === undefined || actual <= 0) continue;
    const projected = expected[h]!;
    const { freedom } = spreads[h]!;
    const ownScale = spreads[h]!.scale * spread[h]!;
    const lastScale = lastSpreads[h]!.scale * spread[h]!;
    const open: Open = {
      h,
      projected,
      alone: alone[h]!,
      expected: spread[h]!,
      scale: ownScale,
      aloneScale: scale[h]!,
      lastScale,
      since: here,
      method: method[h]! / here - 1,
    };
    const list = own.coming.get(month + h);
    if (list) list.push(open);
    else own.coming.set(month + h, [open]);
    if (!recorded) continue;
    own.points.push({
      origin: at,
      months: h,
      projected,
      actual,
      scale: ownScale,
      freedom,
      last: here,
      lastSpread: { scale: lastScale, freedom: lastSpreads[h]!.freedom },
      damped: damped ? expectedAt(damped, h) : here,
    });
  }
}

/** Continuous ranked probability score of a past projection, people; lower is better. */
export function pointScore(error: number, { scale, freedom }: Spread): number {
  return scale > 0 ? scale * studentScore(error / scale, freedom) : Math.abs(error);
}

function isScored(months: number): boolean {
  return (horizons as readonly number[]).includes(months);
}

/** What is scored of a past projection, as the export keeps it. */
export interface ScoredPoint {
  origin: number;
  months: number;
  projected: number;
  actual: number;
  /** Half-widths of the 80 and 95 % bands, people. */
  width80: number;
  width95: number;
  last: number;
  damped: number;
  /** Ranked probability scores of the projection and of the last value, people; null where months ahead are not scored. */
  score: number | null;
  lastScore: number | null;
}

export function scored(point: BacktestPoint): ScoredPoint {
  const { origin, months, projected, actual, scale, freedom, last, lastSpread, damped } = point;
  return {
    origin,
    months,
    projected,
    actual,
    width80: bandMultiple(0.8, freedom) * scale,
    width95: bandMultiple(0.95, freedom) * scale,
    last,
    damped,
    score: isScored(months) ? pointScore(actual - projected, point) : null,
    lastScore: isScored(months) ? pointScore(actual - last, lastSpread) : null,
  };
}

export interface Score {
  horizon_months: number;
  origins: number;
  /** Of those, how many do not overlap: origins ÷ months ahead, at least 1. */
  independent_origins: number;
  /** Mean absolute error, percent of what came. */
  mape: number;
  /** Mean error, percent: above zero, too many were projected. */
  bias: number;
  /** Largest error, percent, with its sign. */
  worst: number;
  /** Share of what came inside the bands, and the exact 95 % limits of the first by independent origins. */
  coverage80: number;
  coverage80_lower: number;
  coverage80_upper: number;
  coverage95: number;
  /** Mean width of the 80 % band, percent of the projected number. */
  width80: number;
  last_value_mape: number;
  damped_mape: number;
  /** Mean ranked probability score, percent of what came: error and width in one. */
  crps: number;
  last_value_crps: number;
  /** 1 − MAPE ÷ that of the last value: above zero is better. */
  skill: number | null;
}

/** Scores by months ahead; a horizon nobody reached is left out. */
export function scores(points: readonly ScoredPoint[], at: readonly number[] = horizons): Score[] {
  return at.flatMap((horizon) => {
    const own = points.filter(({ months }) => months === horizon);
    if (own.length === 0) return [];
    const errors = own.map(({ projected, actual }) => (projected / actual - 1) * 100);
    const mean = (value: (point: ScoredPoint) => number) =>
      own.reduce((all, point) => all + value(point), 0) / own.length;
    const inside = (width: 'width80' | 'width95') =>
      mean((point) => (Math.abs(point.actual - point.projected) <= point[width] ? 1 : 0));
    const mape = mean(({ projected, actual }) => Math.abs(projected / actual - 1) * 100);
    const lastMape = mean(({ last, actual }) => Math.abs(last / actual - 1) * 100);
    const independent = Math.max(1, own.length / horizon);
    const coverage80 = inside('width80');
    const limits = coverageLimits(coverage80, independent);
    return {
      horizon_months: horizon,
      origins: own.length,
      independent_origins: independent,
      mape,
      bias: errors.reduce((all, error) => all + error, 0) / own.length,
      worst: errors.reduce((most, error) => (Math.abs(error) > Math.abs(most) ? error : most), 0),
      coverage80,
      coverage80_lower: limits.lower,
      coverage80_upper: limits.upper,
      coverage95: inside('width95'),
      width80: mean(({ projected, width80 }) => (projected > 0 ? (200 * width80) / projected : 0)),
      last_value_mape: lastMape,
      damped_mape: mean(({ damped, actual }) => Math.abs(damped / actual - 1) * 100),
      crps: mean(({ score, actual }) => (100 * (score ?? NaN)) / actual),
      last_value_crps: mean(({ lastScore, actual }) => (100 * (lastScore ?? NaN)) / actual),
      skill: lastMape > 0 ? 1 - mape / lastMape : null,
    };
  });
}

/** Exact (Clopper–Pearson) 95 % limits of a share of so many independent cases, which need not be whole. */
export function coverageLimits(share: number, cases: number): { lower: number; upper: number } {
  const inside = share * cases;
  return {
    lower: inside <= 0 ? 0 : betaQuantile(0.025, inside, cases - inside + 1),
    upper: inside >= cases ? 1 : betaQuantile(0.975, inside + 1, cases - inside),
  };
}
