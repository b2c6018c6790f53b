import { formatCounts } from '../../format/rate.ts';
import { formatNumber, NO_DATA } from '../../format/number.ts';
import { formatPart, formatPercent, percentDecimals } from '../../format/share.ts';
import { linePath } from './path.ts';
import type { Readout } from './readout.ts';
import { axisDomain, linearScale } from './scale.ts';
import { textWidth } from './text-width.ts';

/** One person, unit or institution: a share of something counted. */
export interface FunnelPoint {
  readonly id: string;
  readonly label: string;
  readonly done: number;
  readonly due: number;
  /** Share drawn, from 0 to 1; done ÷ due, or the same adjusted for the mix of cases. */
  readonly rate: number;
  /** The one the page is about: filled, in the contrast colour, and labelled. */
  readonly marked?: boolean;
  /** Limits for this point's own mix of cases; those of the curve without them. */
  readonly limits?: Omit<FunnelLimit, 'due'>;
  /** Outside the 95 % limits: a square. Without it, that follows from the limits given. */
  readonly beyond?: boolean;
  /** The share drawn towards the centre as far as its own count says little. */
  readonly shrunk?: number;
  /** What else a reader hears at the point. */
  readonly words?: string;
}

/** Limits at one number due, as shares from 0 to 1. */
export interface FunnelLimit {
  readonly due: number;
  readonly lower95: number;
  readonly upper95: number;
  readonly lower998: number;
  readonly upper998: number;
}

export interface FunnelData {
  readonly points: readonly FunnelPoint[];
  /** What the points are compared with. */
  readonly centre: number;
  /** By number due, smallest first. */
  readonly limits: readonly FunnelLimit[];
}

export interface FunnelOptions {
  readonly width: number;
  readonly height: number;
  /** Name of the horizontal axis: "reviews due in the quarter". */
  readonly axis: string;
  /** What stands on the centre line: "Institution 86.0 %". */
  readonly centreName?: string;
}

type LimitKey = Exclude<keyof FunnelLimit, 'due'>;
type Corner = readonly [due: number, rate: number];

const labelSize = 12;

/** Where everything of a funnel plot goes: share upwards, number due to the right. Pure. */
export function layoutFunnel(data: FunnelData, { width, height, axis, centreName = '' }: FunnelOptions) {
  const points = [...data.points].sort((a, b) => a.due - b.due || a.rate - b.rate || (a.label < b.label ? -1 : 1));
  const most = Math.max(1, ...points.map(({ due }) => due));
  const xAxis = axisDomain([0, most], { zero: true, count: width < 340 ? 3 : width < 420 ? 4 : 6 });
  const yAxis = axisDomain([...points.map(({ rate }) => rate), ...reach(data, points)], { bounds: [0, 1], count: 5 });
  const left = Math.ceil(Math.max(...yAxis.ticks.map((tick) => textWidth(formatPercent(tick, 0))))) + 10;
  const plot = { left, right: width - 12, top: 12, bottom: height - 44 };
  const x = linearScale(xAxis.domain, [plot.left, plot.right]);
  const y = linearScale(yAxis.domain, [plot.bottom, plot.top]);
  const limit = (key: LimitKey) =>
    clipped(
      data.limits.filter(({ due }) => due <= xAxis.domain[1]).map((row): Corner => [row.due, row[key]]),
      yAxis.domain,
    )
      .map((run) => linePath(run.map(([due, rate]) => ({ x: x(due), y: y(rate) }))))
      .join('');
  const placed = points.map((point) => ({
    ...point,
    beyond: point.beyond ?? isOutside(point, limitOf(point, data.limits)),
    x: x(point.due),
    y: y(point.rate),
  }));
  const marked = placed.find((point) => point.marked);
  const label = marked ? placeLabel(marked, placed, plot) : null;
  return {
    plot,
    axis,
    y,
    yTicks: yAxis.ticks,
    start: yAxis.domain[0],
    xTicks: xAxis.ticks.map((tick) => ({ x: x(tick), label: formatNumber(tick) })),
    centre: y(data.centre),
    look: limit('lower95') + limit('upper95'),
    act: limit('lower998') + limit('upper998'),
    points: placed,
    anyBeyond: placed.some(({ beyond }) => beyond),
    label,
    centreAt: placeCentre(centreName, y(data.centre), plot, [
      ...placed.map((point) => ({ x: point.x, y: point.y, wide: 0 })),
      ...(label ? [{ x: label.x, y: label.y - 4, wide: textWidth(label.text, labelSize) }] : []),
    ]),
    stopX: (index: number) => placed[index]?.x ?? plot.left,
    nearest: (px: number, py: number) => nearestPoint(placed, px, py),
    readout: (index: number) => readoutOf(points[index], data.limits),
  };
}

/**
 * How far the axis must go for the "look" limit of the smallest point and the "act" limit of the largest, so that both
 * are seen, and that the centre is on it.
 */
function reach({ limits, centre }: FunnelData, points: readonly FunnelPoint[]): number[] {
  const at = (count: number) => limits.find(({ due }) => due >= count);
  const first = at(points[0]?.due ?? 0);
  const last = at(points.at(-1)?.due ?? 0);
  return [centre, ...(first ? [first.lower95, first.upper95] : []), ...(last ? [last.lower998, last.upper998] : [])];
}

