import { scaleWords } from '$lib/summaries/axis-words.ts';
import { formatNumber } from '$lib/format/number.ts';
import { periodLabel } from '$lib/calendar/period.ts';
import { axisDomain } from '$lib/ui/charts/scale.ts';
import { calendarOf, coveredDays } from '$lib/export/calendar.ts';
import type { Manifest } from '$lib/export/manifest.ts';
import { figureDifference, type FigureDifference } from '$lib/measures/difference.ts';
import { absent, readFigure, type FigureRow, type MeasureFigure } from '$lib/measures/measure-figure.ts';
import { canSpeakOf } from '$lib/measures/request.ts';
import type { FigureSpec } from '$lib/measures/figure.ts';
import { figureOf, ownDays } from '$lib/measures/figures.ts';
import { comparedMeasures, isOneFigure, type ComparedMeasure, type Side } from '$lib/pages/compare.ts';
import { formatScope, scopeName, scopePath, type Scope } from '$lib/questions/scope.ts';
import { unreadFigure } from '$lib/summaries/unread.ts';

export interface ComparedRow extends ComparedMeasure {
  readonly spec: FigureSpec;
  readonly first: MeasureFigure;
  readonly second: MeasureFigure;
  readonly difference: FigureDifference;
  /** The scale both are drawn on. */
  readonly domain: readonly [number, number];
  /** The ends of that scale, in words. */
  readonly scale: string;
}

/** What the page reads its rows from. */
export interface CompareRows {
  figureRows(key: string): readonly FigureRow[];
  state(key: string): { status: string; message: string | null };
}

const untold = (kind: Scope['kind']): MeasureFigure =>
  absent(kind === 'unit' ? 'not told apart by unit' : 'not told apart here');

/**
 * Every measure of the two sides; those whose tables the agency has not supplied, and those of other days than either
 * period, are left to `missingWords`. Of two places such a figure is shown with its days in its label.
 */
export function comparedRows(panels: CompareRows, first: Side, second: Side, dataset: Manifest): ComparedRow[] {
  const context = { minimum: dataset.settings.minimum_for_rate };
  return comparedMeasures.flatMap((item): ComparedRow[] => {
    const spec = figureOf(item.measure);
    if (!spec || panels.state(`a:${item.measure}`).status === 'missing') return [];
    if (isOneFigure(spec, first.scope, second.scope)) return [];
    const days = ownDays(spec, dataset);
    const read = (side: 'a' | 'b', { scope, period }: Side) => {
      if (!canSpeakOf(spec, scope)) return untold(scope.kind);
      const key = `${side}:${item.measure}`;
      const rows = panels.figureRows(key);
      const unread = unreadFigure(panels.state(key).status, spec, rows, { period, dataset });
      return unread === null ? readFigure(spec, rows, null, context) : absent(unread);
    };
    const [one, other] = [read('a', first), read('b', second)];
    return [
      {
        ...item,
        label: days === null ? item.label : `${item.label}, ${days}`,
        spec,
        first: one,
        second: other,
        difference: differenceOf(spec, [one, other], [first, second], dataset),
        ...drawnOn(spec, [one, other]),
      },
    ];
  });
}

/** Shorter by more than a month may be than another: a total of the one says nothing beside one of the other. */
const alikeInLength = 0.9;

function differenceOf(
  spec: FigureSpec,
  [one, other]: readonly [MeasureFigure, MeasureFigure],
  [first, second]: readonly [Side, Side],
  dataset: Manifest,
): FigureDifference {
  const none = (text: string): FigureDifference => ({ difference: null, lower: null, upper: null, text });
  const [here, there] = [coveredDays(first.period, dataset), coveredDays(second.period, dataset)];
  const isTotal = spec.kind === 'number' && spec.months?.into === 'sum';
  if (isTotal && !one.missing && !other.missing && Math.min(here, there) < alikeInLength * Math.max(here, there)) {
    return none(`no comparison: totals of ${here} and ${there} days`);
  }
  return figureDifference(spec, one, other);
}

