import { own } from '../analysis/own.ts';
import type { Manifest } from '../export/manifest.ts';
import type { DimensionId } from './dimensions.ts';

/** A recorded value as readers see it: `new_commitment` becomes "New commitment"; null is "Not recorded". */
export function valueLabel(value: string | null): string {
  if (value === null) return 'Not recorded';
  // Values that are not code words (names, grades, "25–34") are shown as given.
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(value)) return value;
  const words = value.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

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