/** The limits that hold for a point: its own, or those of the curve at its number due. */
function limitOf(point: FunnelPoint, limits: readonly FunnelLimit[]): Omit<FunnelLimit, 'due'> | undefined {
  return point.limits ?? limits.find(({ due }) => due >= point.due) ?? limits.at(-1);
}

function isOutside({ rate }: FunnelPoint, limit: Omit<FunnelLimit, 'due'> | undefined): boolean {
  return limit !== undefined && (rate < limit.lower95 || rate > limit.upper95);
}

/** The runs of a line that lie within a range of rates, cut where it crosses an edge. */
function clipped(corners: readonly Corner[], [low, high]: readonly [number, number]): Corner[][] {
  const runs: Corner[][] = [];
  const inside = (rate: number) => rate >= low && rate <= high;
  let run: Corner[] = [];
  for (const [index, corner] of corners.entries()) {
    const before = corners[index - 1];
    if (before && inside(before[1]) !== inside(corner[1])) {
      const edge = corner[1] < low || before[1] < low ? low : high;
      const share = (edge - before[1]) / (corner[1] - before[1]);
      run.push([before[0] + share * (corner[0] - before[0]), edge]);
    }
    if (inside(corner[1])) run.push(corner);
    else if (run.length > 0) {
      runs.push(run);
      run = [];
    }
  }
  if (run.length > 0) runs.push(run);
  return runs;
}

type Placed = FunnelPoint & { x: number; y: number };

/** Where "61 of 74" stands: the side of the point with room in the plot and the fewest other points under the text. */
function placeLabel(point: Placed, all: readonly Placed[], plot: { left: number; right: number }) {
  const text = formatCounts(point.done, point.due);
  const wide = textWidth(text, labelSize);
  const sides = [
    { x: point.x + 11, y: point.y + 4 },
    { x: point.x - 11 - wide, y: point.y + 4 },
    { x: Math.max(plot.left + 2, Math.min(plot.right - wide, point.x - wide / 2)), y: point.y + 22 },
    { x: Math.max(plot.left + 2, Math.min(plot.right - wide, point.x - wide / 2)), y: point.y - 13 },
  ].filter((side) => side.x >= plot.left && side.x + wide <= plot.right + 8);
  const hidden = (side: { x: number; y: number }) =>
    all.filter((other) => {
      const across = other.x > side.x - 6 && other.x < side.x + wide + 6;
      return other !== point && across && Math.abs(other.y - (side.y - 4)) < 13;
    }).length;
  const best = sides.reduce<{ x: number; y: number; over: number } | null>((found, side) => {
    const over = hidden(side);
    return found === null || over < found.over ? { ...side, over } : found;
  }, null);
  return best ? { text, x: best.x, y: best.y } : null;
}

/** End of the words on the centre line: at the right, unless points or the label of one lie there and fewer do elsewhere. */
function placeCentre(
  text: string,
  line: number,
  plot: { left: number; right: number },
  taken: readonly { x: number; y: number; wide: number }[],
) {
  const wide = textWidth(text, labelSize);
  const places = [plot.right, plot.left + wide + 4].flatMap((x) => [
    { x, y: line - 5 },
    { x, y: line + 14 },
  ]);
  const hidden = (place: { x: number; y: number }) =>
    taken.filter(
      (other) =>
        other.x + other.wide > place.x - wide - 6 && other.x < place.x + 6 && Math.abs(other.y - (place.y - 4)) < 13,
    ).length;
  return places.reduce((best, place) => (hidden(place) < hidden(best) ? place : best));
}

function nearestPoint(points: readonly Placed[], px: number, py: number): number {
  let best = 0;
  let least = Infinity;
  for (const [index, point] of points.entries()) {
    const distance = Math.hypot(point.x - px, point.y - py);
    if (distance < least) [best, least] = [index, distance];
  }
  return best;
}

function readoutOf(point: FunnelPoint | undefined, limits: readonly FunnelLimit[]): Readout {
  if (!point) return { title: '', lines: [] };
  const digits = percentDecimals(point.due);
  const raw = point.due > 0 ? point.done / point.due : null;
  const limit = limitOf(point, limits);
  return {
    title: point.label,
    lines: [
      { label: 'On time', value: formatCounts(point.done, point.due) },
      {
        label: 'Rate',
        value: raw === null ? NO_DATA : formatPart(raw, digits),
        tone: point.marked ? 's-contrast' : 's1',
      },
      ...(raw !== null && Math.abs(raw - point.rate) >= 0.0005
        ? [{ label: 'Adjusted for the mix of cases', value: formatPercent(point.rate, digits) }]
        : []),
      ...(point.shrunk === undefined
        ? []
        : [{ label: 'Drawn towards the rate of all', value: formatPercent(point.shrunk, digits) }]),
      ...(limit
        ? [
            {
              label: `95\u202f% limits at ${formatNumber(point.due)} due`,
              value: `${formatPercent(limit.lower95, digits)} to ${formatPercent(limit.upper95, digits)}`,
            },
          ]
        : []),
      ...(point.words ? [{ label: point.words, value: '' }] : []),
    ],
  };
}
