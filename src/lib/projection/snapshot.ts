import { dueHazard, relativeSlots, type DueHazard } from './due.ts';
import { admissionLevel, flowSeason, type Level } from './level.ts';
import { lifeTable, type Exposure, type LifeTable } from './life-table.ts';
import { sum } from './lexis.ts';
import { returnTypes, type Share } from './scenario.ts';
import type { Returns, StockFlow, Stratum } from './stock-flow.ts';

/** Everything the stock–flow model is made from, as it stood at the end of one month. */
export interface Snapshot {
  /** Calendar month (0 to 11) of the first month of `admissions`. */
  firstMonth: number;
  strata: readonly StratumSnapshot[];
  /** Releases a month, oldest first: as long as `admissions`. */
  exits: readonly number[];
  due: DueExposure | null;
  /** Exposure by age of the people without a release date, over the window; null where nobody has one. */
  withoutDate: Exposure | null;
  /** Returns of the window by months since release, at that number; null where returns are not followed. */
  returnsSince: ArrayLike<number> | null;
  /** Arrivals designated for the first months ahead; see `StockFlow`. */
  designated: readonly number[];
}

export interface StratumSnapshot {
  label: string;
  type: string | null;
  mix: readonly Share[];
  undated: ArrayLike<number>;
  dated: ArrayLike<number>;
  due: ArrayLike<number>;
  /** Exposure by age over the window. */
  risk: ArrayLike<number>;
  exits: ArrayLike<number>;
  /** Admissions a month, oldest first. */
  admissions: readonly number[];
}

/** Exposure by position relative to the release date, in blocks of months, the oldest first. */
export type DueExposure = readonly { risk: ArrayLike<number>; exits: ArrayLike<number> }[];

/** Months that life tables, hazards and shares are counted over. */
export const windowMonths = 24;
/** Exits from which the stays of people without a release date are a life table of their own. */
const minWithoutDate = 10;
/** Months of a block that is drawn as a whole in the simulation. */
export const blockMonths = 6;

export interface FittedStockFlow extends StockFlow {
  /** Hazards of each block of the window, for the simulation to choose among. */
  slippage: readonly DueHazard[];
}

const fitted = new WeakMap<Snapshot, FittedStockFlow | null>();

/** Fits the model to a snapshot, once. Null where nobody has ever been there. */
export function fitStockFlow(snapshot: Snapshot): FittedStockFlow | null {
  const known = fitted.get(snapshot);
  if (known !== undefined) return known;
  const model = fit(snapshot);
  fitted.set(snapshot, model);
  return model;
}

function fit(snapshot: Snapshot): FittedStockFlow | null {
  const { strata: kinds, due } = snapshot;
  const common = lifeTable(pooledExposure(kinds));
  if (!common) return null;
  const total = totals(kinds);
  const season = flowSeason(total, snapshot.firstMonth);
  const types = [...new Set(kinds.map(({ type }) => type))];
  const flows: Level[] = [];
  const recent: number[] = [];
  for (const type of types) {
    const counts = totals(kinds.filter((kind) => kind.type === type));
    flows.push(admissionLevel(counts, snapshot.firstMonth, season));
    recent.push(sum(counts.slice(-windowMonths)));
  }
  const strata = kinds.map((kind): Stratum => {
    const flow = types.indexOf(kind.type);
    const own = sum(kind.admissions.slice(-windowMonths));
    const { label, mix, undated, dated, due } = kind;
    const table: LifeTable = lifeTable(kind) ?? common;
    return { label, mix, table, undated, dated, due, flow, share: recent[flow] ? own / recent[flow] : 0 };
  });
  const pooled = due && dueHazard(totalOf(due, 'risk'), totalOf(due, 'exits'));
  return {
    withoutDate:
      snapshot.withoutDate && sum(snapshot.withoutDate.exits) >= minWithoutDate
        ? lifeTable(snapshot.withoutDate)
        : null,
    population: sum(strata.map(({ undated, dated }) => sum(undated) + sum(dated))),
    strata,
    flows,
    hazard: pooled,
    returns: returnsOf(snapshot, types, total.length),
    designated: snapshot.designated,
    slippage: pooled ? (due ?? []).flatMap(({ risk, exits }) => dueHazard(risk, exits, pooled) ?? []) : [],
  };
}

function returnsOf(
  { strata, exits, returnsSince }: Snapshot,
  types: (string | null)[],
  months: number,
): Returns | null {
  if (!returnsSince) return null;
  const back = types.flatMap((type, flow) => (type !== null && returnTypes.includes(type) ? [{ type, flow }] : []));
  if (back.length === 0) return null;
  const from = Math.max(0, months - windowMonths);
  const perRelease = Array.from({ length: returnsSince.length }, (_, since) => {
    let released = 0;
    for (let m = from; m < months; m++) released += exits[m - since] ?? 0;
    return since > 0 && released > 0 ? (returnsSince[since] ?? 0) / released : 0;
  });
  const byType = back.map(({ type, flow }) => ({
    flow,
    counts: totals(strata.filter((stratum) => stratum.type === type)),
  }));
  const year = byType.map(({ counts }) => sum(counts.slice(-12)));
  const all = sum(year);
  let explained = 0;
  for (let m = Math.max(0, months - 12); m < months; m++) {
    perRelease.forEach((chance, since) => (explained += chance * (exits[m - since] ?? 0)));
  }
  return {
    perRelease,
    past: [...exits].reverse(),
    others: (all - explained) / Math.min(12, Math.max(1, months)),
    flows: byType.map(({ flow }, i) => ({ flow, share: all > 0 ? (year[i] ?? 0) / all : 0 })),
  };
}

/** Admissions of several kinds together, month by month. */
export function totals(kinds: readonly Pick<StratumSnapshot, 'admissions'>[]): number[] {
  const all = new Array<number>(kinds[0]?.admissions.length ?? 0).fill(0);
  for (const { admissions } of kinds) for (let m = 0; m < all.length; m++) all[m]! += admissions[m]!;
  return all;
}

function pooledExposure(kinds: readonly StratumSnapshot[]) {
  const width = Math.max(0, ...kinds.map(({ risk }) => risk.length));
  const [risk, exits] = [new Float64Array(width), new Float64Array(width)];
  for (const kind of kinds) {
    for (let age = 0; age < kind.risk.length; age++) {
      risk[age]! += kind.risk[age]!;
      exits[age]! += kind.exits[age] ?? 0;
    }
  }
  return { risk, exits };
}

function totalOf(blocks: DueExposure, of: 'risk' | 'exits'): Float64Array {
  return Float64Array.from({ length: relativeSlots }, (_, slot) =>
    blocks.reduce((all, block) => all + (block[of][slot] ?? 0), 0),
  );
}
