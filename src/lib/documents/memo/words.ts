import { intervalWords, shareInterval } from '../../format/interval.ts';
import { formatNumber, formatShort, NO_DATA } from '../../format/number.ts';
import { enoughForRate, TOO_FEW } from '../../format/rate.ts';
import { readRate, type MeasureFigure } from '../../measures/measure-figure.ts';
import { formatDate } from '../../calendar/date.ts';
import type { MemoCell } from '../document.ts';
import type { MemoFigure, MemoMeasure, Position } from './input.ts';

/** Rates of events are always per 100 of what they are divided by. */
const PER = 100;

export const noData = NO_DATA;

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
      const { text, tooFew, missing } = shareFigure(figure, measure);
      return !tooFew && !missing && interval ? { text, note: interval } : { text };
    }
    case 'rate': {
      if (figure.exposure <= 0) return { text: measure.none ?? `no ${measure.exposure ?? 'days'}` };
      const counts = `${formatNumber(figure.events)} ${measure.counts} in ${formatNumber(figure.exposure, 1)}`;
      if (!enoughForRate(figure.exposure, measure.minimum))
        return { text: `${counts} ${measure.exposure ?? 'days'}; ${TOO_FEW}` };
      return { text: rateText(figure, measure), note: interval ? `${counts}; ${interval}` : counts };
    }
    case 'amount': {
      const text = `${formatShort(figure.value)} ${measure.counts}`;
      return figure.target === null ? { text } : { text, note: `${formatShort(figure.target)} required` };
    }
    case 'date':
      if (figure.date === null) return { text: 'not recorded' };
      return { text: `${figure.ended ? 'ended' : 'valid to'} ${formatDate(figure.date)}` };
  }
}

/** What a figure counted, without rate or interval: '61 of 74', '812 contacts in 382.5 person-months', '14.5 hours'. */
export function countsText(figure: MemoFigure | null, measure: MemoMeasure): string {
  switch (figure?.kind) {
    case undefined:
      return noData;
    case 'share':
      return figure.of === 0
        ? (measure.none ?? 'none were due')
        : `${formatNumber(figure.done)} of ${formatNumber(figure.of)}`;
    case 'rate':
      return `${formatNumber(figure.events)} ${measure.counts} in ${formatNumber(figure.exposure, 1)} ${measure.exposure ?? 'days'}`;
    case 'amount':
    case 'date':
      return figureCell(figure, measure).text;
  }
}

/** The same figure where it is a comparison: the rate over its counts, without interval. */
export function shortCell(figure: MemoFigure | null, measure: MemoMeasure): MemoCell {
  if (figure === null) return { text: isCompared(measure) ? noData : '–' };
  if (figure.kind === 'share') {
    const { headline, basis } = shareFigure(figure, measure);
    return basis === '' ? { text: headline } : { text: headline, note: basis };
  }
  if (figure.kind === 'rate' && figure.exposure > 0) {
    if (!enoughForRate(figure.exposure, measure.minimum)) return { text: formatNumber(figure.events), note: TOO_FEW };
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
  const { headline, basis, text, tooFew } = shareFigure(figure, measure);
  // 'Goals met of those due: 56 % (23 of 41)' has said what was counted.
  const what = measure.label.toLowerCase().includes(measure.counts) ? '' : ` ${measure.counts}`;
  return tooFew ? `${headline}${what}; ${basis}` : `${text}${what}`;
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
    return intervalWords(formatNumber(PER * lower, 1), formatNumber(PER * upper, 1));
  }
  return shareInterval({ lower, upper }, figure.of);
}

function shareFigure({ done, of }: MemoFigure & { kind: 'share' }, { minimum, none }: MemoMeasure): MeasureFigure {
  return readRate(done, of, none === undefined ? { minimum } : { minimum, none });
}

/**
 * A label inside a sentence: 'Program review' → 'program review'; 'GED classes' and names of several capitals such as
 * 'Central Inmate Monitoring review' or 'Victim/Witness notification' as they are.
 */
export function inSentence(label: string): string {
  return /^[A-Z][a-z]/.test(label) && !/[ /][A-Z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}
