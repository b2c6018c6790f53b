import { formatDate, formatMonth, fromDayNumber, toDayNumber } from '../../calendar/date.ts';
import type { IsoDate } from '../../calendar/date.ts';
import { spreadLabels } from './labels.ts';
import { areaPath, linePath, stepPath, type Corner } from './path.ts';
import type { Readout, ReadoutLine } from './readout.ts';
import { axisDomain, linearScale } from './scale.ts';
import type { Scale } from './scale.ts';
import { textWidth, wrapText } from './text-width.ts';
import { thinned } from './thin.ts';
import { timeTicks } from './time-ticks.ts';

export interface LinePoint {
  readonly date: IsoDate;
  /** Null is a gap in the line. */
  readonly value: number | null;
  /** The period is not over, or the value is projected: drawn dashed, and said. */
  readonly partial?: boolean | 'projected';
}

export interface LineSeries {
  readonly id: string;
  readonly label: string;
  readonly points: readonly LinePoint[];
  /** Context rather than subject, such as the regional median: grey. */
  readonly muted?: boolean;
}

/** A dashed line to compare with: one value, or a value that changes on the dates given. */
export interface ReferenceLine {
  readonly label: string;
  readonly value?: number;
  readonly points?: readonly { readonly date: IsoDate; readonly value: number | null }[];
}

/** A shaded range, such as limits or the uncertainty of a projection; later bands lie on top. */
export interface Band {
  readonly label: string;
  readonly points: readonly { readonly date: IsoDate; readonly lower: number; readonly upper: number }[];
}

export interface LineChartData {
  readonly series: readonly LineSeries[];
  readonly references: readonly ReferenceLine[];
  readonly bands: readonly Band[];
}

export interface LineChartOptions {
  readonly width: number;
  readonly height: number;
  readonly format: (value: number) => string;
  readonly axisFormat: (value: number) => string;
  readonly dateFormat?: (date: IsoDate) => string;
  readonly zero: boolean;
  readonly bounds?: readonly [number, number];
}

export interface PlacedLabel {
  readonly lines: readonly string[];
  readonly y: number;
  readonly tone: string;
}

const LABEL_SIZE = 13;
const LABEL_LINE = 16;
/** Below this width labels go under the chart. */
const NARROW = 520;
/** Room between markers of a series that has to be told from another without colour. */
const MARK_EVERY = 70;

/** Where everything goes. Pure, so that the prerendered page and the browser draw the same picture. */
export function layoutLineChart(data: LineChartData, options: LineChartOptions) {
  const { width, height } = options;
  const dates = allDates(data);
  const first = dates[0] ?? '2000-01-01';
  const last = dates.at(-1) ?? '2000-12-31';
  const yAxis = axisDomain(allValues(data), {
    zero: options.zero,
    bounds: options.bounds,
    count: height < 200 ? 3 : 5,
  });
  const named = data.series.length + data.references.length > 1;
  // A fan is told by its edges; a single band by the words under the chart.
  const fan = data.bands.length > 1 ? data.bands : [];
  const beside = named && width >= NARROW;

  const left = Math.ceil(Math.max(...yAxis.ticks.map((tick) => textWidth(options.axisFormat(tick))))) + 10;
  const texts = [...data.series, ...data.references, ...fan].map((item) =>
    wrapText(item.label, width * 0.22, LABEL_SIZE),
  );
  const widest = Math.max(0, ...texts.flat().map((text) => textWidth(text, LABEL_SIZE)));
  const right = beside ? Math.ceil(widest) + 14 : 8;
  const top = 12;

  const most = Math.max(2, Math.floor((width - right - left) / 62));
  const xTicks = timeTicks(first, last, most);
  const bottom = xTicks.some((tick) => tick.sub) ? 40 : 26;
  const plot = { left, right: width - right, top, bottom: height - bottom };
  const span = [toDayNumber(first), toDayNumber(last)] as const;
  const x = linearScale(span, [plot.left, plot.right]);
  const y = linearScale(yAxis.domain, [plot.bottom, plot.top]);
  const tones = seriesTones(data.series);
  const dateText = options.dateFormat ?? (dates.every((date) => date.endsWith('-01')) ? formatMonth : formatDate);

  const several = data.series.filter((item) => !item.muted).length > 1;
  const series = data.series.map((item, index) => ({
    ...drawSeries(item, x, y, several && !item.muted),
    tone: tones[index] ?? 's-ink',
    shape: index,
    label: item.label,
  }));
  const referenceTone = several ? 's-ink' : 's-contrast';
  const references = data.references.map((item, index) => ({
    ...drawReference(item, x, y, plot),
    label: item.label,
    tone: referenceTone,
    dash: index === 0 ? '6 4' : '2 3',
  }));

  return {
    plot,
    y,
    yTicks: yAxis.ticks,
    cut: yAxis.cut,
    start: yAxis.domain[0],
    xTicks: xTicks.map(({ date, ...tick }) => ({ ...tick, x: x(toDayNumber(date)) })),
    series,
    references,
    bands: data.bands.map((band) => ({ label: band.label, path: drawBand(band, x, y) })),
    labels: beside
      ? placeLabels([...series, ...references, ...fan.map((band) => upperEdge(band, y))], texts, plot)
      : [],
    legend: named && !beside,
    dates,
    stopX: (index: number) => x(toDayNumber(dates[index] ?? first)),
    readout: (index: number) => readoutAt(data, dates[index] ?? first, dateText, options.format, tones, referenceTone),
    valueY: (seriesIndex: number, stop: number) => {
      const point = data.series[seriesIndex]?.points.find((candidate) => candidate.date === dates[stop]);
      return point?.value == null ? null : y(point.value);
    },
  };
}

