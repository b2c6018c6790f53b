/**
 * Case-mix adjustment by indirect standardisation: what would be on time if every unit's work were done as everybody's
 * is, kind of work by kind of work, and how the unit's own count compares with that.
 *
 * Source: Breslow & Day (1987), Statistical Methods in Cancer Research, vol. II, 2.3; Spiegelhalter (2005), Statistics
 * in Medicine 24, 1185–1202, A.1.
 */
import { mergeStrata, type StrataOptions, type Stratum } from './strata.ts';

export interface StratumCount {
  readonly unit: string;
  /** The kind of work, coarsest key first: task type, custody level, months to release. */
  readonly stratum: readonly string[];
  /** Whole counts. Several rows of the same unit and stratum are added up. */
  readonly due: number;
  readonly onTime: number;
}

export interface StandardisationOptions extends StrataOptions {
  /**
   * Whose work the expectation is taken from, when that is more than the units compared: all of an agency, say. It
   * includes the rows themselves.
   */
  readonly reference?: readonly Omit<StratumCount, 'unit'>[];
}

export interface StandardisedUnit {
  readonly unit: string;
  readonly due: number;
  readonly onTime: number;
  /** Σ p̂ over what was due. */
  readonly expected: number;
  /** Σ p̂ (1 − p̂) over what was due. */
  readonly variance: number;
  /**
   * Share of the variance of onTime − expected, 0 to 1, that is missing because the unit is part of what it is compared
   * with: Σ n p̂ (1 − p̂) n/N over strata, n of the N due the unit's own, ÷ variance. With few units it is large, and
   * limits that took no account of it would be passed too seldom.
   */
  readonly ownShare: number;
  /** onTime / due; null when nothing was due. */
  readonly raw: number | null;
  /** (onTime / expected) · p̄, never above 1; null when nothing was expected. Its limits are the funnel’s. */
  readonly adjusted: number | null;
}

export interface Standardisation {
  /** p̄, on time of due in all of the reference; null when nothing was due. */
  readonly rate: number | null;
  /** In the order in which they first appear in the rows. */
  readonly units: readonly StandardisedUnit[];
  /** The kinds of work after merging, with the rate of each. */
  readonly strata: readonly Stratum[];
}

function check({ stratum, due, onTime }: Omit<StratumCount, 'unit'>, keys: number): void {
  if (stratum.length !== keys) throw new RangeError(`strata of ${keys} and of ${stratum.length} keys`);
  if (!Number.isInteger(due) || !Number.isInteger(onTime) || !(onTime >= 0 && onTime <= due)) {
    throw new RangeError(`not a part of a whole: ${onTime} of ${due}`);
  }
}

/**
 * Expected counts and adjusted rates of the units in `rows`. Strata with fewer than 30 due are merged first
 * (see `mergeStrata`, whose options these also are). Without a `reference`, the units together are compared with
 * themselves: expected adds up to on time, and units of the same mix keep their raw rates.
 * Throws a RangeError for counts that cannot be, and for strata of different depth.
 */
export function expectedCounts(rows: readonly StratumCount[], options: StandardisationOptions = {}): Standardisation {
  const { reference = rows } = options;
  const keys = (rows[0] ?? reference[0])?.stratum.length ?? 0;
  for (const row of rows) check(row, keys);
  if (reference !== rows) for (const row of reference) check(row, keys);
  const due = reference.reduce((sum, row) => sum + row.due, 0);
  const rate = due === 0 ? null : reference.reduce((sum, row) => sum + row.onTime, 0) / due;

  // A kind of work that only the units have still needs a place to go.
  const alone = reference === rows ? [] : rows.map(({ stratum }) => ({ stratum, due: 0, onTime: 0 }));
  const { strata, find } = mergeStrata([...reference, ...alone], options);
  const units = new Map<string, Map<Stratum, { due: number; onTime: number }>>();
  for (const row of rows) {
    const work = units.get(row.unit) ?? new Map<Stratum, { due: number; onTime: number }>();
    const stratum = find(row.stratum);
    const sum = work.get(stratum) ?? { due: 0, onTime: 0 };
    work.set(stratum, { due: sum.due + row.due, onTime: sum.onTime + row.onTime });
    units.set(row.unit, work);
  }
  return {
    rate,
    units: [...units].map(([unit, work]) => {
      const sum = expectation(work);
      const { due, onTime, expected } = sum;
      return {
        unit,
        ...sum,
        raw: due === 0 ? null : onTime / due,
        adjusted: rate === null || expected === 0 ? null : Math.min(1, (onTime / expected) * rate),
      };
    }),
    strata,
  };
}

function expectation(work: ReadonlyMap<Stratum, { readonly due: number; readonly onTime: number }>) {
  const sum = { due: 0, onTime: 0, expected: 0, variance: 0 };
  let own = 0;
  for (const [stratum, { due, onTime }] of work) {
    const share = stratum.rate ?? 0;
    const variance = due * share * (1 - share);
    sum.due += due;
    sum.onTime += onTime;
    sum.expected += due * share;
    sum.variance += variance;
    if (due > 0) own += variance * Math.min(1, due / stratum.due);
  }
  return { ...sum, ownShare: sum.variance > 0 ? own / sum.variance : 0 };
}
