/** Who changed: the last year of a trend against the year before, place by place, and which of it is more than chance. */
import { falseDiscoveryRates } from '../analysis/false-discovery.ts';
import { DISCOVERY_RATE } from '../analysis/funnel.ts';
import { chiSquareTail } from '../analysis/gamma.ts';
import { formatList } from '../format/list.ts';
import { formatNumber } from '../format/number.ts';
import { PERCENT_SIGN } from '../format/share.ts';
import { figureDifference, type FigureDifference } from '../measures/difference.ts';
import type { FigureSpec } from '../measures/figure.ts';
import type { Grain } from '../measures/grain.ts';
import { absent, madeOf, type FigureContext, type MeasureFigure } from '../measures/measure-figure.ts';
import type { SeriesPoint } from '../measures/series.ts';

/** Points of a year. */
const ofYear: Readonly<Record<Grain, number>> = { month: 12, quarter: 4, year: 1 };

/** The last year of a place against the year before. */
export interface TrendChange extends FigureDifference {
  readonly recent: MeasureFigure;
  readonly before: MeasureFigure;
  /** Two-sided probability of a change this large where nothing has changed; null where it has no interval. */
  readonly p: number | null;
}

/** A change with what all changes of the table say of it. */
export interface JudgedChange extends TrendChange {
  /** More than chance, with all places compared taken into account. */
  readonly changed: boolean;
}

/** What a place's change is worked out from. */
export interface ChangeInput {
  readonly points: readonly SeriesPoint[];
  readonly values: readonly (number | null)[];
  /** How many times as far as chance has it its points lie apart (`ProcessLimits.widening`); at least 1. */
  readonly widening: number;
}

const none = (text: string): TrendChange => ({
  recent: absent(text),
  before: absent(text),
  difference: null,
  lower: null,
  upper: null,
  text,
  p: null,
});

/**
 * The last twelve complete months (or four quarters, or the last fiscal year) against those before. Counts are added
 * up; what is no count is averaged and has no interval. At least half the points of each year must have a figure.
 */
export function changeOf(spec: FigureSpec, input: ChangeInput, grain: Grain, context: FigureContext): TrendChange {
  const whole = input.points.flatMap((point, at) =>
    point.partial ? [] : [{ figure: point.figure, value: input.values[at] ?? null }],
  );
  const size = ofYear[grain];
  const [before, recent] = [whole.slice(-2 * size, -size), whole.slice(-size)].map((points) =>
    yearOf(spec, points, size, context),
  );
  if (!before || !recent) return none('less than two years recorded');
  const { difference, lower, upper, text } = figureDifference(spec, recent, before);
  const p = chanceOf(spec, recent, before, input.widening);
  if (difference === null || lower === null || upper === null || input.widening === 1) {
    return { recent, before, difference, lower, upper, text, p };
  }
  const [down, up] = [difference - lower, upper - difference].map((reach) => reach * input.widening);
  return { recent, before, difference, lower: difference - down!, upper: difference + up!, text, p };
}

type Point = Pick<SeriesPoint, 'figure'> & { readonly value: number | null };

function yearOf(spec: FigureSpec, points: readonly Point[], size: number, context: FigureContext) {
  const counted = spec.kind === 'share' || spec.kind === 'rate';
  const known = points.filter(({ figure, value }) =>
    counted ? figure.n !== null && (figure.d ?? 0) > 0 : value !== null,
  );
  if (known.length < Math.max(1, size / 2)) return null;
  const sum = (of: (point: Point) => number | null) => known.reduce((total, point) => total + (of(point) ?? 0), 0);
  if (counted)
    return madeOf(spec, { n: sum(({ figure }) => figure.n), d: sum(({ figure }) => figure.d), value: null }, context);
  const average = sum(({ value }) => value) / known.length;
  // The year's average of the months' figures, not their sum: years with gaps compare with those without.
  return madeOf({ ...spec, kind: 'number' }, { n: null, d: null, value: average }, context);
}

/** The score test of two shares, or of two rates given their sum, the error as much wider as points lie apart. */
function chanceOf(spec: FigureSpec, recent: MeasureFigure, before: MeasureFigure, widening: number): number | null {
  if (recent.value === null || before.value === null) return null;
  const [x1, n1, x2, n2] = [recent.n ?? 0, recent.d ?? 0, before.n ?? 0, before.d ?? 0];
  if (spec.kind !== 'share' && spec.kind !== 'rate') return null;
  const pooled = (x1 + x2) / (n1 + n2);
  const spread = spec.kind === 'share' ? pooled * (1 - pooled) : pooled;
  const variance = spread * (1 / n1 + 1 / n2) * widening ** 2;
  return variance > 0 ? chiSquareTail((x1 / n1 - x2 / n2) ** 2 / variance, 1) : 1;
}

/** A change for a cell whose head names the interval: '−0.9 points (−3.2 to +1.5)'. */
export function shortChange({ text }: Pick<TrendChange, 'text'>): string {
  return text
    .replace(`95${PERCENT_SIGN} interval `, '')
    .replace(/, within usual variation/, '')
    .replace(/;.*$/, '');
}

/** All changes of a table, judged together. */
export function judgedChanges(changes: readonly TrendChange[]): JudgedChange[] {
  const known = changes.flatMap(({ p }, at) => (p === null ? [] : [{ at, p }]));
  const rates = falseDiscoveryRates(known.map(({ p }) => p));
  const found = new Map(known.map(({ at }, index) => [at, rates[index] ?? 1]));
  return changes.map((change, at) => ({ ...change, changed: (found.get(at) ?? 1) <= DISCOVERY_RATE }));
}

/** The table in one sentence: how many were compared, how many chance would give, and who changed. */
export function changeVerdict(
  places: readonly { readonly name: string; readonly change: JudgedChange }[],
  many: string,
  grain: Grain,
): string {
  const years = {
    month: 'the last 12 months against the 12 before',
    quarter: 'the last four quarters against the four before',
    year: 'the last fiscal year against the one before',
  }[grain];
  const judged = places.filter(({ change }) => change.p !== null);
  if (judged.length === 0) {
    const shown = places.filter(({ change }) => change.difference !== null).length;
    return shown === 0
      ? `No ${many} with two years recorded: nothing to compare.`
      : `${capital(years)}: an amount or average has no interval of chance, so no change is called one; the limits of usual variation say what stands out.`;
  }
  const changed = judged.filter(({ change }) => change.changed);
  const chance = judged.length * 0.05;
  const by = chance < 0.5 ? 'fewer than one' : `about ${formatNumber(chance)}`;
  const compared = `${judged.length} ${many} compared, ${years}; ${by} would lie outside a 95\u202f% interval by chance alone`;
  if (changed.length === 0) return `${compared}. With all of them taken into account, none has changed.`;
  const names = (up: boolean) =>
    changed.filter(({ change }) => (change.difference ?? 0) > 0 === up).map(({ name }) => name);
  const said = [
    ...(names(true).length > 0 ? [`up: ${formatList(names(true))}`] : []),
    ...(names(false).length > 0 ? [`down: ${formatList(names(false))}`] : []),
  ];
  return `${compared}. With all of them taken into account, ${changed.length} ${changed.length === 1 ? 'has' : 'have'} changed (${said.join('; ')}).`;
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
