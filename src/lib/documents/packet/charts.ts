import { areaPath, linePath } from '../../ui/charts/path.ts';
import { axisDomain, linearScale, type AxisDomain, type Scale } from '../../ui/charts/scale.ts';
import type { Multiple, Trends } from '../../summaries/trends.ts';
import { text } from '../html.ts';

const ink = '#12436d';
const grey = '#767d84';
const hair = '#dfe1e2';

/** A point of the population: counted, or projected with its 80 % band. */
export interface PopulationPoint {
  readonly label: string;
  readonly value: number | null;
  readonly lower?: number;
  readonly upper?: number;
  readonly projected: boolean;
}

/** Population by month with its projection; capacity as a dashed line. */
export function populationSvg(
  points: readonly PopulationPoint[],
  capacity: number | null,
  format: (n: number) => string,
): string {
  const [width, height] = [640, 120];
  const axis = axisDomain(
    [...points.flatMap(({ value, lower = null, upper = null }) => [value, lower, upper]), capacity],
    { count: 4 },
  );
  const x = linearScale([0, Math.max(1, points.length - 1)], [44, width - 8]);
  const y = linearScale(axis.domain, [height - 18, 8]);
  const indexed = points.map((point, index) => ({ ...point, index }));
  const band = areaPath(
    indexed.map(({ lower, upper, index }) =>
      lower === undefined || upper === undefined ? null : { x: x(index), lower: y(lower), upper: y(upper) },
    ),
  );
  const join = indexed.findLastIndex(({ projected, value }) => !projected && value !== null);
  return svg(width, height, [
    yAxis(axis, y, 40, width, format),
    band ? `<path d="${band}" fill="${ink}" fill-opacity="0.15"/>` : '',
    capacity === null
      ? ''
      : `<line x1="44" x2="${width}" y1="${y(capacity)}" y2="${y(capacity)}" stroke="${grey}" stroke-width="1.2" stroke-dasharray="5 3"/><text x="48" y="${y(capacity) - 4}">Rated capacity ${text(format(capacity))}</text>`,
    stroke(
      pathOf(
        indexed.map(({ value, projected }) => (projected ? null : value)),
        x,
        y,
      ),
      ink,
      1.8,
    ),
    stroke(
      pathOf(
        indexed.map(({ value, index }) => (index >= join ? value : null)),
        x,
        y,
      ),
      ink,
      1.8,
      '3 3',
    ),
    ends(
      points.map(({ label }) => label),
      x,
      height,
      join,
    ),
  ]);
}

/** One line of a drawing: a value with its interval, and a tick to hold it against. */
export interface DrawnRow {
  readonly name: string;
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly tick: number | null;
  /** The figure in words, at the end of the line. */
  readonly words: string;
}

/** Values with their intervals on one scale, a line each; `reference` is drawn through all of them. */
export function rowsSvg(rows: readonly DrawnRow[], reference: number | null, format: (n: number) => string): string {
  const [width, left, right, tall] = [640, 190, 430, 13];
  const height = rows.length * tall + 16;
  const axis = axisDomain(
    [...rows.flatMap(({ value, lower, upper, tick }) => [value, lower, upper, tick]), reference],
    {
      count: 4,
    },
  );
  const x = linearScale(axis.domain, [left, right]);
  const bottom = rows.length * tall;
  const upright = (value: number, from: number, to: number, colour: string, wide: number) =>
    `<line x1="${x(value)}" x2="${x(value)}" y1="${from}" y2="${to}" stroke="${colour}" stroke-width="${wide}"/>`;
  return svg(width, height, [
    ...axis.ticks.map(
      (tick) =>
        upright(tick, 0, bottom, hair, 1) +
        `<text x="${x(tick)}" y="${height - 4}" text-anchor="middle">${text(format(tick))}</text>`,
    ),
    reference === null ? '' : upright(reference, 0, bottom, grey, 1.4),
    ...rows.map(({ name, value, lower, upper, tick, words }, index) => {
      const y = index * tall + tall / 2;
      return [
        `<text x="0" y="${y + 3}">${text(name)}</text>`,
        lower === null || upper === null
          ? ''
          : `<line x1="${x(lower)}" x2="${x(upper)}" y1="${y}" y2="${y}" stroke="${ink}" stroke-width="2"/>`,
        tick === null ? '' : upright(tick, y - 5, y + 5, grey, 1.6),
        value === null ? '' : `<circle cx="${x(value)}" cy="${y}" r="3.4" fill="${ink}"/>`,
        `<text x="${right + 12}" y="${y + 3}">${text(words)}</text>`,
      ].join('');
    }),
  ]);
}

