import type { SourcePlacement, SourceRows, SourceStay } from './source-rows.ts';

/** Where and how a stay was held on one night. */
export interface Night {
  region_id: string | null;
  facility_id: string | null;
  unit_id: string | null;
  custody_level: string | null;
  legal_status: string;
  sex: string | null;
  age_status: string;
  offense_category: string | null;
}

export type NightColumn = keyof Night;

export const nightColumns: readonly NightColumn[] = [
  'region_id',
  'facility_id',
  'unit_id',
  'custody_level',
  'legal_status',
  'sex',
  'age_status',
  'offense_category',
];

const dayMs = 86_400_000;
export const dayNumber = (date: string) => Date.parse(`${date}T00:00:00Z`) / dayMs;
export const dateOf = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10);

/** The stay's night, or null when the person did not sleep in custody: admitted by that day, not yet released. */
export function nightOf(rows: SourceRows, stay: SourceStay, date: string): Night | null {
  if (stay.admission_date > date || (stay.release_date !== null && stay.release_date <= date)) return null;
  const covers = ({ start_date, end_date }: SourcePlacement) => start_date <= date && (end_date === null || end_date > date);
  const placement = rows.placements.get(stay.stay_id)?.find(covers);
  const sentenced = stay.sentenced_date !== null && stay.sentenced_date <= date;
  return {
    region_id: placement ? (rows.regionOf.get(placement.facility_id) ?? null) : null,
    facility_id: placement?.facility_id ?? null,
    unit_id: placement?.unit_id ?? null,
    custody_level: placement?.custody_level ?? null,
    legal_status: sentenced ? 'sentenced' : stay.legal_status,
    sex: rows.persons.get(stay.person_id)?.sex ?? null,
    age_status: stay.age_status,
    offense_category: stay.offense_category,
  };
}

/** People in custody on a date by the values of a column, counted one stay after the other. */
export function countOn(rows: SourceRows, date: string, column: NightColumn | null, keep: (night: Night) => boolean = () => true) {
  const counts = new Map<string | null, number>();
  for (const stay of rows.stays) {
    const night = nightOf(rows, stay, date);
    if (!night || !keep(night)) continue;
    const group = column === null ? null : night[column];
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return counts;
}

/** Nights in custody in [from, to) by the values of a column. */
export function nightsIn(rows: SourceRows, from: string, to: string, column: NightColumn | null, keep: (night: Night) => boolean = () => true) {
  const nights = new Map<string | null, number>();
  for (let day = dayNumber(from); day < dayNumber(to); day += 1) {
    for (const [group, people] of countOn(rows, dateOf(day), column, keep)) {
      nights.set(group, (nights.get(group) ?? 0) + people);
    }
  }
  return nights;
}

export interface Flow {
  admissions: number;
  releases: number;
  transfers_in: number;
  transfers_out: number;
}

/**
 * Who came and went in [from, to) by the values of a place column, from each stay's nights: a transfer is a night
 * elsewhere than the night before. Keys are the places, null for nights without one.
 */
export function flowsIn(rows: SourceRows, from: string, to: string, place: 'region_id' | 'facility_id' | 'unit_id' | null) {
  const flows = new Map<string | null, Flow>();
  const at = (group: string | null) => {
    const flow = flows.get(group) ?? { admissions: 0, releases: 0, transfers_in: 0, transfers_out: 0 };
    flows.set(group, flow);
    return flow;
  };
  const groupOf = (night: Night) => (place === null ? null : night[place]);
  for (const stay of rows.stays) {
    if (stay.release_date === stay.admission_date) {
      if (stay.admission_date < from || stay.admission_date >= to) continue;
      // No night is spent; the place is the one the stay was booked into, if any.
      const booked = rows.placements.get(stay.stay_id)?.[0];
      const region = booked ? (rows.regionOf.get(booked.facility_id) ?? null) : null;
      const group = place === null || !booked ? null : place === 'region_id' ? region : booked[place];
      at(group).admissions += 1;
      at(group).releases += 1;
      continue;
    }
    const first = dayNumber(stay.admission_date > from ? stay.admission_date : from);
    const last = Math.min(dayNumber(to) - 1, stay.release_date === null ? Infinity : dayNumber(stay.release_date));
    for (let day = first; day <= last; day += 1) {
      const before = nightOf(rows, stay, dateOf(day - 1));
      const now = nightOf(rows, stay, dateOf(day));
      if (!before && now) at(groupOf(now)).admissions += 1;
      else if (before && !now) at(groupOf(before)).releases += 1;
      else if (before && now && place !== null && before[place] !== now[place]) {
        at(groupOf(before)).transfers_out += 1;
        at(groupOf(now)).transfers_in += 1;
      }
    }
  }
  return flows;
}
