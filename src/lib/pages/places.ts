import type { DimensionId } from '../questions/dimensions.ts';
import { parentScope, type Scope } from '../questions/scope.ts';
import type { View } from './page.ts';

/** What the places table of a scope lists: institutions, or the units of one. */
export function placesBy(scope: Scope): DimensionId {
  return scope.kind === 'facility' || scope.kind === 'unit' ? 'unit_id' : 'facility_id';
}

/** The institution a view is in; null for the agency and its regions. */
export function institutionOf(view: Pick<View, 'scope' | 'dataset'>): Extract<Scope, { kind: 'facility' }> | null {
  if (view.scope.kind === 'facility') return view.scope;
  const parent = view.scope.kind === 'unit' ? parentScope(view.scope, view.dataset) : null;
  return parent?.kind === 'facility' ? parent : null;
}
