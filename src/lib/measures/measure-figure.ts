import { own } from '../analysis/own.ts';
import { observedToExpected } from '../analysis/observed-expected.ts';
import { wilsonRate } from '../analysis/proportion.ts';
import { formatAmount, formatNumber, formatSigned } from '../format/number.ts';
import { formatDollars } from '../format/quantity.ts';
import { describeRate, enoughForRate, figureWords, type FigureWords, tooFewWords } from '../format/rate.ts';
import { formatPercent, percentDecimals } from '../format/share.ts';
import type { ColumnSum, FigureSpec } from './figure.ts';

/** Rows of a question, whatever they hold. */
export type FigureRow = Readonly<Record<string, unknown>>;

/** The single figure of a measure for one place and stretch of time; its words are of the product's one form. */
export interface MeasureFigure extends FigureWords {
  /** Numerator, or the number itself; null where nothing is known. */
  readonly n: number | null;
  /** Denominator; null for a plain number. */
  readonly d: number | null;
  /** What is compared and drawn: a share from 0 to 1, a rate per 100, a number; null where there is none to show. */
  readonly value: number | null;
  /** 95 % limits of `value`, where it has them. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** The same for a cell whose head says what a rate is per: '12.3' and '41 in 334 months'. */
  readonly cell: { readonly headline: string; readonly basis: string };
  /** There is something, but too little of it for a rate. */
  readonly tooFew: boolean;
  /** There is no figure: nothing recorded, or nothing to count. */
  readonly missing: boolean;
}

type CellWords = Pick<MeasureFigure, 'cell'>;

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
  /** Limits the question has made. */
  lower?: number | null;
  upper?: number | null;
}

/** The columns of the rows of one group, added up. */
export function tallied(spec: FigureSpec, own: readonly FigureRow[]): FigureTally {
  if (own.length === 0) return { n: spec.zero ? 0 : null, d: null, value: spec.zero ? 0 : null };
  const sum = (columns: ColumnSum | undefined) => (columns === undefined ? null : summed(columns, own));
  const tally = { n: sum(spec.part), d: sum(spec.whole), value: sum(spec.value) };
  return spec.lower === undefined ? tally : { ...tally, lower: sum(spec.lower), upper: sum(spec.upper) };
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
  ...said(figureWords(text)),
  tooFew: false,
  missing: true,
});

function said(words: FigureWords, cell: Pick<FigureWords, 'headline' | 'basis'> = words): FigureWords & CellWords {
  return { ...words, cell: { headline: cell.headline, basis: cell.basis } };
}

/** There is something, but too little of it for a rate. */
function few(n: number | null, d: number, words: FigureWords & CellWords): MeasureFigure {
  return { n, d, value: null, lower: null, upper: null, ...words, tooFew: true, missing: false };
}

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
    case 'expected':
      return expectedOf(tally, none);
  }
}

/** '1.38 times the expected', '44 against 32'. */
function expectedOf({ n, d, value, lower = null, upper = null }: FigureTally, none: string): MeasureFigure {
  if (n === null) return absent(none);
  if (d === null) return { ...absent('too few in the agency to say'), n };
  if (value === null) return { ...absent(none), n, d };
  const headline = formatNumber(value, 2);
  const basis = `${formatNumber(n)} against ${formatNumber(d, d < 10 ? 1 : 0)}`;
  const words = said(figureWords(`${headline} times the expected`, basis), { headline: `${headline} ×`, basis });
  return { n, d, value, lower, upper, ...words, tooFew: false, missing: false };
}

function shareOf({ n, d }: FigureTally, none: string, { minimum }: FigureContext): MeasureFigure {
  if (d === null) return absent(none);
  // Followed too short a time: how many there are is known, not what came of them.
  if (n === null) return { ...absent('not followed long enough'), d };
  return readRate(n, d, { minimum, none });
}

