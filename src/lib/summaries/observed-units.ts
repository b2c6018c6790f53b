import type { IsoDate } from '../calendar/date.ts';
import { formatQuantity } from '../format/quantity.ts';
import type { View } from '../pages/page.ts';
import type { TeamsObserved } from '../questions/coordinator/meetings.ts';

/** A unit's classification team and when the coordinator last observed it. */
export interface ObservedUnit {
  unit: string;
  institution: string;
  last: IsoDate | null;
  /** Days from then to the end of the period; null where no observation is recorded. */
  days: number | null;
}

/** Whether a team was observed in time, in words: the number of days decides, the reader need not compare. */
export function observedText(days: number | null, limit: number): string {
  if (days === null) return 'No, no observation is on record';
  const ago = days === 0 ? 'on the last day' : `${formatQuantity(days, 'day')} ago`;
  return `${days <= limit ? 'Yes' : 'No'}, ${ago}`;
}

/** Every unit with its last observation, by institution and name. */
export function observedUnits(rows: readonly TeamsObserved[], { scopes }: View['dataset']): ObservedUnit[] {
  return rows
    .flatMap(({ group, last_observed, longest }) => {
      const unit = scopes.units.find(({ id }) => id === group);
      const facility = scopes.facilities.find(({ id }) => id === unit?.facility_id);
      return unit ? [{ unit: unit.name, institution: facility?.name ?? '', last: last_observed, days: longest }] : [];
    })
    .sort((a, b) => a.institution.localeCompare(b.institution, 'en') || a.unit.localeCompare(b.unit, 'en'));
}