/** Colour class of each series: muted ones are grey and take no colour from the others. */
function seriesTones(series: readonly LineSeries[]): string[] {
  let colours = 0;
  return series.map((item) => (item.muted ? 's-muted' : `s${Math.min(5, (colours += 1))}`));
}

function drawSeries(item: LineSeries, x: Scale, y: Scale, marked: boolean) {
  const points = thinned(item.points, Math.max(200, Math.round(x.range[1] - x.range[0])));
  const unfinished = points.findIndex((point) => point.partial);
  const whole = unfinished < 0 ? points : points.slice(0, unfinished);
  const rest = unfinished < 0 ? [] : points.slice(Math.max(0, unfinished - 1));
  // A value between two gaps has no line to be part of.
  const lone = points.filter(
    (point, index) => point.value !== null && points[index - 1]?.value == null && points[index + 1]?.value == null,
  );
  const end = points.findLast((point) => point.value !== null);
  const place = (point: LinePoint) => ({ x: x(toDayNumber(point.date)), y: y(point.value ?? 0) });
  const path = (run: readonly LinePoint[]) =>
    linePath(run.map((point) => (point.value === null ? null : place(point))));
  return {
    path: path(whole),
    partialPath: path(rest),
    marks: [...lone.map(place), ...(marked ? spacedMarks(points, place) : [])],
    end: end ? { ...place(end), hollow: end.partial === true } : null,
  };
}

function spacedMarks(points: readonly LinePoint[], place: (point: LinePoint) => { x: number; y: number }) {
  const marks: { x: number; y: number }[] = [];
  for (const point of points) {
    if (point.value === null) continue;
    const mark = place(point);
    if (marks.length === 0 || mark.x - (marks.at(-1)?.x ?? 0) >= MARK_EVERY) marks.push(mark);
  }
  return marks;
}

function drawReference(item: ReferenceLine, x: Scale, y: Scale, plot: { left: number; right: number }) {
  if (item.points) {
    // In force until the next value: steps, and the last one runs to the edge.
    const corners: (Corner | null)[] = [];
    let level: number | null = null;
    for (const point of item.points) {
      const at = Math.max(plot.left, x(toDayNumber(point.date)));
      if (point.value !== null) corners.push({ x: at, y: y(point.value) });
      else if (level !== null) corners.push({ x: at, y: y(level) }, null);
      level = point.value;
    }
    const end = item.points.findLast((point) => point.value !== null);
    if (level !== null) corners.push({ x: plot.right, y: y(level) });
    return { path: stepPath(corners), end: end ? { y: y(end.value ?? 0) } : null };
  }
  const at = y(item.value ?? 0);
  const path = linePath([plot.left, plot.right].map((side) => ({ x: side, y: at })));
  return { path, end: { y: at } };
}

/** Where a band ends above: its name stands there. */
function upperEdge({ points }: Band, y: Scale) {
  const last = points.at(-1);
  return { tone: 's-muted', end: last && last.lower < last.upper ? { y: y(last.upper) } : null };
}

function drawBand(band: Band, x: Scale, y: Scale): string {
  return areaPath(
    band.points.map(({ date, lower, upper }) => ({ x: x(toDayNumber(date)), lower: y(lower), upper: y(upper) })),
  );
}

function placeLabels(
  items: readonly { tone: string; end: { y: number } | null }[],
  texts: readonly string[][],
  plot: { top: number; bottom: number },
): PlacedLabel[] {
  const drawn = items.flatMap(({ tone, end }, index) => (end ? [{ tone, y: end.y, lines: texts[index] ?? [] }] : []));
  const wishes = drawn.map(({ y, lines }) => ({ y, height: lines.length * LABEL_LINE }));
  return spreadLabels(wishes, plot.top - 8, plot.bottom + 8).map((y, index) => ({
    lines: drawn[index]?.lines ?? [],
    tone: drawn[index]?.tone ?? '',
    y: y - (((drawn[index]?.lines.length ?? 1) - 1) * LABEL_LINE) / 2,
  }));
}

function allDates(data: LineChartData): IsoDate[] {
  const days = new Set<number>();
  for (const item of [...data.series, ...data.bands])
    for (const point of item.points) days.add(toDayNumber(point.date));
  return [...days].sort((a, b) => a - b).map(fromDayNumber);
}

function allValues(data: LineChartData): (number | null)[] {
  return [
    ...data.series.flatMap((item) => item.points.map((point) => point.value)),
    ...data.references.flatMap((item) => item.points?.map((point) => point.value) ?? [item.value ?? null]),
    ...data.bands.flatMap((band) => band.points.flatMap((point) => [point.lower, point.upper])),
  ];
}

function readoutAt(
  data: LineChartData,
  date: IsoDate,
  dateText: (date: IsoDate) => string,
  format: (value: number) => string,
  tones: readonly string[],
  referenceTone: string,
): Readout {
  let standing = '';
  const lines: ReadoutLine[] = data.series.flatMap((item, index) => {
    const point = item.points.find((candidate) => candidate.date === date);
    if (!point) return [];
    if (point.partial) standing = point.partial === 'projected' ? ', projected' : ', not final';
    return [{ label: item.label, value: point.value === null ? 'no data' : format(point.value), tone: tones[index] }];
  });
  for (const item of data.references) {
    const value = item.points ? item.points.findLast((point) => point.date <= date)?.value : item.value;
    if (value != null) lines.push({ label: item.label, value: format(value), tone: referenceTone });
  }
  for (const band of data.bands) {
    const point = band.points.find((candidate) => candidate.date === date);
    // Where a band begins it has no width, and says nothing.
    if (point && point.lower < point.upper)
      lines.push({ label: band.label, value: `${format(point.lower)} to ${format(point.upper)}` });
  }
  return { title: dateText(date) + standing, lines };
}
