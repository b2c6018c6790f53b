import type { FigureSpec } from './figure.ts';

/** Length of a point of a trend. */
export type Grain = 'month' | 'quarter' | 'year';

/** Lengths of time a measure's points can have; none where only a whole period is known. */
export function grainsOf(spec: FigureSpec): readonly Grain[] {
  if (!spec.months) return [];
  return spec.months.into === 'none' ? ['month'] : ['month', 'quarter', 'year'];
}
