import type { Readout } from './readout.ts';
import { axisDomain, linearScale, type DomainOptions } from './scale.ts';
import { textWidth, wrapText } from './text-width.ts';

/** One line of the chart: a place or group with its figure, the interval of it, and where it usually lies. */
export interface IntervalRow {
  readonly id: string;
  readonly label: string;
  /** Null where there is no figure: the line says so in `text`. */
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Where figures like this one lie by chance, and, further out, with what places differ by anyway. */
  readonly band?: readonly [number, number] | null;
  readonly wide?: readonly [number, number] | null;
  /** Beyond the limits: a square. */
  readonly beyond?: boolean;
  /** Written at the end of the line: '1.02 (0.99 to 1.06)'. */
  readonly text: string;
  /** What else is read out, each with its label. */
  readonly lines?: readonly { readonly label: string; readonly value: string }[];
}

export interface IntervalRowsOptions extends DomainOptions {
  readonly width: number;
  /** What every line is compared with: a line down the chart. */
  readonly centre?: number | null;
  readonly format: (value: number) => string;
}

const labelSize = 13;
const noteSize = 12;
/** Narrower than this, names and figures stand above their line. */
const narrow = 620;

/** Where everything of a chart of intervals goes, one line under the other. Pure. */
export function layoutIntervalRows(
  rows: readonly IntervalRow[],
  { width, centre = null, format, ...options }: IntervalRowsOptions,
) {
  const stacked = width < narrow;
  const values = rows.flatMap(({ value, lower, upper, band, wide }) => [
    value,
    lower,
    upper,
    ...(band ?? []),
    ...(wide ?? []),
  ]);
  const axis = axisDomain([...values, centre], { count: stacked ? 4 : 6, ...options });
  const textWide = Math.max(0, ...rows.map(({ text }) => textWidth(text, noteSize)));
  const nameRoom = stacked ? width - 32 - textWide : width * 0.3;
  const names = rows.map(({ label }) => wrapText(label, nameRoom, labelSize));
  const namesWide = Math.max(0, ...names.flat().map((line) => textWidth(line, labelSize)));
  const plot = {
    left: stacked ? 10 : Math.ceil(namesWide) + 16,
    right: stacked ? width - 10 : width - Math.ceil(textWide) - 18,
    top: centre === null ? 8 : 24,
  };
  const x = linearScale(axis.domain, [plot.left, plot.right]);
  let next = plot.top;
  const placed = rows.map((row, at) => {
    const lines = names[at] ?? [];
    const tall = stacked ? 26 + lines.length * 16 : Math.max(26, lines.length * 16 + 8);
    const y = stacked ? next + tall - 14 : next + tall / 2;
    const top = next;
    next += tall;
    const place = (value: number | null) => (value === null ? null : x(value));
    return {
      ...row,
      lines: lines.map((text, line) => ({
        text,
        x: stacked ? plot.left : 4,
        y: stacked ? top + 14 + line * 16 : y + 4.5 + (line - (lines.length - 1) / 2) * 16,
      })),
      textAt: { x: stacked ? plot.right : width - 4, y: stacked ? top + 14 : y + 4.5 },
      y,
      dot: place(row.value),
      from: place(row.lower),
      to: place(row.upper),
      band: row.band ? ([x(row.band[0]), x(row.band[1])] as const) : null,
      wide: row.wide ? ([x(row.wide[0]), x(row.wide[1])] as const) : null,
    };
  });
  const bottom = next + 4;
  return {
    rows: placed,
    plot: { ...plot, bottom },
    height: bottom + 44,
    ticks: axis.ticks.map((tick) => ({ x: x(tick), label: format(tick) })),
    centre: centre === null ? null : x(centre),
    stopX: (index: number) => placed[index]?.dot ?? plot.left,
    nearest: (_x: number, y: number) => {
      const apart = placed.map((row) => Math.abs(row.y - y));
      return apart.indexOf(Math.min(...apart));
    },
    readout: (index: number): Readout => {
      const row = rows[index];
      return row
        ? { title: row.label, lines: [{ label: 'Figure', value: row.text }, ...(row.lines ?? [])] }
        : { title: '', lines: [] };
    },
  };
}