/** The scale both figures are drawn on, and its ends in words. */
function drawnOn(spec: FigureSpec, figures: readonly MeasureFigure[]): Pick<ComparedRow, 'domain' | 'scale'> {
  const values = figures.flatMap(({ value, lower, upper }) => [value, lower, upper]);
  // Two amounts beside each other are judged by their length from nothing.
  const axis = axisDomain(values, spec.kind === 'share' ? { bounds: [0, 1] } : { zero: true });
  return { domain: axis.domain, scale: scaleWords(spec, axis) };
}

/** Sentences for measures that cannot be counted here, or not for two periods of one place. */
export function missingWords(panels: CompareRows, first: Side, second: Side, dataset: Manifest): string[] {
  return comparedMeasures.flatMap(({ measure, label }) => {
    const { status, message } = panels.state(`a:${measure}`);
    if (status === 'missing') return [`${label}: ${message ?? 'not supplied.'}`];
    const spec = figureOf(measure);
    const days = spec && isOneFigure(spec, first.scope, second.scope) ? ownDays(spec, dataset) : null;
    return days === null ? [] : [`${label}: known ${days} only, so that two periods cannot be set side by side.`];
  });
}

/** The name of a side: what differs between the two, and the dates always. */
export function sideNames(first: Side, second: Side, dataset: Manifest): readonly [string, string] {
  const name = ({ scope, period }: Side) =>
    `${scopeName(scope, dataset)}, ${periodLabel(period, calendarOf(dataset)).full}`;
  return [name(first), name(second)];
}

/** A side as the head of a column: dates stand below the rest, where there are any. */
export interface SideHead {
  head: string;
  dates: string | null;
}

/** The same for the heads of the table: what the two share is in the title. */
export function sideHeads(first: Side, second: Side, dataset: Manifest): readonly [SideHead, SideHead] {
  const sameScope = formatScope(first.scope) === formatScope(second.scope);
  const samePeriod = first.period.id === second.period.id;
  const head = ({ scope, period }: Side): SideHead => {
    const place = scopeName(scope, dataset);
    if (!sameScope && samePeriod) return { head: place, dates: null };
    const { short, dates, toDate } = periodLabel(period, calendarOf(dataset));
    const name = toDate ? `${short} to date` : short;
    return { head: sameScope && !samePeriod ? name : `${place}, ${name}`, dates: short === dates ? null : dates };
  };
  return [head(first), head(second)];
}

/** What a reader must know of the differences before reading them. */
export function comparisonWords(rows: readonly ComparedRow[], first: Side, second: Side, dataset: Manifest): string[] {
  const judged = rows.filter(({ difference: { lower } }) => lower !== null);
  const beyond = judged.filter(({ difference: { lower, upper } }) => (lower ?? 0) > 0 || (upper ?? 0) < 0).length;
  const chance = judged.length * 0.05;
  const words =
    judged.length === 0
      ? 'No difference has an interval here.'
      : `${judged.length} ${judged.length === 1 ? 'difference has' : 'differences have'} a 95\u202f% interval; ${chance < 0.5 ? 'fewer than one' : `about ${formatNumber(chance)}`} would lie outside usual variation by chance alone, ${beyond === 0 ? 'none' : beyond} ${beyond < 2 ? 'does' : 'do'}.`;
  return [words, ...nested(first, second, dataset)];
}

/** One place inside the other, in days they share: the interval takes them for independent, and they are not. */
function nested(first: Side, second: Side, dataset: Manifest): string[] {
  if (first.period.from >= second.period.to || second.period.from >= first.period.to) return [];
  const [one, other] = [formatScope(first.scope), formatScope(second.scope)];
  if (one === other) {
    return first.period.id === second.period.id
      ? ['Both sides are the same place and period.']
      : ['The two periods share days: the intervals take them for independent, so they are too wide.'];
  }
  const inside = (scope: Scope, whole: string) => scopePath(scope, dataset).some((step) => formatScope(step) === whole);
  const name = ({ scope }: Side) => scopeName(scope, dataset);
  if (inside(first.scope, other)) return [partWords(name(first), name(second))];
  return inside(second.scope, one) ? [partWords(name(second), name(first))] : [];
}

function partWords(part: string, whole: string): string {
  return `${part} is part of ${whole}: its difference from the others is larger than the one shown, and the intervals take the two for independent.`;
}
