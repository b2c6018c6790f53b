import { observedToExpected } from '../analysis/observed-expected.ts';
import { wilson } from '../analysis/proportion.ts';
import { describeRate, formatDollars, formatNumber, formatPercent, percentDecimals } from '../analysis/wording.ts';
import type { ColumnSum, FigureSpec } from './figure.ts';

/** Rows of a question, whatever they hold. */
export type FigureRow = Readonly<Record<string, unknown>>;

/** The single figure of a measure for one place and stretch of time. */
export interface MeasureFigure {
  /** Numerator, or the number itself; null where nothing is known. */
  readonly n: number | null;
  /** Denominator; null for a plain number. */
  readonly d: number | null;
  /** What is compared and drawn: a share from 0 to 1, a rate per 100, a number; null where there is none to show. */
  readonly value: number | null;
  /** 95 % limits of `value`, where it has them. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** In words: '87 % (41 of 47)', '3 of 3; too few for a rate', 'none were due', '1,234', 'no data'. */
  readonly text: string;
  /** There is something, but too little of it for a rate. */
  readonly tooFew: boolean;
  /** There is no figure: nothing recorded, or nothing to count. */
  readonly missing: boolean;
}

/** Fewest due for which a rate is shown. */
export interface FigureContext {
  readonly minimum: number;
}

/** The figure of one group of an answer; of an answer that was not grouped, `group` is null. */
export function readFigure(
  spec: FigureSpec,
  rows: readonly FigureRow[],
  group: string | null,
  context: FigureContext,
): MeasureFigure {
  const own = rows.filter((row) => (row['group'] ?? null) === group && picked(spec, row));
  return madeOf(spec, tallied(spec, own), context);
}

/** Part, whole and value before they are a figure; a column without a value makes its sum unknown. */
export interface FigureTally {
  n: number | null;
  d: number | null;
  value: number | null;
}

/** The columns of the rows of one group, added up. */
export function tallied(spec: FigureSpec, own: readonly FigureRow[]): FigureTally {
  if (own.length === 0) return { n: spec.zero ? 0 : null, d: null, value: spec.zero ? 0 : null };
  const sum = (columns: ColumnSum | undefined) => (columns === undefined ? null : summed(columns, own));
  return { n: sum(spec.part), d: sum(spec.whole), value: sum(spec.value) };
}

export function picked({ rows: wanted }: Pick<FigureSpec, 'rows'>, row: FigureRow): boolean {
  return Object.entries(wanted ?? {}).every(([column, value]) => row[column] === value);
}

export function summed(columns: ColumnSum, rows: readonly FigureRow[]): number | null {
  let sum = 0;
  for (const column of typeof columns === 'string' ? [columns] : columns) {
    const [sign, name] = column.startsWith('-') ? [-1, column.slice(1)] : [1, column];
    for (const row of rows) {
      const value = row[name];
      if (value === null || value === undefined) return null;
      sum += sign * Number(value);
    }
  }
  return sum;
}

/** No figure, and why in a few words. */
export const absent = (text: string): MeasureFigure => ({
  n: null,
  d: null,
  value: null,
  lower: null,
  upper: null,
  text,
  tooFew: false,
  missing: true,
});

/** A figure from its parts, worded as the product words it. */
export function madeOf(spec: FigureSpec, tally: FigureTally, context: FigureContext): MeasureFigure {
  const none = spec.none ?? 'no data';
  switch (spec.kind) {
    case 'share':
      return shareOf(tally, none, context);
    case 'rate':
      return rateOf(spec, tally, none, context);
    case 'ratio':
      return ratioOf(spec, tally, none);
    case 'number':
      return numberOf(spec, tally, none);
  }
}

function shareOf({ n, d }: FigureTally, none: string, { minimum }: FigureContext): MeasureFigure {
  if (d === null) return absent(none);
  // Followed too short a time: how many there are is known, not what came of them.
  if (n === null) return { ...absent('not followed long enough'), d };
  const { kind, text } = describeRate(n, d, { minimum, none });
  if (kind === 'none-due') return { ...absent(text), n, d };
  if (kind === 'too-few') return { n, d, value: null, lower: null, upper: null, text, tooFew: true, missing: false };
  const limits = wilson(n, d);
  const ends = { lower: limits?.lower ?? null, upper: limits?.upper ?? null };
  return { n, d, value: n / d, ...ends, text, tooFew: false, missing: false };
}

function rateOf(spec: FigureSpec, { n, d }: FigureTally, none: string, { minimum }: FigureContext): MeasureFigure {
  if (n === null || d === null || d === 0) return { ...absent(none), n, d };
  const exposure = `${formatNumber(n)} in ${formatNumber(d)} ${spec.noun ?? ''}`.trimEnd();
  const ratio = d < Math.max(1, minimum) ? null : observedToExpected(n, d);
  if (ratio === null) {
    const text = `${exposure}; too few for a rate`;
    return { n, d, value: null, lower: null, upper: null, text, tooFew: true, missing: false };
  }
  const value = ratio.ratio * 100;
  return {
    n,
    d,
    value,
    lower: ratio.lower * 100,
    upper: ratio.upper * 100,
    text: `${formatNumber(value, 1)} per 100 (${exposure})`,
    tooFew: false,
    missing: false,
  };
}

function ratioOf(spec: FigureSpec, { n, d, value }: FigureTally, none: string): MeasureFigure {
  if (d === null || d === 0 || (spec.part === undefined ? value : n) === null) return { ...absent(none), n, d };
  const share = value ?? (n ?? 0) / d;
  const written = spec.money ? formatDollars : amount;
  const counts = n === null ? `of ${written(d)}` : `${written(n)} of ${written(d)}`;
  const noun = spec.noun === undefined ? '' : ` ${spec.noun}`;
  const text = `${formatPercent(share, percentDecimals(d))} (${counts}${noun})`;
  return { n, d, value: share, lower: null, upper: null, text, tooFew: false, missing: false };
}

function numberOf(spec: FigureSpec, { n, d, value }: FigureTally, none: string): MeasureFigure {
  const counted = spec.whole !== undefined;
  if (value === null && !counted) return absent(none);
  if (value === null) {
    if (d === null || d === 0) return { ...absent(none), n, d };
    // Half are done, and yet there is no median: too few were seen long enough.
    const why = 2 * (n ?? 0) >= d ? 'too few to say' : 'half not reached';
    const text = `${why} (${amount(n ?? 0)} of ${amount(d)})`;
    return { n, d, value: null, lower: null, upper: null, text, tooFew: true, missing: false };
  }
  const number = formatNumber(value, spec.decimals ?? 0);
  const written = spec.signed && value > 0 ? `+${number}` : number;
  const noun = spec.noun === undefined ? '' : ` ${spec.noun}`;
  const text = counted ? `${written}${noun} (${amount(n ?? 0)} of ${amount(d ?? 0)})` : `${written}${noun}`;
  return { n: counted ? n : value, d, value, lower: null, upper: null, text, tooFew: false, missing: false };
}

/** A count as it is, an average with one decimal where it is small. */
export function amount(value: number): string {
  return formatNumber(value, Number.isInteger(value) || Math.abs(value) >= 20 ? 0 : 1);
}
