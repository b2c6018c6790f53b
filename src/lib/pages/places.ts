import type { DimensionId } from '../questions/dimensions.ts';
import type { Scope } from '../questions/scope.ts';

/** What the places table of a scope lists: institutions, or the units of one. */
export function placesBy(scope: Scope): DimensionId {
  return scope.kind === 'facility' || scope.kind === 'unit' ? 'unit_id' : 'facility_id';
}
