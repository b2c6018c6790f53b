import type { FigureSpec } from './figure.ts';

/** Length of a point of a trend. */
export type Grain = 'month' | 'quarter' | 'year';

/** Lengths of time a measure's points can have; none where only a whole period is known. */
export function grainsOf(spec: FigureSpec): readonly Grain[] {
  if (!spec.months) return [];
  if (spec.months.into === 'none') return ['month'];
  return spec.months.atLeast === 'quarter' ? ['quarter', 'year'] : ['month', 'quarter', 'year'];
}
