import { spreadLabels } from './labels.ts';
import { stepAreaPath, stepPath } from './path.ts';
import type { Readout } from './readout.ts';
import { axisDomain, linearScale } from './scale.ts';
import { textWidth, wrapText } from './text-width.ts';

/** The curve holds `y` from `x` until the next step. */
export interface Step {
  readonly x: number;
  readonly y: number;
  readonly lower?: number | null;
  readonly upper?: number | null;
}

export interface StepSeries {
  readonly id: string;
  readonly label: string;
  /** By x, the first at the start of the clock. */
  readonly steps: readonly Step[];
  /** People still under observation just before x; shown at the ticks of the axis. An empty list: those of another series. */
  readonly atRisk?: readonly { readonly x: number; readonly n: number }[];
}

export interface StepChartOptions {
  readonly width: number;
  readonly height: number;
  /** Values on the x axis, in the unit of the steps. */
  readonly ticks: readonly number[];
  readonly tickText: (x: number) => string;
  readonly format: (y: number) => string;
  readonly count: (n: number) => string;
  /** Whether a title stands under the axis. */
  readonly titled?: boolean;
}

const NARROW = 520;
const LABEL_SIZE = 13;
/** A named row of numbers at risk takes two lines and some air. */
const RISK_ROW = 40;

export function layoutStepChart(given: readonly StepSeries[], options: StepChartOptions) {
  const series = given.map(heldToEnd);
  const { width, height, ticks } = options;
  const end = Math.max(ticks.at(-1) ?? 1, ...series.flatMap((item) => item.steps.map((step) => step.x)));
  const values = series.flatMap((item) => item.steps.flatMap((step) => [step.y, step.upper ?? null]));
  const yAxis = axisDomain(values, { zero: true, bounds: [0, 1] });
  const beside = series.length > 1 && width >= NARROW;
  const withRisk = series.some((item) => item.atRisk && item.atRisk.length > 0);

  const texts = series.map((item) => wrapText(item.label, width * 0.22, LABEL_SIZE));
  const left = Math.ceil(Math.max(...yAxis.ticks.map((tick) => textWidth(options.format(tick))))) + 10;
  const right = beside ? Math.ceil(Math.max(...texts.flat().map((text) => textWidth(text, LABEL_SIZE)))) + 14 : 14;
  const bottom = options.titled ? 44 : 28;
  // The table of numbers at risk hangs under the drawing, one pair of lines per group.
  const riskTop = height + 2;
  const counted = series.filter(hasRiskRow);
  const full = height + (withRisk ? 22 + (counted.length > 1 ? counted.length * RISK_ROW : 18) : 0);
  const plot = { left, right: width - right, top: 10, bottom: height - bottom };

  const x = linearScale([0, end], [plot.left, plot.right]);
  const y = linearScale(yAxis.domain, [plot.bottom, plot.top]);
  const stops = [...new Set(ticks)].filter((tick) => tick <= end).sort((a, b) => a - b);

  const drawn = series.map((item, index) => {
    const last = item.steps.at(-1);
    return {
      label: item.label,
      tone: `s${Math.min(4, index + 1)}`,
      shape: index,
      path: curve(item.steps, x, y),
      band: bandOf(item.steps, x, y),
      end: last ? { x: x(last.x), y: y(last.y) } : null,
    };
  });
  const wishes = drawn.map((item, index) => ({
    y: item.end?.y ?? plot.bottom,
    height: (texts[index]?.length ?? 1) * 16,
  }));

  return {
    plot,
    y,
    yTicks: yAxis.ticks,
    height: full,
    xTicks: fittingTicks(stops, x, options.tickText),
    series: drawn,
    labels: beside
      ? spreadLabels(wishes, plot.top - 6, plot.bottom + 6).map((middle, index) => ({
          lines: texts[index] ?? [],
          tone: drawn[index]?.tone ?? '',
          y: middle - (((texts[index]?.length ?? 1) - 1) * 16) / 2,
        }))
      : [],
    // Numbers at risk name the groups already.
    legend: series.length > 1 && !beside && (!withRisk || counted.length < series.length),
    risk: withRisk ? riskRows(series, fittingTicks(stops, x, options.tickText), options, riskTop) : null,
    stops,
    stopX: (index: number) => x(stops[index] ?? 0),
    readout: (index: number): Readout => readoutAt(series, stops[index] ?? 0, options),
    marks: (stop: number) =>
      series.flatMap((item, index) => {
        const step = stepAt(item.steps, stops[stop] ?? 0);
        return step ? [{ x: x(stops[stop] ?? 0), y: y(step.y), tone: `s${Math.min(4, index + 1)}`, shape: index }] : [];
      }),
  };
}

