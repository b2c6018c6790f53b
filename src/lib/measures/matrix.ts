import { formatNumber } from '../format/number.ts';
import { falseDiscoveryRates } from '../analysis/false-discovery.ts';
import { compareUnits, DISCOVERY_RATE, sameExpectation, type FunnelPosition } from '../analysis/funnel.ts';
import { compareRatesOf } from '../analysis/rate-funnel.ts';
import type { FigureSpec } from './figure.ts';
import {
  absent,
  madeOf,
  readFigure,
  type FigureContext,
  type FigureRow,
  type MeasureFigure,
} from './measure-figure.ts';

/** A measure of the matrix and the rows of its question by place. */
export interface MatrixMeasure {
  readonly id: string;
  readonly spec: FigureSpec;
  readonly rows: readonly FigureRow[];
  /** Why there are no rows to read, in a few words; null or left out where there are. */
  readonly unread?: string | null;
}

export interface MatrixCell {
  readonly figure: MeasureFigure;
  /** Against the limits round the rate of all places shown; null where there were too few, or nothing to compare. */
  readonly position: FunnelPosition | null;
  /** Beyond the limits, and still so with all comparisons of the matrix taken into account. */
  readonly signal: boolean;
}

export interface Matrix {
  /** By measure, then by place. */
  readonly cells: ReadonlyMap<string, ReadonlyMap<string, MatrixCell>>;
  /** All places together, of measures that add up; by measure. */
  readonly together: ReadonlyMap<string, MeasureFigure>;
  /** How many comparisons were made, and how many of those lie beyond their limits or are signals. */
  readonly comparisons: number;
  readonly beyond: number;
  readonly signals: number;
  /** Measures whose limits are widened as places differ by more than chance. */
  readonly widened: number;
}

interface Placed {
  measure: string;
  place: string;
  position: FunnelPosition;
  p: number;
}

/** The figures of several measures at several places, each measure compared across its places, all at once. */
export function matrixOf(
  measures: readonly MatrixMeasure[],
  places: readonly string[],
  context: FigureContext,
): Matrix {
  const figures = new Map(
    measures.map(({ id, spec, rows, unread = null }) => [
      id,
      new Map(
        places.map((place) => [place, unread === null ? readFigure(spec, rows, place, context) : absent(unread)]),
      ),
    ]),
  );
  let widened = 0;
  const placed = measures.flatMap(({ id, spec, rows }): Placed[] => {
    const { tau2, units } = compared(spec, rows, figures.get(id) ?? new Map(), places);
    if (tau2 > 0) widened += 1;
    return units.map(({ unit, position, p }) => ({ measure: id, place: unit, position, p }));
  });
  const rates = falseDiscoveryRates(placed.map(({ p }) => p));
  const known = new Map(
    placed.map((item, index) => [`${item.measure}\t${item.place}`, { ...item, q: rates[index] ?? 1 }]),
  );
  const cells = new Map(
    [...figures].map(([measure, ofPlaces]) => [
      measure,
      new Map(
        [...ofPlaces].map(([place, figure]): [string, MatrixCell] => {
          const at = known.get(`${measure}\t${place}`);
          const position = at?.position ?? null;
          const beyond = position !== null && position !== 'within';
          return [place, { figure, position, signal: beyond && (at?.q ?? 1) <= DISCOVERY_RATE }];
        }),
      ),
    ]),
  );
  const all = [...cells.values()].flatMap((ofPlaces) => [...ofPlaces.values()]);
  const together = new Map(
    measures.flatMap(({ id, spec }): [string, MeasureFigure][] => {
      const sum = summedUp([...(figures.get(id)?.values() ?? [])]);
      return sum && (spec.kind === 'share' || spec.kind === 'rate') ? [[id, madeOf(spec, sum, context)]] : [];
    }),
  );
  return {
    cells,
    together,
    comparisons: placed.length,
    beyond: placed.filter(({ position }) => position !== 'within').length,
    signals: all.filter(({ signal }) => signal).length,
    widened,
  };
}

/** Whether a place has any figure but noughts of nothing, which an institution closed years ago has too. */
export function hasFigure({ cells }: Pick<Matrix, 'cells'>, place: string): boolean {
  return [...cells.values()].some((ofPlaces) => {
    const figure = ofPlaces.get(place)?.figure;
    return figure !== undefined && !figure.missing && !(figure.n === 0 && (figure.d ?? 0) === 0);
  });
}