/** How a rate is read. */
export interface RateReading {
  /** Fewest due for which a rate is shown. */
  readonly minimum: number;
  /** Said when nothing was due. */
  readonly none?: string;
}

/**
 * The share `n` of `d`, a part of a whole, with its Wilson limits and in words; counts only under the minimum. Whatever
 * makes a rate of two counts and has no row with an interval goes through here. Throws a RangeError unless 0 ≤ n ≤ d.
 */
export function readRate(n: number, d: number, reading: RateReading): MeasureFigure {
  const { kind, ...words } = describeRate(n, d, reading);
  if (kind === 'none-due') return { ...absent(words.text), n, d };
  if (kind === 'too-few') return few(n, d, said(words));
  return { n, d, value: n / d, ...shareLimits(n, d), ...said(words), tooFew: false, missing: false };
}

/** The 95 % limits of a share whatever its size, for a file or a sum that is judged later; null for nothing of nothing. */
export function shareLimits(n: number, d: number): { lower: number | null; upper: number | null } {
  const { lower, upper } = wilsonRate(n, d);
  return { lower, upper };
}

/** What a cell has no room for. */
const shortNouns: Readonly<Record<string, string>> = { 'person-months': 'months' };

function rateOf(spec: FigureSpec, { n, d }: FigureTally, none: string, { minimum }: FigureContext): MeasureFigure {
  if (n === null || d === null || d === 0) return { ...absent(none), n, d };
  const exposure = (noun = '') => `${formatNumber(n)} in ${formatNumber(d)} ${noun}`.trimEnd();
  const [full, short] = [exposure(spec.noun), exposure(own(shortNouns, spec.noun ?? '') ?? spec.noun)];
  const ratio = enoughForRate(d, minimum) ? observedToExpected(n, d) : null;
  if (ratio === null) return few(n, d, said(tooFewWords(full)));
  const value = ratio.ratio * 100;
  const headline = formatNumber(value, 1);
  return {
    n,
    d,
    value,
    lower: ratio.lower * 100,
    upper: ratio.upper * 100,
    ...said(figureWords(`${headline} per 100`, full), { headline, basis: short }),
    tooFew: false,
    missing: false,
  };
}

function ratioOf(spec: FigureSpec, { n, d, value }: FigureTally, none: string): MeasureFigure {
  if (d === null || d === 0 || (spec.part === undefined ? value : n) === null) return { ...absent(none), n, d };
  const share = value ?? (n ?? 0) / d;
  const written = spec.money ? formatDollars : formatAmount;
  const counts = n === null ? `of ${written(d)}` : `${written(n)} of ${written(d)}`;
  const noun = spec.noun === undefined ? '' : ` ${spec.noun}`;
  const words = said(figureWords(formatPercent(share, percentDecimals(d)), `${counts}${noun}`));
  return { n, d, value: share, lower: null, upper: null, ...words, tooFew: false, missing: false };
}

function numberOf(spec: FigureSpec, { n, d, value }: FigureTally, none: string): MeasureFigure {
  const counted = spec.whole !== undefined;
  if (value === null && !counted) return absent(none);
  if (value === null) {
    if (d === null || d === 0) return { ...absent(none), n, d };
    // Half are done, and yet there is no median: too few were seen long enough.
    const why = 2 * (n ?? 0) >= d ? 'too few to say' : 'half not reached';
    return few(n, d, said(figureWords(why, `${formatAmount(n ?? 0)} of ${formatAmount(d)}`)));
  }
  const written = (spec.signed ? formatSigned : formatNumber)(value, spec.decimals ?? 0);
  const noun = spec.noun === undefined ? '' : ` ${spec.noun}`;
  const words = figureWords(`${written}${noun}`, counted ? `${formatAmount(n ?? 0)} of ${formatAmount(d ?? 0)}` : '');
  return { n: counted ? n : value, d, value, lower: null, upper: null, ...said(words), tooFew: false, missing: false };
}
