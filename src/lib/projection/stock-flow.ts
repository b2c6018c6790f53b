/**
 * The stock–flow projection: people in custody run off by their life table or their release date, every month's
 * admissions run off after them. Expected numbers only; `simulate.ts` adds chance.
 *
 * Population at the end of month h ahead:
 * N(h) = Σ stock(k) · S(k + h) / S(k) + Σ_{j ≤ h} A(j) · S(h − j), with S read at month ends (see life-table.ts).
 */
import { ages, changedStays, survivalAtAge, type LifeTable } from './life-table.ts';
import { expectedAt, type Level } from './level.ts';
import { dueSurvival, type DueHazard } from './due.ts';
import { admissionFactor, baseline, isBaseline, stayChange, type Scenario, type Share } from './scenario.ts';

export interface Stratum {
  label: string;
  mix: readonly Share[];
  table: LifeTable;
  /** People in custody without a release date that can be used, by age in months (see life-table.ts). */
  undated: ArrayLike<number>;
  /** Those with one, by age, and by months until it (see due.ts). */
  dated: ArrayLike<number>;
  due: ArrayLike<number>;
  /** Which flow its admissions are part of, and the part. */
  flow: number;
  share: number;
}

/** People who came back, by months since their release, for each person released that month. */
export interface Returns {
  /** Chance of coming back in the j-th month after release, at j. */
  perRelease: ArrayLike<number>;
  /** Releases of the past months, the last one first. */
  past: ArrayLike<number>;
  /** Returns a month that no release of the history explains. */
  others: number;
  /** The flows that are returns, with their part of them. */
  flows: readonly { flow: number; share: number }[];
}

export interface StockFlow {
  population: number;
  strata: readonly Stratum[];
  /** Admissions by type. */
  flows: readonly Level[];
  hazard: DueHazard | null;
  /**
   * Stays of people without a release date where others have one: sentences for life and open-ended ones stay far
   * longer than the rest. Null where the strata's own tables hold for them.
   */
  withoutDate: LifeTable | null;
  returns: Returns | null;
  /** Arrivals already designated for the first months ahead, where a list is given. */
  designated: readonly number[];
}

/** Months after admission in which a release date is still being worked out: to have none says nothing yet. */
const monthsUntilDate = 3;

export interface Projected {
  /** Index h = 0 … months: people at the end of month h ahead; h = 0 is today. */
  population: Float64Array;
  /** The same people by stratum. */
  strata: Float64Array[];
  /** Of those in custody today, still there. */
  stock: Float64Array;
  admissions: Float64Array;
  exits: Float64Array;
  /** People admitted in month j and still there at the end of month h, at j × (months + 1) + h. */
  arrived: Float64Array;
}

/**
 * Projects `months` ahead. A scenario holds from its start; stays change for people admitted from then on, and, when it
 * is retroactive, for everybody in custody then: nobody comes back, and whose time is over leaves at once.
 * @param hazard release-date hazards to use instead of the model's own (one of the resampled ones)
 */
export function projectStockFlow(
  model: StockFlow,
  months: number,
  scenario: Scenario = baseline,
  hazard: DueHazard | null = model.hazard,
): Projected {
  const size = months + 1;
  const changed = changedTables(model.strata, scenario);
  const result: Projected = {
    population: new Float64Array(size),
    strata: stockByStratum(model, months, scenario, hazard, changed).map((stock) => stock.slice()),
    stock: new Float64Array(size),
    admissions: new Float64Array(size),
    exits: new Float64Array(size),
    arrived: new Float64Array(size * size),
  };
  for (const own of result.strata) for (let h = 0; h < size; h++) result.stock[h]! += own[h]!;
  result.population[0] = result.stock[0] ?? 0;
  const factors = model.strata.map(
    ({ mix }) => [admissionFactor(baseline, mix), admissionFactor(scenario, mix)] as const,
  );
  for (let j = 1; j <= months; j++) {
    const flows = flowsAt(model, j, result.exits);
    model.strata.forEach((stratum, g) => {
      const factor = factors[g]?.[j >= scenario.start ? 1 : 0] ?? 1;
      const admitted = (flows[stratum.flow] ?? 0) * stratum.share * factor;
      if (admitted === 0) return;
      result.admissions[j]! += admitted;
      const left = cohortLeft(j, months, stratum.table, changed[g] ?? stratum.table, scenario);
      const [all, own] = [result.arrived, result.strata[g]!];
      for (let age = 0, at = j * size + j; age <= months - j; age++, at++) {
        const here = admitted * left[age]!;
        all[at]! += here;
        own[j + age]! += here;
      }
    });
    let arrived = 0;
    for (let i = 1; i <= j; i++) arrived += result.arrived[i * size + j]!;
    result.population[j] = result.stock[j]! + arrived;
    result.exits[j] = result.population[j - 1]! + result.admissions[j]! - result.population[j]!;
  }
  return result;
}

/** People of today still there at the end of each month, h = 0 … months: the stock of a projection alone. */
export function stockAhead(model: StockFlow, months: number, scenario: Scenario, hazard: DueHazard): Float64Array {
  const stock = new Float64Array(months + 1);
  for (const own of stockByStratum(model, months, scenario, hazard, changedTables(model.strata, scenario)))
    for (let h = 0; h <= months; h++) stock[h]! += own[h]!;
  return stock;
}

/** The stock of each stratum where no scenario touches it, which most do not: by model, hazard and months. */
const untouched = new WeakMap<StockFlow, Map<DueHazard | null, Float64Array[]>>();

