import { own } from '../analysis/own.ts';
import type { Manifest } from '../export/manifest.ts';
import { valueLabel } from '../format/value.ts';
import type { DimensionId } from './dimensions.ts';

/** Where nothing recorded is a statement of its own. */
const absentLabels: Partial<Record<DimensionId, string>> = {
  staff_id: 'Nobody assigned',
  program_status: 'Did not take part',
};

const sexes: Record<string, string> = { M: 'Male', F: 'Female' };

/** A group of an answer as readers see it: places and case managers by name, sexes written out. */
export function groupLabel(group: string | null, by: DimensionId, dataset: Pick<Manifest, 'scopes'>): string {
  if (group === null) return absentLabels[by] ?? 'Not recorded';
  const places = {
    region_id: dataset.scopes.regions,
    facility_id: dataset.scopes.facilities,
    unit_id: dataset.scopes.units,
    staff_id: dataset.scopes.staff,
  };
  if (Object.hasOwn(places, by)) return places[by as keyof typeof places].find(({ id }) => id === group)?.name ?? group;
  if (by === 'sex') return own(sexes, group) ?? valueLabel(group);
  return valueLabel(group);
}