/** Small multiples on one scale, three in a row. */
export function multiplesSvg({ multiples, axis, labels }: Trends, format: (n: number) => string): string {
  const [columns, cell, tall, gap] = [3, 200, 112, 20];
  const rows = Math.ceil(multiples.length / columns);
  const width = columns * cell + (columns - 1) * gap;
  return svg(
    width,
    rows * tall,
    multiples.map((multiple, index) => {
      const left = (index % columns) * (cell + gap);
      const top = Math.floor(index / columns) * tall;
      return `<g transform="translate(${left} ${top})">${one(multiple, axis, labels, format, cell, tall - 10)}</g>`;
    }),
  );
}

function one(
  { name, values, median, limits, points, beyond }: Multiple,
  axis: AxisDomain,
  labels: readonly string[],
  format: (n: number) => string,
  width: number,
  height: number,
): string {
  const x = linearScale([0, Math.max(1, labels.length - 1)], [38, width - 5]);
  const y = linearScale(axis.domain, [height - 18, 20]);
  const byMonth = new Map((limits?.months ?? []).map((month) => [month.month, month]));
  const inside = (value: number) => Math.max(axis.domain[0], Math.min(axis.domain[1], value));
  const months = points.map(({ period }) => byMonth.get(period.from));
  const band = areaPath(
    months.map((month, index) =>
      month === undefined || month.lower === null || month.upper === null
        ? null
        : { x: x(index), lower: y(inside(month.lower)), upper: y(inside(month.upper)) },
    ),
  );
  return [
    `<text x="0" y="9" style="font-weight:600;fill:#1b1b1b">${text(name)}</text>`,
    yAxis(axis, y, 34, width, format),
    band ? `<path d="${band}" fill="${ink}" fill-opacity="0.12"/>` : '',
    stroke(pathOf(median, x, y), grey, 1, '4 3'),
    stroke(pathOf(values, x, y), ink, 1.5),
    ...beyond.map(
      (index) => `<rect x="${x(index) - 2.5}" y="${y(values[index] ?? 0) - 2.5}" width="5" height="5" fill="${ink}"/>`,
    ),
    ends(labels, x, height, null),
  ].join('');
}

function svg(width: number, height: number, parts: readonly string[]): string {
  return `<svg viewBox="0 0 ${width} ${height}" xmlns="http://www.w3.org/2000/svg" aria-hidden="true">${parts.join('')}</svg>`;
}

function yAxis({ ticks }: AxisDomain, y: Scale, left: number, right: number, format: (n: number) => string): string {
  return ticks
    .map(
      (tick) =>
        `<line x1="${left + 4}" x2="${right}" y1="${y(tick)}" y2="${y(tick)}" stroke="${hair}"/><text x="${left}" y="${y(tick) + 2.5}" text-anchor="end">${text(format(tick))}</text>`,
    )
    .join('');
}

function ends(labels: readonly string[], x: Scale, height: number, middle: number | null): string {
  const at = (index: number, anchor: string) =>
    `<text x="${x(index)}" y="${height - 4}" text-anchor="${anchor}">${text(labels[index] ?? '')}</text>`;
  if (labels.length === 0) return '';
  const last = labels.length - 1;
  return (
    at(0, 'start') + (middle !== null && middle > 0 && middle < last ? at(middle, 'middle') : '') + at(last, 'end')
  );
}

function pathOf(values: readonly (number | null)[], x: Scale, y: Scale): string {
  return linePath(values.map((value, index) => (value === null ? null : { x: x(index), y: y(value) })));
}

function stroke(path: string, colour: string, width: number, dash?: string): string {
  if (path === '') return '';
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linejoin="round"${dash ? ` stroke-dasharray="${dash}"` : ''}/>`;
}
