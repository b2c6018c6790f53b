import { figureOf } from '../measures/figures.ts';
import { canSpeakOf } from '../measures/request.ts';
import type { FigureSpec } from '../measures/figure.ts';
import type { MeasureId } from '../measures/measures.ts';
import type { View } from './page.ts';

/** A value of a page's own parameter, and what to tell a reader whose link carries one that cannot be used. */
export interface Chosen<T> {
  readonly value: T;
  readonly note: string | null;
}

/** The measure of a link that has a figure the page can show; else the one given, and a sentence. */
export function chosenMeasure(
  { pageParams, scope }: Pick<View, 'pageParams' | 'scope'>,
  otherwise: MeasureId,
  fits: (spec: FigureSpec) => boolean = () => true,
): Chosen<MeasureId> {
  const id = pageParams['measure'];
  const spec = id === undefined ? undefined : figureOf(id);
  if (id === undefined) return { value: otherwise, note: null };
  if (!spec)
    return { value: otherwise, note: `There is no measure “${id}” with a single figure; the link’s was ignored.` };
  if (!canSpeakOf(spec, scope) || !fits(spec)) {
    return { value: otherwise, note: `“${id}” cannot be shown here this way; another measure is shown instead.` };
  }
  return { value: id as MeasureId, note: null };
}

/** One of a list of values of a link; else the one given, and a sentence. */
export function chosenOf<const T extends string>(
  pageParams: View['pageParams'],
  name: string,
  values: readonly T[],
  otherwise: T,
): Chosen<T> {
  const text = pageParams[name];
  if (text === undefined) return { value: otherwise, note: null };
  const found = values.find((value) => value === text);
  return found
    ? { value: found, note: null }
    : { value: otherwise, note: `“${text}” is not a value of ${name} here; the link’s was ignored.` };
}
