import type { Manifest } from '../export/manifest.ts';
import { agencyScope, facilitiesOf, formatScope, type Scope } from '../questions/scope.ts';
import type { Place } from './console.svelte.ts';

export interface PlaceChoice extends Place {
  /** As it stands in the list: institutions are set in under their region. */
  text: string;
}

/** The places whose rows can be loaded: all, a region's, an institution's. */
export function placesOf(dataset: Manifest): PlaceChoice[] {
  const { regions, facilities } = dataset.scopes;
  const choice = (scope: Scope, label: string, depth: number): PlaceChoice => ({
    value: formatScope(scope),
    label,
    text: `${'\u2003'.repeat(depth)}${label}`,
    facilities: scope.kind === 'agency' ? null : facilitiesOf(scope, dataset),
  });
  const within = (region: string | null, depth: number) =>
    facilities
      .filter(({ region_id }) => region_id === region)
      .map(({ id, name }) => choice({ kind: 'facility', id }, name, depth));
  return [
    choice(agencyScope, 'all institutions', 0),
    ...regions.flatMap(({ id, name }) => [choice({ kind: 'region', id }, name, 0), ...within(id, 1)]),
    ...within(null, 0),
  ];
}
