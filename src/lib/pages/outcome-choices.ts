import type { Manifest } from '../export/manifest.ts';
import { releaseGroups, type DimensionId } from '../questions/dimensions.ts';
import { defaultHorizon, offeredEvents, usualEvent } from '../questions/recidivism/offered-events.ts';
import type { View } from './page.ts';

type Asked = Pick<View, 'pageParams' | 'dataset'>;

export function chosenEvent({ pageParams, dataset }: Asked): string {
  return pageParams.event ?? usualEvent(dataset);
}

export function chosenHorizon({ pageParams }: Pick<View, 'pageParams'>): number {
  return pageParams.horizon !== undefined && knowsHorizon(pageParams.horizon)
    ? Number(pageParams.horizon)
    : defaultHorizon;
}

export function knowsHorizon(value: string): boolean {
  const days = Number(value);
  return Number.isInteger(days) && days > 0 && days <= 3653;
}

export function knowsEvent(value: string, dataset: Manifest): boolean {
  return offeredEvents(dataset).includes(value);
}

/** Years of release, or one of them, as a link names them. */
export function knowsCohort(value: string): boolean {
  return /^\d{4}(\.\.\d{4})?$/.test(value);
}

/** Characteristics of a release that differ at all in the data. */
export function recordedGroups(dataset: Manifest): DimensionId[] {
  return releaseGroups.filter((id) => {
    if (id === 'region_id') return dataset.scopes.regions.length > 1;
    if (id === 'facility_id') return dataset.scopes.facilities.length > 1;
    return (dataset.dimensions[id]?.length ?? 0) > 1;
  });
}

const telling: readonly DimensionId[] = ['risk_level', 'program_status', 'age_at_release', 'release_type', 'sex'];

/** Stands in a link for no grouping. */
export const ungrouped = 'all';

/** The grouping a reader chose, or the first of those that usually tell most; null for all together. */
export function chosenGroup({ pageParams, dataset }: Asked): DimensionId | null {
  if (pageParams.by === ungrouped) return null;
  const recorded = recordedGroups(dataset);
  const chosen = recorded.find((id) => id === pageParams.by);
  return chosen ?? telling.find((id) => recorded.includes(id)) ?? recorded[0] ?? null;
}

export function knowsGroup(value: string, dataset: Manifest): boolean {
  return value === ungrouped || recordedGroups(dataset).some((id) => id === value);
}
