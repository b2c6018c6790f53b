import type { Manifest } from '../export/manifest.ts';

/** The part of the agency a figure is about. */
export type Scope =
  | { kind: 'agency' }
  | { kind: 'region'; id: string }
  | { kind: 'facility'; id: string }
  | { kind: 'unit'; id: string }
  | { kind: 'staff'; id: string };

export const agencyScope: Scope = { kind: 'agency' };

/** Returns belong to the institution a person was released from; no unit, and no case manager, answers for them. */
export const releaseScopes = ['agency', 'region', 'facility'] as const satisfies readonly Scope['kind'][];

/** Programs belong to institutions: no unit and no case manager answers for what comes of them. */
export const programScopes = ['agency', 'region', 'facility'] as const satisfies readonly Scope['kind'][];

/** `agency`, `region=R1`, `facility=F03`, `unit=U031`, `staff=ST-1001`. Reads back with parseScope. */
export function formatScope(scope: Scope): string {
  return scope.kind === 'agency' ? 'agency' : `${scope.kind}=${scope.id}`;
}

/** Reads a scope and checks that it exists in the dataset. Errors are sentences. */
export function parseScope(text: string, dataset: Pick<Manifest, 'scopes'>): Scope | { error: string } {
  if (text === 'agency') return agencyScope;
  const at = text.indexOf('=');
  const kind = text.slice(0, at);
  const id = text.slice(at + 1);
  if (at < 1 || (kind !== 'region' && kind !== 'facility' && kind !== 'unit' && kind !== 'staff')) {
    return { error: `"${text}" is not a scope. Write agency, region=ID, facility=ID, unit=ID or staff=ID.` };
  }
  const known = scopeList(kind, dataset);
  if (!known.some((place) => place.id === id)) {
    const what = kind === 'staff' ? 'case manager of the last two years' : kind;
    return { error: `There is no ${what} with the id "${id}" in this export.` };
  }
  return { kind, id };
}

function scopeList(
  kind: Exclude<Scope['kind'], 'agency'>,
  { scopes }: Pick<Manifest, 'scopes'>,
): readonly { id: string; name: string }[] {
  return { region: scopes.regions, facility: scopes.facilities, unit: scopes.units, staff: scopes.staff }[kind];
}

/** The name readers know the scope by. */
export function scopeName(scope: Scope, dataset: Pick<Manifest, 'scopes' | 'source'>): string {
  if (scope.kind === 'agency') return dataset.source.agency_name;
  return scopeList(scope.kind, dataset).find((place) => place.id === scope.id)?.name ?? scope.id;
}

/** The scope one step up, or null for the agency. A facility without a region belongs to the agency. */
export function parentScope(scope: Scope, dataset: Pick<Manifest, 'scopes'>): Scope | null {
  switch (scope.kind) {
    case 'agency':
      return null;
    case 'region':
      return agencyScope;
    case 'facility': {
      const region = dataset.scopes.facilities.find((facility) => facility.id === scope.id)?.region_id;
      return region ? { kind: 'region', id: region } : agencyScope;
    }
    case 'unit': {
      const facility = dataset.scopes.units.find((unit) => unit.id === scope.id)?.facility_id;
      return facility ? { kind: 'facility', id: facility } : agencyScope;
    }
    case 'staff': {
      const home = dataset.scopes.staff.find((member) => member.id === scope.id);
      if (home?.unit_id) return { kind: 'unit', id: home.unit_id };
      return home?.facility_id ? { kind: 'facility', id: home.facility_id } : agencyScope;
    }
  }
}

/** From the agency down to the scope itself, for the breadcrumb. */
export function scopePath(scope: Scope, dataset: Pick<Manifest, 'scopes'>): Scope[] {
  const parent = parentScope(scope, dataset);
  return parent ? [...scopePath(parent, dataset), scope] : [scope];
}

/**
 * Ids of the institutions inside the scope: a unit's own for a unit, those in which there are cases or work of theirs
 * for a case manager.
 */
export function facilitiesOf(scope: Scope, dataset: Pick<Manifest, 'scopes'>): string[] {
  switch (scope.kind) {
    case 'agency':
      return dataset.scopes.facilities.map((facility) => facility.id);
    case 'region':
      return dataset.scopes.facilities.filter((facility) => facility.region_id === scope.id).map(({ id }) => id);
    case 'facility':
      return [scope.id];
    case 'unit':
      return dataset.scopes.units.filter((unit) => unit.id === scope.id).map((unit) => unit.facility_id);
    case 'staff': {
      const known = dataset.scopes.staff.find((member) => member.id === scope.id);
      return known?.facilities ?? (known?.facility_id ? [known.facility_id] : []);
    }
  }
}
