export interface FilterDimension<D extends string = string> {
  readonly id: D;
  readonly label: string;
  /** In display order; null stands for 'Not recorded'. */
  readonly values: readonly { readonly value: string | null; readonly label: string }[];
}

/** Values kept for each dimension; absent or empty means all. */
export type FilterValues<D extends string = string> = Partial<Record<D, readonly (string | null)[]>>;

/** 'High, Medium', 'High and 3 more'. */
export function filterText(dimension: FilterDimension, values: readonly (string | null)[]): string {
  const labels = dimension.values.filter((option) => values.includes(option.value)).map((option) => option.label);
  // Values of an old link that the data no longer have still filter, so they are still shown.
  for (const value of values) {
    if (!dimension.values.some((option) => option.value === value)) labels.push(value ?? 'Not recorded');
  }
  const text = labels.length > 3 ? `${labels[0]} and ${labels.length - 1} more` : labels.join(', ');
  return `${dimension.label}: ${text}`;
}

/** The filters with one dimension changed; none of its values, or all of them, is no filter. */
export function withFilter<D extends string>(
  filters: FilterValues<D>,
  id: D | undefined,
  values: readonly (string | null)[],
): FilterValues<D> {
  if (id === undefined) return filters;
  const next = { ...filters };
  if (values.length === 0) delete next[id];
  else next[id] = values;
  return next;
}

/** The values with one added or taken away, in display order. */
export function toggled(
  dimension: FilterDimension,
  values: readonly (string | null)[],
  value: string | null,
): (string | null)[] {
  const next = values.includes(value) ? values.filter((kept) => kept !== value) : [...values, value];
  const order = dimension.values.map((option) => option.value);
  return [...next].sort((a, b) => order.indexOf(a) - order.indexOf(b));
}
