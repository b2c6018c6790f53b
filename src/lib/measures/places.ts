import { addDays, formatDate } from '../calendar/date.ts';
import { effectiveEnd, type Period } from '../calendar/period.ts';
import type { Manifest } from '../export/manifest.ts';
import { groupLabel } from '../questions/labels.ts';
import { facilitiesOf, type Scope } from '../questions/scope.ts';
import type { FigureRow } from './measure-figure.ts';
import type { PlaceColumn } from './request.ts';

/** A place of a table or a small multiple. */
export interface Place {
  readonly id: string;
  readonly name: string;
  /** What a reader has to know of it in the period: 'opened Mar 3, 2025', 'now at North'; else null. */
  readonly note: string | null;
}

type Known = Pick<Manifest, 'scopes' | 'as_of'>;

/**
 * The places of a scope by name: those of the dataset and, as a unit may have belonged to another institution, those
 * the rows speak of. Case managers only as far as rows speak of them.
 */
export function placesIn(
  by: PlaceColumn,
  scope: Scope,
  rows: readonly FigureRow[],
  period: Pick<Period, 'from' | 'to'> & Period,
  dataset: Known,
): Place[] {
  const found = new Set<string>(own(by, scope, dataset));
  for (const { group } of rows) if (typeof group === 'string') found.add(group);
  return [...found]
    .map((id) => ({ id, name: groupLabel(id, by, dataset), note: noteOf(id, by, scope, period, dataset) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }) || (a.id < b.id ? -1 : 1));
}

function own(by: PlaceColumn, scope: Scope, dataset: Known): string[] {
  const { regions, facilities, units } = dataset.scopes;
  const inside = new Set(facilitiesOf(scope, dataset));
  switch (by) {
    case 'region_id': {
      const shown = new Set(facilities.filter(({ id }) => inside.has(id)).map(({ region_id }) => region_id));
      return regions.filter(({ id }) => scope.kind === 'agency' || shown.has(id)).map(({ id }) => id);
    }
    case 'facility_id':
      return [...inside];
    case 'unit_id':
      return scope.kind === 'unit'
        ? [scope.id]
        : units.filter(({ facility_id }) => inside.has(facility_id)).map(({ id }) => id);
    case 'staff_id':
      return [];
  }
}

function noteOf(id: string, by: PlaceColumn, scope: Scope, period: Period, dataset: Known): string | null {
  if (by === 'unit_id') {
    const at = dataset.scopes.units.find((unit) => unit.id === id)?.facility_id;
    if (at === undefined || facilitiesOf(scope, dataset).includes(at)) return null;
    return `now at ${groupLabel(at, 'facility_id', dataset)}`;
  }
  if (by !== 'facility_id') return null;
  const facility = dataset.scopes.facilities.find((candidate) => candidate.id === id);
  const end = effectiveEnd(period, dataset.as_of);
  const { opened_date: opened = null, closed_date: closed = null } = facility ?? {};
  // Opened on the first day it is nothing to explain; after the last, it is why there is no figure.
  const notes = [
    ...(opened !== null && opened > period.from ? [`opened ${formatDate(opened)}`] : []),
    ...(closed !== null && closed <= addDays(end, -1) ? [`closed ${formatDate(closed)}`] : []),
  ];
  return notes.length === 0 ? null : notes.join(', ');
}

/** What a table is made of, in words. */
export const placeWords: Readonly<Record<PlaceColumn, { one: string; many: string }>> = {
  region_id: { one: 'Region', many: 'regions' },
  facility_id: { one: 'Institution', many: 'institutions' },
  unit_id: { one: 'Unit', many: 'units' },
  staff_id: { one: 'Case manager', many: 'case managers' },
};