/** Today's people of each stratum still there at the end of each month. Not to be changed. */
function stockByStratum(
  model: StockFlow,
  months: number,
  scenario: Scenario,
  hazard: DueHazard | null,
  changed: readonly LifeTable[],
): readonly Float64Array[] {
  const kept = untouched.get(model) ?? new Map<DueHazard | null, Float64Array[]>();
  const known = scenario.retroactive ? undefined : kept.get(hazard);
  if (known && (known[0]?.length ?? months + 1) === months + 1) return known;
  const strata = model.strata.map(() => new Float64Array(months + 1));
  addStock(model, months, scenario, hazard, changed, strata);
  if (!scenario.retroactive) untouched.set(model, kept.set(hazard, strata));
  return strata;
}

function changedTables(strata: readonly Stratum[], scenario: Scenario): LifeTable[] {
  if (isBaseline(scenario)) return strata.map(({ table }) => table);
  return strata.map(({ table, mix }) => changedStays(table, stayChange(scenario, mix)));
}

/** Expected admissions of every flow in month j ahead. */
function flowsAt({ flows, returns, designated }: StockFlow, j: number, exits: ArrayLike<number>): number[] {
  const expected = flows.map((flow) => expectedAt(flow, j));
  if (returns) {
    let back = returns.others;
    for (let since = 1; since < returns.perRelease.length; since++) {
      const released = j - since >= 1 ? exits[j - since]! : (returns.past[since - j] ?? 0);
      back += (returns.perRelease[since] ?? 0) * released;
    }
    for (const { flow, share } of returns.flows) expected[flow] = Math.max(0, back) * share;
  }
  const listed = designated[j - 1];
  const total = expected.reduce((sum, value) => sum + value, 0);
  // A list of designations is never complete: it can only raise what is expected.
  return listed === undefined || listed <= total || total === 0
    ? expected
    : expected.map((value) => (value * listed) / total);
}

/** Share of the people admitted in month j who are still there so many months later, up to the last month. */
function cohortLeft(
  j: number,
  months: number,
  table: LifeTable,
  changed: LifeTable,
  { start, retroactive }: Scenario,
): Float64Array {
  if (j >= start) return changed.survival;
  if (!retroactive || changed === table) return table.survival;
  const left = table.survival.slice(0, months + 1 - j);
  const atStart = survivalAtAge(table, start - 1 - j);
  for (let age = start - j; age < left.length; age++) left[age] = Math.min(atStart, changed.survival[age]!);
  return left;
}

/** Adds who of today's people is still there at every month end, by stratum. */
function addStock(
  model: StockFlow,
  months: number,
  scenario: Scenario,
  hazard: DueHazard | null,
  changed: readonly LifeTable[],
  strata: readonly Float64Array[],
): void {
  const dated = hazard ? dueSurvival(hazard, months) : null;
  model.strata.forEach((stratum, g) => {
    const to = changed[g] ?? stratum.table;
    const stock = strata[g]!;
    const touched = scenario.retroactive && to !== stratum.table;
    const reached = touched ? scenario.start : months + 1;
    if (dated && model.withoutDate) {
      const change = stayChange(scenario, stratum.mix);
      const early = Array.from(stratum.undated).slice(0, monthsUntilDate);
      const settled = Array.from(stratum.undated, (people, age) => (age < monthsUntilDate ? 0 : people));
      runOff(early, stratum.table, to, reached, months, stock);
      runOff(
        settled,
        model.withoutDate,
        touched ? changedStays(model.withoutDate, change) : model.withoutDate,
        reached,
        months,
        stock,
      );
    } else runOff(stratum.undated, stratum.table, to, reached, months, stock);
    if (!dated) {
      runOff(stratum.dated, stratum.table, to, reached, months, stock);
      return;
    }
    const own = new Float64Array(months + 1);
    for (let slot = 0; slot < stratum.due.length; slot++) {
      const people = stratum.due[slot]!;
      if (people === 0) continue;
      for (let h = 0; h <= months; h++) own[h]! += people * dated[slot * (months + 1) + h]!;
    }
    if (touched) {
      // Dates are moved as much as the life table says stays of these lengths are.
      const [plain, moved] = [new Float64Array(months + 1), new Float64Array(months + 1)];
      runOff(stratum.dated, stratum.table, stratum.table, months + 1, months, plain);
      runOff(stratum.dated, stratum.table, to, reached, months, moved);
      for (let h = 0; h <= months; h++) if (plain[h]! > 0) own[h]! *= moved[h]! / plain[h]!;
      for (let h = 1; h <= months; h++) own[h] = Math.min(own[h]!, own[h - 1]!);
    }
    for (let h = 0; h <= months; h++) stock[h]! += own[h]!;
  });
}

function runOff(
  people: ArrayLike<number>,
  from: LifeTable,
  to: LifeTable,
  start: number,
  months: number,
  stock: Float64Array,
): void {
  for (let age = 0; age < people.length; age++) {
    const here = people[age]!;
    if (here === 0) continue;
    const alive = from.survival[Math.min(age, ages - 1)]!;
    if (alive <= 0) {
      // Longer there than anybody known to have left: the tail, as of those who left last.
      for (let h = 0; h <= months; h++) stock[h]! += here * (1 - from.tail) ** h;
      continue;
    }
    const scale = here / alive;
    const end = Math.min(start - 1, months);
    let left = alive;
    for (let h = 0; h <= end; h++) stock[h]! += scale * (left = survivalAtAge(from, age + h));
    for (let h = Math.max(0, end + 1); h <= months; h++)
      stock[h]! += scale * Math.min(left, survivalAtAge(to, age + h));
  }
}