/** Counts of places added up; null where nothing is known of any. */
function summedUp(figures: readonly MeasureFigure[]): { n: number; d: number; value: null } | null {
  const known = figures.flatMap(({ n, d }) => (n === null || d === null ? [] : [{ n, d }]));
  if (known.length === 0) return null;
  const sum = (name: 'n' | 'd') => known.reduce((total, figure) => total + figure[name], 0);
  return { n: sum('n'), d: sum('d'), value: null };
}

interface Compared {
  tau2: number;
  units: readonly { unit: string; position: FunnelPosition; p: number }[];
}

const nothing: Compared = { tau2: 0, units: [] };

/** Where each place lies among the limits; amounts and averages have none. */
function compared(
  spec: FigureSpec,
  rows: readonly FigureRow[],
  figures: ReadonlyMap<string, MeasureFigure>,
  places: readonly string[],
): Compared {
  const counts = places.flatMap((unit) => {
    const { n = null, d = null } = figures.get(unit) ?? {};
    return n === null || d === null || d === 0 ? [] : [{ unit, onTime: n, due: d }];
  });
  // Compared with nothing but itself.
  if (counts.length < 2) return nothing;
  if (spec.kind === 'rate') {
    const { dispersion, units } = compareRatesOf(
      counts.map(({ unit, onTime, due }) => ({ unit, events: onTime, exposure: due })),
    );
    return { tau2: dispersion.tau2, units };
  }
  if (spec.kind === 'expected') return judgedBefore(rows, places);
  if (spec.kind !== 'share') return nothing;
  if (spec.adjusted) return adjusted(rows, places);
  const total = (name: 'due' | 'onTime') => counts.reduce((sum, count) => sum + count[name], 0);
  const rate = total('onTime') / total('due');
  // Where everybody did everything, or nobody anything, there is nothing to compare.
  if (rate === 0 || rate === 1) return nothing;
  const { dispersion, units } = compareUnits(
    counts.map((count) => sameExpectation(count, rate)),
    rate,
  );
  return { tau2: dispersion.tau2, units };
}

/** Outcomes against what is expected are judged in their question, among all places of the agency. */
function judgedBefore(rows: readonly FigureRow[], places: readonly string[]): Compared {
  const wanted = new Set<unknown>(places);
  const units = rows.flatMap(({ group, position, p }) =>
    wanted.has(group) && typeof p === 'number' && typeof position === 'string'
      ? [{ unit: String(group), position: position as FunnelPosition, p }]
      : [],
  );
  return { tau2: Number(rows.find(({ tau2 }) => typeof tau2 === 'number')?.['tau2'] ?? 0), units };
}

/** Work is compared with what would be on time if cases of the same kind were done as in the whole agency. */
function adjusted(rows: readonly FigureRow[], places: readonly string[]): Compared {
  const wanted = new Set<unknown>(places);
  const units = rows.flatMap((row) => {
    const { group, due, on_time: onTime, expected, variance, own_share: ownShare } = row;
    if (!wanted.has(group) || expected === null || expected === undefined || Number(expected) <= 0) return [];
    return [
      {
        unit: String(group),
        due: Number(due),
        onTime: Number(onTime),
        expected: Number(expected),
        variance: Number(variance),
        ownShare: Number(ownShare ?? 0),
      },
    ];
  });
  const rate = Number(rows.find(({ agency_rate }) => typeof agency_rate === 'number')?.['agency_rate'] ?? 0);
  if (units.length < 2 || rate === 0 || rate === 1) return nothing;
  const { dispersion, units: placed } = compareUnits(units, rate);
  return { tau2: dispersion.tau2, units: placed };
}

/** '84 comparisons made at once …': what goes under a matrix. */
export function matrixWords({ comparisons, beyond, signals, widened }: Matrix): string {
  if (comparisons === 0) return 'No comparison with limits: too few were due, or there is one place only.';
  const chance = comparisons * 0.05;
  const by = chance < 0.5 ? 'fewer than one' : `about ${formatNumber(chance)}`;
  const found =
    signals === 0
      ? 'none is far enough out to be called a signal: a mark says where to look, no more'
      : `${signals} ${signals === 1 ? 'is a signal (marked “signal”)' : 'are signals (marked “signal”)'}`;
  const wide = widened === 0 ? '' : ' Where places differ by more than chance explains, the limits are widened.';
  return `${comparisons} ${comparisons === 1 ? 'comparison' : 'comparisons'} made at once; ${by} would lie beyond the 95\u202f% limits by chance alone. ${beyond === 0 ? 'None does' : `${beyond} ${beyond === 1 ? 'does' : 'do'}`}, and with all of them taken into account (false discovery rate 5\u202f%) ${found}.${wide}`;
}
