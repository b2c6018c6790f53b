import { measureChoices, type MeasureChoice } from '../measures/choices.ts';
import type { FigureSpec } from '../measures/figure.ts';
import { namesOf, withoutFigure, withoutMonths, type LeftOutNames } from '../measures/left-out.ts';
import { measures } from '../measures/measures.ts';

/** The measures a page offers, as they go into the prerendered HTML. */
export function choicesOf(wanted?: (spec: FigureSpec) => boolean): MeasureChoice[] {
  return measureChoices(measures, wanted);
}

/** What those pages cannot offer, and why; a trend needs months besides. */
export function leftOutOf(what: 'figures' | 'months'): LeftOutNames[] {
  return namesOf(what === 'figures' ? withoutFigure : [...withoutMonths, ...withoutFigure]);
}
