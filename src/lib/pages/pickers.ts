import { addDays } from '../calendar/date.ts';
import { periodLabel, type Period } from '../calendar/period.ts';
import { recentPeriods, type Comparison } from '../calendar/period-steps.ts';
import { filterText, type FilterDimension } from '../ui/picker/filter-values.ts';
import type { PeriodGroup } from '../ui/picker/period-option.ts';
import type { PlaceOption } from '../ui/picker/place-tree.ts';
import { calendarOf } from '../export/calendar.ts';
import type { Manifest } from '../export/manifest.ts';
import type { View } from './page.ts';
import { dimensionIds, dimensions, populationDimensions, type DimensionId } from '../questions/dimensions.ts';
import { groupLabel } from '../questions/labels.ts';

/** Every place of the dataset in tree order, for the scope picker. */
export function placeOptions(dataset: Manifest): PlaceOption[] {
  const { regions, facilities, units } = dataset.scopes;
  const unitsOf = (facility: string) =>
    units
      .filter(({ facility_id }) => facility_id === facility)
      .map(({ id, name }) => ({ value: `unit=${id}`, label: name, depth: 3 }));
  const facilitiesIn = (region: string | null, depth: number) =>
    facilities
      .filter(({ region_id }) => region_id === region)
      .flatMap(({ id, name, closed_date }) => [
        {
          value: `facility=${id}`,
          label: name,
          depth,
          ...(closed_date ? { hint: `Closed ${closed_date.slice(0, 4)}` } : {}),
        },
        ...unitsOf(id),
      ]);
  return [
    { value: 'agency', label: dataset.source.agency_name, depth: 0 },
    ...regions.flatMap(({ id, name }) => [
      { value: `region=${id}`, label: name, depth: 1, hint: 'Region' },
      ...facilitiesIn(id, 2),
    ]),
    ...facilitiesIn(null, 1),
  ];
}

/** The periods a reader can pick: everything since the history began, newest first. */
export function periodGroups(dataset: Manifest): PeriodGroup[] {
  const calendar = calendarOf(dataset);
  const recent = recentPeriods(calendar, { from: dataset.history_from ?? addDays(dataset.as_of, -365) });
  const option = (period: Period) => {
    const { short, dates, toDate } = periodLabel(period, calendar);
    return { value: period.id, label: toDate ? `${short} to date` : short, dates };
  };
  return [
    { label: 'Quarters', options: recent.quarters.map(option) },
    { label: 'Fiscal years', options: recent.fiscalYears.map(option) },
    { label: 'Months', options: recent.months.map(option) },
  ];
}

export const comparisonOptions: { value: Comparison; label: string }[] = [
  { value: 'last-year', label: 'vs. same period last year' },
  { value: 'previous', label: 'vs. period before' },
  { value: 'none', label: 'no comparison' },
];

/** The filters of a view in words: 'Sex: Male'. */
export function filterWords(view: Pick<View, 'filters' | 'dataset'>): string[] {
  return filterDimensions(
    view.dataset,
    dimensionIds.filter((id) => dimensions[id].filter),
  )
    .filter(({ id }) => (view.filters[id]?.length ?? 0) > 0)
    .map((dimension) => filterText(dimension, view.filters[dimension.id] ?? []));
}

/** What figures can be filtered by: the dimensions for which more than one value was recorded. */
export function filterDimensions(
  dataset: Manifest,
  offered: readonly DimensionId[] = populationDimensions,
): FilterDimension<DimensionId>[] {
  return offered
    .filter((id) => (dataset.dimensions[id]?.length ?? 0) > 1)
    .map((id) => ({
      id,
      label: dimensions[id].label,
      values: (dataset.dimensions[id] ?? []).map((value) => ({ value, label: groupLabel(value, id, dataset) })),
    }));
}
