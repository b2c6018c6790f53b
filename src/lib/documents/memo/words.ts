import { describeRate, formatNumber, shareInterval } from '../../analysis/wording.ts';
import { formatDate } from '../../calendar/date.ts';
import type { MemoCell } from '../document.ts';
import type { MemoFigure, MemoMeasure, Position } from './input.ts';

/** Rates of events are always per 100 of what they are divided by. */
const PER = 100;

export const noData = 'no data';
const tooFew = 'too few for a rate';

export const positionWords: Readonly<Record<Position, string>> = {
  within: 'within the limits',
  above: 'above the 95\u202f% limit',
  below: 'below the 95\u202f% limit',
  'far-above': 'above the 99.8\u202f% limit',
  'far-below': 'below the 99.8\u202f% limit',
  'too-few': 'too few to compare',
};

/** A figure and its interval, as two lines of a cell: '82 % (61 of 74)' over '95 % interval 72 to 90 %'. */
export function figureCell(figure: MemoFigure | null, measure: MemoMeasure): MemoCell {
  if (figure === null) return { text: noData };
  const interval = intervalText(figure);
  switch (figure.kind) {
    case 'share': {
      const { text, kind } = describeRate(figure.done, figure.of, wordingOf(measure));
      return kind === 'rate' && interval ? { text, note: interval } : { text };
    }
    case 'rate': {
      if (figure.exposure <= 0) return { text: measure.none ?? `no ${measure.exposure ?? 'days'}` };
      const counts = `${formatNumber(figure.events)} ${measure.counts} in ${formatNumber(figure.exposure, 1)}`;
      if (figure.exposure < measure.minimum) return { text: `${counts} ${measure.exposure ?? 'days'}; ${tooFew}` };
      return { text: rateText(figure, measure), note: interval ? `${counts}; ${interval}` : counts };
    }
    case 'amount': {
      const text = `${trimmed(figure.value)} ${measure.counts}`;
      return figure.target === null ? { text } : { text, note: `${trimmed(figure.target)} required` };
    }
    case 'date':
      return { text: figure.date === null ? 'not recorded' : `valid to ${formatDate(figure.date)}` };
  }
}

/** The same figure where it is a comparison: the rate over its counts, without interval. */
export function shortCell(figure: MemoFigure | null, measure: MemoMeasure): MemoCell {
  if (figure === null) return { text: isCompared(measure) ? noData : '–' };
  if (figure.kind === 'share') {
    const { text, kind } = describeRate(figure.done, figure.of, wordingOf(measure));
    const counts = `${formatNumber(figure.done)} of ${formatNumber(figure.of)}`;
    if (kind === 'rate') return { text: text.slice(0, text.indexOf(' (')), note: counts };
    return kind === 'too-few' ? { text: counts, note: tooFew } : { text };
  }
  if (figure.kind === 'rate' && figure.exposure > 0) {
    if (figure.exposure < measure.minimum) return { text: formatNumber(figure.events), note: tooFew };
    return { text: formatNumber((PER * figure.events) / figure.exposure, 1) };
  }
  return figureCell(figure, measure);
}

/** Hours and dates of one person are held against nobody else's. */
function isCompared({ figure }: MemoMeasure): boolean {
  return figure?.kind !== 'amount' && figure?.kind !== 'date';
}

/** A figure in a sentence: '82 % (61 of 74) on time', '212.3 contacts per 100 person-months'. */
export function figurePhrase(figure: MemoFigure | null, measure: MemoMeasure): string {
  if (figure === null) return noData;
  const { text, note } = figureCell(figure, measure);
  if (figure.kind === 'share') return figure.of === 0 ? text : figureWithWhat(figure, measure);
  return figure.kind === 'amount' && note ? `${text}, ${note}` : text;
}

function figureWithWhat(figure: MemoFigure & { kind: 'share' }, measure: MemoMeasure): string {
  const { text, kind } = describeRate(figure.done, figure.of, wordingOf(measure));
  const counts = `${formatNumber(figure.done)} of ${formatNumber(figure.of)}`;
  // 'Goals met of those due: 56 % (23 of 41)' has said what was counted.
  const what = measure.label.toLowerCase().includes(measure.counts) ? '' : ` ${measure.counts}`;
  return kind === 'rate' ? `${text}${what}` : `${counts}${what}; ${tooFew}`;
}

function rateText(figure: MemoFigure & { kind: 'rate' }, measure: MemoMeasure): string {
  const rate = formatNumber((PER * figure.events) / figure.exposure, 1);
  return `${rate} ${measure.counts} per ${PER} ${measure.exposure ?? 'days'}`;
}

function intervalText(figure: MemoFigure): string | null {
  if (figure.kind !== 'share' && figure.kind !== 'rate') return null;
  const { lower, upper } = figure;
  if (lower === null || upper === null) return null;
  if (figure.kind === 'rate') {
    return `95\u202f% interval ${formatNumber(PER * lower, 1)} to ${formatNumber(PER * upper, 1)}`;
  }
  return shareInterval({ lower, upper }, figure.of);
}

/** Hours as people write them: 14, 14.5. */
function trimmed(value: number): string {
  return formatNumber(value, 1).replace(/\.0$/, '');
}

function wordingOf({ minimum, none }: MemoMeasure): { minimum: number; none?: string } {
  return none === undefined ? { minimum } : { minimum, none };
}

/** 'a', 'a and b', 'a, b and c'. */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** '1 case', '2 cases'; counts with thousands commas. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${formatNumber(n)} ${n === 1 ? one : many}`;
}

/**
 * A label inside a sentence: 'Program review' → 'program review'; 'GED classes' and names of several capitals such as
 * 'Central Inmate Monitoring review' or 'Victim/Witness notification' as they are.
 */
export function inSentence(label: string): string {
  return /^[A-Z][a-z]/.test(label) && !/[ /][A-Z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}
