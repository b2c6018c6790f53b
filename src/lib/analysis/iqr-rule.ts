/**
 * A rule in common use, here only to be compared with on the methods page: a unit is flagged when its rate lies more
 * than one interquartile range of all units' rates below the pooled rate. It takes no account of how many were due, so
 * small units are flagged by chance, and some are flagged however equal all are.
 */
import { quantile } from 'd3-array';

export interface RuleUnit {
  readonly unit: string;
  /** Counts; units with nothing due have no rate and are left out. */
  readonly due: number;
  readonly onTime: number;
}

export interface RuleResult {
  /** onTime / due of all together; null when nothing was due. */
  readonly pooled: number | null;
  /** Third quartile of the units' rates less the first. */
  readonly range: number | null;
  /** Names of the flagged, in the order given. */
  readonly flagged: readonly string[];
}

/** The interquartile range of `values`, quartiles of type 7 (Hyndman & Fan 1996; R's default); null when there are none. R: IQR. */
export function interquartileRange(values: readonly number[]): number | null {
  const [lower, upper] = [quantile(values, 0.25), quantile(values, 0.75)];
  return lower === undefined || upper === undefined ? null : upper - lower;
}

/** Applies the rule. Throws a RangeError unless 0 ≤ onTime ≤ due for every unit. */
export function iqrRule(units: readonly RuleUnit[]): RuleResult {
  const broken = units.find(({ due, onTime }) => !(onTime >= 0 && onTime <= due));
  if (broken) throw new RangeError(`not a part of a whole: ${broken.onTime} of ${broken.due}`);
  const some = units.filter(({ due }) => due > 0);
  const due = some.reduce((sum, unit) => sum + unit.due, 0);
  const range = interquartileRange(some.map((unit) => unit.onTime / unit.due));
  if (due === 0 || range === null) return { pooled: null, range: null, flagged: [] };
  const pooled = some.reduce((sum, unit) => sum + unit.onTime, 0) / due;
  return {
    pooled,
    range,
    flagged: some.filter((unit) => unit.onTime / unit.due < pooled - range).map(({ unit }) => unit),
  };
}