/** A series with an empty list shares the numbers at risk of another. */
function hasRiskRow({ atRisk }: StepSeries): boolean {
  return atRisk?.length !== 0;
}

/** People were still at risk after the last event: the curve goes on level as far as that is known. */
function heldToEnd(item: StepSeries): StepSeries {
  const last = item.steps.at(-1);
  const known = item.atRisk?.findLast((entry) => entry.n > 0);
  if (!last || !known || known.x <= last.x) return item;
  return { ...item, steps: [...item.steps, { ...last, x: known.x }] };
}

/** The step in force at `x`; null after the end of a series, because nobody was observed there. */
export function stepAt(steps: readonly Step[], x: number): Step | null {
  const last = steps.at(-1);
  if (!last || x > last.x) return null;
  return steps.findLast((step) => step.x <= x) ?? null;
}

function curve(steps: readonly Step[], x: (v: number) => number, y: (v: number) => number): string {
  return stepPath(steps.map((step) => ({ x: x(step.x), y: y(step.y) })));
}

function bandOf(steps: readonly Step[], x: (v: number) => number, y: (v: number) => number): string {
  return stepAreaPath(
    steps.map(({ x: at, lower, upper }) =>
      lower == null || upper == null ? null : { x: x(at), lower: y(lower), upper: y(upper) },
    ),
  );
}

/** Drops every other tick until the words of the axis no longer touch. */
function fittingTicks(stops: readonly number[], x: (v: number) => number, text: (v: number) => string) {
  let every = 1;
  const widest = Math.max(0, ...stops.map((stop) => textWidth(text(stop))));
  const gap = stops.length > 1 ? Math.abs(x(stops[1] ?? 0) - x(stops[0] ?? 0)) : Infinity;
  while (gap * every < Math.max(widest, 40) + 8 && every < stops.length) every += 1;
  return stops
    .filter((_stop, index) => index % every === 0)
    .map((stop) => ({ x: x(stop), at: stop, label: text(stop) }));
}

function riskRows(
  series: readonly StepSeries[],
  ticks: readonly { x: number; at: number }[],
  options: StepChartOptions,
  top: number,
) {
  return {
    title: { y: top + 12 },
    rows: series
      .map((item, index) => ({ item, index }))
      .filter(({ item }) => hasRiskRow(item))
      .map(({ item, index }, row) => ({
        label: item.label,
        tone: `s${Math.min(4, index + 1)}`,
        shape: index,
        y: top + 32 + row * RISK_ROW,
        cells: ticks.map(({ x, at }) => {
          const known = item.atRisk?.find((entry) => entry.x === at);
          const text = known ? options.count(known.n) : '–';
          // The last one stands in full where the axis ends at the edge.
          return { x: Math.min(x, options.width - textWidth(text) / 2), text };
        }),
      })),
  };
}

function readoutAt(series: readonly StepSeries[], at: number, options: StepChartOptions): Readout {
  return {
    title: options.tickText(at),
    lines: series.map((item, index) => {
      const step = stepAt(item.steps, at);
      const known = item.atRisk?.find((entry) => entry.x === at);
      const range =
        step?.lower != null && step.upper != null
          ? ` (${options.format(step.lower)} to ${options.format(step.upper)})`
          : '';
      const value = step ? `${options.format(step.y)}${range}` : 'not observed this long';
      return {
        label: item.label,
        value: known ? `${value}, ${options.count(known.n)} at risk` : value,
        tone: `s${Math.min(4, index + 1)}`,
      };
    }),
  };
}
