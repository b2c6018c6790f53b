import { formatDate, formatMonth, toDayNumber, type IsoDate } from '../../calendar/date.ts';
import { formatSigned } from '../../format/number.ts';
import { linePath } from './path.ts';
import type { Readout } from './readout.ts';
import { axisDomain, linearScale } from './scale.ts';
import { textWidth } from './text-width.ts';
import { timeTicks } from './time-ticks.ts';

export interface FlowPoint {
  /** First day of the month. */
  readonly date: IsoDate;
  readonly came: number | null;
  readonly left: number | null;
  /** The month is not over. */
  readonly partial?: boolean;
}

export interface FlowLabels {
  /** 'Admitted' */
  readonly came: string;
  /** 'Released' */
  readonly left: string;
  /** 'Net' */
  readonly net: string;
}

export interface FlowBarsOptions {
  readonly width: number;
  readonly height: number;
  readonly labels: FlowLabels;
  readonly format: (value: number) => string;
}

const NARROW = 520;

/** Who came above the line, who left below it, the difference as a dot: one axis for all three. */
export function layoutFlowBars(points: readonly FlowPoint[], options: FlowBarsOptions) {
  const { width, height, labels, format } = options;
  const yAxis = axisDomain(
    points.flatMap((point) => [point.came, point.left === null ? null : -point.left]),
    { zero: true },
  );
  const texts = [labels.came, labels.net, labels.left];
  const beside = width >= NARROW;
  const left = Math.ceil(Math.max(...yAxis.ticks.map((tick) => textWidth(format(tick))))) + 10;
  const right = beside ? Math.ceil(Math.max(...texts.map((text) => textWidth(text, 13)))) + 16 : 8;
  const plot = { left, right: width - right, top: 10, bottom: height - 40 };
  const slot = (plot.right - plot.left) / Math.max(1, points.length);
  const bar = Math.max(1, Math.min(26, slot * 0.62));
  const y = linearScale(yAxis.domain, [plot.bottom, plot.top]);
  const middle = (index: number) => plot.left + (index + 0.5) * slot;

  const first = points[0]?.date;
  const last = points.at(-1)?.date;
  const most = Math.max(2, Math.floor((plot.right - plot.left) / 62));
  const places = new Map(points.map((point, index) => [toDayNumber(point.date), middle(index)]));
  const xTicks =
    first && last
      ? timeTicks(first, last, most).flatMap(({ date, ...tick }) => {
          const x = places.get(toDayNumber(date));
          return x === undefined ? [] : [{ ...tick, x }];
        })
      : [];

  const bars = points.map((point, index) => {
    const x = middle(index) - bar / 2;
    const net = point.came === null || point.left === null ? null : point.came - point.left;
    return {
      x,
      width: bar,
      partial: point.partial === true,
      came: point.came === null ? null : { y: y(point.came), height: y(0) - y(point.came) },
      left: point.left === null ? null : { y: y(0), height: y(-point.left) - y(0) },
      net: net === null ? null : { x: middle(index), y: y(net), value: net },
    };
  });

  return {
    plot,
    y,
    yTicks: yAxis.ticks,
    xTicks,
    bars,
    netPath: linePath(bars.map(({ net }) => net)),
    labels: beside
      ? [
          { text: labels.came, y: (plot.top + y(0)) / 2, tone: 's1' },
          { text: labels.net, y: y(0), tone: 's-ink' },
          { text: labels.left, y: (plot.bottom + y(0)) / 2, tone: 's2' },
        ]
      : [],
    legend: !beside,
    stopX: middle,
    readout: (index: number): Readout => {
      const point = points[index];
      const net = bars[index]?.net;
      const month = point?.date.endsWith('-01') ? formatMonth(point.date) : point ? formatDate(point.date) : '';
      const text = (value: number | null | undefined) => (value == null ? 'no data' : format(value));
      return {
        title: month + (point?.partial ? ', not over' : ''),
        lines: [
          { label: labels.came, value: text(point?.came), tone: 's1' },
          { label: labels.left, value: text(point?.left), tone: 's2' },
          { label: labels.net, value: net ? formatSigned(net.value) : 'no data', tone: 's-ink' },
        ],
      };
    },
  };
}
