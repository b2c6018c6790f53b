import { measureChoices, type MeasureChoice } from '../measures/choices.ts';
import type { FigureSpec } from '../measures/figure.ts';
import { measures } from '../measures/measures.ts';

/** The measures a page offers, as they go into the prerendered HTML. */
export function choicesOf(wanted?: (spec: FigureSpec) => boolean): MeasureChoice[] {
  return measureChoices(measures, wanted);
}
